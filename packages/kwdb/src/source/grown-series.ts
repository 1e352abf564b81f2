import { groupGrowth, type OldSlice, seriesGroups } from '@tidewire/core'
import type { RowWriter } from './row-writer.ts'
import type { Rows, TableQueries } from './table-queries.ts'

/** What became of an old slice since it was counted. */
export interface Growth {
  /** Primary tags of the series in groups that have more rows than were delivered. */
  readonly more: Rows
  /** Rows by group: what there is now, and 0 for those groups, since they are to be delivered again. */
  readonly groups: Float64Array
  /** True when a group has fewer rows than were delivered. */
  readonly lost: boolean
}

/** Compares the rows of an old slice with what was delivered, by series group. */
export async function grownSeries(
  { queries, writer }: { readonly queries: TableQueries; readonly writer: RowWriter },
  slice: OldSlice,
  signal: AbortSignal,
): Promise<Growth> {
  const counts = new Float64Array(seriesGroups)
  const series: Rows[number][][] = Array.from({ length: seriesGroups }, () => [])
  for await (const rows of queries.countsBySeries(slice, signal)) {
    for (const row of rows) {
      const tags = row.slice(0, -1)
      const { group } = writer.seriesOfTags(tags)
      counts[group] = (counts[group] as number) + Number(row.at(-1))
      series[group]?.push(tags)
    }
  }
  const { grown, groups, lost } = groupGrowth(slice.groups, counts)
  return { more: grown.flatMap(group => series[group] ?? []), groups, lost }
}
