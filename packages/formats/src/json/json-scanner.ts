import { asciiText } from '../ascii.ts'

/** What a JSON value is, by its first character. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'true' | 'false' | 'null'

/** A JSON value as a place in the text. */
export interface JsonSpan {
  readonly kind: JsonKind
  readonly start: number
  readonly end: number
}

/** A member of a JSON object. */
export interface JsonMember {
  readonly key: string
  readonly value: JsonSpan
}

const quote = 34
const backslash = 92
const maxDepth = 1000
const numberPattern = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y

/** Thrown inside the scanner for text that is no JSON; `at` is the byte position. */
export class JsonSyntaxError extends Error {
  readonly at: number

  constructor(at: number) {
    super('not JSON')
    this.at = at
  }
}

/**
 * Finds values in JSON text without building them, so that numbers keep their digits. As lenient as the parser inside
 * TDengine (cJSON): any byte up to 32 is white space, `01`, `1.` and `-.5` are numbers, control characters may stand in
 * strings, and what follows the first value is not looked at.
 */
export class JsonScanner {
  readonly bytes: Buffer
  #text: string | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The value that begins at or after a position. */
  value(at: number, depth = 0): JsonSpan {
    const { bytes } = this
    const start = this.skipSpace(at)
    const c = bytes[start]
    switch (c) {
      case 0x7b:
        return { kind: 'object', start, end: this.#members(start, depth) }
      case 0x5b:
        return { kind: 'array', start, end: this.#elements(start, depth) }
      case quote:
        return { kind: 'string', start, end: this.#string(start) }
      case 0x74:
        return this.#word('true', start)
      case 0x66:
        return this.#word('false', start)
      case 0x6e:
        return this.#word('null', start)
      default:
        return { kind: 'number', start, end: this.#number(start) }
    }
  }

  /** The elements of an array. */
  elements(span: JsonSpan): JsonSpan[] {
    const found: JsonSpan[] = []
    let p = this.skipSpace(span.start + 1)
    if (this.bytes[p] === 0x5d) return found
    for (;;) {
      const value = this.value(p)
      found.push(value)
      p = this.skipSpace(value.end)
      if (this.bytes[p] !== 0x2c) return found
      p += 1
    }
  }

  /** The members of an object, in order, repeated keys included. */
  members(span: JsonSpan): JsonMember[] {
    const found: JsonMember[] = []
    let p = this.skipSpace(span.start + 1)
    if (this.bytes[p] === 0x7d) return found
    for (;;) {
      const keyEnd = this.#string(p)
      const value = this.value(this.skipSpace(keyEnd) + 1)
      found.push({ key: this.#decode(p, keyEnd), value })
      p = this.skipSpace(value.end)
      if (this.bytes[p] !== 0x2c) return found
      p = this.skipSpace(p + 1)
    }
  }

  /** The text of a string value. */
  string(span: JsonSpan): string {
    return this.#decode(span.start, span.end)
  }

  /** The digits of a number value as they stand in the text. */
  digits(span: JsonSpan): string {
    return asciiText(this.bytes, span.start, span.end)
  }

  skipSpace(at: number): number {
    let p = at
    while (p < this.bytes.length && (this.bytes[p] as number) <= 32) p += 1
    return p
  }

  #members(start: number, depth: number): number {
    if (depth > maxDepth) throw new JsonSyntaxError(start)
    const { bytes } = this
    let p = this.skipSpace(start + 1)
    if (bytes[p] === 0x7d) return p + 1
    for (;;) {
      if (bytes[p] !== quote) throw new JsonSyntaxError(p)
      p = this.skipSpace(this.#string(p))
      if (bytes[p] !== 0x3a) throw new JsonSyntaxError(p)
      p = this.skipSpace(this.value(p + 1, depth + 1).end)
      if (bytes[p] === 0x7d) return p + 1
      if (bytes[p] !== 0x2c) throw new JsonSyntaxError(p)
      p = this.skipSpace(p + 1)
    }
  }

  #elements(start: number, depth: number): number {
    if (depth > maxDepth) throw new JsonSyntaxError(start)
    const { bytes } = this
    let p = this.skipSpace(start + 1)
    if (bytes[p] === 0x5d) return p + 1
    for (;;) {
      p = this.skipSpace(this.value(p, depth + 1).end)
      if (bytes[p] === 0x5d) return p + 1
      if (bytes[p] !== 0x2c) throw new JsonSyntaxError(p)
      p += 1
    }
  }

  #string(start: number): number {
    const { bytes } = this
    let p = start + 1
    while (p < bytes.length) {
      const c = bytes[p]
      if (c === quote) return p + 1
      if (c === backslash) {
        if (!this.#isEscape(p)) throw new JsonSyntaxError(p)
        p += 1
      }
      p += 1
    }
    throw new JsonSyntaxError(start)
  }

  #isEscape(at: number): boolean {
    const next = this.bytes[at + 1]
    if (next === 0x75) return /^[0-9a-f]{4}$/i.test(this.bytes.toString('latin1', at + 2, at + 6))
    return next !== undefined && '"\\/bfnrt'.includes(String.fromCharCode(next))
  }

  #word(kind: 'true' | 'false' | 'null', start: number): JsonSpan {
    const end = start + kind.length
    if (this.bytes.toString('latin1', start, end) !== kind) throw new JsonSyntaxError(start)
    return { kind, start, end }
  }

  #number(start: number): number {
    const { bytes } = this
    let p = start
    if (bytes[p] === 45) p += 1
    const digitsAt = p
    while (isDigit(bytes[p])) p += 1
    // Whole numbers need no pattern.
    const c = bytes[p]
    if (p > digitsAt && c !== 46 && c !== 0x65 && c !== 0x45) return p
    const text = this.#text ?? bytes.toString('latin1')
    this.#text = text
    numberPattern.lastIndex = start
    if (!numberPattern.test(text)) throw new JsonSyntaxError(start)
    return numberPattern.lastIndex
  }

  #decode(start: number, end: number): string {
    const { bytes } = this
    const text = bytes.toString('utf8', start + 1, end - 1)
    if (!text.includes('\\')) return text
    return text.replace(
      /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
      (_whole, hex: string | undefined, plain: string) =>
        hex === undefined
          ? (escapes[plain] ?? plain)
          : String.fromCharCode(Number.parseInt(hex, 16)),
    )
  }
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 48 && c <= 57
}
