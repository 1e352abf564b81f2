import type { Logger } from '@tidewire/core'
import type { RestartStrategy } from './restart-strategy.ts'

/** When and where a job stores checkpoints. */
export interface CheckpointOptions {
  readonly intervalMs: number
  /** Folder of this job's checkpoints; no other job may use it. */
  readonly directory: string
  /** How many are kept; 2 when absent. */
  readonly retained?: number
  /** A checkpoint that takes longer is given up; 10 minutes when absent. */
  readonly timeoutMs?: number
  /** Checkpoints in a row that may fail; 0 when absent. */
  readonly tolerableFailures?: number
  /** Quiet time between two checkpoints; 0 when absent. */
  readonly minPauseMs?: number
}

/** Progress of a running job. */
export interface JobProgress {
  /** Splits read to their end. */
  readonly splitsDone: number
  /** All splits; null while they are not all known or a source has no end. */
  readonly splitsTotal: number | null
  /** Rows that the sources have given. */
  readonly rows: number
  readonly rowsPerSecond: number
  /** Estimated from the splits; null while unknown. */
  readonly secondsLeft: number | null
  readonly restarts: number
  readonly checkpoints: number
}

/** How a job runs. */
export interface JobOptions {
  /** Name in logs and checkpoints; `job` when absent. */
  readonly name?: string
  /** Subtasks per operator; 1 when absent. */
  readonly parallelism?: number
  /**
   * Worker threads that share the subtasks; as many as there are processors and subtasks when absent. Only a job from a
   * file has them: each thread imports the file again. A job that a program builds runs on the calling thread.
   */
  readonly threads?: number
  readonly checkpoint?: CheckpointOptions
  /** What happens after a failure: exponential delay with checkpoints and no restart without, when absent (Flink). */
  readonly restart?: RestartStrategy
  /** Where the job begins: the latest checkpoint in its folder (default), the beginning, or a savepoint's path. */
  readonly restore?: 'latest' | 'none' | { readonly savepoint: string }
  /** State of operators that the job does not have any more is dropped instead of refused. */
  readonly allowDroppedState?: boolean
  /** Milliseconds that a stop may take before it is forced, without a last checkpoint; 10 seconds when absent. */
  readonly stopTimeoutMs?: number
  readonly log?: Logger
  /** Called about once a second. */
  readonly onProgress?: (progress: JobProgress) => void
  /** Called when the job goes on from a checkpoint or savepoint: where that lies, and when it was taken. */
  readonly onResume?: (path: string, time: Date) => void
}

/** Defaults of a job. */
export const jobDefaults = {
  name: 'job',
  parallelism: 1,
  restore: 'latest',
  allowDroppedState: false,
  stopTimeoutMs: 10_000,
} as const satisfies JobOptions

/** Defaults of checkpoints. */
export const checkpointDefaults = {
  retained: 2,
  timeoutMs: 600_000,
  tolerableFailures: 0,
  minPauseMs: 0,
} as const satisfies Partial<CheckpointOptions>

/** A logger that says nothing. */
export const silentLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
