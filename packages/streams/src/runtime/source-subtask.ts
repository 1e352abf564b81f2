import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SourceBatch, SourceReader, StreamMetrics, StreamSplit } from '@tidewire/core'
import type { SubtaskState } from './message.ts'
import type { OperatorTree } from './operator-tree.ts'
import type { Subtask, SubtaskEvents } from './subtask.ts'

type Reader = SourceReader<unknown, StreamSplit>

/** Milliseconds of work after which timers, signals and messages get their turn. */
const turnMs = 20

/** What the loop has to deal with next. */
type Event =
  | { readonly kind: 'batch'; readonly batch: SourceBatch<unknown, StreamSplit> }
  | { readonly kind: 'out-of-splits' }
  | { readonly kind: 'failed'; readonly error: unknown }

interface Resume {
  readonly id: number
  readonly durable: boolean
  readonly stop: boolean
}

/**
 * Reads splits and pushes their rows through the operators of its stage. Checkpoints happen between two batches: it
 * flushes, reports its splits as they stand, sends the barrier and waits until the coordinator lets it go on.
 */
export class SourceSubtask implements Subtask {
  readonly #reader: Reader
  readonly #tree: OperatorTree
  readonly #events: SubtaskEvents
  readonly #metrics: StreamMetrics
  /** Unfinished splits, each behind the last batch that went through. */
  readonly #splits = new Map<string, StreamSplit>()
  /** Operators' states and splits of the checkpoint that waits to be durable. */
  #pending: { readonly id: number; readonly splits: readonly StreamSplit[] } | null = null
  #event: Event | null = null
  #polling = false
  #asked = false
  #noMoreSplits = false
  #requested: number | null = null
  #resume: Resume | null = null
  #wake: (() => void) | null = null

  constructor(
    reader: Reader,
    tree: OperatorTree,
    splits: readonly StreamSplit[],
    events: SubtaskEvents,
    metrics: StreamMetrics,
  ) {
    this.#reader = reader
    this.#tree = tree
    this.#events = events
    this.#metrics = metrics
    this.#add(splits)
  }

  /** Splits that the enumerator gave; null when there are no more. */
  offerSplits(splits: readonly StreamSplit[] | null): void {
    this.#asked = false
    if (splits === null) this.#noMoreSplits = true
    else this.#add(splits)
    this.#notify()
  }

  requestCheckpoint(id: number): void {
    this.#requested = id
    this.#notify()
  }

  resume(resume: Resume): void {
    this.#resume = resume
    this.#notify()
  }

  get failed(): Promise<never> {
    return this.#tree.failed
  }

  async run(signal: AbortSignal): Promise<SubtaskState> {
    const wake = (): void => this.#notify()
    signal.addEventListener('abort', wake)
    let stopped = false
    let turn = performance.now()
    try {
      for (;;) {
        signal.throwIfAborted()
        if (performance.now() - turn > turnMs) {
          // A source that always has rows at hand would keep everything else out.
          await nextTurn()
          turn = performance.now()
          continue
        }
        if (this.#requested !== null) {
          stopped = await this.#checkpoint(this.#requested, signal)
          if (stopped) break
          continue
        }
        const event = this.#event
        if (event === null) {
          if (!this.#polling && !this.#asked) {
            if (this.#splits.size === 0 && this.#noMoreSplits) break
            this.#poll(signal)
          }
          await this.#sleep()
          continue
        }
        this.#event = null
        if (event.kind === 'failed') throw event.error
        if (event.kind === 'batch') await this.#process(event.batch)
        else if (this.#noMoreSplits) break
        else {
          this.#asked = true
          this.#events.wantSplits()
        }
      }
    } finally {
      signal.removeEventListener('abort', wake)
    }
    await this.#tree.end(stopped)
    // Behind the end: results that were emitted at the end are not emitted again by a run that resumes.
    return { operators: this.#tree.snapshot(), splits: [...this.#splits.values()] }
  }

  async dispose(): Promise<void> {
    const results = await Promise.allSettled([
      this.#reader[Symbol.asyncDispose](),
      this.#tree.dispose(),
    ])
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  #add(splits: readonly StreamSplit[]): void {
    for (const split of splits) {
      this.#splits.set(split.id, split)
      this.#reader.addSplit(split)
    }
  }

  #poll(signal: AbortSignal): void {
    this.#polling = true
    this.#reader.poll(signal).then(
      batch => this.#arrive(batch === null ? { kind: 'out-of-splits' } : { kind: 'batch', batch }),
      error => this.#arrive({ kind: 'failed', error }),
    )
  }

  #arrive(event: Event): void {
    this.#polling = false
    this.#event = event
    this.#notify()
  }

  async #process(batch: SourceBatch<unknown, StreamSplit>): Promise<void> {
    const { rows, split, count = rows.length, finished = false, eventTimes = null } = batch
    if (rows.length > 0) {
      await this.#tree.input.collect({ rows, times: eventTimes })
      this.#metrics.add('rows_out', count)
    }
    if (finished) {
      this.#splits.delete(split.id)
      this.#metrics.add('splits_finished', 1)
    } else {
      this.#splits.set(split.id, split)
    }
  }

  /** Takes part in a checkpoint; true when the job stops behind it. */
  async #checkpoint(id: number, signal: AbortSignal): Promise<boolean> {
    this.#requested = null
    await this.#tree.flush()
    const splits = [...this.#splits.values()]
    this.#pending = { id, splits }
    await this.#tree.broadcast({ kind: 'barrier', id })
    this.#events.ack(id, { operators: this.#tree.snapshot(), splits })
    while (this.#resume?.id !== id) {
      signal.throwIfAborted()
      // A newer checkpoint means that this one was given up.
      if (this.#requested !== null) return false
      await this.#sleep()
    }
    const { durable, stop } = this.#resume
    this.#resume = null
    if (durable) await this.#reader.checkpointed?.(this.#pending.splits, signal)
    this.#pending = null
    return stop
  }

  #notify(): void {
    this.#wake?.()
  }

  async #sleep(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#wake = resolve
    })
    this.#wake = null
  }
}
