import type { BinaryExpression, BinaryOperator } from '../../sql/ast.ts'
import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import { textOfSql } from './cast.ts'
import type { Context } from './context.ts'
import { type SqlType, sqlTypes } from './sql-type.ts'
import { addIntervalSql, differenceSql, timeOfTimestampSql } from './time-sql.ts'
import { nullOf, resolve, type Typed, timeAt, timeNumber } from './typed.ts'

const comparisons: ReadonlySet<string> = new Set([
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'IS DISTINCT FROM',
  'IS NOT DISTINCT FROM',
])

/** Whether values of the type are numbers. */
export function isNumeric({ family }: SqlType): boolean {
  return family === 'int' || family === 'float' || family === 'decimal'
}

function unsupported(operator: string, left: SqlType, right: SqlType): SqlError {
  return new SqlError(
    '22023',
    `unsupported binary operator: <${left.family}> ${operator} <${right.family}>`,
  )
}

/** Gives literals of unknown type the type of the other side. */
function resolvePair(left: Typed, right: Typed, context: Context): [Typed, Typed] {
  const { now } = context.env
  if (left.literal !== undefined && right.literal !== undefined) {
    return [resolve(left, sqlTypes.text, now), resolve(right, sqlTypes.text, now)]
  }
  return [resolve(left, right.type, now), resolve(right, left.type, now)]
}

/** Both sides in forms that storage compares as KWDB does. */
function comparable(
  left: Typed,
  right: Typed,
  operator: string,
  context: Context,
): [string, string] {
  const [a, b] = resolvePair(left, right, context)
  const kinds = `${a.type.family} ${b.type.family}`
  if (kinds === 'time time') {
    const precision = Math.max(a.type.precision, b.type.precision)
    return [timeAt(a, precision).sql, timeAt(b, precision).sql]
  }
  // A bare number is in the column's unit.
  if (a.type.family === 'time' && b.integer !== undefined) {
    return [a.sql, timeNumber(b.integer, a.type).sql]
  }
  if (b.type.family === 'time' && a.integer !== undefined) {
    return [timeNumber(a.integer, b.type).sql, b.sql]
  }
  if (kinds === 'time int' || kinds === 'int time') return [a.sql, b.sql]
  if (kinds === 'time date') return [a.sql, timeOfTimestampSql(b.sql, a.type, context).sql]
  if (kinds === 'date time') return [timeOfTimestampSql(a.sql, b.type, context).sql, b.sql]
  if (a.type.family === b.type.family) return [a.sql, b.sql]
  if (isNumeric(a.type) && isNumeric(b.type)) return [a.sql, b.sql]
  if (a.type.family === 'bool' && b.type.family === 'int') return [a.sql, `(${b.sql} <> 0)`]
  if (a.type.family === 'int' && b.type.family === 'bool') return [`(${a.sql} <> 0)`, b.sql]
  throw new SqlError(
    '22023',
    `unsupported comparison operator: <${a.type.family}> ${operator} <${b.type.family}>`,
  )
}

/** A comparison, also of the kind `IS DISTINCT FROM`. Throws `SqlError` (22023). */
export function compare(
  operator: BinaryOperator,
  left: Typed,
  right: Typed,
  context: Context,
): Typed {
  const [a, b] = comparable(left, right, operator, context)
  return { sql: `(${a} ${operator} ${b})`, type: sqlTypes.bool }
}

function asDouble({ sql, type }: Typed): string {
  return type.family === 'float' && type.size === 8 ? sql : `CAST(${sql} AS DOUBLE)`
}

/** The type of a calculation with both. */
function numericType(left: Typed, right: Typed): SqlType {
  if (left.type.family === 'float' || right.type.family === 'float') return sqlTypes.float8
  return left.type.family === 'decimal' || right.type.family === 'decimal'
    ? sqlTypes.decimal
    : sqlTypes.int8
}

function calculate(operator: BinaryOperator, left: Typed, right: Typed): Typed {
  const type = numericType(left, right)
  const isInteger = type.family === 'int'
  const a = isInteger ? `CAST(${left.sql} AS BIGINT)` : asDouble(left)
  const b = isInteger ? `CAST(${right.sql} AS BIGINT)` : asDouble(right)
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return { sql: `(${a} ${operator} ${b})`, type }
    case '/': {
      const quotient = `(${asDouble(left)} / ${divisor(asDouble(right), right)})`
      return { sql: quotient, type: isInteger ? sqlTypes.decimal : type }
    }
    case '//':
      if (isInteger) return { sql: `(${a} // ${divisor(b, right)})`, type }
      return { sql: `trunc(${a} / ${divisor(b, right)})`, type }
    case '%':
      return { sql: `(${a} % ${divisor(b, right)})`, type }
    case '^':
      return isInteger
        ? { sql: `CAST(pow(${asDouble(left)}, ${asDouble(right)}) AS BIGINT)`, type }
        : { sql: `pow(${a}, ${b})`, type }
    case '&':
    case '|':
    case '<<':
    case '>>':
      if (isInteger) return { sql: `(${a} ${operator} ${b})`, type }
      break
    case '#':
      if (isInteger) return { sql: `xor(${a}, ${b})`, type }
      break
    default:
  }
  throw unsupported(operator, left.type, right.type)
}

/** Marks the message of an error that a query raises by itself. */
export const raisedMark = 'kwdb:'

function divisor(sql: string, right: Typed): string {
  if (right.integer !== undefined && right.integer !== 0n) return sql
  const fail = `error('${raisedMark}22012:division by zero')`
  return `(CASE WHEN ${sql} = 0 THEN ${fail} ELSE ${sql} END)`
}

