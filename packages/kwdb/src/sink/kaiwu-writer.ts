import { KaiwuJsonParser, type KaiwuRows, type KaiwuTable, textKinds } from '@tidewire/formats'
import type { ColumnType } from '../dialect/column-type.ts'
import { insertHead } from '../dialect/ddl.ts'
import { Misfit } from '../dialect/misfit.ts'
import { precisionOf, unitOf } from '../dialect/time-literal.ts'
import { widened } from '../dialect/widening.ts'
import { raise } from '../errors.ts'
import { type DeclaredTable, declaredTable } from './declared-table.ts'
import type { InsertTarget } from './insert-statement.ts'
import type { KnownTable } from './known-table.ts'
import type { RecordWriter } from './record-writer.ts'
import type { RowOptions } from './row-options.ts'
import type { TableCatalog, TableChange } from './table-catalog.ts'
import { widenText } from './text-widening.ts'
import { type ValueTarget, type ValueWriter, valueTarget } from './value-writer.ts'
import type { WriteBatch } from './write-batch.ts'

const mostLayouts = 2000
const comma = 44

/** How the rows of one declaration go into one table. */
interface Layout {
  readonly table: KnownTable
  readonly target: InsertTarget
  /** Slots of the record in the order in which they are written: time, primary tags, columns, tags. */
  readonly slots: Int32Array
  readonly values: readonly ValueTarget[]
  /** How many of the slots are time and primary tags. */
  readonly keys: number
}

/** Writes json_kaiwudb records. */
export class KaiwuWriter implements RecordWriter {
  readonly #parser = new KaiwuJsonParser()
  readonly #tables: TableCatalog
  readonly #options: RowOptions
  readonly #values: ValueWriter
  readonly #layouts = new Map<KaiwuTable, Layout>()
  #rows: KaiwuRows | null = null
  #layout: Layout | null = null

  constructor(tables: TableCatalog, options: RowOptions, values: ValueWriter) {
    this.#tables = tables
    this.#options = options
    this.#values = values
  }

  get table(): string {
    return this.#rows?.table.name ?? ''
  }

  parse(value: Buffer): number {
    this.#rows = null
    this.#rows = this.#parser.parse(value)
    return this.#rows.rows
  }

  prepare(signal: AbortSignal): Promise<void> | null {
    const rows = this.#rows
    if (rows === null) return null
    const layout = this.#layouts.get(rows.table)
    if (layout?.table.isCurrent) {
      this.#layout = layout
      return null
    }
    return this.#learn(rows.table, signal)
  }

  write(batch: WriteBatch, record: number): void {
    const rows = this.#rows
    const layout = this.#layout
    if (rows === null || layout === null) return
    const { keys, slots, target, values } = layout
    const { width } = rows
    const { length } = slots
    for (let row = 0; row < rows.rows; row += 1) {
      const statement = batch.statementFor(target)
      const out = statement.openRow()
      const base = row * width
      let absent = 0
      try {
        for (let i = 0; i < length; i += 1) {
          if (i > 0) out.byte(comma)
          const index = base + (slots[i] as number)
          if (rows.kinds[index] === textKinds.absent) absent += 1
          this.#values.write(out, rows, index, values[i] as ValueTarget)
          if (i === keys - 1) statement.endKey()
        }
      } catch (error) {
        statement.dropRow()
        throw error
      }
      statement.closeRow(record, batch.rows)
      batch.rows += 1
      if (absent > 0) batch.partialRows += 1
    }
  }

  async widen(field: string, length: number, signal: AbortSignal): Promise<boolean> {
    const table = this.#layout?.table
    if (table === undefined || !this.#options.mayChange) return false
    return await widenText(this.#tables, table, field, length, signal)
  }

  async refresh(signal: AbortSignal): Promise<boolean> {
    return await this.#tables.refresh(this.table, signal)
  }

  async #learn(declared: KaiwuTable, signal: AbortSignal): Promise<void> {
    const { database, mayChange, mayCreate, unit } = this.#options
    const shape = declaredTable(declared, precisionOf(unit))
    let table = await this.#tables.table(shape.name, signal)
    if (table === null) {
      if (!mayCreate) throw raise('KWDB_NO_TABLE', { table: shape.name, database })
      table = await this.#tables.create(shape, signal)
    }
    if (mayChange) {
      const changes = changesFor(table, shape)
      if (changes.length > 0) table = await this.#tables.change(table.name, changes, signal)
    }
    if (this.#layouts.size >= mostLayouts) this.#layouts.clear()
    const layout = this.#layoutOf(table, shape)
    this.#layouts.set(declared, layout)
    this.#layout = layout
  }

  #layoutOf(table: KnownTable, shape: DeclaredTable): Layout {
    const { database, unit } = this.#options
    const ranks = { time: 0, primary: 1, column: 2, tag: 3 } as const
    const declared = [...shape.columns, ...shape.tags].map((column, slot) => {
      const isTag = slot >= shape.columns.length
      const known = table.column(column.name)
      const isKnownTag = known?.role === 'tag' || known?.role === 'primary'
      const role = isTag ? 'tag' : 'column'
      if (known === undefined || isKnownTag !== isTag) {
        throw raise(
          'KWDB_COLUMN',
          { table: table.name, database, role, name: column.name },
          { field: column.name },
        )
      }
      const { name, nullable, type } = known.target
      const own = shape.ownPrecision.has(name) && 'precision' in column.type
      const value = valueTarget(
        name,
        type,
        nullable && known.role !== 'time' && known.role !== 'primary',
        own && 'precision' in column.type ? unitOf(column.type.precision) : unit,
      )
      return { slot, value, rank: ranks[known.role] }
    })
    const needed = [
      table.timeName,
      ...table.shape.tags.filter(tag => tag.primary).map(tag => tag.name),
    ]
    const missing = needed.find(name => !declared.some(({ value }) => value.name === name))
    if (missing !== undefined) {
      const what = missing === table.timeName ? 'its time' : 'a primary tag'
      throw new Misfit(`the record does not declare ${missing}, ${what}`, missing)
    }
    declared.sort((a, b) => a.rank - b.rank || a.slot - b.slot)
    const columns = declared.map(({ value }) => value.name)
    return {
      table,
      target: { table: table.name, columns, head: insertHead(database, table.name, columns) },
      slots: Int32Array.from(declared, ({ slot }) => slot),
      values: declared.map(({ value }) => value),
      keys: needed.length,
    }
  }
}

/** What a table lacks for a declaration. */
function changesFor(table: KnownTable, shape: DeclaredTable): readonly TableChange[] {
  const changes: TableChange[] = []
  const widen = (role: 'COLUMN' | 'TAG', name: string, has: ColumnType, wants: ColumnType) => {
    const type = widened(has, wants)
    if (type !== null) changes.push({ kind: 'type', role, name, type })
  }
  for (const column of shape.columns) {
    const known = table.column(column.name)
    if (known === undefined) changes.push({ kind: 'column', column })
    else if (known.role === 'column') widen('COLUMN', column.name, known.target.type, column.type)
  }
  for (const tag of shape.tags) {
    const known = table.column(tag.name)
    if (known === undefined) {
      if (tag.primary) throw new Misfit('a primary tag cannot be added to a table', tag.name)
      changes.push({ kind: 'tag', tag })
    } else if (known.role === 'tag') widen('TAG', tag.name, known.target.type, tag.type)
  }
  return changes
}
