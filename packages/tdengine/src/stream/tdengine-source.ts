import {
  type Logger,
  type SourceReader,
  type SplitEnumerator,
  type StreamContext,
  type StreamSource,
  WaitingSplits,
} from '@tidewire/core'
import type { TDengineAddress, TDengineClient } from '../client/api.ts'
import { connectTDengine } from '../client/client.ts'
import { addressOf, connectionKeys } from './address.ts'
import { type Deserializer, deserializerOf } from './element-decoder.ts'
import { TDengineConfigParams as keys, type StreamProperties } from './parameters.ts'
import { PropertyReader } from './properties.ts'
import type { Row } from './row-decoder.ts'
import type { TDengineSplit } from './source-split.ts'
import { SplitPlanner } from './split-planner.ts'
import { SplitReader } from './split-reader.ts'
import type { SourceSplitSql } from './split-sql.ts'

/** Options of a source beside its properties. */
export interface TDengineSourceOptions<T> {
  /** Makes the elements; rows by column name when absent. */
  readonly deserializer?: Deserializer<T>
  /** Tag conditions may hold for the same rows, which are then read twice. */
  readonly allowOverlap?: boolean
}

/** Elements that arrive together in batch mode (Flink connector `SourceRecords`). */
export type SourceRecords<T> = readonly T[]

const sourceKeys: readonly string[] = [
  ...connectionKeys,
  keys.VALUE_DESERIALIZER,
  keys.TD_BATCH_MODE,
  keys.TD_BATCH_SIZE,
  keys.PROPERTY_KEY_VARCHAR_AS_STRING,
]

/** What readers need to know. */
export interface ReaderSettings<T> {
  readonly address: TDengineAddress
  readonly deserializer: Deserializer<T>
  readonly varcharAsString: boolean
  /** Elements are lists of rows. */
  readonly batchMode: boolean
  /** Most rows of one list. */
  readonly batchSize: number
}

const defaultBatchSize = 2_000

/**
 * A bounded source: reads a query from TDengine in splits by time, tag, table, or as it is (Flink connector
 * `TDengineSource`). Properties are checked here; the server is asked when the job starts. `T` is the type of its
 * elements: rows, what the deserializer makes, or lists of them in batch mode.
 */
export class TDengineSource<T = Row> implements StreamSource<T, TDengineSplit> {
  readonly name = 'tdengine-source'
  readonly bounded = true
  readonly #settings: ReaderSettings<T>
  readonly #split: SourceSplitSql
  readonly #allowOverlap: boolean

  constructor(
    properties: StreamProperties,
    split: SourceSplitSql,
    options: TDengineSourceOptions<T> = {},
  ) {
    const reader = new PropertyReader(properties, sourceKeys)
    this.#settings = {
      address: addressOf(reader),
      deserializer: deserializerOf(reader.text(keys.VALUE_DESERIALIZER), options.deserializer),
      varcharAsString: reader.flag(keys.PROPERTY_KEY_VARCHAR_AS_STRING) ?? true,
      batchMode: reader.flag(keys.TD_BATCH_MODE) ?? false,
      batchSize: reader.integer(keys.TD_BATCH_SIZE, 1) ?? defaultBatchSize,
    }
    this.#split = split
    this.#allowOverlap = options.allowOverlap ?? false
  }

  async createEnumerator(
    { log }: StreamContext,
    state: unknown,
    signal: AbortSignal,
  ): Promise<SplitEnumerator<TDengineSplit>> {
    return await WaitingSplits.open(state, () => this.#plan(log, signal))
  }

  createReader(context: StreamContext): SourceReader<T, TDengineSplit> {
    return new SplitReader(this.#settings, context)
  }

  async #plan(log: Logger, signal: AbortSignal): Promise<readonly TDengineSplit[]> {
    await using client: TDengineClient = await connectTDengine(
      this.#settings.address,
      { log },
      signal,
    )
    const options = { allowOverlap: this.#allowOverlap }
    return await new SplitPlanner(client, log, signal, options).splits(this.#split)
  }
}