function addOrSubtract(operator: '+' | '-', left: Typed, right: Typed, context: Context): Typed {
  const { now } = context.env
  const a = left.type.family
  const b = right.type.family
  if (a === 'time') {
    if (b === 'interval' || (b === 'unknown' && !looksLikeTime(right))) {
      const interval = resolve(right, sqlTypes.interval, now)
      return addIntervalSql(left, interval.sql, operator, context)
    }
    const other = resolve(right, left.type, now)
    if (operator === '-' && other.type.family === 'time') return differenceSql(left, other)
  }
  if (a === 'interval' && b === 'time' && operator === '+') {
    return addIntervalSql(right, left.sql, '+', context)
  }
  if (a === 'unknown' && b === 'time' && operator === '-') {
    return differenceSql(resolve(left, right.type, now), right)
  }
  if (a === 'interval' || b === 'interval') {
    const [x, y] = resolvePair(left, right, context)
    if (x.type.family === 'date') {
      return timeOfTimestampSql(`(${x.sql} ${operator} ${y.sql})`, zoneless, context)
    }
    if (x.type.family === 'interval' && y.type.family === 'interval') {
      return { sql: `(${x.sql} ${operator} ${y.sql})`, type: sqlTypes.interval }
    }
  }
  if (a === 'date' && b === 'int') {
    return { sql: `(${left.sql} ${operator} CAST(${right.sql} AS INTEGER))`, type: sqlTypes.date }
  }
  if (a === 'date' && b === 'date' && operator === '-') {
    return { sql: `date_diff('day', ${right.sql}, ${left.sql})`, type: sqlTypes.int8 }
  }
  throw unsupported(operator, left.type, right.type)
}

const zoneless: SqlType = { family: 'time', oid: 1114, size: 8, modifier: -1, precision: 6 }

/** `ts - '2024-01-01 00:00:00'` subtracts a time, `ts - '1h'` an interval. */
function looksLikeTime({ literal }: Typed): boolean {
  return typeof literal === 'string' && /\d{2,}[-/]\d{1,2}[-/]\d/.test(literal)
}

function matchSql(
  expression: BinaryExpression,
  left: Typed,
  right: Typed,
  escapeWith: Typed | null,
): string {
  const { operator } = expression
  const not = operator.startsWith('NOT ') || operator.startsWith('!') ? 'NOT ' : ''
  switch (operator) {
    case 'LIKE':
    case 'NOT LIKE':
    case 'ILIKE':
    case 'NOT ILIKE': {
      const word = operator.endsWith('ILIKE') ? 'ILIKE' : 'LIKE'
      return `(${not}(${left.sql} ${word} ${right.sql} ESCAPE ${escapeWith?.sql ?? "'\\'"}))`
    }
    case 'SIMILAR TO':
    case 'NOT SIMILAR TO':
      return `(${not}regexp_full_match(${left.sql}, replace(replace(${right.sql}, '%', '.*'), '_', '.')))`
    case '~':
    case '!~':
      return `(${not}regexp_matches(${left.sql}, ${right.sql}))`
    default:
      return `(${not}regexp_matches(${left.sql}, ${right.sql}, 'i'))`
  }
}

/** An operator with its operands compiled. Throws `SqlError`. */
export function operate(
  expression: BinaryExpression,
  left: Typed,
  right: Typed,
  escapeWith: Typed | null,
  context: Context,
): Typed {
  const { operator } = expression
  if (comparisons.has(operator)) return compare(operator, left, right, context)
  if (/LIKE|SIMILAR|~/.test(operator)) {
    const { now } = context.env
    const a = resolve(left, sqlTypes.text, now)
    const b = resolve(right, sqlTypes.text, now)
    if (a.type.family !== 'text' || b.type.family !== 'text') {
      throw new SqlError(
        '22023',
        `unsupported comparison operator: <${a.type.family}> ${operator} <${b.type.family}>`,
      )
    }
    return { sql: matchSql(expression, a, b, escapeWith), type: sqlTypes.bool }
  }
  if (operator === '||') {
    const [a, b] = resolvePair(left, right, context)
    if (a.type.family === 'bytes' && b.type.family === 'bytes') {
      return { sql: `(${a.sql} || ${b.sql})`, type: sqlTypes.bytes }
    }
    return { sql: `(${textOfSql(a, context)} || ${textOfSql(b, context)})`, type: sqlTypes.text }
  }
  return arithmetic(operator, left, right, context)
}

function arithmetic(operator: BinaryOperator, left: Typed, right: Typed, context: Context): Typed {
  if (left.literal === null && right.literal === null) return nullOf(sqlTypes.int8)
  const isTime = [left, right].some(({ type }) =>
    ['time', 'date', 'interval'].includes(type.family),
  )
  if (isTime) {
    if (operator === '+' || operator === '-') return addOrSubtract(operator, left, right, context)
    if ((operator === '*' || operator === '/') && left.type.family === 'interval') {
      const factor = resolve(right, sqlTypes.float8, context.env.now)
      const micros = `(epoch(${left.sql}) * 1000000 ${operator} ${asDouble(factor)})`
      return { sql: `to_microseconds(CAST(${micros} AS BIGINT))`, type: sqlTypes.interval }
    }
    throw unsupported(operator, left.type, right.type)
  }
  const [a, b] = resolvePair(left, right, context)
  if (isNumeric(a.type) && isNumeric(b.type)) return calculate(operator, a, b)
  if (['->', '->>', '#>', '#>>', '@>', '<@', '?', '?|', '?&', '&&'].includes(operator)) {
    throw notCarriedOut(`the operator ${operator}`)
  }
  throw unsupported(operator, a.type, b.type)
}
