import { describe, expect, test } from 'vitest'
import { KaiwuJsonParser } from './kaiwu-json-parser.ts'
import type { KaiwuRows } from './kaiwu-rows.ts'
import { textKinds } from './text-values.ts'

/** A row's values: texts in quotes, numbers as their digits. */
function values(rows: KaiwuRows, row: number): string[] {
  return Array.from({ length: rows.width }, (_, slot) => {
    const index = row * rows.width + slot
    const kind = rows.kinds[index] as number
    if (kind >= textKinds.plain) return JSON.stringify(rows.text(index))
    return ['-', 'null', 'false', 'true'][kind] ?? rows.text(index)
  })
}

function read(value: unknown): { table: KaiwuRows['table']; rows: string[][] } {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const rows = new KaiwuJsonParser().parse(Buffer.from(text))
  return {
    table: rows.table,
    rows: Array.from({ length: rows.rows }, (_, row) => values(rows, row)),
  }
}

const columns = '[{"name":"ts","type":"TIMESTAMPTZ","length":64},{"name":"c3","type":"int8"}]'
const tags = '[{"name":"location","type":"VARCHAR","length":64,"primary":true,"nullable":false}]'

describe('json_kaiwudb', () => {
  test('reads declarations and rows, and keeps all digits', () => {
    const { table, rows } = read(
      `{"table":"t","columns":${columns},"tags":${tags},"data":[{"ts":1690855924005,"c3":2535208944865431245,"location":"tianjin"},{"location":"o'x","ts":-1,"c3":null}]}`,
    )
    expect(table).toEqual({
      name: 't',
      columns: [
        { name: 'ts', type: 'TIMESTAMPTZ', length: 64, nullable: null },
        { name: 'c3', type: 'INT8', length: null, nullable: null },
      ],
      tags: [{ name: 'location', type: 'VARCHAR', length: 64, nullable: false, primary: true }],
    })
    expect(rows).toEqual([
      ['1690855924005', '2535208944865431245', '"tianjin"'],
      ['-1', 'null', '"o\'x"'],
    ])
  })

  test('takes the members in any order, with isPrimary, and without tags', () => {
    const data = '[ { "location" : "a\\u00e4\\"" , "ts" : 1e3 } ]'
    const isPrimary = tags.replace('primary', 'isPrimary')
    const all = read(`{"data":${data},"tags":${isPrimary},"columns":${columns},"table":"t"}\n`)
    expect(all.rows).toEqual([['1e3', '-', '"aä\\""']])
    expect(all.table.tags?.[0]?.primary).toBe(true)
    for (const none of ['', '"tags":null,', '"tags":[],']) {
      const { table, rows } = read(
        `{"table":"t",${none}"columns":${columns},"data":[{"ts":"2023-01-01","c3":1.5}]}`,
      )
      expect(table.tags).toBeNull()
      expect(rows).toEqual([['"2023-01-01"', '1.5']])
    }
  })

  test('records that declare the same share the declaration', () => {
    const parser = new KaiwuJsonParser()
    const record = (name: string) =>
      Buffer.from(`{"table":"${name}","columns":${columns},"tags":${tags},"data":[{"ts":1}]}`)
    const first = parser.parse(record('a')).table
    const other = parser.parse(record('b')).table
    expect(parser.parse(record('a')).table).toBe(first)
    expect(parser.parse(record('b')).table).toBe(other)
    expect(other.name).toBe('b')
  })

  test.each([
    ['[1]', '[ stands where { should'],
    ['{', 'the end of the text is no string'],
    [`{"table":"t","columns":${columns},"tags":${tags}}`, 'data: it is missing'],
    [`{"columns":${columns},"tags":${tags},"data":[{}]}`, 'table: it is missing'],
    [`{"table":"t","tags":${tags},"data":[{}]}`, 'columns: it is missing'],
    [`{"table":5,"columns":${columns},"tags":${tags},"data":[]}`, 'table: it has to be a name'],
    [`{"table":"t","columns":[],"tags":${tags},"data":[]}`, 'columns: it has to hold at least one'],
    [`{"table":"t","table":"u","columns":${columns},"data":[]}`, 'table: it stands there twice'],
    [
      `{"table":"t","columns":${columns},"tags":[{"name":"ts","type":"INT4"}],"data":[]}`,
      'tags[0].name: ts is declared twice',
    ],
    [
      `{"table":"t","columns":${columns},"tags":[{"name":"g","type":"INT4","primary":true,"isPrimary":false}],"data":[]}`,
      'tags[0]: primary and isPrimary contradict each other',
    ],
  ])('refuses %s', (text, reason) => {
    expect(() => read(text)).toThrow(reason)
  })

  test.each([
    ['{"ts":1,"foo":2}', 'data[0].foo: it is neither a column nor a tag'],
    ['{"ts":1,"ts":2}', 'data[0].ts: it stands there twice'],
    ['{"ts":[1]}', 'data[0].ts: [ is no string, number, boolean or null'],
    ['{"ts":01}', 'data[0].ts: the number is not one of JSON'],
    ['{"ts":1,"c3":nul}', 'data[0].c3: n is no string, number, boolean or null'],
    ['{"ts":1,"location":"\\ud800"}', 'data[0].location: the string has half a character'],
    ['{"ts":1,"location":"\\q"}', 'data[0].location: the string has an escape'],
    ['{"ts":1,"location":"a\tb"}', 'data[0].location: a control character stands in a string'],
    ['{"ts":1}}', '} stands where ] should'],
    ['{"ts":1},', 'the end of the text stands where { should'],
    ['{"ts" 1}', 'data[0].ts: 1 stands where : should'],
  ])('refuses the row %s', (row, reason) => {
    const text = `{"table":"t","columns":${columns},"tags":${tags},"data":[${row}`
    expect(() => read(row.endsWith(',') ? text : `${text}]}`)).toThrow(reason)
  })

  test('tells line, column, path and what stood there', () => {
    const text = `{"table":"t",\n"columns":${columns},"data":[{"ts":1},{"ts":1,"c3":+5}]}`
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        code: 'FORMATS_INVALID',
        retriable: false,
        message:
          'json_kaiwudb at line 2, column 118: data[1].c3: + is no string, number, boolean or null',
        card: expect.objectContaining({ field: 'data[1].c3' }),
      }),
    )
  })

  test.each(['{', '{"table":"t",'])(
    'says of the first line %s of a printed text that one line is needed',
    line => {
      expect(() => read(line)).toThrow(
        expect.objectContaining({
          card: expect.objectContaining({ hint: expect.stringContaining('on one line') }),
        }),
      )
    },
  )

  test('refuses what is not UTF-8', () => {
    const text = Buffer.from(`{"table":"t","columns":${columns},"data":[]}`)
    text[10] = 0xff
    expect(() => new KaiwuJsonParser().parse(text)).toThrow('not UTF-8')
  })
})
