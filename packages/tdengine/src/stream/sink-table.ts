import { TidewireError, type TimeUnit } from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'
import { errorKind } from '../client/server-error.ts'
import { quoted } from '../dialect/identifier.ts'
import { raise } from '../errors.ts'
import { selectPrecision } from '../sink/database-name.ts'
import { readTable, type StoredColumn, type SuperTable } from '../sink/super-table.ts'
import type { SinkSettings } from './sink-settings.ts'

/** Name of the field that decides the sub-table. */
const subTableField = 'tbname'

/** The table that a sink writes to, and how the fields of its rows belong to it. */
export interface SinkTable {
  readonly table: SuperTable
  readonly unit: TimeUnit
  /** `database` in back-quotes. */
  readonly database: string
  /** Fields in the order of lists. */
  readonly fields: readonly string[]
  /** Column of each field; null for the name of the sub-table. */
  readonly columns: readonly (StoredColumn | null)[]
}

/**
 * Asks the server for the table of a sink and checks its fields. Throws `TDENGINE_STREAM_DATABASE` (0xa010),
 * `TDENGINE_STREAM_TABLE` (0xa011), `TDENGINE_STREAM_COLUMNS` (0xa014) or `TDENGINE_STREAM_TYPE` (0x230f).
 */
export async function describeSinkTable(
  client: TDengineClient,
  settings: SinkSettings,
  signal: AbortSignal,
): Promise<SinkTable> {
  const database = quoted(settings.database)
  const name = quoted(settings.table)
  if (database === null) {
    throw raise('TDENGINE_STREAM_DATABASE', { reason: `${settings.database} is no database name` })
  }
  if (name === null) {
    throw raise('TDENGINE_STREAM_TABLE', { reason: `${settings.table} is no table name` })
  }
  const precision = await client.query(selectPrecision(settings.database), signal)
  const word = precision.rows[0]?.[0]
  if (word === undefined) {
    throw raise('TDENGINE_STREAM_DATABASE', {
      reason: `TDengine has no database ${settings.database}`,
    })
  }
  const unit: TimeUnit = word === 'us' || word === 'ns' ? word : 'ms'
  const table = await describe(client, `${database}.${name}`, settings, signal)
  if (settings.isSuperTable && table.tags.length === 0) {
    throw raise('TDENGINE_STREAM_TABLE', { reason: `${settings.table} is no super table` })
  }
  // A sub-table is written by its name alone; its tags stay as they are.
  const target = settings.isSuperTable ? table : { ...table, tags: [] }
  const fields = settings.fields ?? [
    ...(settings.isSuperTable ? [subTableField] : []),
    ...[...target.columns, ...target.tags].map(column => column.name),
  ]
  const columns = fields.map(field => columnOf(field, target, settings))
  checkFields(fields, target, settings)
  return { table: target, unit, database, fields, columns }
}

async function describe(
  client: TDengineClient,
  name: string,
  settings: SinkSettings,
  signal: AbortSignal,
): Promise<SuperTable> {
  let description: Awaited<ReturnType<TDengineClient['query']>>
  try {
    description = await client.query(`DESCRIBE ${name}`, signal)
  } catch (error) {
    if (!(error instanceof TidewireError) || errorKind(error) !== 'content') throw error
    throw raise(
      'TDENGINE_STREAM_TABLE',
      { reason: `${settings.table} cannot be described: ${error.message}` },
      { cause: error },
    )
  }
  const table = readTable(settings.table, description.rows)
  if (table !== null) return table
  const types = description.rows.map(row => `${String(row[0])} ${String(row[1])}`).join(', ')
  throw raise('TDENGINE_STREAM_TYPE', { column: settings.table, type: types })
}

function columnOf(field: string, table: SuperTable, settings: SinkSettings): StoredColumn | null {
  if (field === subTableField && settings.isSuperTable) return null
  const column = table.byName.get(field)
  if (column !== undefined && (settings.isSuperTable || !column.isTag)) return column
  const names = [...table.byName.keys()]
  const near = names.find(name => name.toLowerCase() === field.toLowerCase())
  throw raise('TDENGINE_STREAM_COLUMNS', {
    reason: `${settings.table} has no column ${field}${near === undefined ? '' : `; the letter case matters: ${near}`}`,
  })
}

function checkFields(fields: readonly string[], table: SuperTable, settings: SinkSettings): void {
  const repeated = fields.find((field, i) => fields.indexOf(field) !== i)
  if (repeated !== undefined) {
    throw raise('TDENGINE_STREAM_COLUMNS', { reason: `${repeated} is listed twice` })
  }
  const time = table.columns[0]?.name ?? ''
  if (!fields.includes(time)) {
    throw raise('TDENGINE_STREAM_COLUMNS', { reason: `the time column ${time} is not listed` })
  }
  if (settings.isSuperTable && !fields.includes(subTableField)) {
    throw raise('TDENGINE_STREAM_COLUMNS', {
      reason: `${subTableField} is not listed, so that nobody knows the sub-table of a row`,
    })
  }
}
