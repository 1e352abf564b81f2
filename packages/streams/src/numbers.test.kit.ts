import type {
  SinkWriter,
  SourceBatch,
  SourceReader,
  SplitEnumerator,
  StreamSink,
  StreamSource,
  StreamSplit,
} from '@tidewire/core'

/** Numbers `next` to `end` - 1. */
export interface NumberSplit extends StreamSplit {
  readonly next: number
  readonly end: number
}

/** Whole numbers from 0, in splits; unbounded when `count` is Infinity. */
export class NumbersSource implements StreamSource<number, NumberSplit> {
  readonly name = 'numbers'
  readonly bounded: boolean
  /** Splits as they stood in durable checkpoints, newest last. */
  readonly durable: NumberSplit[] = []
  readonly #count: number
  readonly #splits: number
  readonly #batch: number

  constructor(count: number, splits: number, batch = 10) {
    this.bounded = Number.isFinite(count)
    this.#count = count
    this.#splits = splits
    this.#batch = batch
  }

  async createEnumerator(_context: unknown, state: unknown): Promise<SplitEnumerator<NumberSplit>> {
    const size = Math.ceil(this.#count / this.#splits)
    const waiting: NumberSplit[] =
      (state as NumberSplit[] | null) ??
      Array.from({ length: this.#splits }, (_, i) => ({
        id: `numbers-${i}`,
        next: i * size || 0,
        end: Math.min(this.#count, (i + 1) * size),
      }))
    return {
      next: async () => {
        const split = waiting.shift()
        return split === undefined ? null : [split]
      },
      giveBack: splits => waiting.unshift(...splits),
      snapshot: () => waiting,
      progress: () => ({ total: this.#splits, assigned: this.#splits - waiting.length }),
      async [Symbol.asyncDispose]() {},
    }
  }

  createReader(): SourceReader<number, NumberSplit> {
    const splits: NumberSplit[] = []
    return {
      addSplit: split => {
        splits.push(split)
      },
      poll: async (): Promise<SourceBatch<number, NumberSplit> | null> => {
        const split = splits.shift()
        if (split === undefined) return null
        await new Promise(resolve => setImmediate(resolve))
        const end = Math.min(split.next + this.#batch, split.end)
        const rows = Array.from({ length: end - split.next }, (_, i) => split.next + i)
        const after = { ...split, next: end }
        if (end < split.end) splits.unshift(after)
        return { rows, split: after, finished: end >= split.end }
      },
      checkpointed: async known => {
        this.durable.push(...known)
      },
      async [Symbol.asyncDispose]() {},
    }
  }
}

/** Keeps rows that were flushed; what was only written is lost with its writer. */
export class CollectSink<T> implements StreamSink<T> {
  readonly name = 'collect'
  readonly rows: T[] = []

  async createWriter(): Promise<SinkWriter<T>> {
    let buffered: T[] = []
    return {
      write: async rows => {
        for (const row of rows) buffered.push(row)
      },
      flush: async () => {
        for (const row of buffered) this.rows.push(row)
        buffered = []
      },
      async [Symbol.asyncDispose]() {},
    }
  }
}
