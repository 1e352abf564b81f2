import type { Logger, RowFaults, TimeUnit } from '@tidewire/core'
import type { OutputSettings } from './profile.ts'
import type { SourceTable } from './table-shape.ts'

/** How a table is read. Times in the unit of the database unless they say otherwise. */
export interface ReadOptions {
  readonly table: SourceTable
  readonly unit: TimeUnit
  readonly topic: string
  readonly output: OutputSettings
  /** First time that is read; `earliest` for all. */
  readonly initial: bigint
  /** First time that is not read any more; null for none. */
  readonly end: bigint | null
  readonly fetchRows: number
  readonly pollMs: number
  readonly lookBackMs: number
  readonly lookBackRows: number
  /** 0 for never. */
  readonly lateCheckMs: number
  /** Longest span of one window over the history; 0 for any. */
  readonly queryMs: number
  readonly faults: RowFaults
  readonly log: Logger
}
