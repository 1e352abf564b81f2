import { wkbToWkt } from '@tidewire/formats'
import type { BlockView, ColumnView } from './block-view.ts'
import { ByteOutput } from './byte-output.ts'
import type { OutputSettings } from './profile.ts'
import type { NamedColumn, RowPrinter } from './row-printer.ts'
import type { Series } from './series.ts'
import { Stamp } from './stamp.ts'
import { type TableShape, timeIndex } from './table-shape.ts'
import { printEscaped, printHex, printUcs4, Unprintable } from './text-print.ts'
import { TimePrinter } from './time-print.ts'

const comma = 44
const space = 32
const quote = 34
const equals = 61

const suffixes: Readonly<Partial<Record<ColumnView['type'], Stamp>>> = {
  TINYINT: Stamp.of('i8'),
  SMALLINT: Stamp.of('i16'),
  INT: Stamp.of('i32'),
  BIGINT: Stamp.of('i64'),
  TIMESTAMP: Stamp.of('i64'),
  FLOAT: Stamp.of('f32'),
  DOUBLE: Stamp.of('f64'),
  'TINYINT UNSIGNED': Stamp.of('u8'),
  'SMALLINT UNSIGNED': Stamp.of('u16'),
  'INT UNSIGNED': Stamp.of('u32'),
  'BIGINT UNSIGNED': Stamp.of('u64'),
}
const none = Stamp.of('')
const yes = Stamp.of('true')
const no = Stamp.of('false')

function refuseBreak(text: string): string {
  if (text.includes('\n')) throw new Unprintable('has a line break, which ends a line')
  return text
}

/** A name or tag value with the backslashes of line protocol. */
function escapeName(text: string): string {
  return refuseBreak(text).replace(/[\\,= ]/g, '\\$&')
}

function escapeMeasurement(text: string): string {
  return refuseBreak(text).replace(/[\\, ]/g, '\\$&')
}

interface Label {
  readonly name: string
  readonly label: Stamp
}

function labelOf(name: string): Label {
  return { name, label: Stamp.of(`,${escapeName(name)}=`) }
}

/** A column with what stands behind its values. */
interface Field extends NamedColumn {
  readonly suffix: Stamp
}

/**
 * Prints rows as line protocol in TDengine's flavour. Values that are NULL are left out. Tags are `typed` like fields
 * (the user page), `plain`, or `quoted` where they are VARCHAR (release 1.1.6).
 */
export class LineRowPrinter implements RowPrinter {
  readonly #settings: OutputSettings
  readonly #shape: TableShape
  readonly #time: TimePrinter
  readonly #tagLabels: readonly Label[]
  readonly #fieldLabels: readonly Label[]
  readonly #scratch = new ByteOutput(1024)
  #block: BlockView | null = null
  #fields: readonly Field[] = []
  #tags: readonly NamedColumn[] = []
  #timeStart = 0
  #reserve = 0

  constructor(settings: OutputSettings, shape: TableShape) {
    this.#settings = settings
    this.#shape = shape
    this.#tagLabels = shape.tags.map(labelOf)
    this.#fieldLabels = shape.columns.map(labelOf)
    this.#time = new TimePrinter(settings.unit)
  }

  begin(block: BlockView): void {
    const shape = this.#shape
    const time = timeIndex(shape)
    const named = (labels: readonly Label[], from: number) =>
      labels.map(({ name, label }, i) => {
        const view = block.columns[from + i] as ColumnView
        return { name, label, view, suffix: suffixes[view.type] ?? none }
      })
    this.#block = block
    this.#time.from(block.unit)
    this.#tags = named(this.#tagLabels, time + 1)
    this.#fields = named(this.#fieldLabels, time + 1 + shape.tags.length)
    this.#timeStart = (block.columns[time] as ColumnView).dataStart
    this.#reserve = this.#fields.reduce((sum, { label }) => sum + label.length + 40, 64)
  }

