/** What became of the series groups of an old slice since they were counted. */
export interface GroupGrowth {
  /** Groups that have more rows than were delivered. */
  readonly grown: readonly number[]
  /** Rows by group: what there is now, and 0 for grown groups, since they are to be delivered again. */
  readonly groups: Float64Array
  /** True when a group has fewer rows than were delivered. Which ones may come again is not known then. */
  readonly lost: boolean
}

/** Compares rows by series group: those that were delivered with those that there are now. */
export function groupGrowth(delivered: Float64Array, now: Float64Array): GroupGrowth {
  const grown: number[] = []
  const groups = now.slice()
  let lost = false
  for (const [group, before] of delivered.entries()) {
    const count = now[group] as number
    if (count < before) lost = true
    if (count <= before) continue
    grown.push(group)
    groups[group] = 0
  }
  return { grown, groups, lost }
}
