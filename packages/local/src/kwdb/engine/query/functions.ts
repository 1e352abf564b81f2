import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import { kwdbVersion } from '../session/variables.ts'
import { sessionZone } from '../values/zone.ts'
import { castTo, textOfSql } from './cast.ts'
import { catalogFunctions } from './catalog-functions.ts'
import { type Context, zoneOffset } from './context.ts'
import { parseInterval } from './interval.ts'
import { compare, isNumeric } from './operators.ts'
import { hasZone, type SqlType, sqlTypes, timeType } from './sql-type.ts'
import { bucketSql, dateOfTimeSql, localTimestampSql, timeOfTimestampSql } from './time-sql.ts'
import { momentIn, resolve, type Typed, textSql, timeAt, timeNumber } from './typed.ts'

/** A function: its arguments compiled, its value. Throws `SqlError`. */
type SqlFunction = (args: readonly Typed[], context: Context, name: string) => Typed

/** The error for arguments that a function does not take (42883). */
export function wrongArguments(name: string, args: readonly Typed[]): SqlError {
  const types = args.map(({ type }) => type.family).join(', ')
  return new SqlError('42883', `unknown signature: ${name}(${types})`)
}

function argument(args: readonly Typed[], index: number, name: string): Typed {
  const found = args[index]
  if (found === undefined) throw wrongArguments(name, args)
  return found
}

/** A function of storage with the same name and meaning; the types of the arguments, and of the value. */
function same(
  types: readonly SqlType[],
  result: SqlType,
  options: { readonly least?: number; readonly as?: string } = {},
): SqlFunction {
  return (args, context, name) => {
    const least = options.least ?? types.length
    if (args.length < least || args.length > types.length) throw wrongArguments(name, args)
    const list = args.map((arg, i) => {
      const type = types[i] ?? sqlTypes.text
      const typed = resolve(arg, type, context.env.now)
      if (typed.type.family === type.family) return typed.sql
      if (isNumeric(typed.type) && isNumeric(type)) return castTo(typed, type, context).sql
      throw wrongArguments(name, args)
    })
    return { sql: `${options.as ?? name}(${list.join(', ')})`, type: result }
  }
}

const { text, int8, float8, bool, bytes } = sqlTypes

/** A function of one number whose value has the number's kind. */
function rounding(name: string): SqlFunction {
  return (args, context) => {
    const [x] = args
    if (x === undefined || args.length > 2) throw wrongArguments(name, args)
    const value = resolve(x, float8, context.env.now)
    if (!isNumeric(value.type)) throw wrongArguments(name, args)
    const digits =
      args[1] === undefined
        ? ''
        : `, CAST(${resolve(args[1], int8, context.env.now).sql} AS INTEGER)`
    const type = value.type.family === 'int' && name !== 'abs' ? float8 : value.type
    return { sql: `${name}(${value.sql}${digits})`, type: name === 'abs' ? value.type : type }
  }
}

function length(unit: 'characters' | 'bytes'): SqlFunction {
  return (args, context, name) => {
    const value = resolve(argument(args, 0, name), text, context.env.now)
    if (value.type.family === 'bytes') return { sql: `octet_length(${value.sql})`, type: int8 }
    if (value.type.family !== 'text') throw wrongArguments(name, args)
    const sql = unit === 'bytes' ? `strlen(${value.sql})` : `length(${value.sql})`
    return { sql, type: int8 }
  }
}

/** COALESCE and kin: all arguments get one type. */
function alike(as: string): SqlFunction {
  return (args, context) => {
    const typed = unify(args, context)
    const list = typed.map(({ sql }) => sql).join(', ')
    return { sql: `${as}(${list})`, type: typed[0]?.type ?? text }
  }
}

/** Gives expressions that stand for one value the same type. Throws `SqlError`. */
export function unify(typed: readonly Typed[], context: Context): readonly Typed[] {
  const known = typed.filter(({ literal }) => literal === undefined)
  let type = known[0]?.type ?? text
  for (const other of known) type = commonType(type, other.type)
  return typed.map(one => {
    const resolved = resolve(one, type, context.env.now)
    if (type.family === 'time' && resolved.type.family === 'time') {
      return timeAt(resolved, type.precision)
    }
    return resolved.type.family === type.family && resolved.type.size === type.size
      ? { ...resolved, type }
      : castTo(resolved, type, context)
  })
}

