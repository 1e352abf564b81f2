import { ReusedMemory, type RowCounter, type RowFaults, type Schema } from '@tidewire/core'
import type { TmqBlock } from '../wire/tmq-message.ts'
import type { PrintedBatch } from './printed-batch.ts'
import type { OutputSettings } from './profile.ts'
import { RowWriter } from './row-writer.ts'
import { structSchema } from './struct-records.ts'
import { wholeRows } from './subscription-block.ts'
import type { RowTable } from './subscription-tables.ts'
import type { TableShape } from './table-shape.ts'

/** Layouts of rows that are known at a time; more of them begin anew. */
const maxLayouts = 200

/** Every row of a subscription is delivered. */
const everyRow: RowCounter = { add: () => true }

/** Columns of a block in the order of their table, as its rows are printed. */
export interface Layout {
  /** The form of a row as a structure. */
  readonly schema: Schema
  readonly writer: RowWriter
  readonly columns: readonly number[]
}

/** Memory of whole rows that is kept for the next ones, in bytes. */
const keptBytes = 4 * 1024 * 1024

/** Prints blocks of a subscription as query mode prints the rows of its tables. */
export class SubscriptionWriter {
  readonly #output: OutputSettings
  readonly #faults: RowFaults
  readonly #layouts = new Map<string, Layout>()
  #last: {
    readonly shape: TableShape
    readonly names: readonly string[]
    readonly layout: Layout
  } | null = null
  readonly #memory = new ReusedMemory(keptBytes)

  constructor(output: OutputSettings, faults: RowFaults) {
    this.#output = output
    this.#faults = faults
  }

  /** Adds the rows of a block to the batch. */
  write(block: TmqBlock, { child, tags }: RowTable, layout: Layout, batch: PrintedBatch): void {
    const { writer, columns } = layout
    const rows = wholeRows({ block, child, tags, columns }, bytes => this.#memory.take(bytes))
    writer.write(rows, everyRow, batch)
    this.#memory.give(rows.raw.bytes)
  }

  /** True when rows of this form were printed before. */
  knows(block: TmqBlock, shape: TableShape): boolean {
    return this.#isLast(block, shape) || this.#layouts.has(keyOf(block, shape))
  }

  /** True when a block has the form of the one before, as nearly all have: then no key is made. */
  #isLast({ columns }: TmqBlock, shape: TableShape): boolean {
    const last = this.#last
    if (last === null || last.shape !== shape) return false
    const { names } = last
    if ((columns?.length ?? 0) !== names.length) return false
    return columns?.every(({ name }, i) => name === names[i]) ?? true
  }

  /** How the rows of a block are printed. */
  layoutOf(block: TmqBlock, shape: TableShape): Layout {
    if (this.#last !== null && this.#isLast(block, shape)) return this.#last.layout
    const names = (block.columns ?? []).map(column => column.name)
    const layout = this.#layoutOf(block, shape, names)
    this.#last = { shape, names, layout }
    return layout
  }

  #layoutOf(block: TmqBlock, shape: TableShape, names: readonly string[]): Layout {
    const key = keyOf(block, shape)
    const known = this.#layouts.get(key)
    if (known !== undefined) return known
    if (this.#layouts.size >= maxLayouts) this.#layouts.clear()
    const [time = shape.time] = names
    // Columns of an older or a newer form of the table come after those that it has now.
    const others = names.slice(1).filter(name => !shape.columns.includes(name))
    const all = [...shape.columns, ...others]
    const whole = { ...shape, time, columns: all }
    const layout = {
      schema: structSchema(whole, this.#output),
      writer: new RowWriter(whole, this.#output, this.#faults),
      columns: [0, ...all.map(name => names.indexOf(name))],
    }
    this.#layouts.set(key, layout)
    return layout
  }
}

function keyOf(block: TmqBlock, shape: TableShape): string {
  const names = (block.columns ?? []).map(column => column.name)
  return JSON.stringify([shape.table.name, shape.selected, shape.tags, names])
}

/** True when a block has columns that the table's known form lacks. */
export function isNewer(block: TmqBlock, shape: TableShape): boolean {
  const columns = block.columns ?? []
  return columns.some(({ name }, i) => i > 0 && !shape.columns.includes(name))
}
