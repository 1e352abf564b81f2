/*
 * A text column may hold bytes that are no UTF-8, and storage keeps text only. Such bytes, and the
 * characters of the range that stands for them, are written as characters U+10FF00 to U+10FFFF.
 */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const base = 0x10_ff00
/** First half of every character of the range, in UTF-16. */
const highHalf = '\udbff'

function standIn(byte: number): string {
  return String.fromCodePoint(base + byte)
}

/** A text as storage keeps it. */
export function storeText(text: string): string {
  if (!text.includes(highHalf)) return text
  let out = ''
  for (const char of text) {
    if ((char.codePointAt(0) ?? 0) < base) out += char
    else for (const byte of Buffer.from(char)) out += standIn(byte)
  }
  return out
}

/** Bytes of a text column as storage keeps them. */
export function storeRawText(bytes: Uint8Array): string {
  try {
    return storeText(strict.decode(bytes))
  } catch {
    let out = ''
    let at = 0
    while (at < bytes.length) {
      const length = characterLength(bytes, at)
      const part = bytes.subarray(at, at + Math.max(length, 1))
      out += length === 0 ? standIn(part[0] ?? 0) : storeText(strict.decode(part))
      at += part.length
    }
    return out
  }
}

/** Bytes of the UTF-8 character that begins there; 0 when none does. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  if (length === 0 || at + length > bytes.length) return 0
  try {
    strict.decode(bytes.subarray(at, at + length))
    return length
  } catch {
    return 0
  }
}

/** The text that storage keeps as the client sees it; bytes when it is no UTF-8. */
export function loadText(stored: string): string | Uint8Array {
  if (!stored.includes(highHalf)) return stored
  const parts: Buffer[] = []
  for (const char of stored) {
    const code = char.codePointAt(0) ?? 0
    parts.push(code < base ? Buffer.from(char) : Buffer.from([code - base]))
  }
  const bytes = Buffer.concat(parts)
  try {
    return strict.decode(bytes)
  } catch {
    return bytes
  }
}

/** Characters of a text of bytes; a byte that belongs to none counts as one. */
export function rawCharacterCount(bytes: Uint8Array): number {
  let count = 0
  for (let at = 0; at < bytes.length; count++) at += Math.max(characterLength(bytes, at), 1)
  return count
}
