import type { TmqMetaEntry } from '../tmq/api.ts'
import type { Row } from './row-decoder.ts'

/** Where an element of a subscription comes from. */
export interface CdcOrigin {
  readonly topic: string
  readonly database: string
  readonly vgroup: number
  /** Offset of its message in the write-ahead log; null in a snapshot. */
  readonly offset: bigint | null
}

/** A change: a row that was written, a delete, or a change of a table. */
export type CdcChange<T = Row> =
  | { readonly kind: 'insert'; readonly table: string | null; readonly row: T }
  | {
      readonly kind: 'delete'
      /** Sub-table or normal table; null, as all of these, when the server does not say. */
      readonly table: string | null
      /** First and last time that were deleted, in nanoseconds since the epoch. */
      readonly from: bigint | null
      readonly to: bigint | null
      /** The statement as TDengine tells it. */
      readonly sql: string | null
      readonly database: string
    }
  | {
      readonly kind: 'schema'
      /** Create, alter or drop, as TDengine describes it; null when the server cannot. */
      readonly change: TmqMetaEntry | null
      readonly database: string
    }

/** All changes of one message (Flink connector: the driver's `ConsumerRecords`). */
export interface ConsumerRecords<T = Row> extends CdcOrigin {
  readonly changes: readonly CdcChange<T>[]
}

/** True for an element of batch mode. */
export function isConsumerRecords(value: unknown): value is ConsumerRecords<unknown> {
  return typeof value === 'object' && value !== null && 'changes' in value && 'vgroup' in value
}

/** True for a change. */
export function isChange(value: unknown): value is CdcChange<unknown> {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false
  const { kind } = value
  return (
    (kind === 'insert' && 'row' in value) ||
    (kind === 'delete' && 'sql' in value) ||
    (kind === 'schema' && 'change' in value)
  )
}
