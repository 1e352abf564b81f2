import type { TimeUnit } from '@tidewire/core'
import { type ByteOutput, splitBillion } from './byte-output.ts'

const digitsOf: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 3, us: 6, ns: 9 }
const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const

/** Prints times of a block's unit in another unit; what is finer is cut off towards the past. */
export class TimePrinter {
  readonly #to: number
  #from = 3

  constructor(to: TimeUnit) {
    this.#to = digitsOf[to]
  }

  /** Sets the unit of the times that follow. */
  from(unit: TimeUnit): void {
    this.#from = digitsOf[unit]
  }

  /** True when the target unit cannot hold all times of the source unit. */
  get coarser(): boolean {
    return this.#to < this.#from
  }

  /** Prints the time of two halves. */
  print(out: ByteOutput, high: number, low: number): void {
    const from = this.#from
    const to = this.#to
    if (from === to) {
      out.int64(high, low)
    } else if (to > from) {
      out.int64(high, low)
      const zero = high === 0 && low === 0
      if (!zero) for (let i = from; i < to; i += 1) out.byte(48)
    } else if (high < 0) {
      const value = (BigInt(high) << 32n) | BigInt(low >>> 0)
      const scale = 10n ** BigInt(from - to)
      const cut = value / scale
      out.ascii(String(cut * scale === value ? cut : cut - 1n))
    } else {
      out.integer(this.#scaled(high, low, to))
    }
  }

  /** Milliseconds since the epoch, as Kafka has them. */
  millis(high: number, low: number): number {
    if (this.#from === 3) return high * 4_294_967_296 + (low >>> 0)
    if (high < 0) {
      return Math.floor((high * 4_294_967_296 + (low >>> 0)) / (powers[this.#from - 3] as number))
    }
    return this.#scaled(high, low, 3)
  }

  /** A positive time in a coarser unit, exact. */
  #scaled(high: number, low: number, to: number): number {
    const { seconds, nanos } = splitBillion(high >>> 0, low >>> 0)
    // The number is seconds times 1e9 plus nanos, in units of 10^-from.
    const drop = powers[this.#from - to] as number
    return seconds * (1e9 / drop) + Math.floor(nanos / drop)
  }
}
