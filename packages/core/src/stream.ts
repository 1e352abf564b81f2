import type { Logger } from './connector.ts'

/** A part of a source that one reader reads by itself. Everything in it survives `structuredClone`. */
export interface StreamSplit {
  /** Unique within the source. */
  readonly id: string
}

/** Counters and gauges of one subtask, named in snake case; a job shows them. */
export interface StreamMetrics {
  add(counter: string, amount: number): void
  set(gauge: string, value: number): void
}

/** What a job tells the parts of a source or a sink. */
export interface StreamContext {
  /** Name of the operator, for logs. */
  readonly operator: string
  /** Which of the `parallelism` subtasks this is, from 0. */
  readonly subtask: number
  readonly parallelism: number
  readonly log: Logger
  readonly metrics: StreamMetrics
}

/** Elements that a reader hands over at once, all of one split. */
export interface SourceBatch<T, S extends StreamSplit> {
  readonly rows: readonly T[]
  /** The split as it stands behind these rows: whoever reads it again begins there. */
  readonly split: S
  /** How many rows the elements stand for, where one is several; as many as elements when absent. */
  readonly count?: number
  /** No rows are left in the split. */
  readonly finished?: boolean
  /** Event time of each row in milliseconds since the epoch, where the source knows it. */
  readonly eventTimes?: Float64Array
}

/** Reads splits, one or several at a time (FLIP-27 `SourceReader`). Used by one subtask. */
export interface SourceReader<T, S extends StreamSplit> extends AsyncDisposable {
  /** Takes a split over; what was read of it before is in it. */
  addSplit(split: S): void
  /**
   * The next rows; waits until there are some. `null` when all its splits are finished and it needs another.
   * Positions are in the batches, so a poll that is still waiting never holds back a checkpoint.
   */
  poll(signal: AbortSignal): Promise<SourceBatch<T, S> | null>
  /** Told when a checkpoint is durable, with this reader's splits as they stand in it. */
  checkpointed?(splits: readonly S[], signal: AbortSignal): Promise<void>
}

/** Progress of a source that knows its end. */
export interface SplitProgress {
  /** Splits in all; null while they are not all known. */
  readonly total: number | null
  readonly assigned: number
}

/** Finds splits and gives them to readers that ask (FLIP-27 `SplitEnumerator`). One per source and job. */
export interface SplitEnumerator<S extends StreamSplit> extends AsyncDisposable {
  /**
   * Splits for a reader that has none left: waits for the next ones; `null` when there will be no more. What it takes out
   * of its state it returns without waiting again, or a checkpoint between would have it nowhere.
   */
  next(reader: number, signal: AbortSignal): Promise<readonly S[] | null>
  /** Takes back unfinished splits, of a failed reader or a checkpoint; they are given out again first. */
  giveBack(splits: readonly S[]): void
  /** What a restart needs beside the splits that readers hold; survives `structuredClone`. */
  snapshot(): unknown
  progress(): SplitProgress
}

/** A source of a stream job. */
export interface StreamSource<T, S extends StreamSplit = StreamSplit> {
  readonly name: string
  /** A bounded source ends by itself. */
  readonly bounded: boolean
  /** `state` is what `snapshot` gave in the checkpoint that the job resumes from, or null. */
  createEnumerator(
    context: StreamContext,
    state: unknown,
    signal: AbortSignal,
  ): Promise<SplitEnumerator<S>>
  createReader(context: StreamContext): SourceReader<T, S>
}

/** Writes rows of one subtask (Flink Sink V2 `SinkWriter`). */
export interface SinkWriter<T> extends AsyncDisposable {
  /** Takes rows; may keep them until a batch is full. Resolves when it can take more. */
  write(rows: readonly T[], signal: AbortSignal): Promise<void>
  /** Resolves when everything written so far is stored; called at checkpoints and at the end. */
  flush(signal: AbortSignal): Promise<void>
  /** Rejects when something failed that nobody waited for, such as a write by a timer; the job fails then, too. */
  readonly failed?: Promise<never>
}

/** A sink of a stream job. */
export interface StreamSink<T> {
  readonly name: string
  createWriter(context: StreamContext, signal: AbortSignal): Promise<SinkWriter<T>>
}
