import { Ledger, ledgerText, readLedger, type TimeUnit } from '@tidewire/core'
import { raise } from '../errors.ts'

type Offset = Readonly<Record<string, unknown>>

const nanosPer: Readonly<Record<TimeUnit, bigint>> = {
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  ns: 1n,
}

/** A time of a unit from nanoseconds; the next later one when it lies between two. */
export function fromNanos(nanos: bigint, unit: TimeUnit): bigint {
  const per = nanosPer[unit]
  const whole = nanos / per
  return nanos > whole * per ? whole + 1n : whole
}

/** Milliseconds in a unit. */
export function fromMillis(ms: number, unit: TimeUnit): bigint {
  return (BigInt(Math.floor(ms)) * 1_000_000n) / nanosPer[unit]
}

/** The partition under which the position of a table is stored: that of the Java connector. */
export function partitionOf(table: string): { readonly table: string } {
  return { table }
}

function integer(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  return null
}

/**
 * The position after a window, to be stored. The two time stamps are those of the Java connector, which goes on behind
 * them; what was delivered in detail is in `ledger`.
 */
export function positionOf(
  ledger: Ledger,
  database: string,
  unit: TimeUnit,
  created: number | null,
): Offset {
  const last = (ledger.frontier - 1n) * nanosPer[unit]
  const part = (value: bigint, by: bigint) => ((value % by) + by) % by
  const second = part(last, 1_000_000_000n)
  const ms = (last - part(last, 1_000_000n)) / 1_000_000n
  return {
    timestamp_millisecond: Number(ms),
    timestamp_nanosecond: Number(second),
    database,
    unit,
    ...(created === null ? {} : { created }),
    ledger: ledgerText(ledger),
  }
}

/** How a stored position is to be understood. */
export interface PositionContext {
  readonly database: string
  readonly unit: TimeUnit
  /** Width of recent slices. */
  readonly width: bigint
  /** When the table was made; null when that is not known. */
  readonly created: number | null
}

/**
 * The ledger of a stored position: our own, or one that begins behind the time of the Java connector. Null when there is
 * none, when it is empty, or when it belongs to another database or to a dropped table of the same name.
 */
export function restore(offset: Offset | null, context: PositionContext): Ledger | null {
  if (offset === null) return null
  const { database, unit, width, created } = context
  if (offset.database !== undefined && offset.database !== database) return null
  const madeAt = integer(offset.created)
  if (created !== null && madeAt !== null && madeAt !== BigInt(created)) return null
  if (typeof offset.ledger === 'string' && offset.unit === unit) {
    const ledger = readLedger(offset.ledger)
    if (ledger !== null) return ledger
  }
  const last = javaTime(offset)
  return last === null ? null : new Ledger(fromNanos(last + 1n, unit), width)
}

/** The time of a Java position in nanoseconds; null when it has none. */
function javaTime(offset: Offset): bigint | null {
  const ms = integer(offset.timestamp_millisecond)
  if (ms === null) return null
  const second = integer(offset.timestamp_nanosecond) ?? 0n
  return ms * 1_000_000n + (((second % 1_000_000n) + 1_000_000n) % 1_000_000n)
}

/** Throws `TDENGINE_SOURCE_OFFSET` for a position that a client may not store. */
export function checkPosition(partition: Offset, offset: Offset | null): void {
  const shown = JSON.stringify({ partition, offset }, (_, value) =>
    typeof value === 'bigint' ? Number(value) : value,
  )
  const refuse = (reason: string) => raise('TDENGINE_SOURCE_OFFSET', { offset: shown, reason })
  const keys = Object.keys(partition)
  if (keys.length !== 1 || typeof partition.table !== 'string') {
    throw refuse('the partition must be {"table": name}')
  }
  if (offset === null) return
  const ms = integer(offset.timestamp_millisecond)
  const nanos = offset.timestamp_nanosecond
  if (ms === null) throw refuse('timestamp_millisecond must be an integer')
  if (nanos !== undefined) {
    const value = integer(nanos)
    if (value === null || value < 0n || value > 999_999_999n) {
      throw refuse('timestamp_nanosecond must be an integer from 0 to 999999999')
    }
  }
  if (offset.ledger !== undefined) {
    if (typeof offset.ledger !== 'string' || readLedger(offset.ledger) === null) {
      throw refuse('ledger is damaged; leave it out')
    }
  }
}
