import { setTimeout as delay } from 'node:timers/promises'
import {
  type BytesBatch,
  isRetriable,
  keyBytes,
  type SinkBatch,
  type SinkRecord,
  sampleOf,
  valueBytes,
} from '@tidewire/core'
import type { Converter } from '../converters/converter.ts'
import { raise } from '../raise.ts'
import type { ErrorHandling, ErrorPolicy, Stage } from './error-handling.ts'

/** A converter with the class name that error reports carry. */
export interface NamedConverter {
  readonly className: string
  readonly converter: Converter
}

/** How a task's records are converted. */
export interface ConversionOptions {
  readonly key: NamedConverter
  readonly value: NamedConverter
  readonly errors: ErrorHandling
  readonly policy: ErrorPolicy
}

/**
 * Turns what Kafka delivered into what the task is given. When both converters keep the bytes, batches are handed on
 * as they are; otherwise each record is converted.
 */
export class Conversion {
  readonly #options: ConversionOptions
  readonly #untouched: boolean

  constructor(options: ConversionOptions) {
    this.#options = options
    this.#untouched = options.key.converter.keepsBytes && options.value.converter.keepsBytes
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
    const { key, value, policy, errors } = this.#options
    const headers = batch.headers(index)
    const run = async (stage: Stage, by: NamedConverter, bytes: Buffer | null) => {
      const deadline = Date.now() + policy.retryTimeoutMs
      for (
        let wait = Math.min(300, policy.retryDelayMaxMs);
        ;
        wait = Math.min(wait * 2, policy.retryDelayMaxMs)
      ) {
        try {
          return by.converter.toConnect(batch.topic, headers, bytes)
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
                  part: stage === 'KEY_CONVERTER' ? 'key' : 'value',
                  converter: by.className,
                  reason: error instanceof Error ? error.message : String(error),
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
    const convertedKey = await run('KEY_CONVERTER', key, keyBytes(batch, index))
    if (convertedKey === null) return null
    const convertedValue = await run('VALUE_CONVERTER', value, valueBytes(batch, index))
    if (convertedValue === null) return null
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
