import type { Ledger, TimeSpan } from '@tidewire/core'
import type { TableQueries } from './table-queries.ts'

/** A stretch of time with the number of rows that it has now. */
export interface CountedSpan extends TimeSpan {
  readonly count: number
}

/**
 * The numbers of the recent slices within a span whose rows are not as many as were delivered, found by halves. A half with
 * the right number is not looked into, unless the search is `thorough`: a row that was deleted may hide one that came.
 */
export async function changedSlices(
  ledger: Ledger,
  queries: TableQueries,
  { start, end, count }: CountedSpan,
  thorough: boolean,
  signal: AbortSignal,
): Promise<readonly bigint[]> {
  const first = ledger.indexOf(start)
  const last = ledger.indexOf(end - 1n)
  let expected = 0
  for (const slice of ledger.recent) {
    if (slice.index >= first && slice.index <= last) expected += slice.count
  }
  const isSingle = first === last
  if (count === expected && (!thorough || count === 0 || isSingle)) return []
  if (isSingle) return [first]
  const middle = (first + (last - first) / 2n + 1n) * ledger.width
  const left = await queries.count({ start, end: middle }, signal)
  const halves = [
    { start, end: middle, count: left },
    { start: middle, end, count: count - left },
  ]
  const changed: bigint[] = []
  for (const half of halves) {
    changed.push(...(await changedSlices(ledger, queries, half, thorough, signal)))
  }
  return changed
}
