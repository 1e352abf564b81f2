import type { TimeZone } from '../../time-zone.ts'

/** Time units of databases by precision number, and how many of each make a second. */
const perSecond = [1000n, 1_000_000n, 1_000_000_000n] as const
/** Digits after the second, by precision number. */
const fractionDigits = [3, 6, 9] as const

/** Precision number of a database: 0 ms, 1 us, 2 ns. */
export type Precision = 0 | 1 | 2

const datePattern =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([T ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,}))?)?\s*(Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/

/**
 * Reads a time text as TDengine does: `YYYY-MM-DD[ HH:MM:SS[.fraction]]` or RFC 3339, with a zone or in `zone`; finer
 * digits are cut. Returns undefined when it is no time.
 */
export function parseTime(text: string, precision: Precision, zone: TimeZone): bigint | undefined {
  const match = datePattern.exec(text)
  if (match === null) return undefined
  const [, year, month, day, , hour = '0', minute = '0', second = '0', fraction = '', offset] =
    match
  const y = Number(year)
  const mo = Number(month)
  const d = Number(day)
  const h = Number(hour)
  const mi = Number(minute)
  const s = Number(second)
  if (mo < 1 || mo > 12 || d < 1 || d > 31 || h > 23 || mi > 59 || s > 60) return undefined
  const date = new Date(0)
  date.setUTCFullYear(y, mo - 1, d)
  date.setUTCHours(h, mi, s, 0)
  const local = date.getTime()
  const epoch = offset === undefined ? zone.toEpoch(local) : local - offsetSeconds(offset) * 1000
  const digits = fractionDigits[precision]
  const units = BigInt(fraction.padEnd(digits, '0').slice(0, digits))
  return BigInt(Math.floor(epoch / 1000)) * perSecond[precision] + units
}

function offsetSeconds(text: string): number {
  if (text === 'Z' || text === 'z') return 0
  const digits = text.slice(1).replace(':', '').padEnd(4, '0')
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60
  return text.startsWith('-') ? -seconds : seconds
}

const nanosPerUnit: Readonly<Record<string, bigint>> = {
  b: 1n,
  n: 1n,
  u: 1000n,
  a: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
}

/** Length of a duration in the units of a precision; undefined for months (`n`) and years (`y`). */
export function durationUnits(
  amount: string,
  unit: string,
  precision: Precision,
): bigint | undefined {
  const letter = unit === 'n' || unit === 'y' ? undefined : unit
  const nanos = letter === undefined ? undefined : nanosPerUnit[letter]
  if (nanos === undefined) return undefined
  return (BigInt(amount) * nanos * perSecond[precision]) / 1_000_000_000n
}

/** Now, in the units of a precision. */
export function nowUnits(precision: Precision): bigint {
  return (BigInt(Date.now()) * perSecond[precision]) / 1000n
}

/** Midnight of today in a zone, in the units of a precision. */
export function todayUnits(precision: Precision, zone: TimeZone): bigint {
  const now = Date.now()
  const local = now + zone.offsetAt(now) * 1000
  const midnight = zone.toEpoch(Math.floor(local / 86_400_000) * 86_400_000)
  return (BigInt(midnight) * perSecond[precision]) / 1000n
}

/** Adds calendar months to a time, keeping the day of the month where there is one. */
export function addMonths(
  value: bigint,
  months: number,
  precision: Precision,
  zone: TimeZone,
): bigint {
  const units = perSecond[precision]
  const seconds = floorDivide(value, units)
  const rest = value - seconds * units
  const epoch = Number(seconds) * 1000
  const local = new Date(epoch + zone.offsetAt(epoch) * 1000)
  const day = local.getUTCDate()
  local.setUTCDate(1)
  local.setUTCMonth(local.getUTCMonth() + months)
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
  local.setUTCDate(Math.min(day, last))
  return BigInt(zone.toEpoch(local.getTime()) / 1000) * units + rest
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b < 0n ? quotient - 1n : quotient
}

/** Prints a time as REST does: RFC 3339 with 3, 6 or 9 digits and `Z` or the zone's offset. */
export function timeText(value: bigint, precision: Precision, zone: TimeZone): string {
  const units = perSecond[precision]
  const seconds = floorDivide(value, units)
  const fraction = (value - seconds * units).toString().padStart(fractionDigits[precision], '0')
  const offset = zone.offsetAt(Number(seconds) * 1000)
  return `${dateText(Number(seconds) + offset)}.${fraction}${zone.isUtc ? 'Z' : offset === 0 ? 'Z' : zoneSuffix(offset)}`
}

function zoneSuffix(offset: number): string {
  const total = Math.abs(offset)
  const hours = String(Math.floor(total / 3600)).padStart(2, '0')
  const minutes = String(Math.floor((total % 3600) / 60)).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}

/** `YYYY-MM-DDTHH:MM:SS` of seconds since the epoch, for any year. */
function dateText(seconds: number): string {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return farDateText(seconds)
  const year = date.getUTCFullYear()
  const yearText = year < 0 ? `-${String(-year).padStart(4, '0')}` : String(year).padStart(4, '0')
  const iso = date.toISOString()
  return `${yearText}-${iso.slice(iso.indexOf('-', 1) + 1, iso.indexOf('.'))}`
}

/** Days of 400 Gregorian years, by which dates repeat. */
const secondsPer400Years = 146_097 * 86_400

function farDateText(seconds: number): string {
  const cycles = Math.floor(seconds / secondsPer400Years)
  const date = new Date((seconds - cycles * secondsPer400Years) * 1000)
  const iso = date.toISOString()
  return `${date.getUTCFullYear() + cycles * 400}-${iso.slice(iso.indexOf('-', 1) + 1, iso.indexOf('.'))}`
}
