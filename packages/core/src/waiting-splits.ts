import type { SplitEnumerator, StreamSplit } from './stream.ts'

interface State<S> {
  readonly waiting: readonly S[]
  readonly total: number
}

/** The enumerator of a bounded source that knows all its splits: hands them out in their order, returned ones first. */
export class WaitingSplits<S extends StreamSplit> implements SplitEnumerator<S> {
  #waiting: S[]
  readonly #total: number

  /** `state` is what `snapshot` gave in a checkpoint, or null; `find` looks for the splits when there is none. */
  static async open<S extends StreamSplit>(
    state: unknown,
    find: () => readonly S[] | Promise<readonly S[]>,
  ): Promise<WaitingSplits<S>> {
    if (state !== null) return new WaitingSplits(state as State<S>)
    const waiting = await find()
    return new WaitingSplits({ waiting, total: waiting.length })
  }

  private constructor({ waiting, total }: State<S>) {
    this.#waiting = [...waiting]
    this.#total = total
  }

  async next(): Promise<readonly S[] | null> {
    const split = this.#waiting.shift()
    return split === undefined ? null : [split]
  }

  giveBack(splits: readonly S[]): void {
    this.#waiting = [...splits, ...this.#waiting]
  }

  snapshot(): State<S> {
    return { waiting: this.#waiting, total: this.#total }
  }

  progress(): { readonly total: number; readonly assigned: number } {
    return { total: this.#total, assigned: this.#total - this.#waiting.length }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
