import {
  type SourceBatch,
  type SourceReader,
  type SplitEnumerator,
  type StreamContext,
  type StreamSource,
  type StreamSplit,
  WaitingSplits,
} from '@tidewire/core'

interface ElementsSplit extends StreamSplit {
  /** Index of the next element. */
  readonly next: number
}

/** Elements of a batch. */
const batchSize = 1024

/** A bounded source of given elements; one reader reads them. */
export class ElementsSource<T> implements StreamSource<T, ElementsSplit> {
  readonly name = 'elements'
  readonly bounded = true
  readonly #elements: readonly T[]

  constructor(elements: readonly T[]) {
    this.#elements = elements
  }

  async createEnumerator(
    _context: StreamContext,
    state: unknown,
  ): Promise<SplitEnumerator<ElementsSplit>> {
    return await WaitingSplits.open(state, () => [{ id: 'elements', next: 0 }])
  }

  createReader(): SourceReader<T, ElementsSplit> {
    const elements = this.#elements
    let split: ElementsSplit | null = null
    return {
      addSplit: added => {
        split = added
      },
      poll: async (): Promise<SourceBatch<T, ElementsSplit> | null> => {
        if (split === null) return null
        const rows = elements.slice(split.next, split.next + batchSize)
        const next = { id: split.id, next: split.next + rows.length }
        const finished = next.next >= elements.length
        split = finished ? null : next
        return { rows, split: next, finished }
      },
      async [Symbol.asyncDispose]() {},
    }
  }
}
