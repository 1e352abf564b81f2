const encoder = new TextEncoder()
const backslash = 0x5c

/** Bytes of a text as UTF-8. */
function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Length of a text in bytes of UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text)
}

/** Number of characters (code points) of a text. */
export function characterCount(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0xd800 && code < 0xdc00 && i + 1 < text.length) {
      count--
      i++
    }
  }
  return count
}

/**
 * Bytes as text gives them: `\x` and hexadecimal digits, or characters with `\\` and `\ooo`. Null
 * when the text is neither.
 */
export function parseBytesText(text: string): Uint8Array | null {
  if (/^\\x/i.test(text)) {
    const digits = text.slice(2)
    if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return null
    return Buffer.from(digits, 'hex')
  }
  const bytes = utf8Bytes(text)
  if (!bytes.includes(backslash)) return bytes
  const out: number[] = []
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte !== backslash) out.push(byte)
    else if (bytes[i + 1] === backslash) {
      out.push(backslash)
      i++
    } else {
      const octal = String.fromCharCode(...bytes.subarray(i + 1, i + 4))
      if (!/^[0-3][0-7]{2}$/.test(octal)) return null
      out.push(Number.parseInt(octal, 8))
      i += 3
    }
  }
  return Uint8Array.from(out)
}

/** `\x` and the bytes in hexadecimal digits. */
export function printBytes(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}
