import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HistoryWindow } from './history-window.ts'
import type { TimeSpan } from './time-span.ts'

/** A table with rows at these times. */
function table(times: readonly bigint[]) {
  const within = ({ start, end }: TimeSpan) => times.filter(time => time >= start && time < end)
  return {
    first: async (span: TimeSpan) =>
      within(span).reduce<bigint | null>((a, b) => (a === null || b < a ? b : a), null),
    count: async (span: TimeSpan) => within(span).length,
  }
}

const { signal } = new AbortController()

it('windows go through the whole history, none with too many rows or too long', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.bigInt({ min: 0n, max: 100_000n }), { maxLength: 200 }),
      fc.integer({ min: 1, max: 20 }),
      fc.bigInt({ min: 0n, max: 5_000n }),
      fc.bigInt({ min: 0n, max: 5_000n }),
      async (times, rows, firstLength, longest) => {
        const queries = table(times)
        const window = new HistoryWindow({ rows, firstLength, longest })
        const limit = 100_001n
        let start = 0n
        let seen = 0
        for (;;) {
          const end = await window.end(queries, { start, end: limit }, signal)
          if (end === null) break
          expect(end > start && end <= limit).toBe(true)
          const first = (await queries.first({ start, end })) as bigint
          const count = await queries.count({ start, end })
          // Rows of one time cannot be told apart by time.
          if (end - first > 1n) expect(count).toBeLessThanOrEqual(2 * rows)
          if (longest > 0n) expect(end - first).toBeLessThanOrEqual(longest)
          seen += count
          start = end
        }
        expect(seen).toBe(times.length)
      },
    ),
  )
})

it('a stretch without rows costs two questions, however long it is', async () => {
  let asked = 0
  const { first, count } = table([10n ** 15n])
  const counted = {
    first: (span: TimeSpan) => {
      asked += 1
      return first(span)
    },
    count: (span: TimeSpan) => {
      asked += 1
      return count(span)
    },
  }
  const window = new HistoryWindow({ rows: 100, firstLength: 1000n, longest: 1000n })
  const end = await window.end(counted, { start: 0n, end: 10n ** 16n }, signal)
  expect(end).toBe(10n ** 15n + 1000n)
  expect(asked).toBe(2)
})
