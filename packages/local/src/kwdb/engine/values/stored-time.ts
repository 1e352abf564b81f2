import { type ColumnType, typeText } from '../../catalog/column-type.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { floorDiv } from './calendar.ts'
import type { Moment } from './timestamp-text.ts'

/** Units of a time column in a second. */
export function unitsPerSecond(precision: number): bigint {
  return precision === 9 ? 1_000_000_000n : precision === 6 ? 1_000_000n : 1000n
}

/** Least and greatest number that a time column of a precision stores. */
export function timeRange(precision: number): readonly [bigint, bigint] {
  if (precision === 9) return [0n, 9_214_646_400_000_000_000n]
  const scale = precision === 6 ? 1_000_000n : 1000n
  return [-62_167_219_200n * scale, 31_556_995_200n * scale]
}

/** A time that the column's range does not hold (22026). */
export function outOfTimeRange(text: string, type: ColumnType, column: string): SqlError {
  return new SqlError(
    '22026',
    `value "${text}" out of range for type ${typeText(type)} (column ${column})`,
  )
}

/** A moment as a time column stores it: in its unit, halves rounded up. A TIMESTAMP keeps the time on the clock of the moment's zone. */
export function storedMoment(moment: Moment, type: ColumnType): bigint {
  const seconds =
    type.name === 'TIMESTAMP'
      ? moment.seconds + BigInt(moment.zone.offsetAt(moment.seconds))
      : moment.seconds
  const nanos = seconds * 1_000_000_000n + BigInt(moment.nanos)
  const unit = 1_000_000_000n / unitsPerSecond(type.width)
  return unit === 1n ? nanos : floorDiv(nanos + unit / 2n, unit)
}
