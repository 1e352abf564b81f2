import type { StreamContext } from '@tidewire/core'
import type { GraphNode } from '../graph/node.ts'
import type { Plan, Stage } from '../graph/plan.ts'
import { AggregateOperator, type KeyedState } from '../operators/aggregate.ts'
import { type Collector, fork, type Operator } from '../operators/chunk.ts'
import { SinkOperator } from '../operators/sink.ts'
import { TimestampsOperator } from '../operators/timestamps.ts'
import {
  FilterOperator,
  FlatMapOperator,
  MapAsyncOperator,
  MapOperator,
  ProcessOperator,
} from '../operators/transform.ts'
import { ExchangeOutput } from './exchange-output.ts'
import type { Item, Outlet } from './item.ts'

/** What the operators of one subtask need from around them. */
export interface TreeOptions {
  readonly stage: Stage
  readonly plan: Plan
  readonly subtask: number
  /** State by operator uid, from the checkpoint that the job resumes from. */
  readonly state: Readonly<Record<string, unknown>>
  context(node: GraphNode): StreamContext
  /** The sending ends of an exchange, one per subtask of its receiving stage. */
  outlets(exchange: number): readonly Outlet[]
}

/** The operators of one subtask, put together. */
export class OperatorTree {
  /** Takes what the source or the exchanges bring. */
  readonly input: Collector
  /** Rejects when a sink failed while nobody waited for it. */
  readonly failed: Promise<never>
  readonly #operators: ReadonlyMap<GraphNode, Operator>
  readonly #exchanges: readonly ExchangeOutput[]

  private constructor(
    input: Collector,
    operators: ReadonlyMap<GraphNode, Operator>,
    exchanges: readonly ExchangeOutput[],
  ) {
    this.input = input
    this.#operators = operators
    this.#exchanges = exchanges
    const failures = [...operators.values()]
      .map(operator => operator.failed)
      .filter(failed => failed !== undefined)
    this.failed = failures.length === 0 ? new Promise(() => undefined) : Promise.race(failures)
    this.failed.catch(() => undefined)
  }

  /** Opens the sinks and builds everything from the ends to the head. */
  static async open(options: TreeOptions, signal: AbortSignal): Promise<OperatorTree> {
    const { stage, plan, subtask } = options
    const operators = new Map<GraphNode, Operator>()
    const exchanges: ExchangeOutput[] = []
    const collectors = new Map<number, Collector>()
    try {
      for (const node of stage.nodes.toReversed()) {
        const outputs: Collector[] = (plan.followers.get(node.id) ?? []).map(follower => {
          const collector = collectors.get(follower.id)
          if (collector === undefined) throw new RangeError(`operator ${follower.uid} is missing`)
          return collector
        })
        for (const exchange of plan.exchanges.filter(e => e.fromNode === node.id)) {
          const output = new ExchangeOutput(
            node.name,
            exchange.partitioning,
            options.outlets(exchange.id),
            { subtask, parallelism: stage.parallelism },
          )
          exchanges.push(output)
          outputs.push(output)
        }
        const operator = await operatorOf(node, fork(outputs), options, signal)
        if (operator !== null) operators.set(node, operator)
        collectors.set(node.id, operator ?? fork(outputs))
      }
    } catch (error) {
      for (const operator of operators.values()) await operator.dispose()
      throw error
    }
    const input = collectors.get(stage.head.id)
    if (input === undefined) throw new RangeError('a stage without operators')
    // From the head to the ends: the order in which operators end.
    return new OperatorTree(input, new Map([...operators].reverse()), exchanges)
  }

  /** State of the operators that have some, by uid. */
  snapshot(): Record<string, unknown> {
    const state: Record<string, unknown> = {}
    for (const [node, operator] of this.#operators) {
      const own = operator.snapshot()
      if (own !== undefined) state[node.uid] = own
    }
    return state
  }

  /** Resolves when the sinks have stored everything. */
  async flush(): Promise<void> {
    for (const operator of this.#operators.values()) await operator.flush()
  }

  /** Emits what is left unless the job only stops, flushes, and tells the next stages. */
  async end(stopped: boolean): Promise<void> {
    if (!stopped) for (const operator of this.#operators.values()) await operator.end()
    await this.flush()
    await this.broadcast({ kind: 'end', stopped })
  }

  /** Sends an item to all subtasks of all next stages. */
  async broadcast(item: Item): Promise<void> {
    for (const exchange of this.#exchanges) await exchange.broadcast(item)
  }

  /** Closes what the operators have opened; the first failure is thrown when all are closed. */
  async dispose(): Promise<void> {
    const results = await Promise.allSettled(
      [...this.#operators.values()].map(operator => operator.dispose()),
    )
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }
}

async function operatorOf(
  node: GraphNode,
  output: Collector,
  options: TreeOptions,
  signal: AbortSignal,
): Promise<Operator | null> {
  const { operation, name } = node
  switch (operation.kind) {
    case 'source':
    case 'union':
      return null
    case 'map':
      return new MapOperator(name, operation.fn, output)
    case 'mapAsync':
      return new MapAsyncOperator(name, operation.fn, operation.concurrency, signal, output)
    case 'filter':
      return new FilterOperator(name, operation.fn, output)
    case 'flatMap':
      return new FlatMapOperator(name, operation.fn, output)
    case 'process':
      return new ProcessOperator(name, operation.fn, output)
    case 'timestamps':
      return new TimestampsOperator(name, operation.strategy, output)
    case 'aggregate':
      return new AggregateOperator(
        {
          name,
          key: operation.key,
          fn: operation.fn,
          emit: operation.emit,
          state: (options.state[node.uid] as KeyedState | undefined) ?? new Map(),
        },
        output,
      )
    case 'sink': {
      const context = options.context(node)
      const writer = await operation.sink.createWriter(context, signal)
      return new SinkOperator(writer, signal, rows => context.metrics.add('rows_in', rows))
    }
  }
}
