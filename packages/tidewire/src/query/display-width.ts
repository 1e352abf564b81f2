/** Ranges of code points that take two columns in a terminal (East Asian Wide and Fullwidth, emoji). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]

/**
 * Columns that a character takes in a terminal, as POSIX `wcwidth`: -1 for control characters, 0 for combining marks,
 * 2 for wide characters, else 1.
 */
function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return -1
  if (code < 0x300) return 1
  if (/\p{Mark}|\p{Default_Ignorable_Code_Point}/u.test(char)) return 0
  return wide.some(([low, high]) => code >= low && code <= high) ? 2 : 1
}

/** Columns that a text takes in a terminal; characters without a width count as none. */
export function textWidth(text: string): number {
  let width = 0
  for (const char of text) width += Math.max(0, charWidth(char))
  return width
}

/** Text without the control characters that could drive the terminal; tabs and line ends become blanks. */
export function printable(text: string): string {
  let out = ''
  for (const char of text) {
    if (char === '\t' || char === '\n' || char === '\r') out += ' '
    else if (charWidth(char) >= 0) out += char
  }
  return out
}

/** Cuts a text to a number of columns, with `...` at the end when something is missing, and fills up with blanks. */
export function fit(text: string, width: number): string {
  const clean = printable(text)
  const total = textWidth(clean)
  if (total <= width) return clean + ' '.repeat(width - total)
  const room = Math.max(0, width - 3)
  let out = ''
  let used = 0
  for (const char of clean) {
    const w = charWidth(char)
    if (used + w > room) break
    out += char
    used += w
  }
  const dots = '.'.repeat(Math.min(3, width - used))
  return out + dots + ' '.repeat(width - used - dots.length)
}
