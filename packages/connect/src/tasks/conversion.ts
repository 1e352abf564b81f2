import { setTimeout as delay } from 'node:timers/promises'
import {
  type BytesBatch,
  type Header,
  isRetriable,
  keyBytes,
  messageOf,
  type SinkBatch,
  type SinkRecord,
  sampleOf,
  valueBytes,
} from '@tidewire/core'
import type { Converter } from '../converters/converter.ts'
import { raise } from '../raise.ts'
import type { ErrorHandling, ErrorPolicy, Stage } from './error-handling.ts'
import { headerToConnect } from './header-conversion.ts'

/** A converter with the class name that error reports carry. */
export interface NamedConverter {
  readonly className: string
  readonly converter: Converter
}

/** How a task's records are converted. */
export interface ConversionOptions {
  readonly key: NamedConverter
  readonly value: NamedConverter
  readonly header: NamedConverter
  readonly errors: ErrorHandling
  readonly policy: ErrorPolicy
}

/**
 * Turns what Kafka delivered into what the task is given. When all converters keep the bytes, batches are handed on
 * as they are; otherwise each record is converted.
 */
export class Conversion {
  readonly #options: ConversionOptions
  readonly #untouched: boolean

  constructor(options: ConversionOptions) {
    this.#options = options
    const { key, value, header } = options
    this.#untouched = [key, value, header].every(({ converter }) => converter.keepsBytes)
  }

  /** True when batches go through untouched. */
  get untouched(): boolean {
    return this.#untouched
  }

  async convert(batch: BytesBatch, signal: AbortSignal): Promise<SinkBatch> {
    if (this.#untouched) return batch
    const records: SinkRecord[] = []
    const sourceIndex = new Int32Array(batch.count)
    for (let i = 0; i < batch.count; i += 1) {
      const record = await this.#record(batch, i, signal)
      if (record === null) continue
      sourceIndex[records.length] = i
      records.push(record)
    }
    return {
      form: 'records',
      topic: batch.topic,
      partition: batch.partition,
      count: records.length,
      records,
      source: batch,
      sourceIndex: sourceIndex.subarray(0, records.length),
    }
  }

  /** The converted record, or null when it was bad and errors are tolerated. */
  async #record(batch: BytesBatch, index: number, signal: AbortSignal): Promise<SinkRecord | null> {
    const { key, value, header, policy, errors } = this.#options
    const { topic } = batch
    const rawHeaders = batch.headers(index)
    const run = async <T>(
      {
        stage,
        part,
        by,
      }: { readonly stage: Stage; readonly part: string; readonly by: NamedConverter },
      bytes: Uint8Array | null,
      convert: () => T,
    ): Promise<T | null> => {
      const deadline = Date.now() + policy.retryTimeoutMs
      for (
        let wait = Math.min(300, policy.retryDelayMaxMs);
        ;
        wait = Math.min(wait * 2, policy.retryDelayMaxMs)
      ) {
        try {
          return convert()
        } catch (error) {
          const patient = policy.retryTimeoutMs < 0 || Date.now() + wait <= deadline
          if (!isRetriable(error) || !patient) {
            await errors.handle({
              batch,
              index,
              stage,
              executor: by.className,
              card: raise(
                'CONNECT_CONVERSION',
                {
                  part,
                  converter: by.className,
                  reason: messageOf(error),
                },
                { doing: 'converting a record', sample: sampleOf(bytes) },
              ).card,
            })
            return null
          }
          await delay(wait, undefined, { signal })
        }
      }
    }
    const keyIn = keyBytes(batch, index)
    const convertedKey = await run({ stage: 'KEY_CONVERTER', part: 'key', by: key }, keyIn, () =>
      key.converter.toConnect(topic, rawHeaders, keyIn),
    )
    if (convertedKey === null) return null
    const valueIn = valueBytes(batch, index)
    const convertedValue = await run(
      { stage: 'VALUE_CONVERTER', part: 'value', by: value },
      valueIn,
      () => value.converter.toConnect(topic, rawHeaders, valueIn),
    )
    if (convertedValue === null) return null
    const headers: Header[] = []
    for (const raw of rawHeaders) {
      const part = `header ${raw.key}`
      const converted = await run({ stage: 'HEADER_CONVERTER', part, by: header }, raw.value, () =>
        headerToConnect(header, topic, raw),
      )
      if (converted === null) return null
      headers.push(converted)
    }
    const timestamp = batch.timestamp(index)
    return {
      topic: batch.topic,
      partition: batch.partition,
      offset: batch.baseOffset + BigInt(batch.offsetDeltas[index] ?? 0),
      timestamp: timestamp < 0n ? null : timestamp,
      timestampType: batch.timestampType,
      keySchema: convertedKey.schema,
      key: convertedKey.value,
      valueSchema: convertedValue.schema,
      value: convertedValue.value,
      headers,
    }
  }
}
