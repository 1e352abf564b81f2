import { rowTable } from '../engine/catalog.ts'
import { dataType } from '../engine/data-type.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { vgroupIndex } from '../engine/vgroup.ts'
import type { TableName } from './ast.ts'
import { findTable } from './name-lookup.ts'
import { type RowsResult, rowsResult } from './result.ts'
import type { Session } from './session.ts'

/** Bars of the histogram of block sizes. */
const bars = 20

/**
 * SHOW TABLE DISTRIBUTED, as TDengine answers it while all rows are still in memory: there are no blocks on disk here.
 */
export async function tableDistribution(
  engine: DuckEngine,
  session: Session,
  name: TableName,
): Promise<RowsResult> {
  const { table, child } = findTable(engine, session, name)
  const state = engine.catalog.databases.get(table.database)
  const vgroups = state?.database.vgroups ?? 1
  const children = state?.tables.get(table.name)?.children
  const names =
    table.kind === 'super' && child === undefined ? [...(children?.keys() ?? [])] : [name.name]
  const used = new Set(names.map(one => vgroupIndex(table.database, one, vgroups))).size
  const where = child === undefined ? '' : ` WHERE tb = ${child.id}`
  const [row] = await engine.store.rows(`SELECT count(*) AS n FROM ${rowTable(table.id)}${where}`)
  const option = (key: string, fallback: number) =>
    Number(state?.database.options.get(key) ?? fallback)
  const least = option('minrows', 100)
  const step = Math.round((option('maxrows', 4096) - least) / bars)
  const lines = [
    'Total_Blocks=[0] Total_Size=[0.00 KiB] Average_size=[0.00 KiB] Compression_Ratio=[0.00 %]',
    'Block_Rows=[0] MinRows=[0] MaxRows=[0] AvgRows=[0]',
    `Inmem_Rows=[${row?.n ?? 0}] Stt_Rows=[0] `,
    `Total_Tables=[${names.length}] Total_Filesets=[${Math.max(used, 1)}] Total_Vgroups=[${Math.max(used, 1)}]`,
    '-'.repeat(80),
    ...Array.from(
      { length: bars },
      (_, i) => `${String(least + step * (i + 1)).padStart(4, '0')} |`,
    ),
  ]
  return rowsResult(
    [{ name: '_block_dist', type: dataType('VARCHAR', 142) }],
    lines.map(line => [line]),
  )
}
