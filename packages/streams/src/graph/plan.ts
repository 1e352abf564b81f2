import { streamError } from '../errors.ts'
import type { Graph } from './graph.ts'
import type { GraphNode, StreamKey } from './node.ts'

/** Subtasks that an operator may have; names of channels have room for as many. */
export const mostSubtasks = 1024

/** How elements are dealt out to the subtasks of the next stage. */
export type Partitioning =
  | { readonly kind: 'hash'; readonly key: (value: unknown) => StreamKey }
  | { readonly kind: 'rebalance' }

/** An edge between two stages. */
export interface Exchange {
  readonly id: number
  readonly from: number
  readonly to: number
  /** The operator whose output goes over. */
  readonly fromNode: number
  /** The operator that takes it; the head of stage `to`. */
  readonly toNode: number
  readonly partitioning: Partitioning
}

/** Operators that run together in one subtask, without a queue between them. */
export interface Stage {
  readonly id: number
  readonly parallelism: number
  /** A source, or the operator that takes what the exchanges bring. */
  readonly head: GraphNode
  readonly nodes: readonly GraphNode[]
}

/** A graph cut into stages. */
export interface Plan {
  readonly stages: readonly Stage[]
  readonly exchanges: readonly Exchange[]
  /** Operators that take an operator's output within its stage. */
  readonly followers: ReadonlyMap<number, readonly GraphNode[]>
}

interface OpenStage {
  readonly id: number
  readonly parallelism: number
  readonly head: GraphNode
  readonly nodes: GraphNode[]
}

/**
 * Cuts a graph where elements must change subtask: before keyed operators, at unions and where the parallelism changes
 * (Flink's operator chaining). Throws `STREAM_GRAPH` for a job without a source or with an output that goes nowhere.
 */
export function planOf(graph: Graph, parallelism: number): Plan {
  const { nodes } = graph
  const wrong = [parallelism, ...nodes.map(node => node.parallelism ?? 1)].find(
    count => !Number.isInteger(count) || count < 1 || count > mostSubtasks,
  )
  if (wrong !== undefined) {
    throw streamError('STREAM_GRAPH', {
      reason: `a parallelism of ${wrong} is not possible; it goes from 1 to ${mostSubtasks}`,
    })
  }
  if (!nodes.some(node => node.operation.kind === 'source')) {
    throw streamError('STREAM_GRAPH', { reason: 'it has no source' })
  }
  const used = new Set(nodes.flatMap(node => node.inputs))
  const dead = nodes.find(node => node.operation.kind !== 'sink' && !used.has(node.id))
  if (dead !== undefined) {
    throw streamError('STREAM_GRAPH', { reason: `the output of "${dead.name}" goes nowhere` })
  }
  const stages: OpenStage[] = []
  const stageOf = new Map<number, OpenStage>()
  const exchanges: Exchange[] = []
  const followers = new Map<number, GraphNode[]>()
  for (const node of nodes) {
    const wanted = node.parallelism ?? parallelism
    const [first] = node.inputs
    const upstream = first === undefined ? undefined : stageOf.get(first)
    if (upstream !== undefined && first !== undefined && chains(node, upstream, wanted)) {
      upstream.nodes.push(node)
      stageOf.set(node.id, upstream)
      const list = followers.get(first)
      if (list === undefined) followers.set(first, [node])
      else list.push(node)
      continue
    }
    const stage: OpenStage = { id: stages.length, parallelism: wanted, head: node, nodes: [node] }
    stages.push(stage)
    stageOf.set(node.id, stage)
    for (const input of node.inputs) {
      const from = stageOf.get(input)
      if (from === undefined) throw new RangeError(`operator ${input} comes after its user`)
      exchanges.push({
        id: exchanges.length,
        from: from.id,
        to: stage.id,
        fromNode: input,
        toNode: node.id,
        partitioning:
          node.operation.kind === 'aggregate'
            ? { kind: 'hash', key: node.operation.key }
            : { kind: 'rebalance' },
      })
    }
  }
  return { stages, exchanges, followers }
}

function chains(node: GraphNode, upstream: OpenStage, parallelism: number): boolean {
  if (node.operation.kind === 'union' || upstream.parallelism !== parallelism) return false
  return node.operation.kind !== 'aggregate' || parallelism === 1
}
