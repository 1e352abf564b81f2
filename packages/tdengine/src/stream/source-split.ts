import type { StreamSplit } from '@tidewire/core'

/** A part of a query that one reader reads, with how far it has come. Times are in the unit of the database. */
export type TDengineSplit = StreamSplit & {
  /** The whole query, or the query that is filtered. */
  readonly sql: string
  /** A condition on the rows of `sql`; null for all. */
  readonly condition: string | null
  readonly progress: SplitPosition
}

/** How a split is read, and from where. */
export type SplitPosition =
  /** Window after window: rows with `from` ≤ column < `end` are still to be read. */
  | {
      readonly kind: 'windows'
      /** Quoted. */
      readonly column: string
      readonly from: bigint
      readonly end: bigint
      /** Width of the next window. */
      readonly width: bigint
    }
  /** In the order of a time column: rows at or behind `after` are still to be read; null for all. */
  | {
      readonly kind: 'ordered'
      /** Quoted. */
      readonly column: string
      readonly after: bigint | null
      /** False where the server gives this order by itself. */
      readonly sort: boolean
    }
  /** At once; a restart reads it again. */
  | { readonly kind: 'whole' }

/** Rows that a window should have: small enough that reading it again after a crash costs little. */
export const windowRows = 100_000
const growth = 4

/** The position at the beginning of a range whose windows begin with a width. */
export function rangePosition(
  column: string,
  from: bigint,
  end: bigint,
  width: bigint,
): SplitPosition {
  return { kind: 'windows', column, from, end, width: atLeastOne(width) }
}

/** The position behind a window that had `rows` rows. */
export function nextWindow(
  position: SplitPosition & { readonly kind: 'windows' },
  rows: number,
): SplitPosition & { readonly kind: 'windows' } {
  const scale = rows === 0 ? growth : Math.min(growth, Math.max(1 / growth, windowRows / rows))
  // Parts in a thousand, so that widths stay whole.
  const width = atLeastOne((position.width * BigInt(Math.round(scale * 1000))) / 1000n)
  return { ...position, from: windowEnd(position), width }
}

/** Where the next window ends; it is not included. */
export function windowEnd(position: SplitPosition & { readonly kind: 'windows' }): bigint {
  const end = position.from + position.width
  if (end > position.end) return position.end
  return end
}

function atLeastOne(width: bigint): bigint {
  return width > 0n ? width : 1n
}

/** The query that reads what is left of a split, or its next window. */
export function splitQuery({ sql, condition, progress }: TDengineSplit): string {
  const conditions = condition === null ? [] : [`(${condition})`]
  let order = ''
  if (progress.kind === 'windows') {
    const { column } = progress
    conditions.push(`${column} >= ${progress.from}`, `${column} < ${windowEnd(progress)}`)
  } else if (progress.kind === 'ordered') {
    if (progress.after !== null) conditions.push(`${progress.column} >= ${progress.after}`)
    if (progress.sort) order = ` order by ${progress.column}`
  }
  if (conditions.length === 0 && order === '') return sql
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
  return `select * from (${sql})${where}${order}`
}
