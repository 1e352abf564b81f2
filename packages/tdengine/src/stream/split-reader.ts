import type { SourceBatch, SourceReader, StreamContext } from '@tidewire/core'
import type { ResultBlock, TDengineClient } from '../client/api.ts'
import { connectTDengine } from '../client/client.ts'
import { ElementDecoder } from './element-decoder.ts'
import { nextWindow, splitQuery, type TDengineSplit } from './source-split.ts'
import type { ReaderSettings } from './tdengine-source.ts'

type Batch<T> = SourceBatch<T, TDengineSplit>

/** Reads splits one after the other over one connection, which opens with the first split. */
export class SplitReader<T> implements SourceReader<T, TDengineSplit> {
  readonly #settings: ReaderSettings<T>
  readonly #context: StreamContext
  readonly #splits: TDengineSplit[] = []
  #client: TDengineClient | null = null
  #batches: AsyncIterator<Batch<T>> | null = null

  constructor(settings: ReaderSettings<T>, context: StreamContext) {
    this.#settings = settings
    this.#context = context
  }

  addSplit(split: TDengineSplit): void {
    this.#splits.push(split)
  }

  async poll(signal: AbortSignal): Promise<Batch<T> | null> {
    for (;;) {
      if (this.#batches === null) {
        const split = this.#splits.shift()
        if (split === undefined) return null
        this.#batches = this.#read(split, signal)
      }
      const { done, value } = await this.#batches.next()
      if (done !== true) return value
      this.#batches = null
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client?.[Symbol.asyncDispose]()
  }

  async *#read(split: TDengineSplit, signal: AbortSignal): AsyncGenerator<Batch<T>> {
    this.#client ??= await connectTDengine(
      this.#settings.address,
      { log: this.#context.log },
      signal,
    )
    const { progress } = split
    if (progress.kind === 'windows') yield* this.#readWindows(this.#client, split, progress, signal)
    else yield* this.#readQuery(this.#client, split, signal)
  }

  /** Only a whole window moves the position: within one, rows come in any order. */
  async *#readWindows(
    client: TDengineClient,
    split: TDengineSplit,
    first: TDengineSplit['progress'] & { readonly kind: 'windows' },
    signal: AbortSignal,
  ): AsyncGenerator<Batch<T>> {
    let progress = first
    if (progress.from >= progress.end) yield { rows: [], split, finished: true }
    while (progress.from < progress.end) {
      const current = { ...split, progress }
      let rows = 0
      for await (const block of this.#blocks(client, current, signal)) {
        rows += block.rows
        yield { rows: this.#elements(block), split: current, count: block.rows }
      }
      progress = nextWindow(progress, rows)
      const finished = progress.from >= progress.end
      yield { rows: [], split: { ...split, progress }, finished }
    }
  }

  /** Rows in the order of a column move the position with each block; others only at the end. */
  async *#readQuery(
    client: TDengineClient,
    split: TDengineSplit,
    signal: AbortSignal,
  ): AsyncGenerator<Batch<T>> {
    const { progress } = split
    let current = split
    for await (const block of this.#blocks(client, split, signal)) {
      const rows = this.#elements(block)
      if (progress.kind === 'ordered') {
        const column = block.columns.findIndex(({ name }) => `\`${name}\`` === progress.column)
        const last = block.value(block.rows - 1, column)
        if (typeof last === 'bigint') current = { ...split, progress: { ...progress, after: last } }
      }
      yield { rows, split: current, count: block.rows }
    }
    yield { rows: [], split: current, finished: true }
  }

  async *#blocks(
    client: TDengineClient,
    split: TDengineSplit,
    signal: AbortSignal,
  ): AsyncGenerator<ResultBlock> {
    for await (const block of client.stream(splitQuery(split), signal, { lent: true })) {
      if (block.rows > 0) yield block
    }
  }

  #decoder: { readonly of: readonly unknown[]; readonly decoder: ElementDecoder<unknown> } | null =
    null

  #elements(block: ResultBlock): T[] {
    const { deserializer, varcharAsString, batchMode, batchSize } = this.#settings
    if (this.#decoder?.of !== block.columns) {
      const decoder = new ElementDecoder<unknown>(block.columns, block.unit, {
        deserializer,
        varcharAsString,
      })
      this.#decoder = { of: block.columns, decoder }
    }
    const elements = this.#decoder.decoder.elements(block)
    // In batch mode T is the list itself, as the caller declares it.
    if (!batchMode) return elements as T[]
    const lists: unknown[][] = []
    for (let from = 0; from < elements.length; from += batchSize) {
      lists.push(elements.slice(from, from + batchSize))
    }
    return lists as T[]
  }
}
