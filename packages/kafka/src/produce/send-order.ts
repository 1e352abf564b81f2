import { abortable } from '../wire/abortable.ts'

/**
 * Lets calls that name the same topic pass one after the other, in the order they came in; calls for other topics do
 * not wait. So the first call for a new topic, which asks for its partitions again and again, is never overtaken by
 * the next one, which finds them known.
 */
export class SendOrder {
  /** Settled when the last call for a topic, and with it every one before, has passed. */
  readonly #last = new Map<string, Promise<void>>()

  /**
   * Runs work when the calls before it have passed. A call that is aborted while it waits rejects at once; those behind
   * it still wait for those before it.
   */
  async pass<T>(
    topics: Iterable<string>,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const names = [...topics]
    const before = Promise.all(names.map(name => this.#last.get(name)))
    const { promise: own, resolve: leave } = Promise.withResolvers<void>()
    const passed = before.then(() => own)
    for (const name of names) this.#last.set(name, passed)
    void passed.then(() => {
      for (const name of names) if (this.#last.get(name) === passed) this.#last.delete(name)
    })
    try {
      await abortable(before, signal)
      return await work()
    } finally {
      leave()
    }
  }

  /** Resolves when all calls that came in so far have passed. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values())
  }
}
