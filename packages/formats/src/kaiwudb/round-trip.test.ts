import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextBuffer } from '../text-buffer.ts'
import { floatText } from '../value-text.ts'
import { KaiwuJsonParser } from './kaiwu-json-parser.ts'
import { KaiwuJsonPrinter } from './kaiwu-json-printer.ts'
import { KaiwuLineParser } from './kaiwu-line-parser.ts'
import { KaiwuLinePrinter } from './kaiwu-line-printer.ts'
import { KaiwuOpenTsdbParser } from './kaiwu-opentsdb-parser.ts'
import { kaiwuOpenTsdbPrinter, kaiwuTelnetPrinter } from './kaiwu-opentsdb-printer.ts'
import type { KaiwuPrinter } from './kaiwu-printer.ts'
import type { KaiwuColumn, KaiwuTable } from './kaiwu-table.ts'
import { KaiwuTelnetParser } from './kaiwu-telnet-parser.ts'
import { declaredTypes, type PointRows } from './point-rows.ts'
import { type TextValues, textKinds } from './text-values.ts'

const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    `'); DROP TABLE t; --`,
    '\\x41',
    'a\\',
    '"',
    '\\"',
    ' a = b, c ',
    "o'x",
    '\n',
    'é漢🎈',
    '',
  ),
)
const integer = (bits: number) =>
  fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }).map(String)
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)
const float = fc.float({ noNaN: true, noDefaultInfinity: true }).map(floatText)

/** Types with values as the server writes them. */
const types = {
  INT2: integer(16),
  INT4: integer(32),
  INT8: integer(64),
  FLOAT4: float,
  FLOAT8: double,
  BOOL: fc.constantFrom('t', 'f'),
  CHAR: texts,
  NCHAR: texts,
  VARCHAR: texts,
  NVARCHAR: texts,
  VARBYTES: fc
    .uint8Array({ maxLength: 6 })
    .map(bytes => `\\x${Buffer.from(bytes).toString('hex')}`),
  GEOMETRY: fc.constantFrom('POINT(1 2)', 'POLYGON((0 0,1 0,1 1,0 0))'),
  TIMESTAMPTZ: integer(53),
  TIMESTAMP: fc.constant('2023-08-11 12:12:10.249'),
} as const
type Type = keyof typeof types
const columnTypes = Object.keys(types) as Type[]
const tagTypes = columnTypes.filter(type => !/^(TIMESTAMP|NVARCHAR|GEOMETRY)/.test(type))

interface Case {
  readonly table: KaiwuTable
  readonly values: readonly (string | null)[]
}

function caseOf(text: fc.Arbitrary<string>, name: fc.Arbitrary<string>): fc.Arbitrary<Case> {
  const valuesOf = (type: Type): fc.Arbitrary<string> =>
    types[type] === texts ? text : types[type]
  const member = (list: readonly Type[]) =>
    fc
      .constantFrom(...list)
      .chain(type =>
        fc.record({ type: fc.constant(type), value: fc.option(valuesOf(type), { nil: null }) }),
      )
  return fc
    .tuple(
      name,
      fc.uniqueArray(name, { minLength: 9, maxLength: 9 }),
      fc.array(member(columnTypes), { minLength: 1, maxLength: 5 }),
      fc.array(member(tagTypes), { minLength: 1, maxLength: 3 }),
      integer(60),
    )
    .map(([table, all, columns, tags, time]) => {
      const column = (type: string, i: number): KaiwuColumn => ({
        name: all[i] as string,
        type,
        length: i * 7,
        nullable: null,
      })
      return {
        table: {
          name: table,
          columns: [column('TIMESTAMP', 0), ...columns.map(({ type }, i) => column(type, i + 1))],
          tags: tags.map(({ type }, i) => ({
            ...column(type, columns.length + 1 + i),
            primary: i === 0,
            nullable: i > 0,
          })),
        },
        values: [time, ...columns.map(one => one.value), ...tags.map(one => one.value)],
      }
    })
}

function printed(printer: KaiwuPrinter, { values }: Case): Buffer[] {
  const records: Buffer[] = []
  for (let part = 0; part < printer.parts; part += 1) {
    const out = new TextBuffer()
    if (printer.print(out, values, part)) records.push(out.take())
  }
  return records
}

/** A value that was read, in the form in which it was printed. */
function readBack(values: TextValues, index: number, type: string): string | null {
  const kind = values.kinds[index] as number
  if (kind <= textKinds.null) return null
  if (kind === textKinds.true || kind === textKinds.false)
    return kind === textKinds.true ? 't' : 'f'
  const text = values.text(index)
  return type.startsWith('FLOAT') ? String(Number(text)) : text
}

