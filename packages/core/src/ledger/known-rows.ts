import { Ledger, RecentSlice } from './ledger.ts'
import type { TimeSpan } from './time-span.ts'

/** The rows of a table as far as they must be told from each other, in groups as the server sends them. */
export interface RowIdentities<R> {
  /** Asks for the rows of a span. */
  identities(span: TimeSpan, signal: AbortSignal): AsyncIterable<R>
  /** Counts rows in the slices of their times. */
  count(rows: R, sliceOf: (time: bigint) => RecentSlice): void
}

/**
 * After a restart: looks up which rows the recent slices have now, at most `most` one by one, so that those that came
 * meanwhile are told from those that were delivered. Where they are more, a slice with the same count and digest as before
 * was delivered as it is; any other one is delivered again.
 */
export async function lookUpRecent<R>(
  ledger: Ledger,
  table: RowIdentities<R>,
  most: number,
  signal: AbortSignal,
): Promise<void> {
  const found = new Ledger(ledger.oldEnd, ledger.width)
  const span = { start: ledger.oldEnd, end: ledger.frontier }
  for await (const rows of table.identities(span, signal)) {
    table.count(rows, time => found.slice(found.indexOf(time)))
    found.limitMemory(most)
  }
  ledger.learn(found)
}

/**
 * Looks up the rows of the old slices, unless they are known or more than `most`; they are known then, if they are those
 * that were counted.
 */
export async function lookUpPast<R>(
  ledger: Ledger,
  table: RowIdentities<R>,
  most: number,
  signal: AbortSignal,
): Promise<void> {
  if (ledger.past !== null || ledger.oldCount > most) return
  const found = ledger.old.map(() => new RecentSlice(0n))
  const sliceOf = (time: bigint): RecentSlice =>
    found[ledger.old.findIndex(({ end }) => time < end)] as RecentSlice
  const span = { start: ledger.begin, end: ledger.oldEnd }
  for await (const rows of table.identities(span, signal)) table.count(rows, sliceOf)
  ledger.learnPast(found)
}
