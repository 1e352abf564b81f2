import { parseJson, printJson } from '../converters/lossless-json.ts'
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
      const [, partition] = parseJson(key) as [string, unknown]
      found.push({ partition, offset: parseJson(value) })
    }
    return found
  }

  /** One position; null when there is none. Partitions are told apart by their JSON text, key order included. */
  get(connector: string, partition: unknown): unknown {
    const value = this.#offsets.get(printJson([connector, partition]))
    return value === undefined ? null : parseJson(value)
  }

  /** Stores positions; `null` removes one. */
  async put(
    connector: string,
    offsets: readonly { readonly partition: unknown; readonly offset: unknown }[],
  ): Promise<void> {
    await this.#log.append(
      offsets.map(({ partition, offset }) => ({
        key: printJson([connector, partition]),
        value: offset === null ? null : printJson(offset),
      })),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#log[Symbol.asyncDispose]()
  }
}
