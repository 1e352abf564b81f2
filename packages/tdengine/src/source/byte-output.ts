import { type Stamp, viewOf } from './stamp.ts'

const zero = 48
const minus = 45
const point = 46
const letterE = 69
const maxSafe = 9_007_199_254_740_991
const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10] as const

/** The three digits of each number below a thousand, as the bytes of a little-endian word. */
const triples = Int32Array.from({ length: 1000 }, (_, n) => {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10]
  return (zero + hundreds) | ((zero + tens) << 8) | ((zero + ones) << 16)
})

/** Room kept behind what is reserved: words are written, of which the last bytes may not count. */
const spare = 4

/** Up to so many bytes a loop is quicker than a call. */
const loopBytes = 24
const stampBytes = 96

/** Bytes that grow: what rows are printed into. Numbers are printed without making texts of them. */
export class ByteOutput {
  bytes: Buffer
  length = 0
  #view: DataView

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity + spare)
    this.#view = viewOf(this.bytes)
  }

  /** Makes room for `more` bytes; the writing methods do not look. */
  reserve(more: number): void {
    const end = this.length + more + spare
    if (end <= this.bytes.length) return
    const next = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, end))
    next.set(this.bytes.subarray(0, this.length))
    this.bytes = next
    this.#view = viewOf(next)
  }

  byte(code: number): void {
    this.bytes[this.length++] = code
  }

  /** Copies bytes that are there. */
  raw(source: Uint8Array): void {
    const { bytes } = this
    let at = this.length
    const end = source.length
    if (end > loopBytes) {
      bytes.set(source, at)
      this.length = at + end
      return
    }
    for (let i = 0; i < end; i += 1) bytes[at++] = source[i] as number
    this.length = at
  }

  /** Writes a stamp. */
  stamp(stamp: Stamp): void {
    const { length, words } = stamp
    const at = this.length
    this.length = at + length
    if (length > stampBytes) {
      this.bytes.set(stamp.bytes, at)
      return
    }
    const view = this.#view
    for (let i = 0; i < words.length; i += 1) view.setInt32(at + i * 4, words[i] as number, true)
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
    const view = this.#view
    const at = this.length
    const end = at + digits
    this.length = end
    // From the front: a word's last byte, which is no digit, is written over by the next one.
    const thousands = (value / 1000) | 0
    if (digits <= 3) {
      view.setInt32(at, (triples[value] as number) >>> ((3 - digits) << 3), true)
      return
    }
    if (digits <= 6) {
      view.setInt32(at, (triples[thousands] as number) >>> ((6 - digits) << 3), true)
    } else {
      const millions = (thousands / 1000) | 0
      view.setInt32(at, (triples[millions] as number) >>> ((9 - digits) << 3), true)
      view.setInt32(end - 6, triples[thousands - millions * 1000] as number, true)
    }
    view.setInt32(end - 3, triples[(value | 0) - thousands * 1000] as number, true)
  }

  /** A 32-bit float as Java prints it: the shortest decimal that reads back, with at least one digit after the point. */
  float(value: number): void {
    const size = value < 0 ? -value : value
    if (size >= 1e-3 && size < 1e7) {
      let from = 1
      if (size < 8192) {
        // As for 64-bit floats.
        const scaled = Math.round(size * 1000)
        if (Math.fround(scaled / 1000) === size) {
          this.#thousandths(value < 0, scaled)
          return
        }
        from = 4
      }
      for (let digits = from; digits <= 9; digits += 1) {
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
      let from = 1
      if (size < 1e6) {
        // Such floats lie closer together than thousandths: at most one thousandth stands for one.
        const scaled = Math.round(size * 1000)
        if (scaled / 1000 === size) {
          this.#thousandths(value < 0, scaled)
          return
        }
        from = 4
      }
      for (let digits = from; digits <= 8; digits += 1) {
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

  /** Thousandths, less than 10^9 of them, without zeros at the end but for the first digit behind the point. */
  #thousandths(negative: boolean, scaled: number): void {
    if (negative) this.byte(minus)
    const whole = (scaled / 1000) | 0
    const rest = (scaled | 0) - whole * 1000
    this.#small(whole)
    const at = this.length
    this.#view.setInt32(at, point | ((triples[rest] as number) << 8), true)
    const tens = (rest / 10) | 0
    const hundreds = (tens / 10) | 0
    this.length = at + (tens * 10 !== rest ? 4 : hundreds * 10 !== tens ? 3 : 2)
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

  /** An integer from 0 to below 10^9. */
  #small(value: number): void {
    const few = value < 10 ? 1 : value < 100 ? 2 : 3
    if (value < 1000) this.padded(value, few)
    else if (value < 1e6) this.padded(value, value < 1e4 ? 4 : value < 1e5 ? 5 : 6)
    else this.padded(value, value < 1e7 ? 7 : value < 1e8 ? 8 : 9)
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

/** An unsigned 64-bit number as thousand millions and rest. Reuses its answer. */
export function splitBillion(
  high: number,
  low: number,
): { readonly seconds: number; readonly nanos: number } {
  // The quotient is off by one at most; the rest, of which the low half is exact, tells.
  let seconds = Math.floor((high * 4_294_967_296 + low) / 1e9)
  let nanos = (low - Math.imul(seconds, 1e9)) | 0
  if (nanos < 0) {
    seconds -= 1
    nanos += 1e9
  } else if (nanos >= 1e9) {
    seconds += 1
    nanos -= 1e9
  }
  split.seconds = seconds
  split.nanos = nanos
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
