import { expect, test } from 'vitest'
import type { ColumnType } from '../dialect/column-type.ts'
import { PageSize } from './page-size.ts'

const int8 = { name: 'INT8' } as const
const varchar = (length: number) => ({ name: 'VARCHAR', length }) as const

function sizeOf(types: readonly ColumnType[]): PageSize {
  const columns = types.map((type, i) => ({ name: `c${i}`, type, nullable: true }))
  return new PageSize({ name: 'm', columns, tags: [] }, 10_000)
}

test('a page of an ordinary table has the usual number of rows', () => {
  const size = sizeOf([int8, int8, varchar(254)])
  expect(size.rows).toBe(10_000)
  size.saw([['1', '2', 'x'.repeat(254)]])
  expect(size.rows).toBe(10_000)
})

test('a page of a table with 4,000 columns has 100 rows', () => {
  expect(sizeOf(Array.from({ length: 4000 }, () => int8)).rows).toBe(100)
})

test('texts that may be long make pages small; they grow while texts are short, within bounds', () => {
  const size = sizeOf([int8, varchar(65_534)])
  expect(size.rows).toBe(127)
  for (let page = 0; page < 10; page += 1) size.saw([['1', 'short']])
  expect(size.rows).toBe(1023)
  size.saw([['1', 'x'.repeat(65_534)]])
  expect(size.rows).toBe(128)
})

test('a page has at least one row', () => {
  expect(sizeOf(Array.from({ length: 2000 }, () => varchar(65_534))).rows).toBe(1)
})

test('a page that a server had no memory for is half as large from then on', () => {
  const size = sizeOf([int8, int8])
  expect(size.halve()).toBe(true)
  expect(size.rows).toBe(5000)
  for (let times = 0; times < 20; times += 1) size.halve()
  expect(size.rows).toBe(1)
  expect(size.halve()).toBe(false)
})
