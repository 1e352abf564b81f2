import { expect, test } from 'vitest'
import { LineParser } from '../line/line-parser.ts'
import type { PointColumn } from './point-column.ts'

const text = (...lines: string[]) => Buffer.from(lines.join('\n'))

function column(lines: readonly string[], name: string): PointColumn {
  const batch = new LineParser().parse(text(...lines), { unit: 'ns' })
  return batch.measurements[0]!.columns.find(one => one.name === name)!
}

test('values of variable length are copied without an object each', () => {
  const long = 'x'.repeat(50)
  const values = column([`m s="a\\"b" 1`, `m s="${long}" 2`, 'm v=1 3'], 's')
  const target = Buffer.alloc(60)
  let at = values.copyTo(0, target, 1)
  expect(at).toBe(1 + values.lengthOf(0))
  at = values.copyTo(1, target, at)
  expect(target.toString('utf8', 1, at)).toBe(`a"b${long}`)
})

test.each([
  ['1.5', 1.5],
  ['-7i', -7n],
  ['18446744073709551615u', 18_446_744_073_709_551_615n],
  ['3i16', 3],
  ['true', 1],
])('a row takes over the value %s of an earlier one', (value, expected) => {
  const values = column([`m v=${value} 1`, 'm w=1 2', `m v=${value} 3`], 'v')
  values.repeat(0, 1)
  expect(values.filled[1]).toBe(1)
  expect(values.count).toBe(3)
  expect(values.lastRow).toBe(2)
  expect(values.values()[1]).toBe(expected)
})

test('a row takes over a text', () => {
  const values = column(['m v="a\\\\b" 1', 'm w=1 2'], 'v')
  values.repeat(0, 1)
  expect(values.text(1)).toBe('a\\b')
})
