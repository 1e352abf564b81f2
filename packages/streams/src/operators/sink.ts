import type { SinkWriter } from '@tidewire/core'
import type { Chunk, Operator } from './chunk.ts'

/** The end of a stream: a sink's writer. */
export class SinkOperator implements Operator {
  readonly #writer: SinkWriter<unknown>
  readonly #signal: AbortSignal
  readonly #count: (rows: number) => void

  constructor(writer: SinkWriter<unknown>, signal: AbortSignal, count: (rows: number) => void) {
    this.#writer = writer
    this.#signal = signal
    this.#count = count
  }

  get failed(): Promise<never> | undefined {
    return this.#writer.failed
  }

  async collect({ rows }: Chunk): Promise<void> {
    await this.#writer.write(rows, this.#signal)
    this.#count(rows.length)
  }

  async watermark(): Promise<void> {}

  snapshot(): unknown {
    return undefined
  }

  flush(): Promise<void> {
    return this.#writer.flush(this.#signal)
  }

  async end(): Promise<void> {}

  async dispose(): Promise<void> {
    await this.#writer[Symbol.asyncDispose]()
  }
}
