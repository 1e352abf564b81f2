import { Ledger, RecentSlice } from '@tidewire/core'
import type { RowWriter } from './row-writer.ts'
import type { TableQueries } from './table-queries.ts'

interface Table {
  readonly queries: TableQueries
  readonly writer: RowWriter
}

/**
 * After a restart: looks up which rows the recent slices have now, at most so many one by one, so that those that came
 * meanwhile are told from those that were delivered.
 */
export async function lookUpRecent(
  ledger: Ledger,
  { queries, writer }: Table,
  most: number,
  signal: AbortSignal,
): Promise<void> {
  const found = new Ledger(ledger.oldEnd, ledger.width)
  const span = { start: ledger.oldEnd, end: ledger.frontier }
  for await (const rows of queries.identities(span, signal)) {
    for (const row of rows) writer.count(row, time => found.slice(found.indexOf(time)))
    found.limitMemory(most)
  }
  ledger.learn(found)
}

/** Looks up the rows of the old slices, unless they are known or more than `most`. */
export async function lookUpPast(
  ledger: Ledger,
  { queries, writer }: Table,
  most: number,
  signal: AbortSignal,
): Promise<void> {
  if (ledger.past !== null || ledger.oldCount > most) return
  const found = ledger.old.map(() => new RecentSlice(0n))
  const sliceOf = (time: bigint): RecentSlice =>
    found[ledger.old.findIndex(({ end }) => time < end)] as RecentSlice
  const span = { start: ledger.begin, end: ledger.oldEnd }
  for await (const rows of queries.identities(span, signal)) {
    for (const row of rows) writer.count(row, sliceOf)
  }
  ledger.learnPast(found)
}
