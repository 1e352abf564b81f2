import type { TimeUnit } from '@tidewire/core'
import { type TextValues, textKinds } from '@tidewire/formats'
import type { ColumnType } from '../dialect/column-type.ts'
import { literalOf, type ScalarKind, TooLong } from '../dialect/literal.ts'
import { Misfit } from '../dialect/misfit.ts'
import type { SqlText } from '../dialect/sql-text.ts'

const minus = 45
const zero = 48
const nine = 57
const exponentBit = 0x20
const lowerE = 0x65

/** How the values of a column are written; kinds are small numbers, since every value asks. */
const ways = {
  time: 1,
  integer: 2,
  float: 3,
  bool: 4,
  bytesText: 5,
  charText: 6,
  other: 7,
} as const
type Way = (typeof ways)[keyof typeof ways]

/** A column or tag that values are written for. */
export interface ValueTarget {
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  /** Unit of times that are given as whole numbers. */
  readonly unit: TimeUnit
  readonly way: Way
  /** Longest text; most digits that are surely in range; for times the zeros to add, or less than 0. */
  readonly measure: number
}

/** Digits up to which a whole number is in range, whatever they are. */
const safeDigits = { INT2: 4, INT4: 9, INT8: 18 } as const
/** Digits up to which a positive time is in range: 3, 6 and 9 decimal places. */
const timeDigits = { 3: 13, 6: 16, 9: 18 } as const
const unitPlaces: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 3, us: 6, ns: 9 }
const zeros = '000000000'

/** What is written for a column of that type. */
export function valueTarget(
  name: string,
  type: ColumnType,
  nullable: boolean,
  unit: TimeUnit,
): ValueTarget {
  const target = (way: Way, measure: number): ValueTarget => ({
    name,
    type,
    nullable,
    unit,
    way,
    measure,
  })
  switch (type.name) {
    case 'TIMESTAMPTZ':
    case 'TIMESTAMP':
      return target(ways.time, type.precision - unitPlaces[unit])
    case 'INT2':
    case 'INT4':
    case 'INT8':
      return target(ways.integer, safeDigits[type.name])
    case 'FLOAT4':
    case 'FLOAT8':
      return target(ways.float, 0)
    case 'BOOL':
      return target(ways.bool, 0)
    case 'CHAR':
    case 'VARCHAR':
      return target(ways.bytesText, type.length)
    case 'NCHAR':
    case 'NVARCHAR':
      return target(ways.charText, type.length)
    default:
      return target(ways.other, 0)
  }
}

/** Writes values as literals, straight from the text they stand in where they can be. */
export class ValueWriter {
  /** Times that had more digits than their column keeps, since it was last set to 0. */
  cuts = 0
  readonly #onCut = () => {
    this.cuts += 1
  }

  /** Writes value `index` for a column; a value that is absent becomes `null`, one that is null `NULL`. */
  write(out: SqlText, values: TextValues, index: number, target: ValueTarget): void {
    const kind = values.kinds[index] as number
    if (kind <= textKinds.null) {
      if (!target.nullable) throw new Misfit('the value is missing', target.name)
      // The merge of rows tells them apart; to the server they are the same.
      out.ascii(kind === textKinds.absent ? 'null' : 'NULL')
      return
    }
    const start = values.starts[index] as number
    const end = values.ends[index] as number
    if (!this.#quick(out, values, kind, start, end, target)) this.#slow(out, values, index, target)
  }

  /** Writes the time of a row, given as digits. */
  rowTime(out: SqlText, source: Buffer, start: number, end: number, target: ValueTarget): void {
    if (this.#time(out, source, start, end, target)) return
    out.ascii(this.literal(target, 'number', source.toString('latin1', start, end)))
  }

  /** A value given as text, as the literal that a column takes. */
  literal(target: ValueTarget, kind: ScalarKind, text: string): string {
    try {
      return literalOf(target.type, kind, text, target.unit, this.#onCut)
    } catch (error) {
      throw named(error, target)
    }
  }

  /** Writes what needs no second look; false, with nothing written, for the rest. */
  #quick(
    out: SqlText,
    values: TextValues,
    kind: number,
    start: number,
    end: number,
    target: ValueTarget,
  ): boolean {
    const { source } = values
    switch (target.way) {
      case ways.time:
        return kind === textKinds.integer && this.#time(out, source, start, end, target)
      case ways.integer: {
        const digits = end - start
        if (kind !== textKinds.integer || digits > target.measure || !isPlain(source, start, end)) {
          return false
        }
        out.copy(source, start, end)
        return true
      }
      case ways.float:
        if (kind !== textKinds.integer && kind !== textKinds.decimal) return false
        if (end - start > 30 || hasExponent(source, start, end)) return false
        out.copy(source, start, end)
        return true
      case ways.bool:
        if (kind !== textKinds.true && kind !== textKinds.false) return false
        out.ascii(kind === textKinds.true ? 'true' : 'false')
        return true
      case ways.bytesText:
        return (
          kind === textKinds.plain &&
          end - start <= target.measure &&
          out.quoted(source, start, end) >= 0
        )
      case ways.charText: {
        // Bytes are never fewer than characters; what has more bytes than that is counted elsewhere.
        return (
          kind === textKinds.plain &&
          end - start <= target.measure &&
          out.quoted(source, start, end) >= 0
        )
      }
      default:
        return false
    }
  }

  #time(out: SqlText, source: Buffer, start: number, end: number, target: ValueTarget): boolean {
    const { type } = target
    if (!('precision' in type) || source[start] === minus || source[start] === zero) return false
    const { measure } = target
    const digits = end - start + measure
    // Nanoseconds of today have 19 digits; from 9 on they may be out of range.
    const fits = type.precision === 9 && digits === 19 && (source[start] as number) < nine
    if (digits > timeDigits[type.precision] && !fits) return false
    if (measure >= 0) {
      out.copy(source, start, end)
      if (measure > 0) out.ascii(zeros.slice(0, measure))
      return true
    }
    const kept = end + measure
    if (kept <= start) return false
    for (let i = kept; i < end; i += 1) if (source[i] !== zero) return false
    out.copy(source, start, kept)
    return true
  }

  #slow(out: SqlText, values: TextValues, index: number, target: ValueTarget): void {
    const kind = values.kinds[index] as number
    const text =
      kind === textKinds.true ? 'true' : kind === textKinds.false ? 'false' : values.text(index)
    out.utf8(this.literal(target, scalarKind(kind), text))
  }
}

function scalarKind(kind: number): ScalarKind {
  if (kind >= textKinds.plain) return 'text'
  return kind === textKinds.integer || kind === textKinds.decimal ? 'number' : 'boolean'
}

function named(error: unknown, { name, type }: ValueTarget): unknown {
  if (error instanceof TooLong)
    return new TooLong(type.name, 'length' in type ? type.length : 0, error.length, name)
  return error instanceof Misfit && error.field === null ? new Misfit(error.message, name) : error
}

/** True for digits that are written as they stand: no zero before others, no minus zero. */
function isPlain(source: Buffer, start: number, end: number): boolean {
  const first = source[start] === minus ? start + 1 : start
  return source[first] !== zero || (end === first + 1 && first === start)
}

function hasExponent(source: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    if (((source[i] as number) | exponentBit) === lowerE) return true
  }
  return false
}
