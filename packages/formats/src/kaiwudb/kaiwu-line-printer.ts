import { escapeMeasurement, escapeName } from '../line/line-escape.ts'
import type { TextBuffer } from '../text-buffer.ts'
import { unprintable } from '../unprintable.ts'
import type { KaiwuPrinter, KaiwuValues } from './kaiwu-printer.ts'
import type { KaiwuColumn, KaiwuTable } from './kaiwu-table.ts'
import { isDigits, type KaiwuKind, kaiwuBool, kaiwuFloat, kaiwuKind } from './kaiwu-value-text.ts'
import { escapeLineText } from './line-text.ts'

const format = 'line_influxdb'
const comma = 44
const space = 32

const suffixes: Readonly<Record<string, string>> = {
  INT2: 'i16',
  INT4: 'i32',
  INT8: 'i64',
  FLOAT4: 'f32',
  FLOAT8: 'f64',
}

interface Item {
  readonly name: string
  readonly label: string
  readonly kind: KaiwuKind
  readonly suffix: string
  /** Before the quote of a text. */
  readonly prefix: string
}

/**
 * Prints KWDB's line protocol with the suffixes of its types, one row a record (KWDB, InfluxDB line format). NULLs are
 * left out. It cannot carry rows without any value, tags that are empty or have a line break, NaN and the infinities.
 */
export class KaiwuLinePrinter implements KaiwuPrinter {
  readonly parts = 1
  readonly #measurement: string
  readonly #fields: readonly Item[]
  readonly #tags: readonly Item[]
  /** A name that the format has no way to write. */
  readonly #badName: string | undefined

  constructor(table: KaiwuTable) {
    const { name, columns, tags } = table
    this.#measurement = escapeMeasurement(name)
    this.#fields = columns.map(item)
    this.#tags = (tags ?? []).map(item)
    this.#badName = [name, ...[...columns, ...(tags ?? [])].map(column => column.name)].find(
      one => one === '' || /[\r\n]/.test(one) || (one === name && one.startsWith('#')),
    )
  }

  print(out: TextBuffer, values: KaiwuValues): boolean {
    if (this.#badName !== undefined) {
      const what = `the name ${JSON.stringify(this.#badName)}`
      throw unprintable(format, what, 'it is empty, has a line break, or begins a comment')
    }
    const start = out.length
    try {
      out.text(this.#measurement)
      const width = this.#fields.length
      for (const [i, tag] of this.#tags.entries()) {
        const value = values[width + i] ?? null
        if (value !== null) this.#tag(out, tag, value)
      }
      let count = 0
      for (let i = 1; i < width; i += 1) {
        const value = values[i] ?? null
        if (value === null) continue
        out.byte(count === 0 ? space : comma)
        this.#field(out, this.#fields[i] as Item, value)
        count += 1
      }
      out.byte(space)
      out.ascii(values[0] ?? '')
      if (count > 0) return true
    } catch (error) {
      out.length = start
      throw error
    }
    out.length = start
    return false
  }

  #tag(out: TextBuffer, { name, label, kind }: Item, value: string): void {
    const text = scalar(kind, name, value) ?? value
    if (text === '') throw unprintable(format, `the tag ${name}`, 'an empty tag cannot be written')
    if (/[\r\n]/.test(text)) {
      throw unprintable(format, `the tag ${name}`, 'a line break in a tag cannot be written')
    }
    out.byte(comma)
    out.text(label)
    out.text(escapeName(text))
  }

  #field(out: TextBuffer, { name, label, kind, suffix, prefix }: Item, value: string): void {
    out.text(label)
    const text = scalar(kind, name, value)
    if (text !== null) {
      out.ascii(text)
      out.ascii(suffix)
    } else if (kind === 'time' && isDigits(value)) out.ascii(value)
    else out.text(`${prefix}"${escapeLineText(value)}"`)
  }
}

function item({ name, type }: KaiwuColumn): Item {
  return {
    name,
    label: `${escapeName(name)}=`,
    kind: kaiwuKind(type),
    suffix: suffixes[type] ?? '',
    prefix: type === 'NCHAR' || type === 'NVARCHAR' ? 'L' : '',
  }
}

/** A number or boolean as text; null for the other kinds. */
function scalar(kind: KaiwuKind, name: string, value: string): string | null {
  switch (kind) {
    case 'integer':
      return value
    case 'FLOAT4':
    case 'FLOAT8':
      return kaiwuFloat(format, name, kind, value)
    case 'BOOL':
      return kaiwuBool(value)
    default:
      return null
  }
}
