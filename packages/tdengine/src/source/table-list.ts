import { chooser, type NameChoice } from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import { raise } from '../errors.ts'
import type { SourceTable } from './table-shape.ts'

/**
 * The database as the server names it: exactly as configured, else in lower case, as TDengine takes names without
 * quotes. Throws `TDENGINE_SOURCE_DATABASE`, which is retriable, while there is none; the source never makes one.
 */
export async function findDatabase(
  client: TDengineClient,
  configured: string,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly unit: 'ms' | 'us' | 'ns' }> {
  const plain = /^`[^`]+`$/.test(configured) ? configured.slice(1, -1) : configured
  const folded = plain === configured ? plain.toLowerCase() : plain
  const { rows } = await client.query(
    'SELECT name, `precision` FROM information_schema.ins_databases' +
      ` WHERE name = ${textLiteral(plain)} OR name = ${textLiteral(folded)}`,
    signal,
  )
  const found = rows.find(row => row[0] === plain) ?? rows.find(row => row[0] === folded)
  if (found === undefined) throw raise('TDENGINE_SOURCE_DATABASE', { database: configured })
  const unit = found[1] === 'us' || found[1] === 'ns' ? found[1] : 'ms'
  return { name: String(found[0]), unit }
}

/** The super tables and the tables without one of a database, sorted by name. */
export async function listTables(
  client: TDengineClient,
  database: string,
  choice: NameChoice,
  signal: AbortSignal,
): Promise<SourceTable[]> {
  const name = textLiteral(database)
  const supers = await client.query(
    `SELECT stable_name FROM information_schema.ins_stables WHERE db_name = ${name}`,
    signal,
  )
  const normals = await client.query(
    `SELECT table_name FROM information_schema.ins_tables WHERE db_name = ${name} AND type = 'NORMAL_TABLE'`,
    signal,
  )
  const chosen = chooser(choice)
  const table = (kind: SourceTable['kind']) => (row: readonly unknown[]) => ({
    database,
    name: String(row[0]),
    kind,
  })
  return [...supers.rows.map(table('super')), ...normals.rows.map(table('normal'))]
    .filter(one => chosen(one.name))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** When a table was made, in milliseconds since the epoch; null when the server does not say. */
export async function createdAt(
  client: TDengineClient,
  { database, name, kind }: SourceTable,
  signal: AbortSignal,
): Promise<number | null> {
  const [tables, column] =
    kind === 'super' ? ['ins_stables', 'stable_name'] : ['ins_tables', 'table_name']
  const { rows } = await client.query(
    `SELECT create_time FROM information_schema.${tables}` +
      ` WHERE db_name = ${textLiteral(database)} AND ${column} = ${textLiteral(name)}`,
    signal,
  )
  const value = rows[0]?.[0]
  return typeof value === 'bigint' ? Number(value) : null
}
