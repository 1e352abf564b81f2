import type { SinkWriter, StreamContext, StreamSink } from '@tidewire/core'
import { connectTDengine } from '../client/client.ts'
import { type CdcChange, isChange, isConsumerRecords } from './cdc-record.ts'
import type { StreamProperties } from './parameters.ts'
import type { SinkRow } from './sink-row.ts'
import { type SinkSettings, sinkSettings } from './sink-settings.ts'
import { describeSinkTable } from './sink-table.ts'
import { TableWriter } from './table-writer.ts'

/** Options of a sink beside its properties. */
export interface TDengineSinkOptions<T> {
  /**
   * Makes rows from an element (Flink connector `TDengineSinkRecordSerializer`); an empty list leaves it out. Without it
   * elements are rows, changes of a subscription, or lists of either.
   */
  readonly serializer?: (element: T) => readonly SinkRow[]
}

/**
 * Writes rows into a super table (`super_table_name`, sub-tables by `tbname` are made as needed) or into one table
 * (`table_name`); Flink connector `TDengineSink`. `fields` are the columns that are written, in the order of rows that
 * are lists; all columns and tags when absent. Properties are checked here, the table when the job starts. Writing a row
 * again overwrites it, so that a restart changes nothing.
 */
export class TDengineSink<T = SinkRow> implements StreamSink<T> {
  readonly name = 'tdengine-sink'
  readonly #settings: SinkSettings
  readonly #serializer: ((element: T) => readonly SinkRow[]) | null

  constructor(
    properties: StreamProperties,
    fields: readonly string[] | null = null,
    options: TDengineSinkOptions<T> = {},
  ) {
    this.#settings = sinkSettings(properties, fields, options.serializer !== undefined)
    this.#serializer = options.serializer ?? null
  }

  async createWriter(context: StreamContext, signal: AbortSignal): Promise<SinkWriter<T>> {
    const settings = this.#settings
    const client = await connectTDengine(settings.address, { log: context.log }, signal)
    try {
      const target = await describeSinkTable(client, settings, signal)
      const writer = new TableWriter(client, settings, target, context)
      return new ElementWriter(writer, this.#serializer)
    } catch (error) {
      await client[Symbol.asyncDispose]()
      throw error
    }
  }
}

/** Takes elements apart into rows and deletes. */
class ElementWriter<T> implements SinkWriter<T> {
  readonly #writer: TableWriter
  readonly #serializer: ((element: T) => readonly SinkRow[]) | null

  constructor(writer: TableWriter, serializer: ((element: T) => readonly SinkRow[]) | null) {
    this.#writer = writer
    this.#serializer = serializer
  }

  get failed(): Promise<never> {
    return this.#writer.failed
  }

  async write(elements: readonly T[], signal: AbortSignal): Promise<void> {
    for (const element of elements) {
      if (this.#serializer !== null) {
        for (const row of this.#serializer(element)) this.#writer.add(row)
      } else {
        await this.#take(element, signal)
      }
    }
    await this.#writer.writeFull(signal)
  }

  flush(signal: AbortSignal): Promise<void> {
    return this.#writer.flush(signal)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#writer[Symbol.asyncDispose]()
  }

  async #take(element: unknown, signal: AbortSignal): Promise<void> {
    if (isConsumerRecords(element)) {
      for (const change of element.changes) await this.#change(change, signal)
    } else if (isChange(element)) {
      await this.#change(element, signal)
    } else if (isRowList(element)) {
      for (const row of element) await this.#take(row, signal)
    } else {
      this.#writer.add(element as SinkRow)
    }
  }

  async #change(change: CdcChange<unknown>, signal: AbortSignal): Promise<void> {
    if (change.kind === 'insert') this.#writer.add(change.row as SinkRow)
    else if (change.kind === 'delete') await this.#writer.remove(change, signal)
  }
}

/** A list of rows, not a row that is a list of values: its first element is an object that is no value of a column. */
function isRowList(element: unknown): element is readonly unknown[] {
  if (!Array.isArray(element)) return false
  const [first] = element as readonly unknown[]
  return (
    Array.isArray(first) ||
    (typeof first === 'object' &&
      first !== null &&
      Object.getPrototypeOf(first) === Object.prototype)
  )
}
