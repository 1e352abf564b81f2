import type { Schema } from '@tidewire/core'
import {
  childTarget,
  columnNames,
  isVariableType,
  LineParser,
  type Measurement,
  type PointColumn,
  type Series,
  type ValueTypeId,
  valueTypes,
} from '@tidewire/formats'
import type { TDengineType } from '../wire/data-type.ts'
import { dataTypeOf } from '../wire/data-type.ts'
import { nowMark } from './column-plan.ts'
import { memberSchema, schemaValue } from './schema-type.ts'
import { Misfit, type RecordValue, type TypedValue, textOf } from './typed-value.ts'

/** A row as a record has it. */
export interface TypedRow {
  /** Super table or normal table. */
  readonly table: string
  /** Child table; null for rows of a normal table. */
  readonly child: string | null
  /** The time, in the unit of the records or as text; null for now. */
  readonly time: RecordValue
  /** Name of the time column, when the record has it. */
  readonly timeName: string | null
  readonly tags: ReadonlyMap<string, TypedValue>
  readonly columns: ReadonlyMap<string, TypedValue>
}

/** One entry of `columns.map` and `tags.map`: `member.in.record[:column[:TYPE]][=default]`. */
export interface MappedField {
  readonly path: readonly string[]
  readonly name: string
  readonly type: TDengineType | null
  /** The type with its length or digits; null where they follow from the values. */
  readonly declaration: string | null
  readonly byDefault: string | null
}

/** How records become rows. */
export interface RowMapping {
  /** Template of the super table's name; '' for what the record says. */
  readonly table: string
  /** Template of child table names; '' for none. */
  readonly child: string
  /** Tag that holds the name of the child table; it is no tag then. */
  readonly childTag: string | null
  /** Member with the time; '' for the usual names. */
  readonly timeField: string
  /** Member with the tags. */
  readonly tagsField: string
  /** Fields that are taken; empty for all. */
  readonly columns: readonly MappedField[]
  readonly tags: readonly MappedField[]
}

/** What a record says beside its value. */
export interface RecordFrame {
  readonly topic: string
  /** Headers `tdengine.table` and `tdengine.stable`. */
  readonly tableHeader: string | null
  readonly superTableHeader: string | null
}

/** Reads an entry of a mapping; null when it is none. */
export function mappedField(text: string): MappedField | null {
  const match = /^([^:=]+)(?::([^:=]*))?(?::([^=]*))?(?:=(.*))?$/s.exec(text.trim())
  const source = match?.[1]?.trim() ?? ''
  if (source === '') return null
  const path = source.split('.')
  const type = match?.[3]?.trim().toUpperCase() ?? ''
  if (type !== '' && !/^[A-Z]+( UNSIGNED)?$/.test(type)) return null
  return {
    path,
    name: match?.[2]?.trim() || (path.at(-1) ?? source),
    type: type === '' ? null : (type as TDengineType),
    declaration: null,
    byDefault: match?.[4] ?? null,
  }
}

const timeNames = ['ts', columnNames.time, 'time', 'timestamp']

function typeName(id: ValueTypeId): TDengineType {
  return dataTypeOf(id)?.name ?? 'VARCHAR'
}

/** Replaces `${name}` in a template; a name without a value is a misfit. */
function expand(template: string, lookUp: (name: string) => RecordValue | undefined): string {
  return template.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = lookUp(name)
    if (value === undefined || value === null)
      throw new Misfit(`there is no ${name} for ${template}`)
    return textOf(value)
  })
}

/** Makes rows of line protocol, tags typed or not, and of JSON or structured values. */
export class RowReader {
  readonly #mapping: RowMapping
  readonly #lines = new LineParser()
  readonly #tags = new LineParser()
  readonly #tagValues = new Map<string, TypedValue>()

  constructor(mapping: RowMapping) {
    this.#mapping = mapping
  }

