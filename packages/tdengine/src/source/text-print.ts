import type { ByteOutput } from './byte-output.ts'

const quote = 34
const backslash = 92
const newline = 10
const hexDigits = Buffer.from('0123456789abcdef')

/** Why a value cannot be written in a format. */
export class Unprintable extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Unprintable'
  }
}

/** Prints the content of a quoted string of line protocol: backslash before quotes and backslashes, no newlines. */
export function printEscaped(out: ByteOutput, from: Buffer, start: number, end: number): void {
  out.reserve(2 * (end - start))
  const { bytes } = out
  let at = out.length
  for (let i = start; i < end; i += 1) {
    const byte = from[i] as number
    if (byte === quote || byte === backslash) bytes[at++] = backslash
    else if (byte === newline) throw new Unprintable('has a line break, which ends a line')
    bytes[at++] = byte
  }
  out.length = at
}

/** Prints NCHAR (UCS-4) as UTF-8, escaped like `printEscaped` when asked. */
export function printUcs4(
  out: ByteOutput,
  from: Buffer,
  start: number,
  end: number,
  escaped: boolean,
): void {
  out.reserve(2 * (end - start))
  const { bytes } = out
  let at = out.length
  for (let i = start; i + 3 < end; i += 4) {
    let code =
      (from[i] as number) |
      ((from[i + 1] as number) << 8) |
      ((from[i + 2] as number) << 16) |
      ((from[i + 3] as number) << 24)
    if (code < 0 || code > 0x10_ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd
    if (code < 0x80) {
      if (escaped) {
        if (code === quote || code === backslash) bytes[at++] = backslash
        else if (code === newline) throw new Unprintable('has a line break, which ends a line')
      }
      bytes[at++] = code
    } else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6)
      bytes[at++] = 0x80 | (code & 0x3f)
    } else if (code < 0x1_0000) {
      bytes[at++] = 0xe0 | (code >> 12)
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f)
      bytes[at++] = 0x80 | (code & 0x3f)
    } else {
      bytes[at++] = 0xf0 | (code >> 18)
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f)
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f)
      bytes[at++] = 0x80 | (code & 0x3f)
    }
  }
  out.length = at
}

/** Prints bytes as hexadecimal digits. */
export function printHex(out: ByteOutput, from: Buffer, start: number, end: number): void {
  out.reserve(2 * (end - start))
  const { bytes } = out
  let at = out.length
  for (let i = start; i < end; i += 1) {
    const byte = from[i] as number
    bytes[at++] = hexDigits[byte >> 4] as number
    bytes[at++] = hexDigits[byte & 15] as number
  }
  out.length = at
}

/** Prints UTF-8 as a JSON string, quotes included; undecodable bytes become U+FFFD. */
export function printJsonText(out: ByteOutput, from: Buffer, start: number, end: number): void {
  out.reserve(end - start + 2)
  const { bytes } = out
  let at = out.length
  bytes[at++] = quote
  for (let i = start; i < end; i += 1) {
    const byte = from[i] as number
    if (byte < 0x20 || byte > 0x7e || byte === quote || byte === backslash) {
      out.text(JSON.stringify(from.toString('utf8', start, end)))
      return
    }
    bytes[at++] = byte
  }
  bytes[at++] = quote
  out.length = at
}
