import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countOf, earliest, Ledger, seriesGroups } from './ledger.ts'
import { ledgerText, readLedger } from './ledger-text.ts'
import { GroupCounter } from './row-counter.ts'
import { SeenRows } from './seen-rows.ts'

function groupsOf(count: number): Float64Array {
  const groups = new Float64Array(seriesGroups)
  for (let i = 0; i < count; i += 1) groups[i % seriesGroups] = (groups[i % seriesGroups] ?? 0) + 1
  return groups
}

it('stays small, without gaps, and forgets no row, however long it is kept', () => {
  const ledger = new Ledger(earliest, 10n)
  let rows = 0
  for (let i = 1n; i <= 2000n; i += 1n) {
    const count = Number(i % 7n)
    rows += count
    ledger.addOld(i * 10n, groupsOf(count))
  }
  expect(ledger.old.length).toBeLessThanOrEqual(24)
  expect(ledger.oldCount).toBe(rows)
  let end = earliest
  for (const slice of ledger.old) {
    expect(slice.start).toBe(end)
    end = slice.end
  }
  expect(end).toBe(20_000n)
  // What is young is counted finely.
  const [oldest] = ledger.old
  const youngest = ledger.old.at(-1)
  expect(countOf(youngest!)).toBeLessThan(countOf(oldest!) + rows / 4)
})

it('is the same after it was stored', () => {
  const row = fc.tuple(
    fc.integer(),
    fc.integer(),
    fc.nat(seriesGroups - 1),
    fc.bigInt(1000n, 1500n),
  )
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 200 }),
      fc.array(fc.nat(500), { maxLength: 60 }),
      (rows, old) => {
        const ledger = new Ledger(-5n, 10n)
        for (const [i, count] of old.entries()) ledger.addOld(BigInt(i + 1) * 16n, groupsOf(count))
        ledger.retire(1000n)
        ledger.frontier = 1500n
        for (const [first, second, group, time] of rows) {
          ledger.slice(ledger.indexOf(time)).add(first, second, group)
        }
        const text = ledgerText(ledger)
        expect(text.length).toBeLessThan(16_384)
        const read = readLedger(text)
        expect(read?.begin).toBe(ledger.begin)
        expect(read?.frontier).toBe(ledger.frontier)
        expect(read?.width).toBe(ledger.width)
        expect(read?.old).toEqual(ledger.old)
        const short = (of: Ledger) =>
          of.recent.map(({ index, count, digest }) => [index, count, digest])
        expect(read && short(read)).toEqual(short(ledger))
      },
    ),
    { numRuns: 30 },
  )
})

it('remembers the rows of a short history, and those that leave the look-back', () => {
  const ledger = new Ledger(0n, 10n)
  ledger.past = new SeenRows()
  const history = new GroupCounter(groupsOf(0), ledger.past, 100)
  expect([history.add(1, 1, 0), history.add(2, 2, 0)]).toEqual([true, true])
  ledger.addOld(100n, history.groups)
  ledger.slice(10n).add(3, 3, 0)
  ledger.frontier = 110n
  ledger.retire(110n)
  // Read again, only what is new is told.
  const again = new GroupCounter(groupsOf(0), ledger.past, 100)
  expect([1, 2, 3, 4].map(row => again.add(row, row, 0))).toEqual([false, false, false, true])
  expect(again.groups[0]).toBe(4)
})

it('forgets the rows of a history that grows long, or of which a part is not known', () => {
  const long = new Ledger(0n, 10n)
  long.past = new SeenRows()
  const counter = new GroupCounter(groupsOf(0), long.past, 5)
  for (let row = 1; row <= 1000; row += 1) counter.add(row, row, 0)
  expect(counter.groups[0]).toBe(1000)
  expect(long.past.size).toBeLessThan(10)
  long.limitPast(5)
  expect(long.past).toBeNull()

  const unknown = new Ledger(0n, 10n)
  unknown.past = new SeenRows()
  unknown.slice(0n).add(1, 1, 0)
  unknown.limitMemory(0)
  unknown.frontier = 10n
  unknown.retire(10n)
  expect(unknown.past).toBeNull()
})

it('is not read from damaged text', () => {
  for (const text of ['', 'x', 'AAAA', ledgerText(new Ledger(0n, 10n)).slice(0, 4)]) {
    expect(readLedger(text)).toBeNull()
  }
})