function commonType(a: SqlType, b: SqlType): SqlType {
  if (a.family === 'time' && b.family === 'time') {
    return timeType(Math.max(a.precision, b.precision), hasZone(a) || hasZone(b))
  }
  if (isNumeric(a) && isNumeric(b) && a.oid !== b.oid) {
    if (a.family === 'int' && b.family === 'int') return int8
    return a.family === 'decimal' && b.family === 'decimal' ? a : float8
  }
  if (a.family === 'text' && b.family === 'text' && a.oid !== b.oid) return text
  if (a.family !== b.family) {
    throw new SqlError('42804', `expected ${a.family} to be of type ${b.family}`)
  }
  return a
}

function clock(withZone: boolean): SqlFunction {
  return (args, { env }) => {
    const precision = args[0]?.integer === undefined ? 6 : Number(args[0].integer)
    const digits = precision <= 3 ? 3 : precision <= 6 ? 6 : 9
    return timeNumber(momentIn(env.now, digits, withZone), timeType(digits, withZone))
  }
}

const now: SqlFunction = (_args, { env }) =>
  timeNumber(momentIn(env.now, 3, true), timeType(3, true))

function constant(value: (context: Context) => string | null): SqlFunction {
  return (_args, context) => {
    const found = value(context)
    return { sql: found === null ? 'CAST(NULL AS VARCHAR)' : textSql(found), type: text }
  }
}

/** A text argument that must be a literal, e.g. the unit of `date_trunc`. */
function literalText(args: readonly Typed[], index: number, name: string): string {
  const { literal } = argument(args, index, name)
  if (typeof literal !== 'string') throw wrongArguments(name, args)
  return literal.toLowerCase()
}

function timeArgument(
  args: readonly Typed[],
  index: number,
  name: string,
  context: Context,
): Typed {
  const typed = resolve(argument(args, index, name), timeType(6, true), context.env.now)
  if (typed.type.family === 'date') return castTo(typed, timeType(6, true), context)
  if (typed.type.family !== 'time') throw wrongArguments(name, args)
  return typed
}

const truncations: ReadonlySet<string> = new Set([
  ...['millennium', 'century', 'decade', 'year', 'quarter', 'month', 'week', 'day', 'hour'],
  ...['minute', 'second', 'millisecond', 'microsecond'],
])

const dateTrunc: SqlFunction = (args, context, name) => {
  const unit = literalText(args, 0, name).replace(/s$/, '')
  if (!truncations.has(unit)) {
    throw new SqlError('22023', `unsupported timespan: ${unit}`)
  }
  const time = timeArgument(args, 1, name, context)
  const cut = `CAST(date_trunc('${unit}', ${localTimestampSql(time, context)}) AS TIMESTAMP)`
  return timeOfTimestampSql(cut, time.type, context)
}

const datePart: SqlFunction = (args, context, name) => {
  const unit = literalText(args, 0, name)
  const [, value] = args
  if (value?.type.family === 'interval') {
    return { sql: `CAST(date_part(${textSql(unit)}, ${value.sql}) AS DOUBLE)`, type: float8 }
  }
  const time = timeArgument(args, 1, name, context)
  if (/^epochs?$/.test(unit)) return castTo(time, float8, context)
  if (/^timezone/.test(unit)) return { sql: String(zoneOffset(context.env)), type: float8 }
  if (
    !/^(millennium|century|decade|year|isoyear|quarter|month|week|day|dow|isodow|doy|hour|minute|second|millisecond|microsecond|nanosecond)s?$/.test(
      unit,
    )
  ) {
    throw new SqlError('22023', `unsupported timespan: ${unit}`)
  }
  const local = localTimestampSql(time, context)
  if (/^seconds?$/.test(unit)) {
    return { sql: `(date_part('microsecond', ${local}) / 1000000.0::DOUBLE)`, type: float8 }
  }
  return { sql: `CAST(date_part('${unit}', ${local}) AS DOUBLE)`, type: float8 }
}

