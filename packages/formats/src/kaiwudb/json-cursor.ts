import { type TextKind, textKinds, unreadable } from './text-values.ts'

const quote = 34
const backslash = 92
const apostrophe = 39

/**
 * Reads JSON text (RFC 8259, strict) piece by piece, without making anything: each method takes a position and returns
 * where the piece ends. What a piece was is in the fields until the next call.
 */
export class JsonCursor {
  bytes: Buffer = Buffer.alloc(0)
  /** What the last scalar was. */
  kind: TextKind = textKinds.absent
  /** Where the content of the last scalar is, quotes left out. */
  start = 0
  end = 0
  readonly #format: string

  constructor(format: string) {
    this.#format = format
  }

  /** Starts over with a text; returns where its first value begins. */
  open(bytes: Buffer): number {
    this.bytes = bytes
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    return this.space(hasMark ? 3 : 0)
  }

  fail(at: number, reason: string, path = '') {
    return unreadable(this.#format, this.bytes, at, reason, path)
  }

  /** Where the white space at a position ends. */
  space(at: number): number {
    const { bytes } = this
    let p = at
    for (;;) {
      const c = bytes[p]
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return p
      p += 1
    }
  }

  /** Passes one character, and the white space after it. */
  pass(at: number, code: number, path: string): number {
    if (this.bytes[at] !== code) {
      throw this.fail(
        at,
        `${this.#found(at)} stands where ${String.fromCharCode(code)} should`,
        path,
      )
    }
    return this.space(at + 1)
  }

  /** Reads a string, number, `true`, `false` or `null`. */
  scalar(at: number, path: () => string): number {
    const c = this.bytes[at] as number
    if (c === quote) return this.string(at, path)
    if (c === 45 || (c >= 48 && c <= 57)) return this.#number(at, path)
    if (c === 116) return this.#word(at, 'true', textKinds.true, path)
    if (c === 102) return this.#word(at, 'false', textKinds.false, path)
    if (c === 110) return this.#word(at, 'null', textKinds.null, path)
    throw this.fail(at, `${this.#found(at)} is no string, number, boolean or null`, path())
  }

  /** Reads the string whose quote is at a position. */
  string(at: number, path: () => string): number {
    const { bytes } = this
    if (bytes[at] !== quote) throw this.fail(at, `${this.#found(at)} is no string`, path())
    let kind: TextKind = textKinds.plain
    let p = at + 1
    for (;;) {
      const c = bytes[p]
      if (c === quote) break
      if (c === backslash) {
        kind = textKinds.json
        p += 2
        continue
      }
      if (c === undefined) throw this.fail(at, 'the string does not end', path())
      if (c < 32) throw this.fail(p, 'a control character stands in a string', path())
      if (c === apostrophe && kind === textKinds.plain) kind = textKinds.raw
      p += 1
    }
    this.kind = kind
    this.start = at + 1
    this.end = p
    if (kind === textKinds.json) this.#checkEscapes(at, p + 1, path)
    return p + 1
  }

  /** The text of the string that was read last. */
  text(): string {
    const { bytes, start, end } = this
    return this.kind === textKinds.json
      ? (JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string)
      : bytes.toString('utf8', start, end)
  }

  /** Finds the end of any value by its brackets and quotes; whether it is JSON within is not looked at. */
  skip(at: number, path: string): number {
    const { bytes } = this
    let depth = 0
    let p = at
    for (;;) {
      const c = bytes[p]
      if (c === undefined) throw this.fail(at, 'the value does not end', path)
      if (c === quote) {
        p += 1
        while (bytes[p] !== quote) {
          if (p >= bytes.length) throw this.fail(at, 'the value does not end', path)
          p += bytes[p] === backslash ? 2 : 1
        }
      } else if (c === 0x7b || c === 0x5b) depth += 1
      else if (c === 0x7d || c === 0x5d) {
        depth -= 1
        if (depth < 0) return p
        if (depth === 0) return p + 1
      } else if (depth === 0 && c === 44) return p
      p += 1
      if (depth === 0 && c === quote) return p
    }
  }

  /** Builds the value between two positions; for what is small and rare. */
  build(start: number, end: number, path: string): unknown {
    try {
      return JSON.parse(this.bytes.toString('utf8', start, end))
    } catch {
      throw this.fail(start, 'the value is not JSON', path)
    }
  }

  /** Demands that nothing follows. */
  finish(at: number): void {
    const p = this.space(at)
    if (p < this.bytes.length) throw this.fail(p, `${this.#found(p)} follows after the end`)
  }

  #number(at: number, path: () => string): number {
    const { bytes } = this
    let p = at
    if (bytes[p] === 45) p += 1
    const first = p
    while (isDigit(bytes[p])) p += 1
    if (p === first || (bytes[first] === 48 && p - first > 1)) throw this.#badNumber(at, path)
    this.kind = textKinds.integer
    if (bytes[p] === 46) {
      const from = ++p
      while (isDigit(bytes[p])) p += 1
      if (p === from) throw this.#badNumber(at, path)
      this.kind = textKinds.decimal
    }
    if (((bytes[p] as number) | 0x20) === 0x65) {
      p += 1
      if (bytes[p] === 43 || bytes[p] === 45) p += 1
      const from = p
      while (isDigit(bytes[p])) p += 1
      if (p === from) throw this.#badNumber(at, path)
      this.kind = textKinds.decimal
    }
    this.start = at
    this.end = p
    return p
  }

  #badNumber(at: number, path: () => string) {
    return this.fail(at, 'the number is not one of JSON', path())
  }

  #word(at: number, word: string, kind: TextKind, path: () => string): number {
    const end = at + word.length
    if (this.bytes.toString('latin1', at, end) !== word) {
      throw this.fail(at, `${this.#found(at)} is no string, number, boolean or null`, path())
    }
    this.kind = kind
    this.start = at
    this.end = end
    return end
  }

  /** Escapes are rare: a string that has them is built once, to see that it can be. */
  #checkEscapes(start: number, end: number, path: () => string): void {
    let text: string
    try {
      text = JSON.parse(this.bytes.toString('utf8', start, end)) as string
    } catch {
      throw this.fail(start, 'the string has an escape that JSON does not know', path())
    }
    if (!text.isWellFormed()) throw this.fail(start, 'the string has half a character', path())
  }

  #found(at: number): string {
    const c = this.bytes[at]
    if (c === undefined) return 'the end of the text'
    return c > 32 && c < 127 ? String.fromCharCode(c) : `byte 0x${c.toString(16).padStart(2, '0')}`
  }
}

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 48 && c <= 57
}
