const pattern = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?$/

/** What a zone's clock shows at an instant, as if it were UTC, in milliseconds. */
function shown(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const of = (type: string) => Number(parts.find(part => part.type === type)?.value ?? 0)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
}

function knownZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    // The Java connector takes the beginning of a zone's name for a zone; it cannot mean another one than UTC.
    return 'UTC'
  }
}

/**
 * The instant of `yyyy-MM-dd HH:mm:ss` (with up to nine decimals) on the clock of a zone, in nanoseconds since the
 * epoch; null for other text and for days that no calendar has. Of an hour that comes twice the first is meant.
 */
export function readTime(text: string, zone: string): bigint | null {
  const match = pattern.exec(text.trim())
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const clock = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(clock)
  const same =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  if (!same) return null
  const nanos = BigInt((match[7] ?? '').padEnd(9, '0'))
  return BigInt(instantOf(clock, knownZone(zone))) * 1_000_000n + nanos
}

function instantOf(clock: number, zone: string): number {
  const day = 24 * 3600 * 1000
  const offsets = [clock - day, clock + day].map(instant => shown(instant, zone) - instant)
  const candidates = offsets.map(offset => clock - offset).sort((a, b) => a - b)
  const exact = candidates.find(instant => shown(instant, zone) === clock)
  return exact ?? candidates[0] ?? clock
}
