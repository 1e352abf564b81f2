import type { SourceTaskContext } from './connector.ts'

/** What happens to rows that a source's format cannot carry. */
export interface RowFaults {
  /** True: they are skipped, counted and logged; false: the task fails. */
  readonly tolerant: boolean
  skipped(table: string, reason: string): void
  /** A row whose columns are all NULL, which line protocol and the OpenTSDB formats have no words for. */
  empty(table: string): void
}

/** Counts and logs rows that the format cannot carry; the first row without values of each table is logged too. */
export function rowFaults(context: SourceTaskContext, tolerant: boolean): RowFaults {
  const empty = new Set<string>()
  return {
    tolerant,
    skipped(table, reason) {
      context.metrics.add('rows_skipped', 1)
      context.log.error('a row was skipped: the format cannot carry it', { table, reason })
    },
    empty(table) {
      context.metrics.add('rows_without_values', 1)
      if (empty.has(table)) return
      empty.add(table)
      context.log.warn('rows without any value are left out: the format has no words for them', {
        table,
      })
    },
  }
}
