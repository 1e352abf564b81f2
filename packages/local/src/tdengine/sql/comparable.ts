import { quoteText } from '../../storage/store.ts'
import { isText } from '../engine/data-type.ts'
import { asDouble, asText, type Typed } from './typed.ts'

/** A value as bytes, for comparisons of VARBINARY and GEOMETRY. */
export function bytesOf(typed: Typed): string {
  const { constant } = typed
  if (constant?.kind === 'text' && constant.value.startsWith('\\x')) {
    return `from_hex(${quoteText(constant.value.slice(2))})`
  }
  return isText(typed.type.name) ? `encode(${typed.sql})` : typed.sql
}

/** A value as a BOOL, for comparisons of BOOL and text. */
export function boolText(typed: Typed): string {
  if (typed.type.name === 'BOOL') return typed.sql
  return `(lower(${typed.sql}) = 'true' OR td_number(${typed.sql}) <> 0)`
}

/** Both sides of a comparison with a member of a JSON tag. */
export function jsonComparable(left: Typed, right: Typed): readonly [string, string] {
  const other = left.type.name === 'JSON' ? right : left
  const of = (typed: Typed) => {
    if (typed.type.name !== 'JSON') {
      return isText(other.type.name) ? asText(typed) : asDouble(typed)
    }
    if (isText(other.type.name)) {
      return `(CASE WHEN json_valid(${typed.sql}) AND json_type(${typed.sql}) = 'VARCHAR' THEN json_extract_string(${typed.sql}, '$') END)`
    }
    if (other.type.name === 'BOOL') return `try_cast(${typed.sql} AS BOOLEAN)::DOUBLE`
    return `try_cast(${typed.sql} AS DOUBLE)`
  }
  return [of(left), of(right)]
}
