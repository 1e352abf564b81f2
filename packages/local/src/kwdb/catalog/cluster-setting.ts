import type { Expression, SetClusterSetting } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { Catalog } from './catalog.ts'
import type { CatalogChange } from './descriptor.ts'
import { type Actor, requireAdmin } from './privilege.ts'

interface Setting {
  readonly initial: string
  /** Absent: any text. */
  readonly among?: readonly string[]
  readonly kind: 'text' | 'boolean' | 'number'
}

const boolean = { kind: 'boolean' } as const

/** Settings that this server knows; only the first has an effect. */
const settings: Readonly<Record<string, Setting>> = {
  'ts.dedup.rule': {
    initial: 'override',
    among: ['override', 'merge', 'discard', 'keep', 'keep.experimental'],
    kind: 'text',
  },
  'server.tsinsert_direct.enabled': { initial: 'true', ...boolean },
  'cluster.connection.timezone': { initial: 'UTC', kind: 'text' },
  'cluster.organization': { initial: '', kind: 'text' },
  'diagnostics.reporting.enabled': { initial: 'false', ...boolean },
  'sql.auto_limit.quantity': { initial: '0', kind: 'number' },
  'sql.defaults.default_int_size': { initial: '8', kind: 'number' },
  'sql.stats.automatic_collection.enabled': { initial: 'true', ...boolean },
  'sql.stats.tag_automatic_collection.enabled': { initial: 'false', ...boolean },
  'sql.stats.ts_automatic_collection.enabled': { initial: 'false', ...boolean },
  'ts.parallel_degree': { initial: '0', kind: 'number' },
  'ts.ordered_table.enabled': { initial: 'false', ...boolean },
  'ts.rows_per_block.max_limit': { initial: '4096', kind: 'number' },
  'ts.rows_per_block.min_limit': { initial: '512', kind: 'number' },
  'ts.mem_segment_size.max_limit': { initial: '536870912', kind: 'number' },
  'ts.block.lru_cache.max_limit': { initial: '1073741824', kind: 'number' },
}

/** Value of a cluster setting; throws `SqlError` for one that this server does not know. */
export function clusterSetting(catalog: Catalog, name: string): string {
  return catalog.clusterSetting(name) ?? findSetting(name).initial
}

function findSetting(name: string): Setting {
  const setting = settings[name]
  if (setting) return setting
  throw new SqlError('0A000', `unknown cluster setting "${name}"`, {
    hint: 'The KWDB development server knows few of them.',
  })
}

/** SET and RESET CLUSTER SETTING. */
export function setClusterSetting(
  actor: Actor,
  { name, value }: SetClusterSetting,
): readonly CatalogChange[] {
  requireAdmin(actor, 'SET CLUSTER SETTING')
  const setting = findSetting(name.toLowerCase())
  const text = value ? checkValue(name, setting, value) : null
  return [{ kind: 'setClusterSetting', name: name.toLowerCase(), value: text }]
}

const booleans: Readonly<Record<string, string>> = {
  on: 'true',
  true: 'true',
  off: 'false',
  false: 'false',
}

function checkValue(name: string, { among, kind }: Setting, value: Expression): string {
  const text = wordOf(value)
  const wrong = new SqlError('22023', `invalid value for cluster setting ${name}: ${text ?? ''}`)
  if (text === undefined) throw wrong
  if (kind === 'boolean') {
    const truth = booleans[text.toLowerCase()]
    if (truth === undefined) throw wrong
    return truth
  }
  if (kind === 'number' && !/^-?\d+$/.test(text)) throw wrong
  if (among && !among.includes(text)) throw wrong
  return text
}

/** A string, a number, a boolean, or a bare word. */
function wordOf(value: Expression): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.value
    case 'number':
      return value.text
    case 'boolean':
      return String(value.value)
    case 'column':
      return value.parts.join('.')
    default:
      return undefined
  }
}
