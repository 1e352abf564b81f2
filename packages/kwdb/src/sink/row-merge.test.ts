import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textLiteral } from '../dialect/text-literal.ts'
import type { InsertTarget } from './insert-statement.ts'
import { literalsOf, mergeRows } from './row-merge.ts'
import { WriteBatch } from './write-batch.ts'

const limits = { records: 1000, rows: 1000, statementBytes: 1_000_000 }

const targetOf = (table: string, columns: readonly string[]): InsertTarget => ({
  table,
  columns,
  head: `INSERT INTO ${table} (${columns.join()}) VALUES `,
})

interface Row {
  readonly time: number
  readonly tag: string
  readonly values: Readonly<Record<string, string | null>>
}

function batchOf(rows: readonly Row[]): WriteBatch {
  const batch = new WriteBatch(limits)
  const targets = new Map<string, InsertTarget>()
  rows.forEach(({ tag, time, values }, record) => {
    const columns = ['ts', 'tag', ...Object.keys(values)]
    const target = targets.get(columns.join()) ?? targetOf('t', columns)
    targets.set(columns.join(), target)
    const statement = batch.statementFor(target)
    const out = statement.openRow()
    out.utf8(`${time},${textLiteral(tag)}`)
    statement.endKey()
    for (const value of Object.values(values)) out.utf8(`,${value ?? 'null'}`)
    statement.closeRow(record, batch.rows)
    batch.rows += 1
    if (Object.values(values).includes(null)) batch.partialRows += 1
  })
  return batch
}

/** What a server with `ts.dedup.rule = override` has in the end. */
function stored(batch: WriteBatch): Record<string, Record<string, string>> {
  const table: Record<string, Record<string, string>> = {}
  for (const statement of batch.statements) {
    for (let row = 0; row < statement.rows; row += 1) {
      const literals = literalsOf(statement, row)
      const values: Record<string, string> = {}
      statement.target.columns.forEach((column, i) => {
        const literal = literals[i] as string
        if (i > 1 && literal !== 'null') values[column] = literal
      })
      table[`${literals[0]} ${literals[1]}`] = values
    }
  }
  return table
}

const row = fc.record({
  time: fc.integer({ min: 1, max: 3 }),
  tag: fc.constantFrom('a', "it's", 'x\ny', '\\', ',', "');"),
  values: fc.dictionary(
    fc.constantFrom('c1', 'c2', 'c3'),
    fc.option(
      fc.oneof(
        fc.integer().map(String),
        fc.constantFrom('NULL', "'a,''b'", "e'\\'\\n,'", "b'\\x27\\x2c'", 'true'),
      ),
    ),
    { minKeys: 1 },
  ),
})

test('rows of one series and time end as one row with the latest value of every column', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), rows => {
      const expected: Record<string, Record<string, string>> = {}
      for (const { tag, time, values } of rows) {
        const key = `${time} ${textLiteral(tag)}`
        expected[key] ??= {}
        const all = expected[key]
        for (const [column, value] of Object.entries(values))
          if (value !== null) all[column] = value
      }
      const batch = batchOf(rows)
      mergeRows(batch, targetOf)
      expect(stored(batch)).toEqual(expected)
    }),
    { numRuns: 2000 },
  )
})

test('rows that differ in time or series stay as they are', () => {
  const rows = [
    { time: 1, tag: 'a', values: { c1: '1' } },
    { time: 2, tag: 'a', values: { c2: '2' } },
    { time: 1, tag: 'b', values: { c2: '3' } },
  ]
  const batch = batchOf(rows)
  const before = batch.statements.map(statement => statement.text())
  expect(mergeRows(batch, targetOf)).toBe(0)
  expect(batch.statements.map(statement => statement.text())).toEqual(before)
})

test('a later row with all columns replaces the earlier one without being merged', () => {
  const batch = batchOf([
    { time: 1, tag: 'a', values: { c1: '1', c2: null } },
    { time: 1, tag: 'a', values: { c1: '2', c2: '3' } },
  ])
  expect(mergeRows(batch, targetOf)).toBe(0)
})

test('rows of a statement stand in the order of their records, so that halves of it are records', () => {
  const batch = batchOf([
    { time: 1, tag: 'a', values: { c1: '1' } },
    { time: 2, tag: 'b', values: { c1: '1' } },
    { time: 2, tag: 'b', values: { c2: '2' } },
    { time: 1, tag: 'a', values: { c2: '2' } },
  ])
  expect(mergeRows(batch, targetOf)).toBe(2)
  const [merged] = batch.filled()
  expect(batch.filled()).toHaveLength(1)
  expect([...(merged?.records.subarray(0, 2) ?? [])]).toEqual([2, 3])
  expect(merged?.text()).toMatch(/VALUES \(2,'b',1,2\),\(1,'a',1,2\)$/)
})
