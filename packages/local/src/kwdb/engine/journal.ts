import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteText, type Store } from '../../storage/store.ts'
import type { CatalogChange } from '../catalog/descriptor.ts'

/** What stands for an object in the journal: its last change. */
function keyOf(change: CatalogChange): string {
  switch (change.kind) {
    case 'putDatabase':
      return `d${change.database.id}`
    case 'dropDatabase':
      return `d${change.databaseId}`
    case 'putTable':
      return `t${change.table.id}`
    case 'dropTable':
      return `t${change.tableId}`
    case 'putUser':
      return `u${change.user.name}`
    case 'dropUser':
      return `u${change.name}`
    case 'setClusterSetting':
      return `s${change.name}`
  }
}

function isRemoval(change: CatalogChange): boolean {
  return (
    change.kind.startsWith('drop') || (change.kind === 'setClusterSetting' && change.value === null)
  )
}

/** Makes the journal when it is not there yet. */
export async function createJournal(store: Store): Promise<void> {
  await store.changeAlone(async connection => {
    await connection.run('CREATE TABLE IF NOT EXISTS catalog_entry (key VARCHAR, body VARCHAR)')
  })
}

/** Keeps a change of the catalog; part of a transaction. */
export async function journalChange(
  connection: DuckDBConnection,
  change: CatalogChange,
): Promise<void> {
  const key = quoteText(keyOf(change))
  await connection.run(`DELETE FROM catalog_entry WHERE key = ${key}`)
  if (isRemoval(change)) return
  await connection.run(
    `INSERT INTO catalog_entry VALUES (${key}, ${quoteText(JSON.stringify(change))})`,
  )
}

/** The changes that build the catalog as it was: databases first, then tables, then the rest. */
export async function readJournal(store: Store): Promise<readonly CatalogChange[]> {
  const rows = await store.rows('SELECT key, body FROM catalog_entry ORDER BY key[1], key')
  return rows.map(({ body }) => JSON.parse(String(body)) as CatalogChange)
}
