import {
  type DeclaredType,
  KaiwuLineParser,
  KaiwuOpenTsdbParser,
  KaiwuTelnetParser,
  type PointRows,
  type PointSeries,
  textKinds,
} from '@tidewire/formats'
import { insertHead } from '../dialect/ddl.ts'
import { Misfit } from '../dialect/misfit.ts'
import { raise } from '../errors.ts'
import type { InsertTarget } from './insert-statement.ts'
import type { KnownTable } from './known-table.ts'
import { fieldType, type PointField, pointTable, pointTag, primaryTagName } from './point-table.ts'
import { primaryHash } from './primary-hash.ts'
import type { RecordWriter } from './record-writer.ts'
import type { RowOptions } from './row-options.ts'
import type { TableCatalog, TableChange } from './table-catalog.ts'
import { widenText } from './text-widening.ts'
import { type ValueTarget, type ValueWriter, valueTarget } from './value-writer.ts'
import type { WriteBatch } from './write-batch.ts'

const comma = 44
/** Sets of fields of one series that are remembered; more than these are looked up by their names. */
const mostLayouts = 10_000

/** Where the fields of some points of a table go. */
interface Layout {
  readonly table: KnownTable
  readonly target: InsertTarget
  /** Names of the fields, the same string objects as in the rows. */
  readonly fields: readonly string[]
  readonly values: readonly ValueTarget[]
  readonly time: ValueTarget
}

/** What all points of a series have together. */
interface SeriesPlan {
  readonly table: KnownTable
  /** Values of the primary tags and of the others, each with a comma before it. */
  readonly primary: Buffer
  readonly others: Buffer
  readonly primaryNames: readonly string[]
  readonly otherNames: readonly string[]
  /** The layout of the last point, tried first. */
  layout: Layout | null
}

interface PointParser {
  parse(bytes: Uint8Array): PointRows
}

function parserOf(options: RowOptions): PointParser {
  switch (options.format) {
    case 'line_influxdb':
      return new KaiwuLineParser()
    case 'line_opentsdb':
      return new KaiwuTelnetParser()
    default:
      return new KaiwuOpenTsdbParser()
  }
}

/** Writes points: line protocol and the OpenTSDB formats. */
export class PointWriter implements RecordWriter {
  readonly #parser: PointParser
  readonly #tables: TableCatalog
  readonly #options: RowOptions
  readonly #values: ValueWriter
  #plans = new WeakMap<PointSeries, SeriesPlan>()
  readonly #layouts = new Map<string, Layout>()
  #rows: PointRows | null = null
  /** Plan and layout of each point of the record. */
  readonly #pointPlans: SeriesPlan[] = []
  readonly #pointLayouts: Layout[] = []
  #row = 0

  constructor(tables: TableCatalog, options: RowOptions, values: ValueWriter) {
    this.#parser = parserOf(options)
    this.#tables = tables
    this.#options = options
    this.#values = values
  }

  get table(): string {
    return this.#rows?.series[this.#row]?.table ?? ''
  }

  parse(value: Buffer): number {
    this.#rows = null
    this.#row = 0
    this.#rows = this.#parser.parse(value)
    return this.#rows.rows
  }

