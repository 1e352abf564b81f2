import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RowSketch } from './row-sketch.ts'
import { SeenRows } from './seen-rows.ts'

function setOf(rows: readonly (readonly [number, number])[]): SeenRows {
  const set = new SeenRows()
  for (const [first, second] of rows) set.add(first, second)
  return set
}

const half = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const row = fc.tuple(half, half)

it('tells which rows one set has and the other has not, of many', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(row, { maxLength: 600, selector: String }),
      fc.uniqueArray(row, { maxLength: 60, selector: String }),
      fc.nat(20),
      fc.constantFrom(1, 1000),
      (common, news, gone, size) => {
        const before = RowSketch.for(size)
        const shared = common.filter(one => !news.some(other => String(other) === String(one)))
        before.addAll(setOf(shared), 1)
        const stored = RowSketch.read(before.bytes)
        stored?.addAll(setOf([...shared.slice(gone), ...news]), -1)
        const missing = stored?.missing()?.map(({ first, second }) => `${first},${second}`)
        // Identities with two zero halves are kept as another one.
        const expected = news.map(([a, b]) => `${(a | b) === 0 ? 1 : a},${b}`)
        expect(missing?.toSorted()).toEqual(expected.toSorted())
      },
    ),
    { numRuns: 50 },
  )
})

it('of many rows tells more that differ', () => {
  const news = Array.from({ length: 900 }, (_, i) => [i * 7919, i + 1] as const)
  const missing = (size: number) => {
    const sketch = RowSketch.for(size)
    sketch.addAll(setOf(news), -1)
    return sketch.missing()?.length ?? null
  }
  expect([missing(100), missing(10_000)]).toEqual([null, 900])
})

it('says so when too many rows differ', () => {
  const sketch = RowSketch.for(10_000)
  sketch.addAll(setOf(Array.from({ length: 5000 }, (_, i) => [i * 7919, i] as const)), -1)
  expect(sketch.missing()).toBeNull()
})
