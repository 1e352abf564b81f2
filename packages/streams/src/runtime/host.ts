import type { Logger, StreamContext, StreamSource } from '@tidewire/core'
import { isAbort, TidewireError } from '@tidewire/core'
import { messageOf, streamError } from '../errors.ts'
import type { GraphNode } from '../graph/node.ts'
import { mostSubtasks, type Plan, type Stage } from '../graph/plan.ts'
import type { ControlLink } from './control-link.ts'
import { Counts } from './counts.ts'
import { reportOf } from './failure.ts'
import { InputQueue, localOutlet } from './input-queue.ts'
import type { Outlet } from './item.ts'
import type { Deployment, SubtaskId, ToCoordinator, ToHost } from './message.ts'
import { OperatorTree } from './operator-tree.ts'
import { PeerLink } from './peer-link.ts'
import { QueueSubtask } from './queue-subtask.ts'
import { SourceSubtask } from './source-subtask.ts'
import type { Subtask } from './subtask.ts'

/** Milliseconds between two reports of the counters. */
const countsEveryMs = 250

const plainDataHint =
  'Elements that go from thread to thread, and what aggregations keep, must be plain data: objects, arrays, texts, numbers, bigints, bytes.'

interface Wiring {
  readonly placement: readonly (readonly number[])[]
  readonly peers: readonly (PeerLink | null)[]
  /** Input queue of each local subtask. */
  readonly queues: Map<string, InputQueue>
}

/** Runs the subtasks of one thread. */
export class Host {
  readonly #plan: Plan
  readonly #thread: number
  readonly #link: ControlLink<ToCoordinator, ToHost>
  readonly #counts = new Counts()
  readonly #sources = new Map<string, SourceSubtask>()
  readonly #cancel = new AbortController()

