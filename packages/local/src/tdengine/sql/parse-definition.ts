import type { ColumnSpec } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseType } from './parse-type.ts'

/** Options behind CREATE or ALTER DATABASE: names with one value or a list of durations. */
export function parseOptions(
  cursor: Cursor,
  isKnown: (name: string) => boolean,
): ReadonlyMap<string, string> {
  const options = new Map<string, string>()
  while (cursor.token.kind === 'word') {
    if (!isKnown(cursor.token.text)) throw cursor.unexpected()
    const name = cursor.advance().text.toUpperCase()
    const values: string[] = []
    do {
      const negative = cursor.takeSymbol('-')
      const { kind, text } = cursor.current()
      if (kind === 'string') values.push(cursor.text())
      else if (kind === 'integer' || kind === 'variable' || kind === 'float') {
        values.push(`${negative ? '-' : ''}${cursor.advance().text}`)
      } else if (kind === 'word' && text === 'none') values.push(cursor.advance().text)
      else throw cursor.unexpected()
    } while (cursor.takeSymbol(','))
    options.set(name, values.join(','))
  }
  return options
}

/** Parses one column or tag of a definition. */
export function parseColumn(cursor: Cursor): ColumnSpec {
  const name = cursor.name()
  const type = parseType(cursor)
  let key = false
  const words: { encode?: string; compress?: string; level?: string } = {}
  for (;;) {
    if (cursor.isWord('primary')) {
      cursor.advance()
      cursor.expectWord('key')
      key = true
    } else if (cursor.takeWord('comment')) cursor.text()
    else if (cursor.isAny('encode', 'compress', 'level')) {
      const word = cursor.advance().text as 'encode' | 'compress' | 'level'
      words[word] = cursor.text()
    } else break
  }
  return {
    name,
    type,
    key,
    encode: words.encode,
    compress: words.compress,
    level: words.level,
  }
}
