import type { Logger, RowFaults } from '@tidewire/core'
import type { OutputSettings } from './output.ts'

/** How a table is read. */
export interface ReadOptions {
  readonly database: string
  readonly table: string
  readonly topic: string
  readonly output: OutputSettings
  /** First time that is read, in nanoseconds; null for all. */
  readonly initial: bigint | null
  /** First time that is not read any more, in nanoseconds; null for none. */
  readonly end: bigint | null
  readonly fetchRows: number
  readonly pollMs: number
  readonly lookBackMs: number
  readonly lookBackRows: number
  /** 0 for never. */
  readonly lateCheckMs: number
  /** Span of the first window over the history; 0 for any. */
  readonly queryMs: number
  readonly faults: RowFaults
  readonly log: Logger
}
