import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  nextWindow,
  rangePosition,
  type SplitPosition,
  splitQuery,
  type TDengineSplit,
  windowEnd,
} from './source-split.ts'

function split(progress: SplitPosition, condition: string | null = null): TDengineSplit {
  return { id: 'x', sql: 'select * from t', condition, progress }
}

describe('what is read of a split', () => {
  it.each([
    [split({ kind: 'whole' }), 'select * from t'],
    [split({ kind: 'whole' }, 'g = 1'), 'select * from (select * from t) where (g = 1)'],
    [
      split({ kind: 'ordered', column: '`ts`', after: null, sort: true }),
      'select * from (select * from t) order by `ts`',
    ],
    [
      split({ kind: 'ordered', column: '`ts`', after: 5n, sort: false }, 'g = 1 or g = 2'),
      'select * from (select * from t) where (g = 1 or g = 2) and `ts` >= 5',
    ],
    [
      split(rangePosition('`ts`', 10n, 100n, 20n)),
      'select * from (select * from t) where `ts` >= 10 and `ts` < 30',
    ],
  ])('%o', (one, sql) => {
    expect(splitQuery(one)).toBe(sql)
  })
})

describe('the windows of a range', () => {
  it('cover it without a gap and without an overlap, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 18n),
        fc.bigInt(1n, 10n ** 6n),
        fc.bigInt(0n, 10n ** 6n),
        fc.infiniteStream(fc.nat(1_000_000)),
        (from, length, width, counts) => {
          let position = rangePosition('`ts`', from, from + length, width)
          let windows = 0
          while (position.kind === 'windows' && position.from < position.end && windows < 500) {
            const end = windowEnd(position)
            expect(end).toBeGreaterThan(position.from)
            const next = nextWindow(position, counts.next().value ?? 0)
            expect(next.from).toBe(end)
            position = next
            windows += 1
          }
          if (position.kind === 'windows' && windows < 500)
            expect(position.from).toBe(from + length)
        },
      ),
    )
  })

  it('become wider where little is in them and narrower where there is much', () => {
    const position = {
      kind: 'windows',
      column: '`ts`',
      from: 0n,
      end: 10_000n,
      width: 100n,
    } as const
    expect(nextWindow(position, 0).width).toBe(400n)
    expect(nextWindow(position, 100_000).width).toBe(100n)
    expect(nextWindow(position, 10_000_000).width).toBe(25n)
  })
})
