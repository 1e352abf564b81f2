import type { Table } from '../../catalog/descriptor.ts'
import type { Query } from '../../sql/ast.ts'
import { tagColumns } from '../storage/stored-table.ts'

/** What SHOW TAG VALUES asks: the different combinations of tags of the table of this name. */
export function tagValuesQuery(table: Table, parts: readonly string[]): Query {
  return {
    with: [],
    body: {
      kind: 'core',
      distinct: true,
      distinctOn: [],
      items: tagColumns(table).map(({ name }) => ({
        expression: { kind: 'column', parts: [name] },
      })),
      from: [{ kind: 'table', name: { parts } }],
      groupBy: [],
      windows: [],
    },
    orderBy: [],
    locking: false,
  }
}
