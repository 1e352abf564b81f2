import type { SourceReader, SplitEnumerator, StreamContext, StreamSource } from '@tidewire/core'
import { connectTDengine } from '../client/client.ts'
import { CdcReader } from './cdc-reader.ts'
import { type CdcSettings, cdcSettings } from './cdc-settings.ts'
import { type CdcSplit, mergedPositions, splitsFor, type TopicFacts } from './cdc-split.ts'
import { describeTopic } from './cdc-topic.ts'
import { type Deserializer, deserializerOf } from './element-decoder.ts'
import type { StreamProperties } from './parameters.ts'
import type { Row } from './row-decoder.ts'

/** Options of a subscription beside its properties. */
export interface CdcSourceOptions {
  /** Makes an element from each row that was written; rows by column name when absent. */
  readonly deserializer?: Deserializer<unknown>
  /** Begins with what the tables hold, not only with what the write-ahead log keeps. */
  readonly snapshot?: boolean
  /**
   * What an element is: a row that was written (default), a `CdcChange` with its kind, or a whole message as
   * `ConsumerRecords`, which `td.batch.mode` means too.
   */
  readonly elements?: CdcElements
}

/** Shapes of elements of a subscription. */
export type CdcElements = 'rows' | 'changes' | 'messages'

/** What readers need to know. */
export interface CdcReaderSettings extends CdcSettings {
  readonly rowDeserializer: Deserializer<unknown>
  readonly snapshot: boolean
  readonly elements: CdcElements
}

/**
 * An unbounded source: a subscription to a topic of TDengine over TMQ (Flink connector `TDengineCdcSource`). Each subtask
 * is one consumer of the group. Offsets are committed when a checkpoint is durable, or by time with
 * `enable.auto.commit`; a restored job reads on exactly where its checkpoint stands, also when that is an older one.
 *
 * `T` is the type of its elements. Where elements are rows, deletes and changes of tables are counted and logged.
 */
export class TDengineCdcSource<T = Row> implements StreamSource<T, CdcSplit> {
  readonly name = 'tdengine-cdc'
  readonly bounded = false
  readonly #settings: CdcReaderSettings

  constructor(topic: string, properties: StreamProperties, options: CdcSourceOptions = {}) {
    const settings = cdcSettings(topic, properties)
    this.#settings = {
      ...settings,
      rowDeserializer: deserializerOf<unknown>(settings.deserializer, options.deserializer),
      snapshot: options.snapshot ?? false,
      elements: options.elements ?? (settings.batchMode ? 'messages' : 'rows'),
    }
  }

  async createEnumerator(
    { log, parallelism }: StreamContext,
    _state: unknown,
    signal: AbortSignal,
  ): Promise<SplitEnumerator<CdcSplit>> {
    const { address, topic } = this.#settings
    await using client = await connectTDengine(address, { log }, signal)
    const { vgroups, unit } = await describeTopic(client, topic, signal)
    if (parallelism > vgroups) {
      log.warn('more readers than vgroups: some consumers get nothing', {
        topic,
        readers: parallelism,
        vgroups,
      })
    }
    return new Enumerator({ name: topic, unit, vgroups }, parallelism)
  }

  createReader(context: StreamContext): SourceReader<T, CdcSplit> {
    // T is what the caller declares for the options given.
    return new CdcReader(this.#settings, context) as SourceReader<T, CdcSplit>
  }
}

/** One split per reader; they never end. */
class Enumerator implements SplitEnumerator<CdcSplit> {
  #waiting: CdcSplit[]
  readonly #topic: TopicFacts
  readonly #readers: number

  constructor(topic: TopicFacts, readers: number) {
    this.#topic = topic
    this.#readers = readers
    this.#waiting = splitsFor(topic, readers, new Map())
  }

  async next(): Promise<readonly CdcSplit[] | null> {
    const split = this.#waiting.shift()
    return split === undefined ? null : [split]
  }

  /** A checkpoint's splits, of any parallelism: all their positions go to every new reader. */
  giveBack(splits: readonly CdcSplit[]): void {
    if (splits.length === 0) return
    this.#waiting = splitsFor(this.#topic, this.#readers, mergedPositions(splits))
  }

  snapshot(): null {
    return null
  }

  progress(): { readonly total: null; readonly assigned: number } {
    return { total: null, assigned: this.#readers - this.#waiting.length }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
