import type { SinkWriter, StreamSink } from '@tidewire/core'

/** Keeps the rows of a job in memory. */
export class CollectSink<T> implements StreamSink<T> {
  readonly name = 'collect'
  readonly rows: T[] = []

  async createWriter(): Promise<SinkWriter<T>> {
    return {
      write: async rows => {
        this.rows.push(...rows)
      },
      flush: async () => undefined,
      async [Symbol.asyncDispose]() {},
    }
  }
}
