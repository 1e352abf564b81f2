/** White space that ends a word. */
export function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
}

/** `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** A digit of a hexadecimal number. */
export function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66)
}

/** Letters, the underscore, and everything beyond ASCII. */
export function isWordStart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    code >= 0x80
  )
}

/** What a word may go on with: also digits and the dollar sign. */
export function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === 0x24
}
