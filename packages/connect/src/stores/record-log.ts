/** A record of an internal topic: text key, JSON text value, `null` for a tombstone. */
export interface LogRecord {
  readonly key: string
  readonly value: string | null
}

/** Takes a record that was read; called in order, must not throw. */
export type ApplyRecord = (record: LogRecord) => void

/**
 * A compacted log that every worker reads wholly and then follows (Kafka Connect's `KafkaBasedLog`). In standalone mode
 * it lives in memory.
 */
export interface RecordLog extends AsyncDisposable {
  /** Reads everything there is, then goes on reading until disposed. */
  start(apply: ApplyRecord, signal: AbortSignal): Promise<void>
  /** Resolves when the records are stored and have been read back. */
  append(records: readonly LogRecord[], signal?: AbortSignal): Promise<void>
  /** Stores the records without waiting to read them back. */
  send(records: readonly LogRecord[], signal?: AbortSignal): Promise<void>
  /** Offset after the last record read from partition 0; -1n before any. */
  readonly position: bigint
}

/** A log in memory, for standalone mode. */
export class MemoryLog implements RecordLog {
  #apply: ApplyRecord = () => {}
  #count = 0n

  async start(apply: ApplyRecord): Promise<void> {
    this.#apply = apply
  }

  async append(records: readonly LogRecord[]): Promise<void> {
    for (const record of records) {
      this.#count += 1n
      this.#apply(record)
    }
  }

  async send(records: readonly LogRecord[]): Promise<void> {
    await this.append(records)
  }

  get position(): bigint {
    return this.#count === 0n ? -1n : this.#count
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