  constructor(plan: Plan, thread: number, link: ControlLink<ToCoordinator, ToHost>) {
    this.#plan = plan
    this.#thread = thread
    this.#link = link
    link.listen(message => this.#receive(message))
  }

  #receive(message: ToHost): void {
    switch (message.kind) {
      case 'plan':
        // Answered before there is a host.
        return
      case 'deploy':
        void this.#run(message)
        return
      case 'splits':
        this.#sources.get(nameOf(message.to))?.offerSplits(message.splits)
        return
      case 'checkpoint':
        for (const source of this.#sources.values()) source.requestCheckpoint(message.id)
        return
      case 'resume':
        for (const source of this.#sources.values()) source.resume(message)
        return
      case 'cancel':
        this.#cancel.abort()
        return
    }
  }

  async #run(deploy: ToHost & { kind: 'deploy' }): Promise<void> {
    const { signal } = this.#cancel
    const wiring: Wiring = {
      placement: deploy.placement,
      peers: deploy.peers.map(port => (port === null ? null : new PeerLink(port, signal))),
      queues: new Map(deploy.subtasks.map(subtask => [nameOf(subtask), new InputQueue()])),
    }
    const reporter = setInterval(() => this.#reportCounts(), countsEveryMs)
    const running: { readonly id: SubtaskId; readonly subtask: Subtask }[] = []
    try {
      for (const deployment of deploy.subtasks) {
        try {
          running.push({ id: deployment, subtask: await this.#open(deployment, wiring, signal) })
        } catch (error) {
          this.#fail(deployment, error)
          return
        }
      }
      this.#link.post({ kind: 'running' })
      await Promise.all(running.map(({ id, subtask }) => this.#drive(id, subtask, signal)))
    } finally {
      for (const { id, subtask } of running) {
        // A cancelled job reports why it was cancelled, not what closing said.
        await subtask.dispose().catch(error => {
          if (!signal.aborted) this.#fail(id, error)
        })
      }
      clearInterval(reporter)
      this.#reportCounts()
      for (const peer of wiring.peers) peer?.close()
      this.#link.post({ kind: 'stopped' })
    }
  }

  async #drive(id: SubtaskId, subtask: Subtask, signal: AbortSignal): Promise<void> {
    try {
      const state = await Promise.race([subtask.run(signal), subtask.failed])
      this.#reportCounts()
      this.#link.post({ kind: 'finished', from: placeOf(id), state })
    } catch (error) {
      if (!signal.aborted) this.#fail(id, error)
    }
  }

  #fail(id: SubtaskId, error: unknown): void {
    const stage = this.#plan.stages[id.stage]
    const failure =
      error instanceof TidewireError && !isAbort(error)
        ? error
        : streamError(
            'STREAM_SUBTASK',
            {
              operator: stage?.head.name,
              subtask: id.index + 1,
              parallelism: stage?.parallelism,
              reason: messageOf(error),
            },
            {
              cause: error,
              ...(error instanceof DOMException && error.name === 'DataCloneError'
                ? { hint: plainDataHint }
                : {}),
            },
          )
    this.#link.post({ kind: 'failed', from: placeOf(id), failure: reportOf(failure) })
  }

  async #open(deployment: Deployment, wiring: Wiring, signal: AbortSignal): Promise<Subtask> {
    const stage = this.#plan.stages[deployment.stage]
    if (stage === undefined) throw new RangeError(`no stage ${deployment.stage}`)
    const { index } = deployment
    const tree = await OperatorTree.open(
      {
        stage,
        plan: this.#plan,
        subtask: index,
        state: deployment.state.operators,
        context: node => this.#context(node, stage, index),
        outlets: exchange => this.#outlets(exchange, index, wiring),
      },
      signal,
    )
    const id = placeOf(deployment)
    const events = {
      ack: (checkpoint: number, state: Deployment['state']) =>
        this.#link.post({ kind: 'ack', from: id, id: checkpoint, state }),
      wantSplits: () => this.#link.post({ kind: 'splits-wanted', from: id }),
    }
    if (stage.head.operation.kind === 'source') {
      const context = this.#context(stage.head, stage, index)
      let reader: ReturnType<StreamSource<unknown>['createReader']>
      try {
        reader = stage.head.operation.source.createReader(context)
      } catch (error) {
        await tree.dispose()
        throw error
      }
      const source = new SourceSubtask(
        reader,
        tree,
        deployment.state.splits,
        events,
        context.metrics,
      )
      this.#sources.set(nameOf(id), source)
      return source
    }
    const queue = wiring.queues.get(nameOf(id)) ?? new InputQueue()
    const channels = this.#connectInputs(stage, index, queue, wiring)
    return new QueueSubtask(queue, channels, tree, events)
  }

  #context(node: GraphNode, stage: Stage, index: number): StreamContext {
    const log =
      (level: 'debug' | 'info' | 'warn' | 'error') =>
      (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
        this.#link.post({ kind: 'log', level, message, fields: { operator: node.name, ...fields } })
    const logger: Logger = {
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
    }
    return {
      operator: node.name,
      subtask: index,
      parallelism: stage.parallelism,
      log: logger,
      metrics: this.#counts.of(stage.id, index, node.uid),
    }
  }

  #outlets(exchange: number, index: number, wiring: Wiring): Outlet[] {
    const edge = this.#plan.exchanges[exchange]
    const threads = wiring.placement[edge?.to ?? -1] ?? []
    return threads.map((thread, to) => {
      const name = nameOf({ stage: edge?.to ?? -1, index: to })
      const queue = wiring.queues.get(name)
      const channel = this.#channelOf(exchange, index)
      if (queue !== undefined) return localOutlet(queue, channel, this.#cancel.signal)
      const peer = wiring.peers[thread]
      if (!peer) throw new RangeError(`no port to thread ${thread}`)
      return peer.outlet(channelId(exchange, index, to))
    })
  }

  /** Registers the channels that come from other threads; returns how many channels there are in all. */
  #connectInputs(stage: Stage, index: number, queue: InputQueue, wiring: Wiring): number {
    let channels = 0
    for (const edge of this.#plan.exchanges.filter(e => e.to === stage.id)) {
      for (const [from, thread] of (wiring.placement[edge.from] ?? []).entries()) {
        channels += 1
        if (thread === this.#thread) continue
        wiring.peers[thread]?.inlet(
          channelId(edge.id, from, index),
          queue,
          this.#channelOf(edge.id, from),
        )
      }
    }
    return channels
  }

  /** Number of an input channel within its receiving subtask. */
  #channelOf(exchange: number, from: number): number {
    const edge = this.#plan.exchanges[exchange]
    let base = 0
    for (const other of this.#plan.exchanges) {
      if (other.id === exchange) break
      if (other.to === edge?.to) base += this.#plan.stages[other.from]?.parallelism ?? 0
    }
    return base + from
  }

  #reportCounts(): void {
    this.#link.post({ kind: 'counts', counts: this.#counts.snapshot() })
  }
}

function placeOf({ stage, index }: SubtaskId): SubtaskId {
  return { stage, index }
}

function nameOf({ stage, index }: SubtaskId): string {
  return `${stage}/${index}`
}

/** Name of a channel on both sides of a port. */
function channelId(exchange: number, from: number, to: number): number {
  return (exchange * mostSubtasks + from) * mostSubtasks + to
}
