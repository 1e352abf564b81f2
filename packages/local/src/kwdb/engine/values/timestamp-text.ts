import { dateOf, daysInMonth, daysOf, floorDiv } from './calendar.ts'
import {
  type DigitGroup,
  digitGroup,
  months,
  mostWords,
  refusedWords,
  relativeDays,
  splitWords,
  utcWords,
  type Word,
} from './timestamp-words.ts'
import { fixedZone, localToEpoch, namedZone, utc, type Zone } from './zone.ts'

/** A moment: seconds since 1970 and nanoseconds of the second, and the zone it was said in. */
export interface Moment {
  readonly seconds: bigint
  readonly nanos: number
  readonly zone: Zone
}

type Part =
  | 'year'
  | 'month'
  | 'day'
  | 'era'
  | 'hour'
  | 'minute'
  | 'second'
  | 'nanos'
  | 'meridian'
  | 'zoneHour'
  | 'zoneMinute'
  | 'zoneSecond'

const allParts: readonly Part[] = [
  'year',
  'month',
  'day',
  'era',
  'hour',
  'minute',
  'second',
  'nanos',
  'meridian',
  'zoneHour',
  'zoneMinute',
  'zoneSecond',
]

/** Moments that stand for the infinite ones. */
const infinity: Moment = { seconds: 9_224_318_015_999n, nanos: 999_999_000, zone: utc }
const minusInfinity: Moment = { seconds: -210_866_803_200n, nanos: 0, zone: utc }
const epoch: Moment = { seconds: 0n, nanos: 0, zone: utc }

class NotATimestamp extends Error {}

function refuse(): never {
  throw new NotATimestamp()
}

/** What a text says of each part of a time stamp, and which parts are still open. */
class Reader {
  readonly #values = new Map<Part, bigint>()
  readonly #open = new Set<Part>(allParts)
  #zone: Zone
  readonly #now: Moment
  #special: Moment | undefined
  #zoneSign = 1n
  /** The year was written with two digits. */
  #shortYear = false

  constructor(now: Moment) {
    this.#now = now
    this.#zone = now.zone
  }

  read(text: string): Moment {
    const words = splitWords(text)
    if (words.length === 0 || words.length > mostWords) refuse()
    const groups: DigitGroup[] = []
    let rest = ''
    for (const [i, word] of words.entries()) rest += this.#readWord(word, i, groups)
    if (rest !== '') this.#setNamedZone(rest)
    if (this.#special !== undefined) return this.#special
    const namedMonth = !this.#wants('month')
    for (const [i, group] of groups.entries()) {
      if (this.#open.size === 0) refuse()
      this.#readDigits(group, groups[i + 1]?.separator, namedMonth)
    }
    this.#check()
    return this.#moment()
  }

  /** Takes a word that means something by itself; answers what is left of it as a zone's name. */
  #readWord({ gap, text }: Word, index: number, groups: DigitGroup[]): string {
    const word = text.toLowerCase()
    if (word === 'epoch') this.#setSpecial(epoch)
    else if (word === 'infinity') this.#setSpecial(gap.endsWith('-') ? minusInfinity : infinity)
    else if (word === 'now') this.#setSpecial({ ...this.#now, zone: this.#zone })
    else {
      const group = digitGroup(gap, word)
      if (group !== null) groups.push(group)
      else if (this.#readKeyword(word)) {
        // A month in words never stands third.
        if (index === 2 && this.#wants('year') && !this.#wants('month') && this.#wants('day')) {
          refuse()
        }
      } else return this.#readRest(gap, text, word, groups)
    }
    return ''
  }

  #readKeyword(word: string): boolean {
    const month = months.get(word)
    const days = relativeDays.get(word)
    if (month !== undefined) this.#set('month', BigInt(month))
    else if (days !== undefined) this.#setRelativeDate(days)
    else if (word === 'ad' || word === 'ce') this.#set('era', 1n)
    else if (word === 'bc' || word === 'bce') this.#set('era', -1n)
    else if (word === 'am') this.#set('meridian', -1n)
    else if (word === 'pm') this.#set('meridian', 1n)
    else if (utcWords.has(word)) this.#setUtc()
    else if (refusedWords.has(word)) refuse()
    else return false
    return true
  }

