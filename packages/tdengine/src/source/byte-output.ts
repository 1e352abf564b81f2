const zero = 48
const minus = 45
const point = 46
const letterE = 69
const maxSafe = 9_007_199_254_740_991
const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10] as const

/** Bytes that grow: what rows are printed into. Numbers are printed without making texts of them. */
export class ByteOutput {
  bytes: Buffer
  length = 0

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity)
  }

  /** Makes room for `more` bytes; the writing methods do not look. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const next = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + more))
    next.set(this.bytes.subarray(0, this.length))
    this.bytes = next
  }

  byte(code: number): void {
    this.bytes[this.length++] = code
  }

  /** Copies bytes that are there. */
  raw(source: Uint8Array): void {
    const { bytes } = this
    let at = this.length
    const end = source.length
    if (end > 64) {
      bytes.set(source, at)
      this.length = at + end
      return
    }
    for (let i = 0; i < end; i += 1) bytes[at++] = source[i] as number
    this.length = at
  }

  /** Text, with room made for it. */
  text(text: string): void {
    this.reserve(text.length * 3)
    this.length += this.bytes.write(text, this.length, 'utf8')
  }

  ascii(text: string): void {
    const { bytes } = this
    let at = this.length
    for (let i = 0; i < text.length; i += 1) bytes[at++] = text.charCodeAt(i)
    this.length = at
  }

  /** An integer below 2^53 in magnitude. */
  integer(value: number): void {
    let rest = value
    if (rest < 0) {
      this.byte(minus)
      rest = -rest
    }
    if (rest < 1e9) {
      this.#small(rest)
      return
    }
    const high = Math.floor(rest / 1e9)
    if (high < 1e9) this.#small(high)
    else this.integer(high)
    this.padded(rest - high * 1e9, 9)
  }

  /** The signed 64-bit integer of two halves. */
  int64(high: number, low: number): void {
    if (high >= 0) this.#wide(high, low >>> 0)
    else {
      this.byte(minus)
      const l = (~low + 1) >>> 0
      this.#wide((~high + (l === 0 ? 1 : 0)) >>> 0, l)
    }
  }

  /** The unsigned 64-bit integer of two halves. */
  uint64(high: number, low: number): void {
    this.#wide(high >>> 0, low >>> 0)
  }

  /** Exactly `digits` digits of a number below 10^digits, at most nine. */
  padded(value: number, digits: number): void {
    const { bytes } = this
    const end = this.length + digits
    let rest = value | 0
    for (let at = end - 1; at >= this.length; at -= 1) {
      const next = (rest / 10) | 0
      bytes[at] = zero + (rest - next * 10)
      rest = next
    }
    this.length = end
  }

  /** A 32-bit float as Java prints it: the shortest decimal that reads back, with at least one digit after the point. */
  float(value: number): void {
    const size = value < 0 ? -value : value
    if (size >= 1e-3 && size < 1e7) {
      for (let digits = 1; digits <= 9; digits += 1) {
        const scale = powers[digits] as number
        const scaled = Math.round(size * scale)
        if (Math.fround(scaled / scale) === size) {
          this.#decimal(value < 0, scaled, digits)
          return
        }
      }
    }
    this.#java(value, floatDigits(value))
  }

  /** A 64-bit float as Java prints it. */
  double(value: number): void {
    const size = value < 0 ? -value : value
    if (size >= 1e-3 && size < 1e7) {
      for (let digits = 1; digits <= 8; digits += 1) {
        const scale = powers[digits] as number
        const scaled = Math.round(size * scale)
        if (scaled / scale === size) {
          this.#decimal(value < 0, scaled, digits)
          return
        }
      }
    }
    const text = String(value)
    // In this range JavaScript and Java write alike, but for whole numbers, which are handled above.
    if (size >= 1e-3 && size < 1e7) this.ascii(text)
    else this.#java(value, text)
  }

  #decimal(negative: boolean, scaled: number, digits: number): void {
    if (negative) this.byte(minus)
    const scale = powers[digits] as number
    const whole = Math.floor(scaled / scale)
    this.#small(whole)
    this.byte(point)
    this.padded(scaled - whole * scale, digits)
  }

  /** A JavaScript number text in Java's form: `1.0E10`, `1.5E-5`, `123.0`. */
  #java(value: number, text: string): void {
    if (value === 0) {
      this.ascii(Object.is(value, -0) ? '-0.0' : '0.0')
      return
    }
    const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text)
    if (match === null) {
      this.ascii(Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf')
      return
    }
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
    const all = whole + fraction
    const leading = /^0*/.exec(all)?.[0].length ?? 0
    const digits = all.slice(leading).replace(/0+$/, '')
    // The number is 0.digits times 10 to the power of `scale`.
    const scale = whole.length + Number(exponent) - leading
    if (sign === '-') this.byte(minus)
    if (scale > 7 || scale < -2) {
      this.ascii(`${digits[0]}.${digits.slice(1) || '0'}`)
      this.byte(letterE)
      this.integer(scale - 1)
    } else if (scale <= 0) {
      this.ascii(`0.${'0'.repeat(-scale)}${digits}`)
    } else {
      const padded = digits.padEnd(scale, '0')
      this.ascii(`${padded.slice(0, scale)}.${padded.slice(scale) || '0'}`)
    }
  }

  #small(value: number): void {
    let length = 1
    for (let limit = 10; value >= limit && length < 10; limit *= 10) length += 1
    const { bytes } = this
    const end = this.length + length
    let rest = value
    for (let at = end - 1; at >= this.length; at -= 1) {
      const next = Math.floor(rest / 10)
      bytes[at] = zero + (rest - next * 10)
      rest = next
    }
    this.length = end
  }

  #wide(high: number, low: number): void {
    const value = high * 4_294_967_296 + low
    if (value <= maxSafe) {
      this.integer(value)
      return
    }
    const { seconds, nanos } = splitBillion(high, low)
    this.integer(seconds)
    this.padded(nanos, 9)
  }
}

const split = { seconds: 0, nanos: 0 }

/** An unsigned 64-bit number as thousand millions and rest: long division in steps of 16 bits. Reuses its answer. */
export function splitBillion(
  high: number,
  low: number,
): { readonly seconds: number; readonly nanos: number } {
  let rest = high >>> 16
  let quotient = 0
  rest = rest * 65_536 + (high & 0xffff)
  quotient = Math.floor(rest / 1e9)
  rest -= quotient * 1e9
  rest = rest * 65_536 + (low >>> 16)
  let digit = Math.floor(rest / 1e9)
  rest -= digit * 1e9
  quotient = quotient * 65_536 + digit
  rest = rest * 65_536 + (low & 0xffff)
  digit = Math.floor(rest / 1e9)
  rest -= digit * 1e9
  split.seconds = quotient * 65_536 + digit
  split.nanos = rest
  return split
}

/** The shortest decimal that reads back as the same 32-bit float and is not beyond the greatest one. */
function floatDigits(value: number): string {
  const greatest = 3.4028234663852886e38
  for (let digits = 1; digits < 12; digits += 1) {
    const read = Number(value.toPrecision(digits))
    if (Math.fround(read) === Math.fround(value) && Math.abs(read) <= greatest) return String(read)
  }
  return String(value)
}