  /** Rows of lines; their time stamps are kept in nanoseconds. Throws a FormatError or a Misfit. */
  lines(text: Buffer, unit: 'ms' | 'us' | 'ns', frame: RecordFrame): readonly TypedRow[] {
    // The unit is kept: parsing only counts, converting comes later.
    const batch = this.#lines.parse(text, { precision: unit, unit, now: () => nowMark })
    if (batch.conflict !== null) throw batch.conflict
    const rows: { readonly at: number; readonly row: TypedRow }[] = []
    for (const measurement of batch.measurements) {
      for (let row = 0; row < measurement.rows; row += 1) {
        rows.push({ at: measurement.lineOf[row] ?? 0, row: this.#lineRow(measurement, row, frame) })
      }
    }
    return rows.sort((a, b) => a.at - b.at).map(({ row }) => row)
  }

  #lineRow(measurement: Measurement, row: number, frame: RecordFrame): TypedRow {
    const series = measurement.series[measurement.seriesOf[row] ?? 0] as Series
    const tags = new Map(series.tags.map(tag => [tag.name, this.#tagValue(String(tag.value))]))
    const columns = new Map<string, TypedValue>()
    for (const column of measurement.columns) {
      if (column.filled[row] !== 1) continue
      columns.set(column.name, {
        value: cellOf(column, row),
        type: typeName(column.type as ValueTypeId),
      })
    }
    const time = measurement.times[row] ?? nowMark
    const all = (name: string) => tags.get(name)?.value ?? columns.get(name)?.value
    const table = this.#tableName(frame, measurement.name, all)
    const child = this.#child(
      frame,
      table,
      tags,
      all,
      () => childTarget({ measurement: measurement.key, tags: series.tags, nameTag: null }).name,
    )
    return {
      table,
      child,
      time: nowOr(time),
      timeName: null,
      tags,
      columns,
    }
  }

  /** A tag of line protocol: a field value (typed tags), or text as it stands. */
  #tagValue(text: string): TypedValue {
    const known = this.#tagValues.get(text)
    if (known !== undefined) return known
    if (this.#tagValues.size > 10_000) this.#tagValues.clear()
    const value = this.#readTag(text)
    this.#tagValues.set(text, value)
    return value
  }

  #readTag(text: string): TypedValue {
    if (/^([LBG]?"[\s\S]*"|-?\d[\d.eE+-]*[iuf](8|16|32|64)|true|false)$/.test(text)) {
      try {
        const batch = this.#tags.parse(Buffer.from(`t v=${text} 1`), { unit: 'ns' })
        const column = batch.measurements[0]?.columns[0]
        if (batch.rows === 1 && column !== undefined) {
          return { value: cellOf(column, 0), type: typeName(column.type as ValueTypeId) }
        }
      } catch {
        // No field value after all: it is a text.
      }
    }
    return { value: text, type: null }
  }

  /** The row of a JSON object or a structured value, whose schema tells the types. */
  member(source: object, frame: RecordFrame, schema: Schema | null = null): TypedRow {
    const { columns: columnMap, tags: tagMap, timeField, tagsField } = this.#mapping
    const object = membersOf(source)
    const all = (name: string) => at(object, name.split('.')) ?? tagsIn?.get(name)
    const timeName = timeField === '' ? timeNames.find(name => object.has(name)) : timeField
    // The source connector writes the tags as `_tags` when a column is called `tags`.
    const aside = `_${tagsField}`
    const isAside =
      asMembers(object.get(tagsField)) === null && asMembers(object.get(aside)) !== null
    const tagsName = isAside ? aside : tagsField
    const tagsIn = asMembers(object.get(tagsName))
    const tags =
      tagMap.length > 0
        ? taken(object, tagMap, schema)
        : new Map(entriesOf(tagsIn ?? new Map(), [], memberSchema(schema, [tagsName])))
    const left = [timeName ?? '', ...(tagsIn === null ? [] : [tagsName])]
    const columns =
      columnMap.length > 0
        ? taken(object, columnMap, schema)
        : new Map(entriesOf(object, left, schema))
    if (columnMap.length === 0) for (const { path } of tagMap) columns.delete(path[0] ?? '')
    const table = this.#tableName(
      frame,
      frame.superTableHeader ?? frame.tableHeader ?? frame.topic,
      all,
    )
    const child = this.#child(frame, table, tags, all, () => automaticName(table, tags))
    const time = timeName === undefined ? null : timeIn(object, timeName.split('.'), schema)
    return { table, child, time, timeName: timeName ?? null, tags, columns }
  }

  #tableName(
    frame: RecordFrame,
    own: string,
    all: (name: string) => RecordValue | undefined,
  ): string {
    const { table } = this.#mapping
    if (table === '') return own
    return expand(table, name => (name === 'topic' ? frame.topic : all(name)))
  }

