import type { DataType } from '../engine/api.ts'
import { isText } from '../engine/data-type.ts'
import { unsupported } from '../engine/error-code.ts'
import type { CompileContext } from './compile-context.ts'
import { castInteger } from './integer-cast.ts'
import { parseTime } from './time-literal.ts'
import {
  asBigint,
  asDouble,
  asText,
  isNull,
  type Typed,
  timestampType,
  timeTyped,
} from './typed.ts'

/** CAST of a value to a type. */
export function castTo(operand: Typed, type: DataType, context: CompileContext): Typed {
  if (isNull(operand)) return { sql: convertNull(type.name), type }
  const { sql } = operand
  const from = operand.type.name
  switch (type.name) {
    case 'BOOL':
      if (from === 'BOOL') return { sql, type }
      if (isText(from)) {
        return { sql: `(lower(${sql}) = 'true' OR td_number(${sql}) <> 0)`, type }
      }
      return { sql: `((${sql}) <> 0)`, type }
    case 'VARCHAR':
    case 'NCHAR': {
      const text = castText(operand)
      if (type.name === 'NCHAR') return { sql: `left(${text}, ${type.length})`, type }
      return { sql: `td_left_bytes(${text}, ${type.length})`, type }
    }
    case 'TIMESTAMP':
      return castTime(operand, context)
    case 'FLOAT':
      return { sql: `(${asDouble(operand)})::FLOAT`, type }
    case 'DOUBLE':
      return { sql: asDouble(operand), type }
    case 'DECIMAL': {
      const value = isText(from) ? asDouble(operand) : sql
      return { sql: `try_cast(${value} AS DECIMAL(${type.precision},${type.scale}))`, type }
    }
    case 'VARBINARY':
      return { sql: isText(from) ? `encode(${sql})` : sql, type }
    case 'JSON':
    case 'BLOB':
    case 'GEOMETRY':
      throw unsupported(`CAST to ${type.name}`)
    default:
      return { sql: castInteger(operand, type.name), type }
  }
}

function castText(operand: Typed): string {
  const { sql, type } = operand
  switch (type.name) {
    case 'TIMESTAMP':
      return `(${sql})::VARCHAR`
    case 'VARBINARY':
      return `decode(${sql}, 'replace')`
    case 'FLOAT':
    case 'DOUBLE':
      return `printf('%.6f', (${sql})::DOUBLE)`
    default:
      return asText(operand)
  }
}

function castTime(operand: Typed, context: CompileContext): Typed {
  const { constant } = operand
  if (constant?.kind === 'text') {
    const value = parseTime(constant.value, context.precision, context.zone)
    return value === undefined ? { sql: '0::BIGINT', type: timestampType } : timeTyped(value)
  }
  if (constant?.kind === 'integer') return timeTyped(constant.value)
  if (isText(operand.type.name)) throw unsupported('CAST of a text column to TIMESTAMP')
  return { sql: asBigint(operand), type: timestampType }
}

function convertNull(name: string): string {
  return name === 'VARCHAR' || name === 'NCHAR' ? 'NULL::VARCHAR' : 'NULL'
}