  #readRest(gap: string, text: string, word: string, groups: DigitGroup[]): string {
    const suffix = word.endsWith('z') ? 1 : word.endsWith('zulu') ? 4 : 0
    if (suffix > 0) {
      this.#setUtc()
      const group = digitGroup(gap, word.slice(0, -suffix))
      if (group !== null) {
        groups.push(group)
        return ''
      }
    }
    if (word.startsWith('j')) {
      if (!/^j[0-9]{1,15}$/.test(word)) refuse()
      const { year, month, day } = dateOf(BigInt(word.slice(1)) - 2_440_588n)
      this.#setDate(year, BigInt(month), BigInt(day))
      return ''
    }
    return gap.trim() + text
  }

  #setNamedZone(name: string): void {
    const zone = namedZone(name)
    if (zone === null) refuse()
    this.#zone = zone
    this.#closeZone()
  }

  #setSpecial(moment: Moment): void {
    if (this.#special !== undefined) refuse()
    this.#special = moment
  }

  #setUtc(): void {
    this.#zone = utc
    this.#closeZone()
  }

  #closeZone(): void {
    for (const part of ['zoneHour', 'zoneMinute', 'zoneSecond'] as const) this.#open.delete(part)
  }

  #setRelativeDate(days: bigint): void {
    const local = this.#now.seconds + BigInt(this.#zone.offsetAt(this.#now.seconds))
    const { year, month, day } = dateOf(floorDiv(local, 86_400n) + days)
    this.#setDate(year, BigInt(month), BigInt(day))
  }

  #setDate(year: bigint, month: bigint, day: bigint): void {
    this.#set('year', year)
    this.#set('month', month)
    this.#set('day', day)
  }

  #wants(part: Part): boolean {
    return this.#open.has(part)
  }

  #set(part: Part, value: bigint): void {
    if (!this.#open.delete(part)) refuse()
    this.#values.set(part, value)
  }

  /** Sets a part after a separator that may stand before it. */
  #setAfter(part: Part, { separator }: DigitGroup, value: bigint): void {
    if (!separators[part].includes(separator)) refuse()
    this.#set(part, value)
  }

  #readDigits(group: DigitGroup, next: string | undefined, namedMonth: boolean): void {
    const { separator, digits } = group
    const value = BigInt(digits)
    const dateOpen = `${this.#wants('year') ? 'y' : ''}${this.#wants('month') ? 'm' : ''}${this.#wants('day') ? 'd' : ''}`
    const isDayOfYear = dateOpen === 'md' && digits.length === 3 && value >= 1n && value <= 366n
    if (isDayOfYear) this.#readDayOfYear(group, value)
    else if (separator === '.') this.#readFraction(group)
    else if (dateOpen === 'ymd') this.#readFirst(group, value, next)
    else if (dateOpen === 'md') this.#set('month', value)
    else if (dateOpen === 'yd') {
      if (namedMonth) this.#readYear(group, value, digits.length <= 2)
      else this.#setAfter('day', group, value)
    } else if (dateOpen === 'd') this.#readDay(group, value, namedMonth)
    else if (dateOpen === 'ym') this.#setAfter('month', group, value)
    else if (dateOpen === 'y') this.#readYear(group, value, digits.length <= 2)
    else this.#readTime(group, value)
  }

  #readYear(group: DigitGroup, value: bigint, short: boolean): void {
    if (short) this.#shortYear = true
    this.#setAfter('year', group, value)
  }

  /** The first digits of a date: a whole date in one, or a year. */
  #readFirst(group: DigitGroup, value: bigint, next: string | undefined): void {
    const { separator, digits } = group
    if (digits.length >= 6 && separator !== '-' && next !== '-' && next !== '/') {
      this.#shortYear = digits.length === 6
      this.#set('day', value % 100n)
      this.#set('month', (value / 100n) % 100n)
      this.#setAfter('year', group, value / 10_000n)
    } else if (separator === '-') this.#setAfter('year', group, -value)
    else this.#readYear(group, value, digits.length <= 2)
  }

  #readDay(group: DigitGroup, value: bigint, namedMonth: boolean): void {
    // In `11 Aug 2023` the first number was taken for a year.
    if (namedMonth && group.digits.length >= 3 && this.#shortYear) {
      this.#shortYear = false
      this.#set('day', this.#values.get('year') ?? 0n)
      this.#values.set('year', value)
    } else this.#setAfter('day', group, value)
  }

  #readDayOfYear({ separator }: DigitGroup, value: bigint): void {
    if (separator !== ' ' && separator !== '.') refuse()
    const first = daysOf(this.#values.get('year') ?? 0n, 1, 1)
    const { year, month, day } = dateOf(first + value - 1n)
    this.#values.set('year', year)
    this.#set('month', BigInt(month))
    this.#set('day', BigInt(day))
  }

  /** A fraction of a second; what is finer than a nanosecond is cut off. */
  #readFraction(group: DigitGroup): void {
    if (this.#wants('second') || !this.#wants('nanos')) refuse()
    this.#setAfter('nanos', group, BigInt(group.digits.slice(0, 9).padEnd(9, '0')))
  }

  #readTime(group: DigitGroup, value: bigint): void {
    const { separator } = group
    if (this.#wants('zoneHour') && (separator === '-' || separator === '+')) {
      this.#zoneSign = separator === '-' ? -1n : 1n
      this.#readPacked('zone', group, value)
    } else if (!this.#wants('zoneHour') && this.#wants('zoneMinute')) {
      if (separator === ':') this.#set('zoneMinute', value)
      else {
        this.#closeZone()
        this.#readTime(group, value)
      }
    } else if (!this.#wants('zoneHour') && this.#wants('zoneSecond')) {
      if (separator === ':') this.#set('zoneSecond', value)
      else {
        this.#closeZone()
        this.#readTime(group, value)
      }
    } else if (this.#wants('hour') && this.#wants('minute') && this.#wants('second')) {
      this.#readPacked('clock', group, value)
    } else if (this.#wants('minute')) this.#setAfter('minute', group, value)
    else if (this.#wants('second')) this.#setAfter('second', group, value)
    else refuse()
  }

  /** `HH`, `HHMM` or `HHMMSS`. */
  #readPacked(kind: 'zone' | 'clock', group: DigitGroup, value: bigint): void {
    const [hour, minute, second] =
      kind === 'zone'
        ? (['zoneHour', 'zoneMinute', 'zoneSecond'] as const)
        : (['hour', 'minute', 'second'] as const)
    const { length } = group.digits
    if (length <= 2) this.#setAfter(hour, group, value)
    else if (length === 4 || length === 6) {
      const rest = length === 6 ? value / 100n : value
      this.#set(second, length === 6 ? value % 100n : 0n)
      this.#set(minute, rest % 100n)
      this.#setAfter(hour, group, rest / 100n)
    } else refuse()
  }

  #check(): void {
    const year = this.#values.get('year')
    const month = this.#values.get('month')
    const day = this.#values.get('day')
    if (year === undefined || month === undefined || day === undefined) refuse()
    const hour = this.#values.get('hour')
    const minute = this.#values.get('minute')
    if ((hour === undefined) !== (minute === undefined)) refuse()
    const era = this.#values.get('era')
    let checked = year
    if (era !== undefined) {
      if (year <= 0n) refuse()
      if (era < 0n) this.#values.set('year', 1n - year)
    } else if (this.#shortYear) {
      if (year < 0n) refuse()
      checked = year < 70n ? year + 2000n : year < 100n ? year + 1900n : year
      this.#values.set('year', checked)
    }
    if (month < 1n || month > 12n) refuse()
    if (day < 1n || day > BigInt(daysInMonth(checked, Number(month)))) refuse()
    if (hour !== undefined) this.#checkClock(hour, minute ?? 0n)
  }

  #checkClock(written: bigint, minute: bigint): void {
    const meridian = this.#values.get('meridian') ?? 0n
    if (written > (meridian === 0n ? 24n : 12n)) refuse()
    let hour = written
    if (meridian < 0n && hour === 12n) hour = 0n
    else if (meridian > 0n && hour < 12n) hour += 12n
    this.#values.set('hour', hour)
    const second = this.#values.get('second') ?? 0n
    const nanos = this.#values.get('nanos') ?? 0n
    if (minute > 59n || second > 60n) refuse()
    if ((hour * 3600n + minute * 60n + second) * 1_000_000_000n + nanos > 86_400_000_000_000n) {
      refuse()
    }
  }

  #moment(): Moment {
    const get = (part: Part): bigint => this.#values.get(part) ?? 0n
    const days = daysOf(get('year'), Number(get('month')), Number(get('day')))
    // Years beyond reckoning wrap around, as they do in 64 bits.
    const local = BigInt.asIntN(
      64,
      days * 86_400n + get('hour') * 3600n + get('minute') * 60n + get('second'),
    )
    const nanos = Number(get('nanos'))
    if (!this.#values.has('zoneHour')) {
      const zone = this.#zone
      return { seconds: localToEpoch(zone, local), nanos, zone }
    }
    const east =
      this.#zoneSign * (get('zoneHour') * 3600n + get('zoneMinute') * 60n + get('zoneSecond'))
    return { seconds: local - east, nanos, zone: fixedZone('', Number(east)) }
  }
}

/** Characters that may stand before a part. */
const separators: Readonly<Record<Part, string>> = {
  year: '-/ ,',
  month: '-/ ',
  day: '-/ ',
  era: '',
  hour: ' t',
  minute: ':',
  second: ':',
  nanos: '.',
  meridian: '',
  zoneHour: '-+',
  zoneMinute: ':',
  zoneSecond: ':',
}

/**
 * Reads a time stamp as KWDB's text input does, in year-month-day order; a text without a zone is in
 * the zone of `now`. Null when the text is no time stamp.
 */
export function parseTimestamp(text: string, now: Moment): Moment | null {
  try {
    return new Reader(now).read(text)
  } catch (cause) {
    if (cause instanceof NotATimestamp) return null
    throw cause
  }
}
