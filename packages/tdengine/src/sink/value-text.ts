/** True for the bytes that Go's and JavaScript's `trim` take for ASCII blanks. */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d)
}

/** The first position from `start` that is no blank; `end` when all are. */
export function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let i = start
  while (i < end && isBlank(bytes[i])) i += 1
  return i
}

/** The position after the last byte before `end` that is no blank; `start` when all are. */
export function cutBlanks(bytes: Buffer, start: number, end: number): number {
  let i = end
  while (i > start && isBlank(bytes[i - 1])) i -= 1
  return i
}

const hash = 0x23
const lineFeed = 0x0a

/** True when every line is blank or a comment (line protocol: the first character is `#`). */
export function isOnlyComments(bytes: Buffer, start: number, end: number): boolean {
  let i = start
  while (i < end) {
    const feed = bytes.indexOf(lineFeed, i)
    const lineEnd = feed === -1 || feed > end ? end : feed
    const first = skipBlanks(bytes, i, lineEnd)
    if (first < lineEnd && bytes[first] !== hash) return false
    i = lineEnd + 1
  }
  return true
}

/**
 * The text of a value without what the server refuses between lines: blank lines, blanks around lines (a carriage
 * return among them) and, for line protocol, comments. Null when there is nothing to leave out.
 */
export function tidyLines(value: Buffer, comments: boolean): Buffer | null {
  if (!value.includes(lineFeed)) return null
  const lines = value
    .toString('latin1')
    .split('\n')
    .map(line => line.replace(/^[\t-\r ]+|[\t-\r ]+$/g, ''))
    .filter(line => line !== '' && !(comments && line.startsWith('#')))
  const tidy = Buffer.from(lines.join('\n'), 'latin1')
  return tidy.length === value.length ? null : tidy
}
