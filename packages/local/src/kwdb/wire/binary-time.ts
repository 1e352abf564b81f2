import { SqlError } from '../sql/sql-error.ts'

const dayMs = 86_400_000
const secondMicros = 1_000_000n
const dayMicros = 86_400n * secondMicros
/** Days from 1970-01-01 to PostgreSQL's epoch, 2000-01-01. */
const epochDays = 10_957n
const most = (1n << 63n) - 1n
const least = -(1n << 63n)
const mostDays = 0x7fffffff
const leastDays = -0x80000000

const pattern =
  /^(\d{4,})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:([+-])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?|Z)?)?( BC)?$/

/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar. */
function daysOf(year: number, month: number, day: number): bigint {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return BigInt(Math.round(date.getTime() / dayMs))
}

/** Microseconds since 2000-01-01 UTC of a time in text; what is finer is cut off, as the binary format has no room. */
export function microsOf(text: string): bigint {
  if (text === 'infinity') return most
  if (text === '-infinity') return least
  const match = pattern.exec(text)
  if (match === null) throw new SqlError('22007', `no time: "${text}"`)
  const [, year, month, day, hour, minute, second, fraction, sign, zh, zm, zs, bc] = match
  const days = daysOf(
    bc === undefined ? Number(year) : 1 - Number(year),
    Number(month),
    Number(day),
  )
  const seconds = Number(hour ?? 0) * 3600 + Number(minute ?? 0) * 60 + Number(second ?? 0)
  const zone = Number(zh ?? 0) * 3600 + Number(zm ?? 0) * 60 + Number(zs ?? 0)
  const micros = BigInt((fraction ?? '').padEnd(6, '0').slice(0, 6))
  const local = (days - epochDays) * dayMicros + BigInt(seconds) * secondMicros + micros
  return sign === '-' ? local + BigInt(zone) * secondMicros : local - BigInt(zone) * secondMicros
}

/** `2022-03-28`, with ` BC` for years before 1. */
function dateText(days: bigint): { readonly date: string; readonly era: string } {
  const date = new Date(Number(days) * dayMs)
  const year = date.getUTCFullYear()
  if (Number.isNaN(year)) throw new SqlError('22008', 'time out of range')
  const shown = String(year > 0 ? year : 1 - year).padStart(4, '0')
  return { date: `${shown}${date.toISOString().slice(-20, -14)}`, era: year > 0 ? '' : ' BC' }
}

function two(value: bigint): string {
  return String(value).padStart(2, '0')
}

/** A time in text of microseconds since 2000-01-01; `zone` stands behind it, e.g. `+00:00`. */
export function timeText(micros: bigint, zone: string): string {
  if (micros === most) return 'infinity'
  if (micros === least) return '-infinity'
  const since = micros + epochDays * dayMicros
  const rest = ((since % dayMicros) + dayMicros) % dayMicros
  const { date, era } = dateText((since - rest) / dayMicros)
  const seconds = rest / secondMicros
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  const fraction = String(rest % secondMicros)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${date} ${clock}${fraction === '' ? '' : `.${fraction}`}${zone}${era}`
}

/** Days since 2000-01-01 of a date in text. */
export function dateDays(text: string): number {
  if (text === 'infinity') return mostDays
  if (text === '-infinity') return leastDays
  return Number(microsOf(text) / dayMicros)
}

/** A date in text of days since 2000-01-01. */
export function textOfDays(days: number): string {
  if (days === mostDays) return 'infinity'
  if (days === leastDays) return '-infinity'
  const { date, era } = dateText(BigInt(days) + epochDays)
  return `${date}${era}`
}
