/** A length of time: months and days differ in length, so they stand apart. */
export interface Interval {
  readonly months: number
  readonly days: number
  readonly micros: bigint
}

const units: ReadonlyMap<string, readonly [part: keyof Interval, factor: number]> = new Map(
  (
    [
      ['ns nanosecond nanoseconds', ['micros', 0.001]],
      ['us usec usecs microsecond microseconds', ['micros', 1]],
      ['ms msec msecs millisecond milliseconds', ['micros', 1000]],
      ['s sec secs second seconds', ['micros', 1_000_000]],
      ['m min mins minute minutes', ['micros', 60_000_000]],
      ['h hr hrs hour hours', ['micros', 3_600_000_000]],
      ['d day days', ['days', 1]],
      ['w week weeks', ['days', 7]],
      ['mon mons month months', ['months', 1]],
      ['y yr yrs year years', ['months', 12]],
    ] as const
  ).flatMap(([names, unit]) => names.split(' ').map(name => [name, unit] as const)),
)

/** Months, days and microseconds that follow from a part of a larger unit. */
function spread(part: keyof Interval, amount: number): Interval {
  if (part === 'micros') return { months: 0, days: 0, micros: BigInt(Math.round(amount)) }
  if (part === 'days') {
    const days = Math.trunc(amount)
    return { months: 0, days, micros: BigInt(Math.round((amount - days) * 86_400_000_000)) }
  }
  const months = Math.trunc(amount)
  const rest = spread('days', (amount - months) * 30)
  return { months, days: rest.days, micros: rest.micros }
}

function add(a: Interval, b: Interval): Interval {
  return { months: a.months + b.months, days: a.days + b.days, micros: a.micros + b.micros }
}

const zero: Interval = { months: 0, days: 0, micros: 0n }

/** Reads an interval: `1 day 02:03:04.5`, `10s`, `1h30m`, `1 year 2 months`, a bare number of seconds. Null when it is none. */
export function parseInterval(text: string): Interval | null {
  let rest = text.trim().toLowerCase()
  if (rest === '') return null
  let sum = zero
  while (rest !== '') {
    const clock = /^([+-]?)(\d+):(\d+)(?::(\d+(?:\.\d*)?))?(?:\s+|$)/.exec(rest)
    if (clock !== null) {
      const [all, sign, hours, minutes, seconds = '0'] = clock
      const total =
        (Number(hours) * 3600 + Number(minutes) * 60) * 1_000_000 +
        Math.round(Number(seconds) * 1e6)
      sum = add(sum, spread('micros', sign === '-' ? -total : total))
      rest = rest.slice(all.length)
      continue
    }
    const item = /^([+-]?(?:\d+\.?\d*|\.\d+))\s*([a-z]*)\s*/.exec(rest)
    if (item === null) return null
    const [all, amount, name = ''] = item
    const unit = units.get(name === '' ? 's' : name)
    if (unit === undefined) return null
    sum = add(sum, spread(unit[0], Number(amount) * unit[1]))
    rest = rest.slice(all.length)
  }
  return sum
}

/** An interval as KWDB prints it: `1 year 2 mons 3 days 04:05:06.7`. */
export function printInterval({ months, days, micros }: Interval): string {
  const parts: string[] = []
  const years = Math.trunc(months / 12)
  const rest = months % 12
  if (years !== 0) parts.push(`${years} year${Math.abs(years) === 1 ? '' : 's'}`)
  if (rest !== 0) parts.push(`${rest} mon${Math.abs(rest) === 1 ? '' : 's'}`)
  if (days !== 0) parts.push(`${days} day${Math.abs(days) === 1 ? '' : 's'}`)
  if (micros !== 0n || parts.length === 0) {
    const size = micros < 0n ? -micros : micros
    const seconds = size / 1_000_000n
    const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n]
    const text = clock.map(part => String(part).padStart(2, '0')).join(':')
    const fraction = String(size % 1_000_000n)
      .padStart(6, '0')
      .replace(/0+$/, '')
    parts.push(`${micros < 0n ? '-' : ''}${text}${fraction === '' ? '' : `.${fraction}`}`)
  }
  return parts.join(' ')
}
