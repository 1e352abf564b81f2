import { idleWatermark } from '../operators/timestamps.ts'
import type { InputQueue } from './input-queue.ts'
import type { SubtaskState } from './message.ts'
import type { OperatorTree } from './operator-tree.ts'
import type { Subtask, SubtaskEvents } from './subtask.ts'

/** Pushes what other subtasks send through the operators of its stage. */
export class QueueSubtask implements Subtask {
  readonly #queue: InputQueue
  readonly #tree: OperatorTree
  readonly #events: SubtaskEvents
  /** Watermark of each input channel; NaN while it is idle. */
  readonly #watermarks: Float64Array
  readonly #ended: boolean[]
  #watermark = Number.NEGATIVE_INFINITY
  /** The checkpoint whose barriers are coming in, and from where one has come. */
  #checkpoint = -1
  readonly #barriers: boolean[]

  constructor(queue: InputQueue, channels: number, tree: OperatorTree, events: SubtaskEvents) {
    this.#queue = queue
    this.#tree = tree
    this.#events = events
    this.#watermarks = new Float64Array(channels).fill(Number.NEGATIVE_INFINITY)
    this.#ended = new Array<boolean>(channels).fill(false)
    this.#barriers = new Array<boolean>(channels).fill(false)
  }

  get failed(): Promise<never> {
    return this.#tree.failed
  }

  async run(signal: AbortSignal): Promise<SubtaskState> {
    let stopped = false
    while (this.#ended.includes(false)) {
      const { channel, item } = await this.#queue.take(signal)
      switch (item.kind) {
        case 'chunk':
          await this.#tree.input.collect(item.chunk)
          break
        case 'watermark':
          this.#watermarks[channel] = item.time
          await this.#forwardWatermark()
          break
        case 'barrier':
          if (item.id < this.#checkpoint) break
          if (item.id > this.#checkpoint) {
            this.#checkpoint = item.id
            this.#barriers.fill(false)
          }
          this.#barriers[channel] = true
          await this.#completeBarrier()
          break
        case 'end':
          this.#ended[channel] = true
          stopped ||= item.stopped
          this.#watermarks[channel] = Number.POSITIVE_INFINITY
          await this.#forwardWatermark()
          // Who has ended sends no barrier: the others may have been waiting for it.
          await this.#completeBarrier()
          break
      }
    }
    await this.#tree.end(stopped)
    return { operators: this.#tree.snapshot(), splits: [] }
  }

  dispose(): Promise<void> {
    return this.#tree.dispose()
  }

  /** The lowest of all inputs that are neither idle nor done, when it has moved; idle when all others are. */
  async #forwardWatermark(): Promise<void> {
    let lowest = Number.POSITIVE_INFINITY
    let idle = false
    for (const watermark of this.#watermarks) {
      if (Number.isNaN(watermark)) idle = true
      else if (watermark < lowest) lowest = watermark
    }
    if (idle && lowest === Number.POSITIVE_INFINITY) {
      await this.#tree.input.watermark(idleWatermark)
      return
    }
    // An input that comes back from idling may be behind: watermarks never go back.
    if (lowest <= this.#watermark) return
    this.#watermark = lowest
    await this.#tree.input.watermark(lowest)
  }

  async #completeBarrier(): Promise<void> {
    const id = this.#checkpoint
    if (!this.#barriers.includes(true)) return
    if (this.#barriers.some((arrived, channel) => !arrived && this.#ended[channel] === false))
      return
    if (!this.#ended.includes(false)) return
    this.#barriers.fill(false)
    await this.#tree.flush()
    await this.#tree.broadcast({ kind: 'barrier', id })
    this.#events.ack(id, { operators: this.#tree.snapshot(), splits: [] })
  }
}
