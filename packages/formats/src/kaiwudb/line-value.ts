import { asciiText } from '../ascii.ts'
import { NumberPlace } from './number-place.ts'
import { type DeclaredType, declaredTypes } from './point-rows.ts'
import { type TextKind, textKinds } from './text-values.ts'

const quote = 34
const apostrophe = 39
const backslash = 92
const comma = 44
const space = 32
const newline = 10

const suffixes: Readonly<Record<string, DeclaredType>> = {
  i16: declaredTypes.INT2,
  i32: declaredTypes.INT4,
  i64: declaredTypes.INT8,
  i: declaredTypes.INT8,
  u: declaredTypes.INT8,
  f32: declaredTypes.FLOAT4,
  f64: declaredTypes.FLOAT8,
}

const limits: Readonly<Partial<Record<DeclaredType, bigint>>> = {
  [declaredTypes.INT2]: 2n ** 15n,
  [declaredTypes.INT4]: 2n ** 31n,
  [declaredTypes.INT8]: 2n ** 63n,
}

/** Digits that always fit each integer type. */
const safeDigits: Readonly<Partial<Record<DeclaredType, number>>> = {
  [declaredTypes.INT2]: 4,
  [declaredTypes.INT4]: 9,
  [declaredTypes.INT8]: 18,
}

/**
 * Reads one field value of KWDB's line protocol, without making anything; what it was is in the fields until the next
 * call.
 */
export class LineValue {
  kind: TextKind = textKinds.absent
  type: DeclaredType = declaredTypes.none
  start = 0
  end = 0
  /** Why the last value was refused. */
  reason = ''
  readonly #number = new NumberPlace()

  /** Returns where the value at a position ends, or -1 when it is none. */
  read(bytes: Uint8Array, at: number, end: number): number {
    const c = at < end ? (bytes[at] as number) : newline
    if (c === quote || c === apostrophe) return this.#text(bytes, at, end, c, declaredTypes.VARCHAR)
    if (c <= 57) return this.#numberAt(bytes, at, end)
    if (c === backslash) return this.#wrapped(bytes, at, end, declaredTypes.VARCHAR)
    if (c === 0x4c) {
      const next = bytes[at + 1]
      if (next === quote) return this.#text(bytes, at + 1, end, quote, declaredTypes.NVARCHAR)
      if (next === backslash) return this.#wrapped(bytes, at + 1, end, declaredTypes.NVARCHAR)
    }
    const lower = c | 0x20
    if (lower === 0x74) return this.#boolean(bytes, at, end, 'true', textKinds.true)
    if (lower === 0x66) return this.#boolean(bytes, at, end, 'false', textKinds.false)
    return this.#refuse('the value is no number, boolean or text in quotes')
  }

  #refuse(reason: string): -1 {
    this.reason = reason
    return -1
  }

  #text(bytes: Uint8Array, at: number, end: number, mark: number, type: DeclaredType): number {
    let kind: TextKind = textKinds.plain
    let p = at + 1
    for (; p < end; p += 1) {
      const c = bytes[p] as number
      if (c === mark) break
      if (c === backslash) {
        kind = textKinds.line
        p += 1
      } else if ((c === apostrophe || c === 0) && kind === textKinds.plain) kind = textKinds.raw
    }
    if (p >= end) return this.#refuse('the text has no quote at its end')
    this.kind = kind
    this.type = type
    this.start = at + 1
    this.end = p
    return p + 1
  }

  /** A text between `\"` and `\"`, as one that was escaped for JSON once more. */
  #wrapped(bytes: Uint8Array, at: number, end: number, type: DeclaredType): number {
    if (bytes[at + 1] !== quote) {
      return this.#refuse('the value is no number, boolean or text in quotes')
    }
    // Characters of the inner text: `\"` and `\\` count as one.
    let p = at + 2
    let escaped = false
    while (p < end) {
      const isPair =
        bytes[p] === backslash && (bytes[p + 1] === quote || bytes[p + 1] === backslash)
      const c = isPair ? bytes[p + 1] : bytes[p]
      if (c === quote && !escaped) {
        if (!isPair) return this.#refuse('the text begins with \\" and ends with "')
        this.kind = textKinds.jsonLine
        this.type = type
        this.start = at + 2
        this.end = p
        return p + 2
      }
      escaped = c === backslash && !escaped
      p += isPair ? 2 : 1
    }
    return this.#refuse('the text has no \\" at its end')
  }

  #boolean(bytes: Uint8Array, at: number, end: number, word: string, kind: TextKind): number {
    const stop = at + word.length
    let same = stop <= end && endsValue(bytes, stop, end)
    for (let i = 1; same && i < word.length; i += 1) {
      same = ((bytes[at + i] as number) | 0x20) === word.charCodeAt(i)
    }
    if (!same) return this.#refuse('a boolean is written true or false')
    this.kind = kind
    this.type = declaredTypes.BOOL
    this.start = at
    this.end = stop
    return stop
  }

  #numberAt(bytes: Uint8Array, at: number, end: number): number {
    const number = this.#number
    const stop = number.read(bytes, at, end)
    if (stop < 0) return this.#refuse('the value is no number, boolean or text in quotes')
    this.kind = number.kind
    this.start = number.start
    this.end = stop
    if (endsValue(bytes, stop, end)) {
      this.type = declaredTypes.none
      return stop
    }
    return this.#suffix(bytes, stop, end)
  }

  #suffix(bytes: Uint8Array, at: number, end: number): number {
    let p = at + 1
    while (p < end && !endsValue(bytes, p, end)) p += 1
    const type = quickSuffix(bytes, at, p) ?? suffixes[asciiText(bytes, at, p)]
    if (type === undefined) {
      return this.#refuse(`a number cannot end in ${asciiText(bytes, at, Math.min(p, at + 20))}`)
    }
    this.type = type
    const limit = limits[type]
    if (limit === undefined) return p
    if (this.kind === textKinds.decimal) return this.#refuse('an integer cannot have a fraction')
    const unsigned = bytes[at] === 0x75
    if (unsigned && bytes[this.start] === 45) return this.#refuse('a number with u has no minus')
    if (this.end - this.start <= (safeDigits[type] as number)) return p
    const value = BigInt(asciiText(bytes, this.start, this.end))
    if (value >= limit || value < -limit) {
      return this.#refuse(`the number is out of the range of ${asciiText(bytes, at, p)}`)
    }
    return p
  }
}

/** The suffixes of three characters, without making a string. */
function quickSuffix(bytes: Uint8Array, at: number, end: number): DeclaredType | undefined {
  if (end - at === 1 && bytes[at] === 105) return declaredTypes.INT8
  if (end - at !== 3) return undefined
  const size = (((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)) & 0xffff
  if (bytes[at] === 105) {
    if (size === 0x3634) return declaredTypes.INT8
    if (size === 0x3332) return declaredTypes.INT4
    return size === 0x3136 ? declaredTypes.INT2 : undefined
  }
  if (bytes[at] !== 102) return undefined
  if (size === 0x3634) return declaredTypes.FLOAT8
  return size === 0x3332 ? declaredTypes.FLOAT4 : undefined
}

/** Whether a value may end before a position: a comma, white space or the end of the text follow. */
function endsValue(bytes: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return true
  const c = bytes[at]
  return c === comma || c === space || c === newline || c === 13
}
