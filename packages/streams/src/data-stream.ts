import type { StreamSink } from '@tidewire/core'
import type { Graph } from './graph/graph.ts'
import type {
  AggregateFunction,
  ElementContext,
  EmitMode,
  GraphNode,
  Operation,
  OperatorOptions,
  StreamKey,
  WatermarkStrategy,
} from './graph/node.ts'

/** A stream of elements in a job that is being built (Flink's `DataStream`). */
export class DataStream<T> {
  readonly #graph: Graph
  readonly #node: GraphNode

  constructor(graph: Graph, node: GraphNode) {
    this.#graph = graph
    this.#node = node
  }

  /** One element out for each one in. */
  map<R>(fn: (value: T) => R, options?: OperatorOptions): DataStream<R> {
    return this.#then<R>({ kind: 'map', fn: fn as (value: unknown) => unknown }, options)
  }

  /** A `map` whose function waits, `concurrency` elements at once; the order stays. */
  mapAsync<R>(
    fn: (value: T, signal: AbortSignal) => Promise<R>,
    options: OperatorOptions & { readonly concurrency?: number } = {},
  ): DataStream<R> {
    return this.#then<R>(
      {
        kind: 'mapAsync',
        fn: fn as (value: unknown, signal: AbortSignal) => Promise<unknown>,
        concurrency: options.concurrency ?? 1,
      },
      options,
    )
  }

  /** Keeps the elements for which the function is true. */
  filter<R extends T>(fn: (value: T) => value is R, options?: OperatorOptions): DataStream<R>
  filter(fn: (value: T) => boolean, options?: OperatorOptions): DataStream<T>
  filter(fn: (value: T) => boolean, options?: OperatorOptions): DataStream<T> {
    return this.#then<T>({ kind: 'filter', fn: fn as (value: unknown) => boolean }, options)
  }

  /** Any number of elements out for each one in. */
  flatMap<R>(fn: (value: T) => Iterable<R>, options?: OperatorOptions): DataStream<R> {
    return this.#then<R>(
      { kind: 'flatMap', fn: fn as (value: unknown) => Iterable<unknown> },
      options,
    )
  }

  /** A function that sees event time and watermark and emits what it wants. */
  process<R>(
    fn: (value: T, context: ElementContext<R>) => void,
    options?: OperatorOptions,
  ): DataStream<R> {
    return this.#then<R>(
      {
        kind: 'process',
        fn: fn as (value: unknown, context: ElementContext<unknown>) => void,
      },
      options,
    )
  }

  /** Gives the elements event times, and the stream watermarks. */
  withTimestamps(strategy: WatermarkStrategy<T>, options?: OperatorOptions): DataStream<T> {
    return this.#then<T>(
      { kind: 'timestamps', strategy: strategy as WatermarkStrategy<unknown> },
      options,
    )
  }

  /** The elements of this stream and of others, in the order in which they come. */
  union(...others: readonly DataStream<T>[]): DataStream<T> {
    const inputs = [this, ...others].map(stream => stream.#node.id)
    return new DataStream(this.#graph, this.#graph.add({ kind: 'union' }, inputs))
  }

  /** Equal keys come together in one subtask. */
  keyBy(key: (value: T) => StreamKey): KeyedStream<T> {
    return new KeyedStream(this.#graph, this.#node, key)
  }

  /** Ends the stream in a sink. A stream may have several. */
  sinkTo(sink: StreamSink<T>, options?: OperatorOptions): void {
    this.#graph.add({ kind: 'sink', sink: sink as StreamSink<unknown> }, [this.#node.id], options)
  }

  #then<R>(operation: Operation, options?: OperatorOptions): DataStream<R> {
    return new DataStream<R>(this.#graph, this.#graph.add(operation, [this.#node.id], options))
  }
}

/** A stream whose elements have keys (Flink's `KeyedStream`). */
export class KeyedStream<T> {
  readonly #graph: Graph
  readonly #node: GraphNode
  readonly #key: (value: T) => StreamKey

  constructor(graph: Graph, node: GraphNode, key: (value: T) => StreamKey) {
    this.#graph = graph
    this.#node = node
    this.#key = key
  }

  /** Combines the elements of each key; emits after each element, or at the end of a bounded stream. */
  reduce(
    fn: (a: T, b: T) => T,
    options: OperatorOptions & { readonly emit?: EmitMode } = {},
  ): DataStream<T> {
    return this.aggregate<T | undefined, T>(
      {
        create: () => undefined,
        add: (sum, value) => (sum === undefined ? value : fn(sum, value)),
        result: sum => sum as T,
      },
      options,
    )
  }

  /** Folds the elements of each key; accumulators survive restarts, so they must be plain data. */
  aggregate<A, R>(
    fn: AggregateFunction<T, A, R>,
    options: OperatorOptions & { readonly emit?: EmitMode } = {},
  ): DataStream<R> {
    const node = this.#graph.add(
      {
        kind: 'aggregate',
        key: this.#key as (value: unknown) => StreamKey,
        fn: fn as unknown as AggregateFunction<unknown, unknown, unknown>,
        emit: options.emit ?? 'each',
      },
      [this.#node.id],
      options,
    )
    return new DataStream<R>(this.#graph, node)
  }
}
