import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import type { Context } from './context.ts'
import { hasZone, type SqlType, sqlTypes, timeType } from './sql-type.ts'
import { dateOfTimeSql, localSql, timeOfTimestampSql, timeTextSql, zonedSql } from './time-sql.ts'
import { nullOf, resolve, storageType, type Typed, timeAt } from './typed.ts'

function refused(from: SqlType, to: SqlType): SqlError {
  return new SqlError('42846', `invalid cast: ${from.family} -> ${to.family}`)
}

/** An expression as another type; `what` names the target in messages. Throws `SqlError`. */
export function castTo(typed: Typed, type: SqlType, context: Context): Typed {
  typed.inferred?.(type.oid)
  if (typed.literal === null) return nullOf(type)
  if (typed.literal !== undefined) {
    // A text as a number may have a fraction that the cast rounds away.
    const isNumber = type.family === 'int' && !/^\s*[+-]?\d+\s*$/.test(typed.literal)
    if (!isNumber) return withType(resolve(typed, type, context.env.now), type, context)
    throw new SqlError('22P02', `could not parse "${typed.literal}" as type int`)
  }
  return withType(typed, type, context)
}

function withType(typed: Typed, type: SqlType, context: Context): Typed {
  const from = typed.type.family
  const { sql } = typed
  switch (type.family) {
    case 'bool':
      if (from === 'bool') return typed
      if (from === 'int' || from === 'float' || from === 'decimal') {
        return { sql: `(${sql} <> 0)`, type }
      }
      if (from === 'text') return { sql: `CAST(${sql} AS BOOLEAN)`, type }
      break
    case 'int':
      return { sql: `CAST(${integerSql(typed)} AS ${storageType(type)})`, type }
    case 'float':
    case 'decimal':
      if (from === 'time') return { sql: `(CAST(${sql} AS DOUBLE) / ${unit(typed)})`, type }
      if (from === 'bytes' || from === 'date' || from === 'list') break
      return { sql: `CAST(${sql} AS ${storageType(type)})`, type }
    case 'text':
      return { sql: textOfSql(typed, context), type }
    case 'bytes':
      if (from === 'bytes') return { sql, type }
      if (from === 'text') return { sql: `encode(${sql})`, type }
      break
    case 'time':
      return timeOf(typed, type, context)
    case 'date':
      if (from === 'date') return typed
      if (from === 'time') return dateOfTimeSql(typed, context)
      if (from === 'text') return { sql: `CAST(${sql} AS DATE)`, type }
      break
    case 'interval':
      if (from === 'interval') return typed
      if (from === 'text') return { sql: `CAST(${sql} AS INTERVAL)`, type }
      break
    case 'list':
      if (from === 'list') return typed
      break
    case 'unknown':
      return typed
  }
  throw refused(typed.type, type)
}

function unit(typed: Typed): string {
  return typed.type.precision === 9 ? '1e9' : typed.type.precision === 6 ? '1e6' : '1e3'
}

function integerSql(typed: Typed): string {
  const { sql, type } = typed
  switch (type.family) {
    case 'int':
    case 'text':
      return sql
    case 'bool':
      return `CASE WHEN ${sql} THEN 1 WHEN NOT ${sql} THEN 0 END`
    case 'float':
    case 'decimal':
      return `round_even(CAST(${sql} AS DOUBLE), 0)`
    case 'time':
      // KWDB answers milliseconds whatever the precision is.
      return timeAt(typed, 3).sql
    case 'date':
      return `date_diff('day', DATE '1970-01-01', ${sql})`
    case 'interval':
      return `floor(epoch(${sql}))`
    default:
      throw refused(type, sqlTypes.int8)
  }
}

/** An expression as text, as the client would see it. */
export function textOfSql(typed: Typed, context: Context): string {
  const { sql, type } = typed
  switch (type.family) {
    case 'text':
    case 'unknown':
      return sql
    case 'bool':
      return `CASE WHEN ${sql} THEN 'true' WHEN NOT ${sql} THEN 'false' END`
    case 'bytes':
      return `('\\x' || lower(hex(${sql})))`
    case 'time':
      return timeTextSql(typed, context)
    case 'float':
    case 'decimal':
      return `regexp_replace(CAST(${sql} AS VARCHAR), '\\.0$', '')`
    default:
      return `CAST(${sql} AS VARCHAR)`
  }
}

function timeOf(typed: Typed, type: SqlType, context: Context): Typed {
  const { sql, type: from } = typed
  switch (from.family) {
    case 'time': {
      const at = timeAt(typed, type.precision).sql
      if (hasZone(from) === hasZone(type)) return { sql: at, type }
      const moved = hasZone(type)
        ? zonedSql(at, type, context)
        : localSql({ sql: at, type: timeType(type.precision, true) }, context)
      return { sql: moved, type }
    }
    case 'date':
    case 'text':
      return timeOfTimestampSql(`CAST(${sql} AS TIMESTAMP)`, type, context)
    case 'int':
      return {
        sql: timeAt({ sql: `(${sql} * 1000)`, type: timeType(3, hasZone(type)) }, type.precision)
          .sql,
        type,
      }
    default:
      throw notCarriedOut(`a cast of ${from.family} to a time`)
  }
}
