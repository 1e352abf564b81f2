import type { RecordLog } from './record-log.ts'

/** One stored position of a source connector. */
export interface SourceOffset {
  readonly partition: unknown
  readonly offset: unknown
}

/** Positions of source connectors, kept in the offset topic under `["<connector>",<partition>]`. */
export class OffsetStore {
  readonly #log: RecordLog
  readonly #offsets = new Map<string, string>()

  constructor(log: RecordLog) {
    this.#log = log
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#log.start(({ key, value }) => {
      if (value === null) this.#offsets.delete(key)
      else this.#offsets.set(key, value)
    }, signal)
  }

  /** All positions of a connector, in the order they were first written. */
  of(connector: string): SourceOffset[] {
    const head = `[${JSON.stringify(connector)},`
    const found: SourceOffset[] = []
    for (const [key, value] of this.#offsets) {
      if (!key.startsWith(head)) continue
      const [, partition] = JSON.parse(key) as [string, unknown]
      found.push({ partition, offset: JSON.parse(value) })
    }
    return found
  }

  /** Stores positions; `null` removes one. */
  async put(
    connector: string,
    offsets: readonly { readonly partition: unknown; readonly offset: unknown }[],
  ): Promise<void> {
    await this.#log.append(
      offsets.map(({ partition, offset }) => ({
        key: JSON.stringify([connector, partition]),
        value: offset === null ? null : JSON.stringify(offset),
      })),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#log[Symbol.asyncDispose]()
  }
}