const timeBucket: SqlFunction = (args, context, name) => {
  const time = timeArgument(args, 0, name, context)
  const interval = parseInterval(literalText(args, 1, name))
  if (interval === null || (interval.months <= 0 && interval.days <= 0 && interval.micros <= 0n)) {
    throw new SqlError('22023', `${name}: the width of a bucket must be a positive interval`)
  }
  return bucketSql(time, interval, context)
}

const ifFunction: SqlFunction = (args, context, name) => {
  if (args.length !== 3) throw wrongArguments(name, args)
  const [a, b] = unify(args.slice(1), context)
  const condition = resolve(argument(args, 0, name), bool, context.env.now)
  return {
    sql: `CASE WHEN ${condition.sql} THEN ${a?.sql} ELSE ${b?.sql} END`,
    type: a?.type ?? text,
  }
}

const nullIf: SqlFunction = (args, context, name) => {
  const value = argument(args, 0, name)
  const equal = compare('=', value, argument(args, 1, name), context)
  const typed = resolve(value, text, context.env.now)
  return { sql: `CASE WHEN ${equal.sql} THEN NULL ELSE ${typed.sql} END`, type: typed.type }
}

const concat: SqlFunction = (args, context) => ({
  sql: `concat(${args.map(arg => textOfSql(resolve(arg, text, context.env.now), context)).join(', ')})`,
  type: text,
})

/** AT TIME ZONE: the clock of a zone for a TIMESTAMPTZ, the instant for a TIMESTAMP. */
const timezone: SqlFunction = (args, context, name) => {
  const { literal } = argument(args, 0, name)
  const zone = typeof literal === 'string' ? sessionZone(literal) : null
  if (zone === null) throw new SqlError('22023', `time zone "${literal ?? ''}" not recognized`)
  const time = timeArgument(args, 1, name, context)
  const there = { ...context, env: { ...context.env, zone } }
  return castTo(time, timeType(time.type.precision, !hasZone(time.type)), there)
}

