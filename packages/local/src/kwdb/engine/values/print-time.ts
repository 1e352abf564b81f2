import { dateOf, floorDiv } from './calendar.ts'
import { unitsPerSecond } from './stored-time.ts'
import type { Zone } from './zone.ts'

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** `+08:00`; seconds of an offset are left out, as KWDB does. */
export function printOffset(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60)
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

const dates = new Map<number, readonly [date: string, beforeChrist: boolean]>()
const mostDates = 2000

/** The date of a number of days since 1970. */
function dateText(days: number): readonly [date: string, beforeChrist: boolean] {
  const known = dates.get(days)
  if (known !== undefined) return known
  const { year, month, day } = dateOf(BigInt(days))
  const shown = year <= 0n ? 1n - year : year
  const text = `${String(shown).padStart(4, '0')}-${two(month)}-${two(day)}`
  if (dates.size >= mostDates) dates.clear()
  const made = [text, year <= 0n] as const
  dates.set(days, made)
  return made
}

/**
 * A stored time as a client sees it: `YYYY-MM-DD HH:MM:SS[.f][+HH:MM][ BC]`, zeros at the end of the
 * fraction left out. With a zone it is a TIMESTAMPTZ, without a TIMESTAMP.
 */
export function printTime(stored: bigint, precision: number, zone: Zone | null): string {
  const perSecond = unitsPerSecond(precision)
  const second = floorDiv(stored, perSecond)
  const fraction = Number(stored - second * perSecond)
  const offset = zone === null ? 0 : zone.offsetAt(second)
  const local = Number(second) + offset
  const days = Math.floor(local / 86_400)
  const ofDay = local - days * 86_400
  const [date, beforeChrist] = dateText(days)
  const clock = `${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`
  const digits =
    fraction === 0 ? '' : `.${String(fraction).padStart(precision, '0').replace(/0+$/, '')}`
  const east = zone === null ? '' : printOffset(offset)
  return `${date} ${clock}${digits}${east}${beforeChrist ? ' BC' : ''}`
}

/** A number of days since 1970 as a DATE. */
export function printDate(days: number): string {
  const [date, beforeChrist] = dateText(days)
  return beforeChrist ? `${date} BC` : date
}
