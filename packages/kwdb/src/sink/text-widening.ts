import { longest } from '../dialect/limits.ts'
import type { KnownTable } from './known-table.ts'
import type { TableCatalog } from './table-catalog.ts'

/** Makes a text column or tag longer; false when it cannot be as long as that. */
export async function widenText(
  tables: TableCatalog,
  table: KnownTable,
  field: string,
  length: number,
  signal: AbortSignal,
): Promise<boolean> {
  const known = table.column(field)
  if (known === undefined || (known.role !== 'column' && known.role !== 'tag')) return false
  const { type } = known.target
  if (!('length' in type) || type.name === 'VARBYTES' || type.name === 'GEOMETRY') return false
  if (length <= type.length || length > longest[type.name]) return false
  const role = known.role === 'tag' ? 'TAG' : 'COLUMN'
  await tables.change(
    table.name,
    [{ kind: 'type', role, name: field, type: { name: type.name, length } }],
    signal,
  )
  return true
}
