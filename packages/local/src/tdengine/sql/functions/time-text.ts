import { quoteText } from '../../../storage/store.ts'
import { dataType } from '../../engine/data-type.ts'
import { unsupported } from '../../engine/error-code.ts'
import { localStamp, unitsPerSecond } from '../compile-context.ts'
import { type PatternPart, parsePattern, readByPattern } from '../time-pattern.ts'
import { asText, isNull, nullTyped, type Typed, timestampType, timeTyped } from '../typed.ts'
import { type Call, type ScalarFunction, wrongType } from './registry.ts'
import { time } from './time-argument.ts'

function patternOf(call: Call): readonly PatternPart[] {
  const format = call.args[1]?.constant
  if (format?.kind !== 'text') {
    throw unsupported(`${call.name.toUpperCase()} with a format that is no literal`)
  }
  return parsePattern(format.value)
}

/** Names in the letters of their key; the long ones have nine places. */
function nameText(key: string, sql: string): string {
  const cased =
    key === key.toUpperCase() ? `upper(${sql})` : key === key.toLowerCase() ? `lower(${sql})` : sql
  return key.length > 3 || /^day$/i.test(key) ? `rpad(${cased}, 9, ' ')` : cased
}

/** One key of TO_CHAR. */
function keyText(key: string, stamp: string, nanos: string): string {
  const year = `extract(year FROM ${stamp})`
  const padded = (value: string, width: number) => `lpad((${value})::VARCHAR, ${width}, '0')`
  switch (key.toLowerCase()) {
    case 'yyyy':
      return padded(year, 4)
    case 'yyy':
      return padded(`${year} % 1000`, 3)
    case 'yy':
      return padded(`${year} % 100`, 2)
    case 'y':
      return `(${year} % 10)::VARCHAR`
    case 'month':
      return nameText(key, `strftime(${stamp}, '%B')`)
    case 'mon':
      return nameText(key, `strftime(${stamp}, '%b')`)
    case 'day':
      return nameText(key, `strftime(${stamp}, '%A')`)
    case 'dy':
      return nameText(key, `strftime(${stamp}, '%a')`)
    case 'mm':
      return `strftime(${stamp}, '%m')`
    case 'ddd':
      return `strftime(${stamp}, '%j')`
    case 'dd':
      return `strftime(${stamp}, '%d')`
    case 'd':
      return `(dayofweek(${stamp}) + 1)::VARCHAR`
    case 'hh24':
      return `strftime(${stamp}, '%H')`
    case 'hh12':
    case 'hh':
      return `strftime(${stamp}, '%I')`
    case 'mi':
      return `strftime(${stamp}, '%M')`
    case 'ss':
      return `strftime(${stamp}, '%S')`
    case 'ms':
      return padded(`(${nanos}) // 1000000`, 3)
    case 'us':
      return padded(`(${nanos}) // 1000`, 6)
    case 'ns':
      return padded(nanos, 9)
    default: {
      const dots = key.includes('.')
      const [am, pm] = dots ? ['A.M.', 'P.M.'] : ['AM', 'PM']
      const text = `CASE WHEN extract(hour FROM ${stamp}) >= 12 THEN '${pm}' ELSE '${am}' END`
      return key === key.toLowerCase() ? `lower(${text})` : text
    }
  }
}

/** TO_CHAR. */
export const toChar: ScalarFunction = {
  min: 2,
  max: 2,
  compile(call) {
    const value = time(call, 0)
    const { context } = call
    const stamp = localStamp(value, context)
    const units = unitsPerSecond(context.precision)
    const nanos = `((((${value}) % ${units}) + ${units}) % ${units}) * ${1_000_000_000n / units}`
    const parts = patternOf(call).map(part => {
      if (part.kind !== 'key') return quoteText(part.text)
      if (part.lowered === 'tzh') throw unsupported('TZH in TO_CHAR')
      return keyText(part.key, stamp, nanos)
    })
    return { sql: `(${parts.join(' || ') || "''"})`, type: dataType('VARCHAR', 4094) }
  },
}

/** How the store's strptime calls the keys. */
const storeKeys: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  yy: '%y',
  mm: '%m',
  dd: '%d',
  hh24: '%H',
  hh12: '%I',
  hh: '%I',
  mi: '%M',
  ss: '%S',
  ms: '%g',
  us: '%f',
  ns: '%n',
  month: '%B',
  mon: '%b',
  day: '%A',
  dy: '%a',
  am: '%p',
  pm: '%p',
}

/** TO_TIMESTAMP: a literal is read while compiling, with TDengine's refusals; of other texts NULL comes of a mismatch. */
export const toTimestamp: ScalarFunction = {
  min: 2,
  max: 2,
  compile(call) {
    const typed = call.args[0]
    if (typed === undefined) throw wrongType(call.name)
    if (isNull(typed)) return { ...nullTyped, type: timestampType }
    const parts = patternOf(call)
    const { zone, precision } = call.context
    const units = unitsPerSecond(precision)
    if (typed.constant?.kind === 'text') {
      const nanos = readByPattern(typed.constant.value, parts, zone)
      const step = 1_000_000_000n / units
      return timeTyped((nanos - (((nanos % step) + step) % step)) / step)
    }
    return {
      sql: columnTime(typed, parts, zone.isUtc ? undefined : zone.name, units),
      type: timestampType,
    }
  },
}

function columnTime(
  typed: Typed,
  parts: readonly PatternPart[],
  zone: string | undefined,
  units: bigint,
): string {
  const pattern = parts.map(part => {
    if (part.kind !== 'key') return part.text
    const key = storeKeys[part.lowered]
    if (key === undefined) throw unsupported(`${part.key} in TO_TIMESTAMP of a column`)
    return key
  })
  const stamp = `try_strptime(${asText(typed)}, ${quoteText(pattern.join(''))})`
  const shifted =
    zone === undefined ? stamp : `timezone('UTC', timezone(${quoteText(zone)}, ${stamp}))`
  if (units === 1000n) return `td_floor(epoch_us(${shifted}), 1000)`
  return units === 1_000_000n ? `epoch_us(${shifted})` : `epoch_us(${shifted}) * 1000`
}
