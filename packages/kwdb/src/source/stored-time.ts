import { nanosPer, type TimeUnit } from '@tidewire/core'

const nanosPerSecond = 1_000_000_000n
const timeText =
  /^(\d{1,6})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([+-])(\d{2})(?::(\d{2}))?(?::(\d{2}))?)?( BC)?$/

/**
 * Reads times as the server prints them, `YYYY-MM-DD HH:MM:SS[.f][+HH:MM][ BC]` (KWDB, result encoding), into the unit of
 * their column. The day of the last one is remembered, since neighbours share it.
 */
export class StoredTimes {
  readonly #perSecond: bigint
  readonly #places: number
  #day = ''
  #midnight = 0

  constructor(unit: TimeUnit) {
    this.#perSecond = nanosPerSecond / nanosPer(unit)
    this.#places = unit === 'ns' ? 9 : unit === 'us' ? 6 : 3
  }

  /** The time in the column's unit; throws a RangeError for what is no time. */
  read(text: string): bigint {
    const { length } = text
    // In UTC and after Christ nearly all are: 19 characters, a fraction, and +00:00 or nothing.
    const tail = text.endsWith('+00:00') ? length - 6 : length
    if (
      tail < 19 ||
      text.charCodeAt(10) !== 32 ||
      text.charCodeAt(4) !== 45 ||
      (tail > 19 && text.charCodeAt(19) !== 46) ||
      tail > 29
    ) {
      return this.#thorough(text)
    }
    const day = text.slice(0, 10)
    if (day !== this.#day) {
      const midnight = Date.parse(`${day}T00:00:00Z`)
      if (Number.isNaN(midnight)) return this.#thorough(text)
      this.#day = day
      this.#midnight = midnight / 1000
    }
    const seconds = this.#midnight + two(text, 11) * 3600 + two(text, 14) * 60 + two(text, 17)
    let fraction = 0
    for (let i = 0; i < this.#places; i += 1) {
      const at = 20 + i
      fraction = fraction * 10 + (at < tail ? text.charCodeAt(at) - 48 : 0)
    }
    const value = BigInt(seconds) * this.#perSecond + BigInt(fraction)
    return tail > 20 + this.#places ? this.#thorough(text) : value
  }

  #thorough(text: string): bigint {
    const match = timeText.exec(text)
    if (match === null) throw new RangeError(`${text} is no time`)
    const [, year, month, day, hour, minute, second, fraction = '', sign, zh, zm, zs, bc] = match
    const date = new Date(0)
    const y = Number(year)
    date.setUTCFullYear(bc === undefined ? y : 1 - y, Number(month) - 1, Number(day))
    date.setUTCHours(Number(hour), Number(minute), Number(second))
    const zone = Number(zh ?? 0) * 3600 + Number(zm ?? 0) * 60 + Number(zs ?? 0)
    const seconds = date.getTime() / 1000 - (sign === '-' ? -zone : zone)
    const nanos = BigInt(fraction.padEnd(9, '0'))
    return BigInt(seconds) * this.#perSecond + (nanos * this.#perSecond) / nanosPerSecond
  }
}

function two(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528
}

/** A time of a unit as text in UTC, `YYYY-MM-DD HH:MM:SS.f`, with as many decimal places as the unit has. */
export function timeTextOf(value: bigint, unit: TimeUnit): string {
  const perSecond = nanosPerSecond / nanosPer(unit)
  let seconds = value / perSecond
  let rest = value % perSecond
  if (rest < 0n) {
    rest += perSecond
    seconds -= 1n
  }
  const date = new Date(Number(seconds) * 1000)
  const year = date.getUTCFullYear()
  const shown = year > 0 ? year : 1 - year
  const clock = date.toISOString().slice(-20, -5).replace('T', ' ')
  const places = perSecond.toString().length - 1
  const fraction = places === 0 ? '' : `.${rest.toString().padStart(places, '0')}`
  return `${String(shown).padStart(4, '0')}${clock}${fraction}${year > 0 ? '' : ' BC'}`
}
