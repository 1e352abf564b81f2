import { unsupported } from '../engine/error-code.ts'
import { catalogTables } from './catalog-tables.ts'
import { performanceTables, serverTables } from './server-tables.ts'
import type { SystemTable } from './system-table.ts'

const informationByName: ReadonlyMap<string, SystemTable> = new Map(
  [...catalogTables, ...serverTables].map(table => [table.name, table]),
)

const performanceByName: ReadonlyMap<string, SystemTable> = new Map(
  performanceTables.map(table => [table.name, table]),
)

/** System tables that TDengine has and this server has not. */
const knownElsewhere: ReadonlySet<string> = new Set([
  'ins_bnodes',
  'ins_anodes',
  'ins_configs',
  'ins_dnode_variables',
  'ins_streams',
  'ins_stream_tasks',
  'ins_vnodes',
  'ins_compacts',
  'ins_compact_details',
  'ins_grants_full',
  'ins_grants_logs',
  'ins_machines',
  'ins_arbgroups',
  'ins_encryptions',
  'ins_tsmas',
  'ins_transaction_details',
  'ins_virtual_child_columns',
  'ins_disk_usage',
  'ins_filesets',
  'perf_trans',
  'perf_apps',
])

/** A system table by database and name. */
export function findSystemTable(database: string, name: string): SystemTable | undefined {
  if (knownElsewhere.has(name)) throw unsupported(`the table ${database}.${name}`)
  const byName = database === 'performance_schema' ? performanceByName : informationByName
  return byName.get(name)
}
