import type { TimeZone } from '../../time-zone.ts'
import { engineError } from '../engine/error-code.ts'

/** One piece of a pattern of TO_CHAR and TO_TIMESTAMP. */
export type PatternPart =
  | { readonly kind: 'key'; readonly key: string; readonly lowered: string }
  /** Punctuation, which stands for any punctuation when a time is read. */
  | { readonly kind: 'separator'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }

const names =
  'AM A.M. PM P.M. DAY DDD DD DY D HH24 HH12 HH MI MM MONTH MON MS NS SS TZH US YYYY YYY YY Y'
const capitals = ['Day', 'Dy', 'Month', 'Mon']

/** Keys in capitals or in small letters, longest first. */
const keys = [...names.split(' ').flatMap(key => [key, key.toLowerCase()]), ...capitals].sort(
  (a, b) => b.length - a.length,
)

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Reads a pattern; what is in double quotes or behind a backslash is text. */
export function parsePattern(pattern: string): readonly PatternPart[] {
  const parts: PatternPart[] = []
  let rest = pattern
  const text = (value: string) => {
    const last = parts.at(-1)
    if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + value }
    else parts.push({ kind: 'text', text: value })
  }
  while (rest !== '') {
    const key = keys.find(candidate => rest.startsWith(candidate))
    if (key !== undefined) {
      parts.push({ kind: 'key', key, lowered: key.toLowerCase() })
      rest = rest.slice(key.length)
    } else if (rest.startsWith('"')) {
      rest = rest.slice(1)
      while (rest !== '' && !rest.startsWith('"')) {
        if (rest.startsWith('\\') && rest.length > 1) rest = rest.slice(1)
        text(rest[0] ?? '')
        rest = rest.slice(1)
      }
      rest = rest.slice(1)
    } else {
      const escaped = rest.startsWith('\\') && rest.length > 1
      if (escaped) rest = rest.slice(1)
      const c = rest[0] ?? ''
      if (!escaped && isSeparator(c)) parts.push({ kind: 'separator', text: c })
      else text(c)
      rest = rest.slice(1)
    }
  }
  return parts
}

function isSeparator(c: string): boolean {
  return /^[!-~]$/.test(c) && !/[A-Za-z0-9]/.test(c)
}

/** Digits of the keys that are numbers, at most. */
const digits: Readonly<Record<string, number>> = {
  yyyy: 4,
  yyy: 3,
  yy: 2,
  y: 1,
  mm: 2,
  ddd: 3,
  dd: 2,
  d: 1,
  hh24: 2,
  hh12: 2,
  hh: 2,
  mi: 2,
  ss: 2,
  ms: 3,
  us: 6,
  ns: 9,
}

/** A year of fewer than four digits: the one nearest to 2020. */
function fullYear(year: number): number {
  if (year < 70) return year + 2000
  if (year < 100) return year + 1900
  if (year < 520) return year + 2000
  return year < 1000 ? year + 1000 : year
}