/** Functions of one value each, by name. */
const functions: Readonly<Record<string, SqlFunction>> = {
  abs: rounding('abs'),
  ceil: rounding('ceil'),
  ceiling: rounding('ceil'),
  floor: rounding('floor'),
  round: rounding('round'),
  trunc: rounding('trunc'),
  sign: rounding('sign'),
  sqrt: same([float8], float8),
  cbrt: same([float8], float8),
  exp: same([float8], float8),
  ln: same([float8], float8),
  log: same([float8], float8, { as: 'log10' }),
  pow: same([float8, float8], float8),
  power: same([float8, float8], float8, { as: 'pow' }),
  sin: same([float8], float8),
  cos: same([float8], float8),
  tan: same([float8], float8),
  asin: same([float8], float8),
  acos: same([float8], float8),
  atan: same([float8], float8),
  atan2: same([float8, float8], float8),
  cot: same([float8], float8),
  degrees: same([float8], float8),
  radians: same([float8], float8),
  pi: same([], float8),
  random: same([], float8),
  mod: (args, context, name) => {
    const [a, b] = [argument(args, 0, name), argument(args, 1, name)]
    const x = resolve(a, b.type, context.env.now)
    const y = resolve(b, a.type, context.env.now)
    if (!isNumeric(x.type) || !isNumeric(y.type)) throw wrongArguments(name, args)
    return { sql: `(${x.sql} % ${y.sql})`, type: x.type.family === 'int' ? int8 : float8 }
  },
  lower: same([text], text),
  upper: same([text], text),
  reverse: same([text], text),
  repeat: same([text, int8], text),
  replace: same([text, text, text], text),
  translate: same([text, text, text], text),
  left: same([text, int8], text),
  right: same([text, int8], text),
  lpad: (args, context, name) => pad('lpad', args, context, name),
  rpad: (args, context, name) => pad('rpad', args, context, name),
  ltrim: same([text, text], text, { least: 1 }),
  rtrim: same([text, text], text, { least: 1 }),
  btrim: same([text, text], text, { least: 1, as: 'trim' }),
  initcap: (args, context, name) => {
    const value = resolve(argument(args, 0, name), text, context.env.now)
    const words = `string_split(lower(${value.sql}), ' ')`
    return {
      sql: `array_to_string(list_transform(${words}, w -> upper(w[1]) || w[2:]), ' ')`,
      type: text,
    }
  },
  split_part: same([text, text, int8], text),
  starts_with: same([text, text], bool),
  strpos: same([text, text], int8, { as: 'instr' }),
  substr: same([text, int8, int8], text, { least: 2 }),
  substring: same([text, int8, int8], text, { least: 2 }),
  md5: same([text], text),
  sha256: same([text], text),
  to_hex: (args, context, name) => {
    const value = resolve(argument(args, 0, name), int8, context.env.now)
    if (value.type.family === 'bytes') return { sql: `lower(hex(${value.sql}))`, type: text }
    return { sql: `format('{:x}', ${value.sql})`, type: text }
  },
  chr: same([int8], text, { as: 'chr' }),
  ascii: same([text], int8),
  regexp_replace: same([text, text, text, text], text, { least: 3 }),
  length: length('characters'),
  char_length: length('characters'),
  character_length: length('characters'),
  octet_length: length('bytes'),
  concat,
  coalesce: alike('coalesce'),
  ifnull: alike('coalesce'),
  greatest: alike('greatest'),
  least: alike('least'),
  nullif: nullIf,
  if: ifFunction,
  now,
  current_timestamp: clock(true),
  transaction_timestamp: clock(true),
  statement_timestamp: clock(true),
  clock_timestamp: clock(true),
  localtimestamp: clock(false),
  current_date: (_args, context) =>
    dateOfTimeSql(timeNumber(momentIn(context.env.now, 3, true), timeType(3, true)), context),
  date_trunc: dateTrunc,
  date_part: datePart,
  extract: datePart,
  time_bucket: timeBucket,
  timezone,
  current_user: constant(({ env }) => env.user),
  current_database: constant(({ env }) => env.database),
  current_schema: constant(() => 'public'),
  version: constant(() => `KaiwuDB ${kwdbVersion}`),
  current_setting: (args, context, name) => {
    const value = context.env.variable(literalText(args, 0, name))
    return { sql: textSql(value), type: text }
  },
  current_schemas: () => ({
    sql: "['pg_catalog', 'public']",
    type: sqlTypes.textList,
  }),
  pg_typeof: (args, _context, name) => ({
    sql: textSql(argument(args, 0, name).type.family),
    type: text,
  }),
  encode: (args, context, name) => {
    const value = resolve(argument(args, 0, name), bytes, context.env.now)
    const format = literalText(args, 1, name)
    if (format === 'hex') return { sql: `lower(hex(${value.sql}))`, type: text }
    if (format === 'base64') return { sql: `base64(${value.sql})`, type: text }
    throw notCarriedOut(`encode(…, '${format}')`)
  },
  isnan: same([float8], bool),
}

function pad(as: string, args: readonly Typed[], context: Context, name: string): Typed {
  const fill = args[2] === undefined ? [...args.slice(0, 2), { sql: "' '", type: text }] : args
  return same([text, int8, text], text, { as })(
    fill.map((arg, i) => (i === 1 ? { ...arg, sql: `CAST(${arg.sql} AS INTEGER)` } : arg)),
    context,
    name,
  )
}

/** The function of that name; undefined when this server has none. */
export function findFunction(name: readonly string[]): SqlFunction | undefined {
  const last = name.at(-1) ?? ''
  if (name.length > 2 || (name.length === 2 && name[0] !== 'pg_catalog')) return undefined
  if (Object.hasOwn(functions, last)) return functions[last]
  return Object.hasOwn(catalogFunctions, last) ? catalogFunctions[last] : undefined
}
