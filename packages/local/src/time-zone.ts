/** A time zone by its IANA name; UTC when the name is unknown, as TDengine's client library does. */
export class TimeZone {
  /** The name as given. */
  readonly name: string
  readonly #format: Intl.DateTimeFormat | undefined
  readonly #offsets = new Map<number, number>()

  private constructor(name: string, format: Intl.DateTimeFormat | undefined) {
    this.name = name
    this.#format = format
  }

  /** The zone of that name; undefined when there is none. */
  static find(name: string): TimeZone | undefined {
    if (utcNames.has(name)) return new TimeZone(name, undefined)
    try {
      return new TimeZone(
        name,
        new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' }),
      )
    } catch {
      return undefined
    }
  }

  /** A zone whose name nobody knows: shown as it is, and UTC in effect. */
  static unknown(name: string): TimeZone {
    return new TimeZone(name, undefined)
  }

  /** Whether it is UTC at all times. */
  get isUtc(): boolean {
    return this.#format === undefined
  }

  /** Short name of the zone at a moment, e.g. `CST`; `UTC` for UTC and unknown names. */
  abbreviation(epochMs: number): string {
    if (this.#format === undefined) return 'UTC'
    const known = zoneAbbreviations[this.name]
    if (known !== undefined) return known
    const short = new Intl.DateTimeFormat('en-US', { timeZone: this.name, timeZoneName: 'short' })
    const part = short.formatToParts(epochMs).find(({ type }) => type === 'timeZoneName')
    return part?.value ?? this.name
  }

  /** Seconds east of UTC at a moment (milliseconds since the epoch). */
  offsetAt(epochMs: number): number {
    if (this.#format === undefined) return 0
    const quarter = Math.floor(epochMs / 900_000)
    const known = this.#offsets.get(quarter)
    if (known !== undefined) return known
    if (this.#offsets.size > 4096) this.#offsets.clear()
    const offset = this.#lookUp(quarter * 900_000)
    this.#offsets.set(quarter, offset)
    return offset
  }

  /** Milliseconds since the epoch of a local time, given as if it were UTC. */
  toEpoch(localMs: number): number {
    const first = localMs - this.offsetAt(localMs) * 1000
    return localMs - this.offsetAt(first) * 1000
  }

  #lookUp(epochMs: number): number {
    const bounded = Math.min(Math.max(epochMs, -8.64e15), 8.64e15)
    const part = this.#format?.formatToParts(bounded).find(({ type }) => type === 'timeZoneName')
    const match = /GMT([+-])(\d\d):?(\d\d)?(?::(\d\d))?/.exec(part?.value ?? '')
    if (match === null) return 0
    const [, sign, hours, minutes = '0', seconds = '0'] = match
    const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    return sign === '-' ? -total : total
  }
}

/** Abbreviations of the zone database that Intl does not print. */
const zoneAbbreviations: Readonly<Record<string, string>> = {
  'Asia/Shanghai': 'CST',
  'Asia/Taipei': 'CST',
  'Asia/Hong_Kong': 'HKT',
  'Asia/Tokyo': 'JST',
  'Asia/Seoul': 'KST',
  'Asia/Kolkata': 'IST',
}

const utcNames: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT', 'Z'])

/** The zone of a server without settings. */
export const utc: TimeZone = TimeZone.find('UTC') as TimeZone

/** `+0800` or, with `colon`, `+08:00`. */
export function offsetText(seconds: number, colon: boolean): string {
  const total = Math.abs(seconds)
  const hours = String(Math.floor(total / 3600)).padStart(2, '0')
  const minutes = String(Math.floor((total % 3600) / 60)).padStart(2, '0')
  return `${seconds < 0 ? '-' : '+'}${hours}${colon ? ':' : ''}${minutes}`
}
