import { asDouble, boolType, isNull, type Typed } from './typed.ts'

/** A condition; `plain` is enough for a filter and may be NULL. */
export function condition(sql: string, plain = sql): Typed {
  return { sql, type: boolType, isCondition: true, plain }
}

/** A condition as a filter may have it. */
export function plainOf(typed: Typed): string {
  return typed.plain ?? truth(typed)
}

/** A value as a condition. */
export function asCondition(typed: Typed): Typed {
  return condition(truth(typed), plainOf(typed))
}

/** A value as a condition that is never NULL. */
export function truth(typed: Typed): string {
  if (typed.isCondition === true) return typed.sql
  if (isNull(typed)) return 'false'
  if (typed.type.name === 'BOOL') return `coalesce(${typed.sql}, false)`
  return `coalesce(${asDouble(typed)} <> 0, false)`
}