/** What a value is before it is printed, in the same form. */
function canonical(type: string, value: string | null): string | null {
  return value !== null && type.startsWith('FLOAT') ? readNumber(value) : value
}

const readNumber = (text: string) => String(Number(text))

test('json_kaiwudb reads what it printed, every type, every name', () => {
  const parser = new KaiwuJsonParser()
  fc.assert(
    fc.property(
      caseOf(texts, names),
      fc.constantFrom('both', 'isPrimary', 'primary'),
      (one, flags) => {
        const [record] = printed(new KaiwuJsonPrinter(one.table, flags), one)
        const rows = parser.parse(record!)
        expect(rows.table).toEqual(one.table)
        const types = [...one.table.columns, ...one.table.tags!].map(column => column.type)
        expect(types.map((type, i) => readBack(rows, i, type))).toEqual(
          types.map((type, i) => canonical(type, one.values[i] ?? null)),
        )
      },
    ),
  )
})

/** The fields and tags of the first point, by name. */
function pointOf(rows: PointRows): { tags: Record<string, string>; fields: Map<string, number> } {
  const fields = new Map<string, number>()
  for (let i = rows.first[0]!; i < rows.first[1]!; i += 1) fields.set(rows.names[i]!, i)
  return {
    tags: Object.fromEntries(rows.series[0]!.tags.map(tag => [tag.name, tag.value])),
    fields,
  }
}

function tagText(type: string, value: string): string {
  if (type === 'BOOL') return value === 't' ? 'true' : 'false'
  return type.startsWith('FLOAT') ? (Object.is(Number(value), -0) ? '-0' : value) : value
}

function expectedTags({ table, values }: Case): Record<string, string> {
  const width = table.columns.length
  const entries = table.tags!.flatMap((tag, i) => {
    const value = values[width + i] ?? null
    return value === null ? [] : [[tag.name, tagText(tag.type, value)] as const]
  })
  return Object.fromEntries(entries)
}

/** Tags that have a value and can stand in a line. */
function hasWords({ table, values }: Case, bad: RegExp): boolean {
  const width = table.columns.length
  const given = table.tags!.map((_, i) => values[width + i] ?? null).filter(value => value !== null)
  return given.every(value => value !== '' && !bad.test(value)) && given.length > 0
}

const time = (rows: PointRows) => rows.source.toString('utf8', rows.timeStarts[0], rows.timeEnds[0])

test('line_influxdb reads what it printed, every type, every name', () => {
  const parser = new KaiwuLineParser()
  const plainNames = names.filter(name => !/[\r\n]/.test(name) && !name.startsWith('#'))
  const suffixed: Readonly<Record<string, number>> = {
    INT2: declaredTypes.INT2,
    INT4: declaredTypes.INT4,
    INT8: declaredTypes.INT8,
    FLOAT4: declaredTypes.FLOAT4,
    FLOAT8: declaredTypes.FLOAT8,
    NCHAR: declaredTypes.NVARCHAR,
    NVARCHAR: declaredTypes.NVARCHAR,
    BOOL: declaredTypes.BOOL,
  }
  fc.assert(
    fc.property(caseOf(texts, plainNames), one => {
      fc.pre(hasWords(one, /[\r\n]/))
      const records = printed(new KaiwuLinePrinter(one.table), one)
      const given = one.table.columns.slice(1).flatMap((column, i) => {
        const value = canonical(column.type, one.values[i + 1] ?? null)
        return value === null ? [] : [[column.name, column.type, value] as const]
      })
      expect(records).toHaveLength(given.length === 0 ? 0 : 1)
      if (given.length === 0) return
      const rows = parser.parse(records[0]!)
      expect(rows.rows).toBe(1)
      expect(rows.series[0]!.table).toBe(one.table.name)
      expect(time(rows)).toBe(one.values[0])
      const { tags, fields } = pointOf(rows)
      expect(tags).toEqual(expectedTags(one))
      expect([...fields.keys()]).toEqual(given.map(([name]) => name))
      for (const [name, type, value] of given) {
        const index = fields.get(name)!
        expect(readBack(rows, index, type)).toBe(value)
        const declared = suffixed[type]
        if (declared !== undefined) expect(rows.types[index]).toBe(declared)
      }
    }),
  )
})

