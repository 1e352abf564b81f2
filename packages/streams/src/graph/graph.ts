import { streamError } from '../errors.ts'
import type { GraphNode, Operation, OperatorOptions } from './node.ts'

/** The operators of a job in the order in which they were made; inputs come before their users. */
export class Graph {
  readonly #nodes: GraphNode[] = []
  readonly #uids = new Set<string>()

  get nodes(): readonly GraphNode[] {
    return this.#nodes
  }

  /** Adds an operator; throws `STREAM_GRAPH` when its uid is taken or its parallelism is no count. */
  add(operation: Operation, inputs: readonly number[], options: OperatorOptions = {}): GraphNode {
    const id = this.#nodes.length
    const uid = options.uid ?? `${operation.kind}-${id}`
    if (this.#uids.has(uid)) {
      throw streamError('STREAM_GRAPH', { reason: `two operators have the uid "${uid}"` })
    }
    const parallelism = options.parallelism ?? null
    if (parallelism !== null && !(Number.isInteger(parallelism) && parallelism > 0)) {
      throw streamError('STREAM_GRAPH', {
        reason: `operator "${options.name ?? uid}" has the parallelism ${parallelism}`,
      })
    }
    this.#uids.add(uid)
    const node: GraphNode = {
      id,
      uid,
      name: options.name ?? nameOf(operation, uid),
      parallelism,
      operation,
      inputs,
    }
    this.#nodes.push(node)
    return node
  }
}

function nameOf(operation: Operation, uid: string): string {
  if (operation.kind === 'source') return operation.source.name
  if (operation.kind === 'sink') return operation.sink.name
  return uid
}
