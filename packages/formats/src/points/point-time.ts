import type { TimeUnit } from '@tidewire/core'
import { storeProduct, storeSafe } from '../int64.ts'

/** The units of numeric timestamps in line protocol (InfluxDB 1.x write API); TDengine knows the same. */
export type LinePrecision = 'h' | 'm' | TimeUnit

const secondsPer: Readonly<Record<'h' | 'm' | 's', number>> = { h: 3600, m: 60, s: 1 }
const maxInt64 = 9_223_372_036_854_775_807n
const maxMillis = 2 ** 63
const maxSeconds = 9_223_372_036
const maxNanos = 854_775_807

/**
 * Converts timestamps as TDengine does: finer digits are cut off, and what does not fit 64-bit nanoseconds (the year
 * 2262) becomes the greatest that does (TDengine schemaless writing).
 */
export class PointClock {
  readonly from: LinePrecision
  readonly to: TimeUnit
  readonly #now: () => bigint
  seconds = 0
  nanos = 0
  #second = 0
  readonly #start = new Int32Array(2)

  /** `now` gives the time in nanoseconds since the epoch, for points without a timestamp. */
  constructor(from: LinePrecision, to: TimeUnit, now: () => bigint) {
    this.from = from
    this.to = to
    this.#now = now
  }

  /** Takes the current time. */
  takeNow(): void {
    this.takeBigInt(this.#now(), 'ns')
  }

  /** Takes a timestamp `high * 1e9 + low` of at most 18 digits; false when it is out of the unit's range. */
  takeParts(high: number, low: number, unit: LinePrecision = this.from): boolean {
    if (unit === 'ns') {
      this.seconds = high
      this.nanos = low
      return this.#clamp()
    }
    if (high > 9_000_000) return this.takeBigInt(BigInt(high) * 1_000_000_000n + BigInt(low), unit)
    const value = high * 1e9 + low
    if (unit === 'us') {
      this.seconds = Math.floor(value / 1e6)
      this.nanos = (value % 1e6) * 1e3
    } else if (unit === 'ms') {
      this.seconds = Math.floor(value / 1e3)
      this.nanos = (value % 1e3) * 1e6
    } else {
      if (value > maxMillis / 1000 / secondsPer[unit]) return false
      this.seconds = value * secondsPer[unit]
      this.nanos = 0
    }
    return this.#clamp()
  }

  /** Takes a timestamp that is not negative; false when it is out of the unit's range. */
  takeBigInt(value: bigint, unit: LinePrecision = this.from): boolean {
    if (value > maxInt64) return this.takeBigInt(maxInt64, unit)
    if (unit === 'h' || unit === 'm' || unit === 's') {
      const seconds = value * BigInt(secondsPer[unit])
      if (seconds * 1000n > maxInt64) return false
      this.seconds = Number(seconds)
      this.nanos = 0
    } else {
      const perSecond = unit === 'ns' ? 1_000_000_000n : unit === 'us' ? 1_000_000n : 1000n
      this.seconds = Number(value / perSecond)
      this.nanos = Number((value % perSecond) * (1_000_000_000n / perSecond))
    }
    return this.#clamp()
  }

  /** Stores the time taken, in the target unit. */
  store(halves: Int32Array, index: number): void {
    const { seconds, nanos } = this
    if (this.to === 'ns') this.#storeNanos(halves, index, seconds, nanos)
    else if (this.to === 'us') storeProduct(halves, index, seconds, 1e6, Math.floor(nanos / 1e3))
    else if (this.to === 'ms') storeSafe(halves, index, seconds * 1e3 + Math.floor(nanos / 1e6))
    else storeSafe(halves, index, seconds)
  }

  /** Many points share a second: its nanoseconds are multiplied once. */
  #storeNanos(halves: Int32Array, index: number, seconds: number, nanos: number): void {
    if (seconds !== this.#second) {
      this.#second = seconds
      storeProduct(this.#start, 0, seconds, 1e9, 0)
    }
    // In pieces of 16 bits, which no sum makes too large for the engine's small integers.
    const start = this.#start[0] as number
    const low = (start & 0xffff) + (nanos & 0xffff)
    const high = (start >>> 16) + (nanos >>> 16) + (low >>> 16)
    halves[index * 2] = (high << 16) | (low & 0xffff)
    halves[index * 2 + 1] = (this.#start[1] as number) + (high >>> 16)
  }

  #clamp(): true {
    if (this.seconds > maxSeconds || (this.seconds === maxSeconds && this.nanos > maxNanos)) {
      this.seconds = maxSeconds
      this.nanos = maxNanos
    }
    return true
  }
}
