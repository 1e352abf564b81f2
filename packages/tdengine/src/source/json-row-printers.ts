import type { BlockView, ColumnView } from './block-view.ts'
import { ByteOutput } from './byte-output.ts'
import { printJsonValue } from './json-value-print.ts'
import type { OutputSettings } from './profile.ts'
import type { NamedColumn, RowPrinter } from './row-printer.ts'
import type { Series } from './series.ts'
import { Stamp } from './stamp.ts'
import { type TableShape, timeIndex } from './table-shape.ts'
import { TimePrinter } from './time-print.ts'

const open = 123
const close = 125
const comma = 44
const openArray = 91
const closeArray = 93

/** What both JSON forms share: the columns of a block, the tags as a JSON object, the time. */
class JsonColumns {
  readonly time: TimePrinter
  readonly #settings: OutputSettings
  readonly #shape: TableShape
  readonly #label: (name: string) => string
  readonly #scratch = new ByteOutput(1024)
  block: BlockView | null = null
  fields: readonly NamedColumn[] = []
  #tags: readonly NamedColumn[] = []
  timeStart = 0
  room = 0

  constructor(settings: OutputSettings, shape: TableShape, label: (name: string) => string) {
    this.#settings = settings
    this.#shape = shape
    this.#label = label
    this.time = new TimePrinter(settings.unit)
  }

  begin(block: BlockView): void {
    const at = timeIndex(this.#shape)
    const named = (names: readonly string[], from: number, label: (name: string) => string) =>
      names.map((name, i) => ({
        name,
        label: Stamp.of(label(name)),
        view: block.columns[from + i] as ColumnView,
      }))
    const { tags, columns } = this.#shape
    this.block = block
    this.time.from(block.unit)
    this.#tags = named(tags, at + 1, name => `${JSON.stringify(name)}:`)
    this.fields = named(columns, at + 1 + tags.length, this.#label)
    this.timeStart = (block.columns[at] as ColumnView).dataStart
    this.room = this.fields.reduce((sum, { label }) => sum + label.length + 48, 96)
  }

  /** The tags of a row as a JSON object. */
  tags(row: number, series: Series): Stamp {
    const block = this.block as BlockView
    const out = this.#scratch
    out.length = 0
    out.byte(open)
    const { tableNameTag } = this.#settings
    if (tableNameTag !== null) {
      out.text(`${JSON.stringify(tableNameTag)}:${JSON.stringify(series.name.toString('utf8'))}`)
    }
    for (const { label, view } of this.#tags) {
      if (view.nulls && block.isNull(view, row)) continue
      out.reserve(label.length + 1)
      if (out.length > 1) out.byte(comma)
      out.stamp(label)
      printJsonValue(out, block, view, row, this.time)
    }
    out.reserve(1)
    out.byte(close)
    return new Stamp(Buffer.from(out.bytes.subarray(0, out.length)))
  }

  printTime(out: ByteOutput, row: number): void {
    const { view } = this.block as BlockView
    const at = this.timeStart + row * 8
    this.time.print(out, view.getInt32(at + 4, true), view.getInt32(at, true))
  }
}

/**
 * Prints rows as flat JSON: `{"ts":1538548685000,"current":10.3,…,"tags":{"location":"…"}}` (release 1.1.6 with
 * StringConverter). NULL members are left out. When a column is called `tags`, the tags are called `_tags`.
 */
export class FlatJsonRowPrinter implements RowPrinter {
  readonly #columns: JsonColumns
  readonly #head: Stamp
  readonly #tagsLabel: Stamp | null

  constructor(settings: OutputSettings, shape: TableShape) {
    this.#columns = new JsonColumns(settings, shape, name => `,${JSON.stringify(name)}:`)
    this.#head = Stamp.of(`{${JSON.stringify(shape.time)}:`)
    const label = `,${JSON.stringify(tagsMember(shape))}:`
    const withTags = shape.tags.length > 0 || settings.tableNameTag !== null
    this.#tagsLabel = withTags ? Stamp.of(label) : null
  }

  begin(block: BlockView): void {
    this.#columns.begin(block)
  }

  printSeries(row: number, series: Series): Stamp {
    return this.#columns.tags(row, series)
  }

  printRow(out: ByteOutput, row: number, series: Series): boolean {
    const { fields, room, time } = this.#columns
    const block = this.#columns.block as BlockView
    out.reserve(room + series.printed.length + this.#head.length)
    out.stamp(this.#head)
    this.#columns.printTime(out, row)
    for (const { label, view } of fields) {
      if (view.nulls && block.isNull(view, row)) continue
      out.stamp(label)
      printJsonValue(out, block, view, row, time)
      if (view.variable) out.reserve(room + series.printed.length)
    }
    if (this.#tagsLabel !== null) {
      out.stamp(this.#tagsLabel)
      out.stamp(series.printed)
    }
    out.byte(close)
    return true
  }
}

/** The name of the member with the tags: `tags`, with underscores in front when a column has that name. */
export function tagsMember(shape: TableShape): string {
  let name = 'tags'
  while (shape.columns.includes(name) || shape.time === name) name = `_${name}`
  return name
}

/**
 * Prints rows as OpenTSDB JSON, an array with a point for each value (the user page): metric = table, `_`, column. A time
 * that the server could not tell by its digits carries its unit.
 */
export class OpenTsdbRowPrinter implements RowPrinter {
  readonly #columns: JsonColumns
  readonly #plainTime: boolean
  readonly #unit: string

  constructor(settings: OutputSettings, shape: TableShape) {
    const table = shape.table.name
    this.#columns = new JsonColumns(
      settings,
      shape,
      name => `{"metric":${JSON.stringify(`${table}_${name}`)},"timestamp":`,
    )
    this.#plainTime = settings.unit === 'ms'
    this.#unit = settings.unit
  }

  begin(block: BlockView): void {
    this.#columns.begin(block)
  }

  printSeries(row: number, series: Series): Stamp {
    return this.#columns.tags(row, series)
  }

  printRow(out: ByteOutput, row: number, series: Series): boolean {
    const { fields, time } = this.#columns
    const block = this.#columns.block as BlockView
    const begin = out.length
    for (const { label, view } of fields) {
      if (view.nulls && block.isNull(view, row)) continue
      out.reserve(label.length + series.printed.length + 160)
      out.byte(out.length === begin ? openArray : comma)
      out.stamp(label)
      if (this.#plainTime) this.#columns.printTime(out, row)
      else {
        out.ascii('{"value":')
        this.#columns.printTime(out, row)
        out.ascii(`,"type":"${this.#unit}"}`)
      }
      out.ascii(',"value":')
      printJsonValue(out, block, view, row, time)
      out.reserve(series.printed.length + 16)
      out.ascii(',"tags":')
      out.stamp(series.printed)
      out.byte(close)
    }
    if (out.length === begin) return false
    out.byte(closeArray)
    return true
  }
}
