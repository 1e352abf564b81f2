import type { StreamSink, StreamSource } from '@tidewire/core'

/** A key of a keyed stream: equal keys go to the same subtask. */
export type StreamKey = string | number | bigint | boolean

/** What a `process` function may ask about the element and where it emits. */
export interface ElementContext<R> {
  /** Event time in milliseconds since the epoch; NaN when the stream has none. */
  readonly eventTime: number
  /** No element before this time is expected any more; -Infinity when the stream has no watermarks. */
  readonly watermark: number
  emit(value: R): void
}

/** How event times are found and how late elements may be (Flink's `WatermarkStrategy`). */
export interface WatermarkStrategy<T> {
  /** Event time in milliseconds since the epoch. */
  readonly eventTime: (value: T) => number
  /** How far elements may be out of order, in milliseconds; 0 when absent. */
  readonly outOfOrdernessMs?: number
  /** A subtask without elements for so long does not hold back the others; never when absent. */
  readonly idleMs?: number
}

/** A fold of the elements of one key. */
export interface AggregateFunction<T, A, R> {
  create(): A
  /** Returns the new accumulator; it may be the same object, changed. */
  add(accumulator: A, value: T): A
  result(accumulator: A, key: StreamKey): R
}

/** When a keyed aggregation emits: after each element, or once per key when a bounded stream ends. */
export type EmitMode = 'each' | 'end'

/** What an operator does, without its place in the graph. */
export type Operation =
  | { readonly kind: 'source'; readonly source: StreamSource<unknown> }
  | { readonly kind: 'map'; readonly fn: (value: unknown) => unknown }
  | {
      readonly kind: 'mapAsync'
      readonly fn: (value: unknown, signal: AbortSignal) => Promise<unknown>
      readonly concurrency: number
    }
  | { readonly kind: 'filter'; readonly fn: (value: unknown) => boolean }
  | { readonly kind: 'flatMap'; readonly fn: (value: unknown) => Iterable<unknown> }
  | {
      readonly kind: 'process'
      readonly fn: (value: unknown, context: ElementContext<unknown>) => void
    }
  | { readonly kind: 'timestamps'; readonly strategy: WatermarkStrategy<unknown> }
  | {
      readonly kind: 'aggregate'
      readonly key: (value: unknown) => StreamKey
      readonly fn: AggregateFunction<unknown, unknown, unknown>
      readonly emit: EmitMode
    }
  | { readonly kind: 'union' }
  | { readonly kind: 'sink'; readonly sink: StreamSink<unknown> }

/** An operator of a job's graph. */
export interface GraphNode {
  readonly id: number
  /** Stable name of its state in checkpoints. */
  readonly uid: string
  readonly name: string
  readonly parallelism: number | null
  readonly operation: Operation
  readonly inputs: readonly number[]
}

/** How a user may name and size an operator. */
export interface OperatorOptions {
  /** Keeps the state of the operator when the job's code changes; derived from its place when absent. */
  readonly uid?: string
  /** Shown in logs and progress. */
  readonly name?: string
  /** Subtasks of this operator; the job's when absent. */
  readonly parallelism?: number
}
