import { fit, printable, textWidth } from './display-width.ts'

/** The two lines above the rows: the names, centred over columns of these widths, and a rule of `=`. */
export function headerLines(names: readonly string[], widths: readonly number[]): string {
  let line = ''
  let total = 0
  names.forEach((name, i) => {
    const width = widths[i] ?? 0
    const padding = width - textWidth(name)
    const left = Math.floor(padding / 2)
    line += ` ${' '.repeat(left)}${printable(name)}${' '.repeat(padding - left)} |`
    total += width + 3
  })
  return `${line}\n${'='.repeat(total)}\n`
}

/** One cell of a row with its border. */
export function cell(text: string, width: number, right: boolean): string {
  return ` ${right ? text.padStart(width) : fit(text, width)} |`
}

/** One row below each other under a line with its number, which counts from 1. */
export function verticalLines(
  names: readonly string[],
  texts: readonly string[],
  number: number,
): string {
  const stars = '*'.repeat(27)
  const longest = Math.max(0, ...names.map(textWidth))
  const lines = names.map((name, i) => {
    const padding = ' '.repeat(longest - textWidth(name))
    return `${padding}${printable(name)}: ${printable(texts[i] ?? '')}`
  })
  return `${stars} ${number}.row ${stars}\n${lines.join('\n')}\n`
}
