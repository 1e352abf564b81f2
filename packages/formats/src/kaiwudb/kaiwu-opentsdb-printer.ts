import type { TextBuffer } from '../text-buffer.ts'
import { unprintable } from '../unprintable.ts'
import type { KaiwuPrinter, KaiwuValues } from './kaiwu-printer.ts'
import type { KaiwuColumn, KaiwuTable } from './kaiwu-table.ts'
import { isDigits, type KaiwuKind, kaiwuBool, kaiwuFloat, kaiwuKind } from './kaiwu-value-text.ts'

interface Named {
  readonly name: string
  readonly kind: KaiwuKind
}

/** What the two OpenTSDB formats write differently. */
interface Dialect {
  readonly format: 'json_opentsdb' | 'line_opentsdb'
  /** Values of these kinds can be written. */
  readonly kinds: readonly KaiwuKind[]
  /** A text value. */
  text(value: string): string
  point(metric: string, time: string, value: string, tags: readonly string[]): string
  tag(name: string, value: string): string
  metric(name: string): string
}

const json: Dialect = {
  format: 'json_opentsdb',
  kinds: ['integer', 'FLOAT4', 'FLOAT8', 'BOOL', 'time', 'text'],
  text: value => JSON.stringify(value),
  metric: name => JSON.stringify(name),
  tag: (name, value) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  point: (metric, time, value, tags) =>
    `[{"metric":${metric},"timestamp":${time},"value":${value},"tags":{${tags.join(',')}}}]`,
}

const telnet: Dialect = {
  format: 'line_opentsdb',
  kinds: ['integer', 'FLOAT4', 'FLOAT8', 'time'],
  text: value => value,
  metric: name => word('metric', name),
  tag: (name, value) => `${word('tag', name)}=${word(`tag ${name}`, value)}`,
  point: (metric, time, value, tags) => `${metric} ${time} ${value} ${tags.join(' ')}`,
}

function word(what: string, text: string): string {
  if (text !== '' && !/[\s=]/.test(text)) return text
  throw unprintable(
    'line_opentsdb',
    `the ${what} ${JSON.stringify(text)}`,
    'there is no escape for blanks and equals signs, and nothing may be empty',
  )
}

/**
 * Prints the OpenTSDB formats, one record for each column of a row that is not NULL: `metric` is `table.column`, tags are
 * text, NULL tags are left out (KWDB, OpenTSDB formats). Neither carries bytes, NaN or the infinities; telnet lines carry
 * numbers and times only.
 */
class PointPrinter implements KaiwuPrinter {
  readonly parts: number
  readonly #dialect: Dialect
  readonly #table: string
  readonly #columns: readonly Named[]
  readonly #tags: readonly Named[]

  constructor(dialect: Dialect, { name, columns, tags }: KaiwuTable) {
    this.#dialect = dialect
    this.#table = name
    this.#columns = columns.map(named)
    this.#tags = (tags ?? []).map(named)
    this.parts = columns.length - 1
  }

  print(out: TextBuffer, values: KaiwuValues, part: number): boolean {
    const column = this.#columns[part + 1] as Named
    const value = values[part + 1] ?? null
    if (value === null) return false
    const dialect = this.#dialect
    const text = this.#scalar(column, value)
    const width = this.#columns.length
    const tags: string[] = []
    for (const [i, tag] of this.#tags.entries()) {
      const tagValue = values[width + i] ?? null
      if (tagValue !== null) tags.push(dialect.tag(tag.name, this.#tagText(tag, tagValue)))
    }
    const metric = dialect.metric(`${this.#table}.${column.name}`)
    out.text(dialect.point(metric, values[0] ?? '', text, tags))
    return true
  }

  #scalar({ name, kind }: Named, value: string): string {
    const { format, kinds, text } = this.#dialect
    if (!kinds.includes(kind)) {
      throw unprintable(
        format,
        `the value of ${name}`,
        kind === 'bytes' ? 'it has no bytes' : 'its values are numbers',
      )
    }
    switch (kind) {
      case 'FLOAT4':
      case 'FLOAT8':
        return kaiwuFloat(format, name, kind, value)
      case 'BOOL':
        return kaiwuBool(value)
      case 'integer':
        return value
      default:
        return kind === 'time' && isDigits(value) ? value : text(value)
    }
  }

  #tagText({ name, kind }: Named, value: string): string {
    const { format } = this.#dialect
    if (kind === 'bytes') throw unprintable(format, `the tag ${name}`, 'it has no bytes')
    if (kind === 'BOOL') return kaiwuBool(value)
    return kind === 'FLOAT4' || kind === 'FLOAT8' ? kaiwuFloat(format, name, kind, value) : value
  }
}

function named({ name, type }: KaiwuColumn): Named {
  return { name, kind: kaiwuKind(type) }
}

/** A printer of json_opentsdb: an array with one point a record. */
export function kaiwuOpenTsdbPrinter(table: KaiwuTable): KaiwuPrinter {
  return new PointPrinter(json, table)
}

/** A printer of line_opentsdb: a line without `put` a record. */
export function kaiwuTelnetPrinter(table: KaiwuTable): KaiwuPrinter {
  return new PointPrinter(telnet, table)
}