/** Nanoseconds since the epoch of a time as a text, read by a pattern. Throws TDengine's refusals 0x2806 to 0x2808. */
export function readByPattern(text: string, parts: readonly PatternPart[], zone: TimeZone): bigint {
  const found = new Map<string, number>()
  let half: 'am' | 'pm' | undefined
  let offsetHours: number | undefined
  let rest = text
  const mismatch = (key: string) =>
    engineError('TIME_MISMATCH', `mismatch format for: ${rest} and ${key}`)
  for (const [i, part] of parts.entries()) {
    rest = rest.trimStart()
    if (rest === '') break
    if (part.kind === 'separator') {
      if (isSeparator(rest[0] ?? '')) rest = rest.slice(1)
      continue
    }
    if (part.kind === 'text') {
      for (const c of part.text.replaceAll(/\s/g, '')) {
        if (c !== '') rest = rest.trimStart().slice(1)
      }
      continue
    }
    const { key, lowered } = part
    if (/^[ap]/.test(lowered)) {
      const long = lowered.includes('.')
      const taken = rest.slice(0, long ? 4 : 2).toLowerCase()
      if (!(long ? ['a.m.', 'p.m.'] : ['am', 'pm']).includes(taken)) throw mismatch(key)
      half = taken.startsWith('a') ? 'am' : 'pm'
      rest = rest.slice(taken.length)
    } else if (lowered === 'month' || lowered === 'mon') {
      const list = lowered === 'month' ? months : months.map(name => name.slice(0, 3))
      const index = list.findIndex(name => rest.toLowerCase().startsWith(name))
      if (index < 0) throw mismatch(key)
      found.set('mm', index + 1)
      rest = rest.slice(list[index]?.length)
    } else if (lowered === 'day' || lowered === 'dy') {
      const list = lowered === 'day' ? days : days.map(name => name.slice(0, 3))
      const name = list.find(candidate => rest.toLowerCase().startsWith(candidate))
      if (name === undefined) throw mismatch(key)
      rest = rest.slice(name.length)
    } else if (lowered === 'tzh') {
      const taken = /^[+-]?\d+/.exec(rest)?.[0]
      if (taken === undefined) throw mismatch(key)
      offsetHours = Number(taken)
      rest = rest.slice(taken.length)
    } else {
      const next = parts[i + 1]
      // Where digits follow, a number has all its digits; else it has as many as there are.
      const width = digits[lowered] ?? 1
      const packed =
        (next?.kind === 'key' && next.lowered in digits) ||
        (next?.kind === 'text' && /^\d/.test(next.text))
      const taken = (packed ? new RegExp(`^\\d{${width}}`) : /^[+-]?\d+/).exec(rest)?.[0]
      if (taken === undefined) throw mismatch(key)
      const scale = ['ms', 'us', 'ns'].includes(lowered)
        ? 10 ** Math.max(0, width - taken.length)
        : 1
      const value = Number(taken) * scale
      if ((lowered === 'hh12' || lowered === 'hh') && (value > 12 || value <= 0))
        throw mismatch(key)
      if (lowered === 'hh12' || lowered === 'hh') half ??= 'am'
      found.set(lowered, value)
      rest = rest.slice(taken.length)
    }
  }
  if (found.has('ddd') && !found.has('dd')) {
    throw engineError('TIME_UNSUPPORTED', 'timestamp format not supported')
  }
  return assemble(found, half, offsetHours, zone)
}

function assemble(
  found: ReadonlyMap<string, number>,
  half: 'am' | 'pm' | undefined,
  offsetHours: number | undefined,
  zone: TimeZone,
): bigint {
  const get = (key: string, fallback: number) => found.get(key) ?? fallback
  const short = found.get('yyy') ?? found.get('yy') ?? found.get('y')
  const year = found.get('yyyy') ?? (short === undefined ? 0 : fullYear(short))
  const given = found.get('hh24') ?? found.get('hh12') ?? found.get('hh') ?? 0
  const hour = half === 'pm' && given < 12 ? given + 12 : half === 'am' && given === 12 ? 0 : given
  const [month, day] = [get('mm', 1), get('dd', 1)]
  const [minute, second] = [get('mi', 0), get('ss', 0)]
  const fits =
    month >= 1 &&
    month <= 12 &&
    day >= 0 &&
    day <= 31 &&
    hour >= 0 &&
    hour <= 23 &&
    minute >= 0 &&
    minute <= 59 &&
    second >= 0 &&
    second <= 60 &&
    Math.abs(offsetHours ?? 0) <= 12
  if (!fits) throw engineError('TIME_INVALID')
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const local = date.getTime()
  const epoch = offsetHours === undefined ? zone.toEpoch(local) : local - offsetHours * 3_600_000
  const fraction = get('ms', 0) * 1_000_000 + get('us', 0) * 1000 + get('ns', 0)
  return BigInt(epoch) * 1_000_000n + BigInt(fraction)
}
