import { TimeZone } from '../../../time-zone.ts'

/** A time zone: a named one with its history, or a fixed offset. */
export interface Zone {
  /** As `SHOW TIME ZONE` prints it. */
  readonly name: string
  /** Seconds east of UTC when they are always the same; null for a zone with a history. */
  readonly fixed: number | null
  /** Seconds east of UTC at a moment (seconds since 1970). */
  offsetAt(seconds: bigint): number
}

/** UTC. */
export const utc: Zone = fixedZone('UTC', 0)

/** A zone that is always the same number of seconds east of UTC. */
export function fixedZone(name: string, offset: number): Zone {
  return { name, fixed: offset, offsetAt: () => offset }
}

/** What `Date` can tell the time of, in seconds. */
const dateLimit = 8_640_000_000_000n

const regions: ReadonlySet<string> = new Set(
  (
    'Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe ' +
    'Indian Mexico Pacific US'
  ).split(' '),
)

/** The zone database is asked by file name, so case counts; Intl does not care about it. */
function isSpelledRight(name: string): boolean {
  const [region = '', ...places] = name.split('/')
  if (places.length === 0) return /^[A-Z][A-Za-z0-9+-]*$/.test(name)
  if (!regions.has(region)) return false
  return places.every(
    place =>
      /^[A-Z][A-Za-z0-9_+-]*$/.test(place) && (region === 'Etc' || !/^[A-Z]{4,}/.test(place)),
  )
}

const named = new Map<string, Zone | null>()
const namedLimit = 1000

/** The zone of that name in the zone database, spelled exactly so; null when there is none. */
export function namedZone(name: string): Zone | null {
  if (name === '' || name === 'UTC' || name === 'Local') return utc
  const known = named.get(name)
  if (known !== undefined) return known
  const zone = isSpelledRight(name) ? TimeZone.find(name) : undefined
  const made = zone === undefined ? null : wrap(name, zone)
  if (named.size < namedLimit) named.set(name, made)
  return made
}

function wrap(name: string, zone: TimeZone): Zone {
  return {
    name,
    fixed: null,
    offsetAt(seconds) {
      const bounded = seconds > dateLimit ? dateLimit : seconds < -dateLimit ? -dateLimit : seconds
      return zone.offsetAt(Number(bounded) * 1000)
    },
  }
}

/**
 * Seconds since 1970 of a local time given as if it were UTC. A time that a change of clocks skips
 * or repeats is read with the offset that the zone has around it, as KWDB does.
 */
export function localToEpoch(zone: Zone, local: bigint): bigint {
  const guess = zone.offsetAt(local)
  if (guess === 0) return local
  return local - BigInt(zone.offsetAt(local - BigInt(guess)))
}

const offsetPattern = /^(GMT|UTC)?([+-])?(\d{1,3})(?::([0-5]?\d))?(?::([0-5]?\d))?$/i
const offsetLimit = 167 * 3600 + 59 * 60

/**
 * A zone as `SET TIME ZONE` and the startup message name it: a name in any case, whole hours, or an
 * offset like `+08:00`; offsets with a colon or after GMT and UTC count to the west, as in POSIX.
 * Null when there is none.
 */
export function sessionZone(text: string): Zone | null {
  if (/^[+-]?\d+$/.test(text)) return hoursZone(text)
  const lower = text.toLowerCase()
  if (lower === 'utc' || lower === 'local' || lower === 'default') return utc
  const found = namedZone(text) ?? namedZone(text.toUpperCase())
  if (found !== null) return found
  const match = offsetPattern.exec(text.replaceAll(' ', ''))
  if (match === null) return null
  const [, prefix, sign, hours, minutes = '0', seconds = '0'] = match
  let offset = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  if (prefix !== undefined || match[4] !== undefined) offset = -offset
  if (sign === '-') offset = -offset
  return Math.abs(offset) > offsetLimit ? null : fixedZone(text, offset)
}

/** A zone given as a number of hours, from -12 to 14; null for any other number. */
function hoursZone(text: string): Zone | null {
  const hours = Number(text)
  if (!Number.isInteger(hours) || hours < -12 || hours > 14) return null
  return fixedZone(String(hours), hours * 3600)
}
