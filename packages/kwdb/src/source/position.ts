import { Ledger, ledgerText, nanosPer, readLedger, type TimeUnit } from '@tidewire/core'
import { raise } from '../errors.ts'

type Offset = Readonly<Record<string, unknown>>

/** Milliseconds in a unit. */
export function fromMillis(ms: number, unit: TimeUnit): bigint {
  return (BigInt(Math.floor(ms)) * 1_000_000n) / nanosPer(unit)
}

/** A time of a unit from nanoseconds; the next later one when it lies between two. */
export function fromNanos(nanos: bigint, unit: TimeUnit): bigint {
  const per = nanosPer(unit)
  const whole = nanos / per
  return nanos > whole * per ? whole + 1n : whole
}

/** The partition under which the position of a table is stored. */
export function partitionOf(database: string, table: string) {
  return { db: database, table } as const
}

/**
 * The position after a window, to be stored. The time is that of the last row read at most, in the form that the Java
 * connectors of this family use; what was delivered in detail is in `ledger`.
 */
export function positionOf(ledger: Ledger, unit: TimeUnit, tableId: string | null): Offset {
  const last = (ledger.frontier - 1n) * nanosPer(unit)
  const part = (value: bigint, by: bigint) => ((value % by) + by) % by
  const ms = (last - part(last, 1_000_000n)) / 1_000_000n
  return {
    timestamp_millisecond: Number(ms),
    timestamp_nanosecond: Number(part(last, 1_000_000_000n)),
    unit,
    ...(tableId === null ? {} : { id: tableId }),
    ledger: ledgerText(ledger),
  }
}

/**
 * The ledger of a stored position, or one that begins behind its time. Null when there is none, or when it belongs to a
 * dropped table of the same name.
 */
export function restore(
  offset: Offset | null,
  { unit, width, tableId }: { unit: TimeUnit; width: bigint; tableId: string | null },
): Ledger | null {
  if (offset === null) return null
  if (tableId !== null && typeof offset.id === 'string' && offset.id !== tableId) return null
  if (typeof offset.ledger === 'string' && offset.unit === unit) {
    const ledger = readLedger(offset.ledger)
    if (ledger !== null) return ledger
  }
  const last = timeOf(offset)
  return last === null ? null : new Ledger(fromNanos(last + 1n, unit), width)
}

function integer(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : null
}

/** The time of a position in nanoseconds; null when it has none. */
function timeOf(offset: Offset): bigint | null {
  const ms = integer(offset.timestamp_millisecond)
  if (ms === null) return null
  const nanos = integer(offset.timestamp_nanosecond) ?? 0n
  return ms * 1_000_000n + (nanos % 1_000_000n)
}

/** Throws `KWDB_SOURCE_OFFSET` for a position that a client may not store. */
export function checkPosition(partition: Offset, offset: Offset | null): void {
  const shown = JSON.stringify({ partition, offset }, (_, value) =>
    typeof value === 'bigint' ? Number(value) : value,
  )
  const refuse = (reason: string) => raise('KWDB_SOURCE_OFFSET', { offset: shown, reason })
  const named = typeof partition.db === 'string' && typeof partition.table === 'string'
  if (!named || Object.keys(partition).length !== 2) {
    throw refuse('the partition must be {"db": database, "table": name}')
  }
  if (offset === null) return
  if (integer(offset.timestamp_millisecond) === null) {
    throw refuse('timestamp_millisecond must be an integer')
  }
  const nanos = offset.timestamp_nanosecond
  const value = nanos === undefined ? 0n : integer(nanos)
  if (value === null || value < 0n || value > 999_999_999n) {
    throw refuse('timestamp_nanosecond must be an integer from 0 to 999999999')
  }
  const { ledger } = offset
  if (ledger !== undefined && (typeof ledger !== 'string' || readLedger(ledger) === null)) {
    throw refuse('ledger is damaged; leave it out')
  }
}