  #child(
    frame: RecordFrame,
    table: string,
    tags: Map<string, TypedValue>,
    all: (name: string) => RecordValue | undefined,
    automatic: () => string,
  ): string | null {
    const { child, childTag } = this.#mapping
    if (childTag !== null) {
      const named = tags.get(childTag)?.value ?? null
      tags.delete(childTag)
      if (named !== null) return textOf(named)
    }
    if (child !== '') return expand(child, name => (name === 'topic' ? frame.topic : all(name)))
    if (frame.tableHeader !== null) {
      return frame.tableHeader === table && tags.size === 0 ? null : frame.tableHeader
    }
    return tags.size === 0 ? null : automatic()
  }
}

/** null for the mark of a point without a time, in whatever unit. */
function nowOr(time: bigint): bigint | null {
  return time === nowMark || time === nowMark / 1_000n || time === nowMark / 1_000_000n
    ? null
    : time
}

/** A name for a child table that nobody named: the same for the same tags. */
function automaticName(table: string, tags: ReadonlyMap<string, TypedValue>): string {
  const list = [...tags].map(([name, { value }]) => {
    const text = value === null ? '' : textOf(value)
    return { name, type: valueTypes.NCHAR, bytes: Buffer.from(text), value: text, offset: 0 }
  })
  return childTarget({ measurement: Buffer.from(table), tags: list, nameTag: null }).name
}

function cellOf(column: PointColumn, row: number): RecordValue {
  if (isVariableType(column.type)) {
    const isText = column.type === valueTypes.VARCHAR || column.type === valueTypes.NCHAR
    return isText ? column.text(row) : Buffer.from(column.bytes(row))
  }
  const value = column.values()[row] ?? null
  return column.type === valueTypes.BOOL ? value === 1 : value
}

function membersOf(source: object): ReadonlyMap<string, unknown> {
  return source instanceof Map ? source : new Map(Object.entries(source))
}

function asMembers(value: unknown): ReadonlyMap<string, RecordValue> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  if (value instanceof Uint8Array || value instanceof Date) return null
  return membersOf(value) as ReadonlyMap<string, RecordValue>
}

function at(
  object: ReadonlyMap<string, unknown>,
  path: readonly string[],
): RecordValue | undefined {
  const whole = object.get(path.join('.'))
  if (whole !== undefined) return whole as RecordValue
  let value: unknown = object
  for (const name of path) value = asMembers(value)?.get(name)
  return value as RecordValue | undefined
}

/** The time of a row; a Timestamp of Connect's data model tells its unit. */
function timeIn(
  object: ReadonlyMap<string, unknown>,
  path: readonly string[],
  schema: Schema | null,
): RecordValue {
  const value = at(object, path) ?? null
  const { type, value: time } = schemaValue(memberSchema(schema, path), value)
  return type === 'TIMESTAMP' ? time : value
}

function* entriesOf(
  object: ReadonlyMap<string, unknown>,
  left: readonly string[],
  schema: Schema | null | undefined,
): Generator<[string, TypedValue]> {
  for (const [name, value] of object) {
    if (!left.includes(name) && value !== undefined) {
      yield [name, schemaValue(memberSchema(schema, [name]), value as RecordValue)]
    }
  }
}

function taken(
  object: ReadonlyMap<string, unknown>,
  fields: readonly MappedField[],
  schema: Schema | null,
): Map<string, TypedValue> {
  const found = new Map<string, TypedValue>()
  for (const { path, name, type, declaration, byDefault } of fields) {
    const given = at(object, path)
    const value = given ?? byDefault
    if (value === null || value === undefined) continue
    const own = schemaValue(given === null ? undefined : memberSchema(schema, path), value)
    found.set(name, type === null ? own : { value: own.value, type, declaration })
  }
  return found
}

/** Parses JSON text; integers keep all their digits. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && /^-?\d+$/.test(context?.source ?? '')
      ? BigInt(context?.source ?? '0')
      : value,
  )
}
