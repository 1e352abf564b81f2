import { nanosPer, type TimeUnit } from '@tidewire/core'
import type { TimePrecision } from './column-type.ts'
import { Misfit } from './misfit.ts'

/** Nanoseconds in the unit of a precision. */
const nanosOf: Readonly<Record<TimePrecision, bigint>> = { 3: 1_000_000n, 6: 1000n, 9: 1n }

/** First and last time of a column: the years 0 to 2970, with nanoseconds 1970 to 2262 (KWDB: time literals). */
const ranges: Readonly<Record<TimePrecision, readonly [bigint, bigint]>> = {
  3: [-62_167_219_200_000n, 31_556_995_200_000n],
  6: [-62_167_219_200_000_000n, 31_556_995_200_000_000n],
  9: [0n, 9_214_646_400_000_000_000n],
}

/** A time in a column's unit; `cut` says that it had more digits than the column keeps. */
export interface ColumnTime {
  readonly value: bigint
  readonly cut: boolean
}

/** The precision whose unit is that; seconds are kept as milliseconds. */
export function precisionOf(unit: TimeUnit): TimePrecision {
  return unit === 'ns' ? 9 : unit === 'us' ? 6 : 3
}

/** The unit of a column. */
export function unitOf(precision: TimePrecision): 'ms' | 'us' | 'ns' {
  return precision === 9 ? 'ns' : precision === 6 ? 'us' : 'ms'
}

function inColumn(nanos: bigint, precision: TimePrecision): ColumnTime {
  const per = nanosOf[precision]
  let value = nanos / per
  const rest = nanos - value * per
  if (rest < 0n) value -= 1n
  const [low, high] = ranges[precision]
  if (value < low || value > high) {
    const unit = unitOf(precision)
    throw new Misfit(`the time ${value} ${unit} is out of the range of TIMESTAMPTZ(${precision})`)
  }
  return { value, cut: rest !== 0n }
}

/** A count of a unit as a time of a column; throws when it is out of the column's range. */
export function columnTime(count: bigint, unit: TimeUnit, precision: TimePrecision): ColumnTime {
  return inColumn(count * nanosPer(unit), precision)
}

const timeText =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d{2}(?::?\d{2})?)?$/i

/**
 * A time as text, `YYYY-MM-DD HH:MM:SS.f` with at most nine decimal places and an offset; without one it is UTC. Throws
 * for other texts and for dates that do not exist.
 */
export function columnTimeOfText(text: string, precision: TimePrecision): ColumnTime {
  const match = timeText.exec(text.trim())
  if (match === null) throw new Misfit(`${JSON.stringify(text.slice(0, 60))} is no time`)
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] =
    match
  const parts = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = parts
  const date = new Date(0)
  date.setUTCFullYear(y, m - 1, d)
  date.setUTCHours(h, min, s)
  const isReal =
    date.getUTCMonth() === m - 1 && date.getUTCDate() === d && h < 24 && min < 60 && s < 60
  if (!isReal) throw new Misfit(`${JSON.stringify(text)} is no time: there is none such`)
  const offset = /^z$/i.test(zone) ? 0 : offsetMinutes(zone)
  const millis = BigInt(date.getTime() - offset * 60_000)
  return inColumn(millis * 1_000_000n + BigInt(fraction.padEnd(9, '0') || '0'), precision)
}

function offsetMinutes(zone: string): number {
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0')
  return zone.startsWith('-') ? -minutes : minutes
}
