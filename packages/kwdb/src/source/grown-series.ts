import { type OldSlice, seriesGroups } from '@tidewire/core'
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
  const groups = new Float64Array(seriesGroups)
  const series: Rows[number][][] = Array.from({ length: seriesGroups }, () => [])
  for await (const rows of queries.countsBySeries(slice, signal)) {
    for (const row of rows) {
      const tags = row.slice(0, -1)
      const { group } = writer.seriesOfTags(tags)
      groups[group] = (groups[group] as number) + Number(row.at(-1))
      series[group]?.push(tags)
    }
  }
  const more: Rows[number][] = []
  let lost = false
  for (const [group, before] of slice.groups.entries()) {
    const now = groups[group] as number
    if (now < before) lost = true
    if (now <= before) continue
    more.push(...(series[group] ?? []))
    groups[group] = 0
  }
  return { more, groups, lost }
}
