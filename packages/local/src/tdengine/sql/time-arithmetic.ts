import { isInteger } from '../engine/data-type.ts'
import { engineError } from '../engine/error-code.ts'
import { type CompileContext, unitsPerSecond } from './compile-context.ts'
import { addMonths, durationUnits, parseTime } from './time-literal.ts'
import { asBigint, bigintType, type Typed, timestampType, timeTyped } from './typed.ts'

/** Sums and differences of times and durations; undefined for other operands. */
export function timeArithmetic(
  operator: string,
  left: Typed,
  right: Typed,
  context: CompileContext,
): Typed | undefined {
  if (operator !== '+' && operator !== '-') return undefined
  const leftDuration = left.constant?.kind === 'duration'
  if (leftDuration && operator === '+' && right.constant?.kind !== 'duration') {
    return timeArithmetic(operator, right, left, context)
  }
  const duration = right.constant
  const isTime = left.type.name === 'TIMESTAMP'
  if (duration?.kind === 'duration') {
    const amount = operator === '-' ? -duration.amount : duration.amount
    const { precision, zone } = context
    if (duration.unit === 'n' || duration.unit === 'y') {
      const months = Number(amount) * (duration.unit === 'y' ? 12 : 1)
      if (left.constant?.kind === 'time') {
        return timeTyped(addMonths(left.constant.value, months, precision, zone))
      }
      const units = unitsPerSecond(precision)
      const moved = `epoch_us(td_stamp(${left.sql}, ${units}) + INTERVAL (${months}) MONTH)`
      const back =
        units === 1_000_000n
          ? moved
          : units === 1000n
            ? `(${moved} // 1000)`
            : `(${moved} * 1000 + (${left.sql}) % 1000)`
      return { sql: back, type: timestampType }
    }
    const units = durationUnits(amount.toString(), duration.unit, precision) ?? 0n
    if (left.constant?.kind === 'time') return timeTyped(left.constant.value + units)
    if (left.constant?.kind === 'text') {
      const value = parseTime(left.constant.value, precision, zone)
      if (value === undefined) throw engineError('INVALID_TIMESTAMP')
      return timeTyped(value + units)
    }
    if (left.constant?.kind === 'integer') return timeTyped(left.constant.value + units)
    if (left.constant?.kind === 'duration') {
      return { sql: `(${left.sql} + (${units}))`, type: bigintType }
    }
    return { sql: `(${asBigint(left)} + (${units}))`, type: timestampType }
  }
  if (!isTime) return undefined
  if (right.type.name === 'TIMESTAMP' && operator === '-') {
    return { sql: `((${left.sql}) - (${right.sql}))`, type: bigintType }
  }
  if (isInteger(right.type.name)) {
    if (left.constant?.kind === 'time' && right.constant?.kind === 'integer') {
      const { value } = right.constant
      return timeTyped(left.constant.value + (operator === '-' ? -value : value))
    }
    return { sql: `((${left.sql}) ${operator} (${asBigint(right)}))`, type: timestampType }
  }
  return undefined
}
