import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeOrder } from './merge-order.ts'

test('equal times of twelve tables come as TDengine 3.3.7 gave them', () => {
  const names = ['h', 'm', 's', 'ms', 'u', 'mu', 'us', 'ns', 'n', 'xx', 'none', 'MS']
  const times = [3, 4, 5, 6, 5, 5, 2, 5, 5, 5, 5, 1]
  const order = mergeOrder(
    names.map((_, i) => [i]),
    (a, b) => (times[a] ?? 0) - (times[b] ?? 0),
  )
  expect(order.map(i => names[i]).join(' ')).toBe('MS us h m s ns u mu none n xx ms')
})

test('every row comes once, in order, and the rows of a table in theirs', () => {
  const sorted = fc
    .array(fc.integer({ min: 0, max: 5 }), { maxLength: 6 })
    .map(list => list.sort((a, b) => a - b))
  fc.assert(
    fc.property(fc.array(sorted, { maxLength: 9 }), tables => {
      const rows = tables.flatMap((times, table) => times.map(time => ({ table, time })))
      let at = 0
      const indexes = tables.map(times => times.map(() => at++))
      const order = mergeOrder(indexes, (a, b) => (rows[a]?.time ?? 0) - (rows[b]?.time ?? 0))
      expect([...order].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i))
      for (const [i, row] of order.entries()) {
        const before = order[i - 1]
        if (before === undefined) continue
        expect(rows[row]?.time).toBeGreaterThanOrEqual(rows[before]?.time ?? 0)
      }
      for (const own of indexes) {
        expect(order.filter(row => own.includes(row))).toEqual(own)
      }
    }),
  )
})