  printSeries(row: number, series: Series): Stamp {
    const out = this.#scratch
    out.length = 0
    const measurement = escapeMeasurement(this.#shape.table.name)
    if (measurement.startsWith('#')) throw new Unprintable('tbname would begin a comment')
    out.text(measurement)
    const { tableNameTag } = this.#settings
    if (tableNameTag !== null) this.#tag(tableNameTag, series.name.toString('utf8'), 'VARCHAR')
    for (const { name, view } of this.#tags) {
      try {
        this.#tagValue(row, name, view)
      } catch (error) {
        if (error instanceof Unprintable) error.message = `${name} ${error.message}`
        throw error
      }
    }
    return new Stamp(Buffer.from(out.bytes.subarray(0, out.length)))
  }

  printRow(out: ByteOutput, row: number, series: Series): boolean {
    const block = this.#block as BlockView
    const { bytes, view } = block
    const begin = out.length
    out.reserve(series.printed.length + this.#reserve)
    out.stamp(series.printed)
    const fieldsAt = out.length
    for (const { name, label, view: column, suffix } of this.#fields) {
      if (column.nulls && block.isNull(column, row)) continue
      out.stamp(label)
      const at = column.dataStart + row * column.width
      switch (column.type) {
        case 'FLOAT': {
          const value = view.getFloat32(at, true)
          if (!Number.isFinite(value)) this.#refuse(out, begin, name, 'is no finite number')
          out.float(value)
          break
        }
        case 'DOUBLE':
          out.double(view.getFloat64(at, true))
          break
        case 'INT':
          out.integer(view.getInt32(at, true))
          break
        case 'BIGINT':
          out.int64(view.getInt32(at + 4, true), view.getInt32(at, true))
          break
        case 'TIMESTAMP':
          this.#time.print(out, view.getInt32(at + 4, true), view.getInt32(at, true))
          break
        case 'BOOL':
          out.stamp(bytes[at] === 0 ? no : yes)
          continue
        case 'TINYINT':
          out.integer(view.getInt8(at))
          break
        case 'SMALLINT':
          out.integer(view.getInt16(at, true))
          break
        case 'TINYINT UNSIGNED':
          out.integer(view.getUint8(at))
          break
        case 'SMALLINT UNSIGNED':
          out.integer(view.getUint16(at, true))
          break
        case 'INT UNSIGNED':
          out.integer(view.getUint32(at, true))
          break
        case 'BIGINT UNSIGNED':
          out.uint64(view.getInt32(at + 4, true), view.getInt32(at, true))
          break
        default:
          try {
            this.#text(out, row, column)
          } catch (error) {
            if (!(error instanceof Unprintable)) throw error
            this.#refuse(out, begin, name, error.message)
          }
          out.reserve(this.#reserve)
          continue
      }
      out.stamp(suffix)
    }
    if (out.length === fieldsAt) {
      out.length = begin
      return false
    }
    // Every label begins with a comma, also the first.
    out.bytes[fieldsAt] = space
    out.byte(space)
    const at = this.#timeStart + row * 8
    this.#time.print(out, view.getInt32(at + 4, true), view.getInt32(at, true))
    return true
  }

  #refuse(out: ByteOutput, begin: number, name: string, reason: string): never {
    out.length = begin
    throw new Unprintable(`${name} ${reason}`)
  }

  /** A value with quotes. */
  #text(out: ByteOutput, row: number, column: ColumnView): void {
    const block = this.#block as BlockView
    const { bytes } = block
    if (column.type === 'DECIMAL') {
      out.text(`"${block.raw.value(row, column.index)}"`)
      return
    }
    block.locate(column, row)
    const { start, end } = block
    out.reserve(16)
    switch (column.type) {
      case 'NCHAR':
        out.ascii('L"')
        printUcs4(out, bytes, start, end, true)
        break
      case 'VARBINARY':
      case 'BLOB':
        out.ascii('B"\\x')
        printHex(out, bytes, start, end)
        break
      case 'GEOMETRY': {
        const text = wkbToWkt(bytes.subarray(start, end))
        if (text === null) throw new Unprintable('is a geometry of an unknown kind')
        out.text(`G"${text}`)
        break
      }
      case 'JSON': {
        const text = Buffer.from(String(block.raw.value(row, column.index)))
        out.byte(quote)
        printEscaped(out, text, 0, text.length)
        break
      }
      default:
        out.byte(quote)
        printEscaped(out, bytes, start, end)
    }
    out.reserve(1)
    out.byte(quote)
  }

  #tagValue(row: number, name: string, view: ColumnView): void {
    const block = this.#block as BlockView
    if (block.isNull(view, row)) return
    const value = block.raw.value(row, view.index)
    const number = new ByteOutput(64)
    switch (view.type) {
      case 'FLOAT':
        number.float(value as number)
        break
      case 'DOUBLE':
        number.double(value as number)
        break
      case 'TIMESTAMP': {
        const time = value as bigint
        this.#time.print(number, Number(time >> 32n), Number(BigInt.asIntN(32, time)))
        break
      }
      case 'VARBINARY':
      case 'BLOB':
        this.#tag(name, `\\x${(value as Buffer).toString('hex')}`, view.type)
        return
      case 'GEOMETRY': {
        const text = wkbToWkt(value as Buffer)
        if (text === null) throw new Unprintable('is a geometry of an unknown kind')
        this.#tag(name, text, view.type)
        return
      }
      default:
        this.#tag(name, String(value), view.type)
        return
    }
    this.#tag(name, number.bytes.toString('latin1', 0, number.length), view.type)
  }

  #tag(name: string, text: string, type: ColumnView['type']): void {
    const style = this.#settings.tags
    const value =
      style === 'typed'
        ? typedTag(text, type)
        : style === 'quoted' && (type === 'VARCHAR' || type === 'JSON')
          ? `"${text}"`
          : text
    // Line protocol has no empty tag values; TDengine refuses them.
    if (value === '') return
    const out = this.#scratch
    out.reserve(1)
    out.byte(comma)
    out.text(escapeName(name))
    out.reserve(1)
    out.byte(equals)
    out.text(escapeName(value))
  }
}

const prefixes: Readonly<Partial<Record<ColumnView['type'], string>>> = {
  VARCHAR: '',
  JSON: '',
  DECIMAL: '',
  NCHAR: 'L',
  VARBINARY: 'B',
  BLOB: 'B',
  GEOMETRY: 'G',
}

/** A tag written like a field: `"text"`, `L"text"`, `2i32`. */
function typedTag(text: string, type: ColumnView['type']): string {
  const prefix = prefixes[type]
  if (prefix === undefined) return `${text}${suffixes[type]?.bytes.toString() ?? ''}`
  const content = prefix === 'B' ? text : text.replace(/[\\"]/g, '\\$&')
  return `${prefix}"${content}"`
}
