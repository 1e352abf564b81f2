import { SqlError } from '../sql/sql-error.ts'

/** The elements of an array in text (`{a,"b c",NULL}`); only arrays of one dimension exist here. */
export function arrayElements(text: string): (string | null)[] {
  if (!text.startsWith('{') || !text.endsWith('}')) {
    throw new SqlError('22P02', `no array: "${text}"`)
  }
  const elements: (string | null)[] = []
  if (text === '{}') return elements
  let at = 1
  while (at < text.length) {
    let element = ''
    const quoted = text[at] === '"'
    if (quoted) at += 1
    while (at < text.length && (quoted ? text[at] !== '"' : text[at] !== ',' && text[at] !== '}')) {
      if (text[at] === '\\') at += 1
      element += text[at] ?? ''
      at += 1
    }
    if (quoted) at += 1
    elements.push(!quoted && /^null$/i.test(element) ? null : element)
    at += 1
  }
  return elements
}

/** An array as text. */
export function arrayText(elements: readonly (string | null)[]): string {
  const quoted = elements.map(element =>
    element === null ? 'NULL' : `"${element.replace(/["\\]/g, '\\$&')}"`,
  )
  return `{${quoted.join(',')}}`
}

/** An array in PostgreSQL's binary format: dimensions, whether a NULL is in it, type, then length and value of each. */
export function arrayBytes(
  elements: readonly (string | null)[],
  elementOid: number,
  encode: (text: string) => Uint8Array,
): Buffer {
  const head = Buffer.alloc(elements.length === 0 ? 12 : 20)
  head.writeInt32BE(elements.length === 0 ? 0 : 1, 0)
  head.writeInt32BE(elements.includes(null) ? 1 : 0, 4)
  head.writeInt32BE(elementOid, 8)
  if (elements.length > 0) {
    head.writeInt32BE(elements.length, 12)
    head.writeInt32BE(1, 16)
  }
  const pieces: Uint8Array[] = [head]
  for (const element of elements) {
    const length = Buffer.alloc(4)
    const value = element === null ? null : encode(element)
    length.writeInt32BE(value === null ? -1 : value.length, 0)
    pieces.push(length)
    if (value !== null) pieces.push(value)
  }
  return Buffer.concat(pieces)
}
