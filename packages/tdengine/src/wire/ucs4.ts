const replacement = 0xfffd

/** Decodes NCHAR: UCS-4 little-endian, four bytes a code point; what is no code point becomes U+FFFD. */
export function decodeUcs4(bytes: Buffer, start: number, end: number): string {
  let text = ''
  for (let at = start; at + 4 <= end; at += 4) {
    const point = bytes.readUInt32LE(at)
    if (point < 0xd800) text += String.fromCharCode(point)
    else if (point > 0x10ffff || point < 0xe000) text += '\ufffd'
    else text += String.fromCodePoint(point)
  }
  return text
}

/** Bytes that `text` takes as UCS-4. */
export function ucs4Length(text: string): number {
  let pairs = 0
  for (let i = 0; i < text.length - 1; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdbff) continue
    const next = text.charCodeAt(i + 1)
    if (next >= 0xdc00 && next <= 0xdfff) {
      pairs += 1
      i += 1
    }
  }
  return (text.length - pairs) * 4
}

/** Writes `text` as UCS-4 little-endian at `at` and returns the position behind it; a lone surrogate becomes U+FFFD. */
export function encodeUcs4(text: string, target: Buffer, at: number): number {
  let position = at
  for (const character of text) {
    const point = character.codePointAt(0) ?? replacement
    const surrogate = point >= 0xd800 && point <= 0xdfff
    position = target.writeUInt32LE(surrogate ? replacement : point, position)
  }
  return position
}