test.each([
  ['json_opentsdb', kaiwuOpenTsdbPrinter, new KaiwuOpenTsdbParser(), texts, /(?!)/, /VARBYTES/],
  [
    'line_opentsdb',
    kaiwuTelnetPrinter,
    new KaiwuTelnetParser(),
    texts.filter(text => !/[\s=]/.test(text)),
    /[\s=]/,
    /VARBYTES|CHAR|BOOL|GEOMETRY|TIMESTAMP$/,
  ],
] as const)('%s reads what it printed', (_, make, parser, text, bad, unable) => {
  const plainNames = names.filter(name => !/[\s=]/.test(name) && name !== 'put')
  fc.assert(
    fc.property(caseOf(text, plainNames), one => {
      fc.pre(hasWords(one, bad))
      const { columns, tags } = one.table
      fc.pre(columns.every((column, i) => i === 0 || !unable.test(column.type)))
      fc.pre(tags!.every(tag => tag.type !== 'VARBYTES'))
      const records = printed(make(one.table), one)
      const given = columns.flatMap((column, i) => {
        const value = i === 0 ? null : canonical(column.type, one.values[i] ?? null)
        return value === null ? [] : [[column, value] as const]
      })
      expect(records).toHaveLength(given.length)
      for (const [i, [column, value]] of given.entries()) {
        const rows = parser.parse(records[i]!)
        expect(rows.rows).toBe(1)
        expect(rows.series[0]!.table).toBe(`${one.table.name}.${column.name}`)
        expect(time(rows)).toBe(one.values[0])
        expect(readBack(rows, 0, column.type)).toBe(value)
        expect(pointOf(rows).tags).toEqual(expectedTags(one))
      }
    }),
  )
})

const column = (name: string, type: string): KaiwuColumn => ({
  name,
  type,
  length: null,
  nullable: null,
})
const tableOf = (type: string, tag = 'VARCHAR', name = 't'): KaiwuTable => ({
  name,
  columns: [column('ts', 'TIMESTAMP'), column('c', type)],
  tags: [{ ...column('g', tag), primary: true }],
})

test.each([
  ['json_kaiwudb', new KaiwuJsonPrinter(tableOf('FLOAT8')), ['1', 'NaN', 'a'], 'NaN of c'],
  ['json_kaiwudb', new KaiwuJsonPrinter(tableOf('FLOAT4')), ['1', '-Infinity', 'a'], '-Infinity'],
  ['line_influxdb', new KaiwuLinePrinter(tableOf('FLOAT8')), ['1', 'NaN', 'a'], 'NaN of c'],
  ['line_influxdb', new KaiwuLinePrinter(tableOf('INT2')), ['1', '1', ''], 'the tag g'],
  ['line_influxdb', new KaiwuLinePrinter(tableOf('INT2')), ['1', '1', 'a\nb'], 'the tag g'],
  [
    'line_influxdb',
    new KaiwuLinePrinter(tableOf('INT2', 'INT2', '#t')),
    ['1', '1', '1'],
    'the name',
  ],
  ['json_opentsdb', kaiwuOpenTsdbPrinter(tableOf('VARBYTES')), ['1', '\\x00', 'a'], 'value of c'],
  ['json_opentsdb', kaiwuOpenTsdbPrinter(tableOf('INT2', 'VARBYTES')), ['1', '1', '\\x'], 'tag g'],
  ['line_opentsdb', kaiwuTelnetPrinter(tableOf('VARCHAR')), ['1', 'x', 'a'], 'value of c'],
  ['line_opentsdb', kaiwuTelnetPrinter(tableOf('BOOL')), ['1', 't', 'a'], 'value of c'],
  ['line_opentsdb', kaiwuTelnetPrinter(tableOf('INT2')), ['1', '1', 'a b'], 'tag g'],
  ['line_opentsdb', kaiwuTelnetPrinter(tableOf('INT2')), ['1', '1', ''], 'tag g'],
] as const)(
  '%s refuses what it cannot carry and leaves nothing of it',
  (_, printer, values, what) => {
    const out = new TextBuffer()
    out.text('before')
    expect(() => printer.print(out, values, 0)).toThrow(what)
    expect(out.take().toString()).toBe('before')
  },
)

test('floats are printed in their shortest form, and a float of 32 bits as one', () => {
  const [record] = printed(new KaiwuJsonPrinter(tableOf('FLOAT4')), {
    table: tableOf('FLOAT4'),
    values: ['1', '6.145450115203857', 'a'],
  })
  expect(record!.toString()).toContain('"c":6.14545,')
})