  prepare(signal: AbortSignal): Promise<void> | null {
    const rows = this.#rows
    if (rows === null) return null
    for (let row = 0; row < rows.rows; row += 1) {
      if (!this.#isReady(rows, row)) return this.#learnFrom(rows, row, signal)
    }
    return null
  }

  write(batch: WriteBatch, record: number, time: bigint): void {
    const rows = this.#rows
    if (rows === null) return
    for (let row = 0; row < rows.rows; row += 1) {
      this.#row = row
      this.#writeRow(batch, record, rows, row, time)
    }
  }

  async widen(field: string, length: number, signal: AbortSignal): Promise<boolean> {
    const table = this.#pointPlans[this.#row]?.table
    if (table === undefined || !this.#options.mayChange) return false
    return await widenText(this.#tables, table, field, length, signal)
  }

  async refresh(signal: AbortSignal): Promise<boolean> {
    const { table } = this
    const dot = table.lastIndexOf('.')
    if (await this.#tables.refresh(table, signal)) return true
    return dot > 0 && (await this.#tables.refresh(table.slice(0, dot), signal))
  }

  #writeRow(batch: WriteBatch, record: number, rows: PointRows, row: number, time: bigint): void {
    const plan = this.#pointPlans[row] as SeriesPlan
    const layout = this.#pointLayouts[row] as Layout
    const { values } = layout
    const statement = batch.statementFor(layout.target)
    const out = statement.openRow()
    try {
      const start = rows.timeStarts[row] as number
      const end = rows.timeEnds[row] as number
      if (end > start) this.#values.rowTime(out, rows.source, start, end, layout.time)
      else out.ascii(this.#values.literal({ ...layout.time, unit: 'ms' }, 'number', String(time)))
      out.copy(plan.primary, 0, plan.primary.length)
      statement.endKey()
      const first = rows.first[row] as number
      for (let i = 0; i < values.length; i += 1) {
        out.byte(comma)
        this.#values.write(out, rows, first + i, values[i] as ValueTarget)
      }
      out.copy(plan.others, 0, plan.others.length)
    } catch (error) {
      statement.dropRow()
      throw error
    }
    statement.closeRow(record, batch.rows)
    batch.rows += 1
  }

  /** Finds plan and layout of a point; false when one of them has to be made. */
  #isReady(rows: PointRows, row: number): boolean {
    const plan = this.#plans.get(rows.series[row] as PointSeries)
    if (plan === undefined || !plan.table.isCurrent) return false
    const layout = this.#layoutFor(plan, rows, row)
    if (layout === null) return false
    this.#pointPlans[row] = plan
    this.#pointLayouts[row] = layout
    return true
  }

  #layoutFor(plan: SeriesPlan, rows: PointRows, row: number): Layout | null {
    const first = rows.first[row] as number
    const count = (rows.first[row + 1] as number) - first
    const last = plan.layout
    if (last !== null && last.fields.length === count) {
      let i = 0
      while (i < count && last.fields[i] === rows.names[first + i]) i += 1
      if (i === count) return last
    }
    const layout = this.#layouts.get(keyOf(plan, rows, row))
    if (layout === undefined || !layout.table.isCurrent || layout.table !== plan.table) return null
    plan.layout = layout
    return layout
  }

  async #learnFrom(rows: PointRows, from: number, signal: AbortSignal): Promise<void> {
    for (let row = from; row < rows.rows; row += 1) {
      // A change of a table makes what was found before void, so it is looked for again.
      for (let turn = 0; !this.#isReady(rows, row); turn += 1) {
        this.#row = row
        if (turn > 2) throw new Misfit('its table changes all the time')
        await this.#learn(rows, row, signal)
      }
    }
    for (let row = 0; row < rows.rows; row += 1) {
      if (!this.#isReady(rows, row)) return await this.#learnFrom(rows, row, signal)
    }
  }

  async #learn(rows: PointRows, row: number, signal: AbortSignal): Promise<void> {
    const { database, mayChange, mayCreate } = this.#options
    const series = rows.series[row] as PointSeries
    const fields = fieldsOf(rows, row)
    const place = await this.#placeOf(series.table, signal)
    let table = await this.#tables.table(place.table, signal)
    if (table === null) {
      if (!mayCreate) throw raise('KWDB_NO_TABLE', { table: place.table, database })
      table = await this.#tables.create(
        pointTable(place.table, series, fields, this.#options),
        signal,
      )
    }
    if (mayChange) {
      const changes = changesFor(
        table,
        series,
        this.#options.format === 'line_influxdb' ? fields : [],
      )
      if (changes.length > 0) table = await this.#tables.change(table.name, changes, signal)
    }
    const plan = this.#planOf(table, series)
    this.#plans.set(series, plan)
    // Series of a table share the layout, and so the statement.
    if (this.#layoutFor(plan, rows, row) !== null) return
    const layout = this.#makeLayout(plan, fields, place.column)
    if (this.#layouts.size >= mostLayouts) this.#layouts.clear()
    this.#layouts.set(keyOf(plan, rows, row), layout)
    plan.layout = layout
  }

  /** Table and, where the metric is a column of one, the column. */
  async #placeOf(
    name: string,
    signal: AbortSignal,
  ): Promise<{ readonly table: string; readonly column: string | null }> {
    const dot = name.lastIndexOf('.')
    if (!this.#options.metricColumns || dot <= 0) return { table: name, column: null }
    const table = await this.#tables.table(name.slice(0, dot), signal)
    const column = name.slice(dot + 1)
    return table?.column(column)?.role === 'column'
      ? { table: table.name, column }
      : { table: name, column: null }
  }

  #planOf(table: KnownTable, series: PointSeries): SeriesPlan {
    const { database, format } = this.#options
    const literal = (target: ValueTarget, tag: PointSeries['tags'][number]) =>
      this.#values.literal(target, tag.kind, tag.value)
    const primaryNames: string[] = []
    let primary = ''
    for (const { name, primary: isPrimary } of table.shape.tags) {
      const known = table.column(name)
      if (!isPrimary || known === undefined) continue
      const tag = series.tags.find(one => one.name === name)
      if (tag === undefined && name !== primaryTagName) {
        throw new Misfit(`the point has no tag ${name}, which is a primary tag of the table`, name)
      }
      const value =
        tag === undefined
          ? {
              name,
              kind: 'text' as const,
              value: primaryHash(series.tags, format !== 'line_influxdb'),
            }
          : tag
      primaryNames.push(name)
      primary += `,${literal(known.target, value)}`
    }
    const otherNames: string[] = []
    let others = ''
    for (const tag of series.tags) {
      if (primaryNames.includes(tag.name)) continue
      const known = table.column(tag.name)
      if (known?.role !== 'tag') {
        throw raise(
          'KWDB_COLUMN',
          { table: table.name, database, role: 'tag', name: tag.name },
          { field: tag.name },
        )
      }
      otherNames.push(tag.name)
      others += `,${literal(known.target, tag)}`
    }
    return {
      table,
      primary: Buffer.from(primary),
      others: Buffer.from(others),
      primaryNames,
      otherNames,
      layout: null,
    }
  }

  #makeLayout(plan: SeriesPlan, fields: readonly PointField[], column: string | null): Layout {
    const { database, format, unit } = this.#options
    const { table } = plan
    const time = table.column(table.timeName)
    if (time === undefined) throw new Misfit('the table has no time column')
    const names = fields.map(field => {
      if (column !== null) return column
      return format === 'line_influxdb' ? field.name : valueColumn(table)
    })
    const values = names.map(name => {
      const known = table.column(name)
      if (known?.role !== 'column') {
        throw raise(
          'KWDB_COLUMN',
          { table: table.name, database, role: 'column', name },
          { field: name },
        )
      }
      return known.target
    })
    const columns = [table.timeName, ...plan.primaryNames, ...names, ...plan.otherNames]
    return {
      table,
      target: { table: table.name, columns, head: insertHead(database, table.name, columns) },
      fields: fields.map(field => field.name),
      values,
      time: valueTarget(table.timeName, time.target.type, false, unit),
    }
  }
}

/** The column of an OpenTSDB value: `value`, or the only one there is. */
function valueColumn(table: KnownTable): string {
  if (table.column('value')?.role === 'column') return 'value'
  const [, only, more] = table.shape.columns
  return only !== undefined && more === undefined ? only.name : 'value'
}

function keyOf(plan: SeriesPlan, rows: PointRows, row: number): string {
  const first = rows.first[row] as number
  const end = rows.first[row + 1] as number
  const metric = rows.series[row]?.table ?? ''
  return [metric, plan.otherNames.join('\u0001'), rows.names.slice(first, end).join('\u0001')].join(
    '\u0000',
  )
}

function fieldsOf(rows: PointRows, row: number): readonly PointField[] {
  const fields: PointField[] = []
  const end = rows.first[row + 1] as number
  for (let i = rows.first[row] as number; i < end; i += 1) {
    const isText = (rows.kinds[i] as number) >= textKinds.plain
    fields.push({
      name: rows.names[i] as string,
      declared: rows.types[i] as DeclaredType,
      text: isText ? rows.text(i) : '',
    })
  }
  return fields
}

/** What a table lacks for a point. */
function changesFor(
  table: KnownTable,
  series: PointSeries,
  fields: readonly PointField[],
): readonly TableChange[] {
  const changes: TableChange[] = []
  for (const field of fields) {
    if (table.column(field.name) !== undefined) continue
    const column = { name: field.name, type: fieldType(field), nullable: true }
    changes.push({ kind: 'column', column })
  }
  for (const tag of series.tags) {
    const known = table.column(tag.name)
    if (known === undefined) changes.push({ kind: 'tag', tag: pointTag(tag.name, tag.value) })
    else if (known.role === 'tag' && known.target.type.name === 'VARCHAR') {
      const length = Buffer.byteLength(tag.value)
      if (length <= known.target.type.length) continue
      const type = { name: 'VARCHAR', length } as const
      changes.push({ kind: 'type', role: 'TAG', name: tag.name, type })
    }
  }
  return changes
}
