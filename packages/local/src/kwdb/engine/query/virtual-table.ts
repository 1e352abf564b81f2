import type { Catalog } from '../../catalog/catalog.ts'
import type { Table } from '../../catalog/descriptor.ts'
import type { AnswerValue } from './context.ts'
import { type SqlType, sqlTypes } from './sql-type.ts'

/** What a virtual table may look at. */
export interface CatalogView {
  readonly catalog: Catalog
  /** Database whose catalog is asked. */
  readonly database: string
  /** Whether the user may see the table. */
  canSee(table: Table): boolean
}

/** Names and types of columns. */
export type Definition = readonly (readonly [name: string, type: SqlType])[]

/** A table that the server makes up from its catalog. */
export interface VirtualTable {
  readonly columns: Definition
  readonly rows: (view: CatalogView) => Iterable<readonly AnswerValue[]>
}

/** Columns of texts. */
export function texts(...names: readonly string[]): Definition {
  return names.map(name => [name, sqlTypes.text] as const)
}

/** Stands for what the server has nothing of. */
export function none(...names: readonly string[]): VirtualTable {
  return { columns: texts(...names), rows: () => [] }
}

/** Tables of the database that the user may see. */
export function* visibleTables(view: CatalogView): Iterable<Table> {
  const database = view.catalog.database(view.database)
  if (database === undefined) return
  for (const table of view.catalog.tablesOf(database.id)) if (view.canSee(table)) yield table
}

/** The schemas of every database. */
export const schemas = ['information_schema', 'kwdb_internal', 'pg_catalog', 'public'] as const
/** OID of the schema `public`. */
export const namespaceOid = 2200
