import { wkbToWkt } from '@tidewire/formats'
import { decimalText } from '@tidewire/tdengine/wire'
import type { ColumnSchema, DataType, EngineValue, TableSchema } from '../engine/api.ts'
import { columnName, tagTable } from '../engine/catalog.ts'
import { dataType, isVariable, rowBytes } from '../engine/data-type.ts'
import { type DuckEngine, systemDatabases } from '../engine/duck-engine.ts'
import { unsupported } from '../engine/error-code.ts'
import { fromStore } from '../engine/row-writer.ts'
import type { ResultColumn } from './result.ts'
import type { SystemTable } from './system-table.ts'

const text = (name: string, length: number): ResultColumn => ({
  name,
  type: dataType('VARCHAR', length),
})
const of = (
  name: string,
  type: 'INT' | 'BIGINT' | 'TIMESTAMP' | 'BOOL' | 'TINYINT' | 'SMALLINT' | 'DOUBLE',
): ResultColumn => ({
  name,
  type: dataType(type),
})

/** The type of a column as information_schema prints it. */
export function columnTypeText(type: DataType): string {
  if (isVariable(type.name)) return `${type.name}(${type.length})`
  if (type.name === 'DECIMAL') return `DECIMAL(${type.precision},${type.scale})`
  return type.name
}

/** A tag's value as information_schema prints it. */
export function tagText(type: DataType, value: EngineValue): string | null {
  if (value === null) return null
  switch (type.name) {
    case 'FLOAT':
      return Number(value).toFixed(5)
    case 'DOUBLE':
      return Number(value).toFixed(9)
    case 'DECIMAL':
      return decimalText(BigInt(value as bigint), type.scale)
    case 'VARBINARY':
      return `\\x${Buffer.from(value as Uint8Array)
        .toString('hex')
        .toUpperCase()}`
    case 'GEOMETRY':
      return wkbToWkt(Buffer.from(value as Uint8Array))
    default:
      return String(value)
  }
}

const kinds = { super: 'SUPER_TABLE', normal: 'NORMAL_TABLE' } as const

const databases: SystemTable = {
  name: 'ins_databases',
  columns: [
    text('name', 64),
    of('create_time', 'TIMESTAMP'),
    of('vgroups', 'INT'),
    of('ntables', 'BIGINT'),
    of('replica', 'TINYINT'),
    text('strict', 4),
    text('duration', 10),
    text('keep', 32),
    of('buffer', 'INT'),
    of('pagesize', 'INT'),
    of('pages', 'INT'),
    of('minrows', 'INT'),
    of('maxrows', 'INT'),
    of('comp', 'TINYINT'),
    text('precision', 2),
    text('status', 10),
    text('retentions', 60),
    of('single_stable', 'BOOL'),
    text('cachemodel', 11),
    of('cachesize', 'INT'),
    of('wal_level', 'TINYINT'),
    of('wal_fsync_period', 'INT'),
    of('wal_retention_period', 'INT'),
    of('wal_retention_size', 'BIGINT'),
    of('stt_trigger', 'SMALLINT'),
    of('table_prefix', 'SMALLINT'),
    of('table_suffix', 'SMALLINT'),
    of('tsdb_pagesize', 'INT'),
    of('keep_time_offset', 'INT'),
    of('ss_chunkpages', 'INT'),
    of('ss_keeplocal', 'INT'),
    of('ss_compact', 'TINYINT'),
    of('with_arbitrator', 'TINYINT'),
    text('encrypt_algorithm', 16),
    text('compact_interval', 16),
    text('compact_time_range', 24),
    text('compact_time_offset', 4),
    text('owner', 24),
  ],
  async rows(engine) {
    const own = [...engine.catalog.databases.values()].map(state => {
      const { database } = state
      const option = (name: string) => database.options.get(name) ?? null
      const int = (name: string) => Number(database.options.get(name) ?? 0)
      let tables = 0
      for (const table of state.tables.values()) {
        tables += table.schema.kind === 'super' ? table.children.size : 1
      }
      return [
        database.name,
        BigInt(database.createdAt),
        database.vgroups,
        BigInt(tables),
        int('REPLICA'),
        'on',
        option('DURATION'),
        option('KEEP'),
        int('BUFFER'),
        int('PAGESIZE'),
        int('PAGES'),
        int('MINROWS'),
        int('MAXROWS'),
        int('COMP'),
        database.unit,
        'ready',
        null,
        int('SINGLE_STABLE') === 1,
        database.cacheModel,
        int('CACHESIZE'),
        int('WAL_LEVEL'),
        int('WAL_FSYNC_PERIOD'),
        int('WAL_RETENTION_PERIOD'),
        BigInt(int('WAL_RETENTION_SIZE')),
        int('STT_TRIGGER'),
        int('TABLE_PREFIX'),
        int('TABLE_SUFFIX'),
        int('TSDB_PAGESIZE'),
        int('KEEP_TIME_OFFSET'),
        int('SS_CHUNKPAGES'),
        525600,
        int('SS_COMPACT'),
        0,
        option('ENCRYPT_ALGORITHM'),
        option('COMPACT_INTERVAL'),
        option('COMPACT_TIME_RANGE'),
        option('COMPACT_TIME_OFFSET'),
        null,
      ]
    })
    const system = systemDatabases.map(name => [
      name,
      null,
      null,
      name === 'information_schema' ? 50n : 5n,
      ...new Array<EngineValue>(11).fill(null),
      'ready',
      ...new Array<EngineValue>(22).fill(null),
    ])
    return [...system, ...own]
  },
}

const stables: SystemTable = {
  name: 'ins_stables',
  columns: [
    text('stable_name', 192),
    text('db_name', 64),
    of('create_time', 'TIMESTAMP'),
    of('columns', 'INT'),
    of('tags', 'INT'),
    of('last_update', 'TIMESTAMP'),
    text('table_comment', 1024),
    text('watermark', 64),
    text('max_delay', 64),
    text('rollup', 128),
    of('uid', 'BIGINT'),
    of('isvirtual', 'BOOL'),
    of('keep', 'BIGINT'),
  ],
  async rows(engine) {
    return allTables(engine)
      .filter(({ kind }) => kind === 'super')
      .map(table => [
        table.name,
        table.database,
        BigInt(table.createdAt),
        table.columns.length,
        table.tags.length,
        BigInt(table.createdAt),
        table.comment,
        '5000a,5000a',
        '-1a,-1a',
        '',
        table.uid,
        false,
        -1n,
      ])
  },
}

/** All super and normal tables of all databases. */
function allTables(engine: DuckEngine): readonly TableSchema[] {
  return engine.databases().flatMap(({ name }) => engine.tables(name))
}

const tables: SystemTable = {
  name: 'ins_tables',
  columns: [
    text('table_name', 192),
    text('db_name', 64),
    of('create_time', 'TIMESTAMP'),
    of('columns', 'INT'),
    text('stable_name', 192),
    of('uid', 'BIGINT'),
    of('vgroup_id', 'INT'),
    of('ttl', 'INT'),
    text('table_comment', 1024),
    text('type', 21),
  ],
  async rows(engine) {
    const rows: (readonly EngineValue[])[] = []
    for (const state of engine.catalog.databases.values()) {
      for (const table of state.tables.values()) {
        const { schema } = table
        for (const child of table.children.values()) {
          rows.push([
            child.name,
            schema.database,
            BigInt(child.createdAt),
            schema.columns.length,
            schema.name,
            schema.uid + BigInt(child.id),
            child.vgroup,
            child.ttl,
            child.comment,
            'CHILD_TABLE',
          ])
        }
        if (schema.kind === 'super') continue
        rows.push([
          schema.name,
          schema.database,
          BigInt(schema.createdAt),
          schema.columns.length,
          null,
          schema.uid,
          schema.vgroup,
          schema.ttl,
          schema.comment,
          'NORMAL_TABLE',
        ])
      }
    }
    return rows
  },
}

const columns: SystemTable = {
  name: 'ins_columns',
  columns: [
    text('table_name', 192),
    text('db_name', 64),
    text('table_type', 21),
    text('col_name', 64),
    text('col_type', 32),
    of('col_length', 'INT'),
    of('col_precision', 'INT'),
    of('col_scale', 'INT'),
    of('col_nullable', 'INT'),
    text('col_source', 258),
    of('col_id', 'SMALLINT'),
  ],
  async rows(engine) {
    const rows: (readonly EngineValue[])[] = []
    const add = (name: string, kind: string, table: TableSchema) => {
      for (const column of table.columns) rows.push(columnRow(name, kind, table, column))
    }
    for (const state of engine.catalog.databases.values()) {
      for (const table of state.tables.values()) {
        add(table.schema.name, kinds[table.schema.kind], table.schema)
        for (const child of table.children.keys()) add(child, 'CHILD_TABLE', table.schema)
      }
    }
    return rows
  },
}

function columnRow(
  name: string,
  kind: string,
  table: TableSchema,
  column: ColumnSchema,
): readonly EngineValue[] {
  return [
    name,
    table.database,
    kind,
    column.name,
    columnTypeText(column.type),
    rowBytes(column.type),
    null,
    null,
    null,
    null,
    column.id,
  ]
}

/** Columns of ins_tags and SHOW TAGS. */
export const tagColumns: readonly ResultColumn[] = [
  text('table_name', 192),
  text('db_name', 64),
  text('stable_name', 192),
  text('tag_name', 64),
  text('tag_type', 32),
  text('tag_value', 16384),
]

/** Tag rows of the child tables of a super table, or of one of them. */
export async function tagRows(
  engine: DuckEngine,
  table: TableSchema,
  childId?: number,
): Promise<readonly (readonly EngineValue[])[]> {
  const where = childId === undefined ? '' : ` WHERE tb = ${childId}`
  const rows = await engine.store.rows(`SELECT * FROM ${tagTable(table.id)}${where} ORDER BY tb`)
  return rows.flatMap(row =>
    table.tags.map(tag => [
      String(row.name),
      table.database,
      table.name,
      tag.name,
      columnTypeText(tag.type),
      tagText(tag.type, fromStore((row[columnName(tag.id)] ?? null) as never)),
    ]),
  )
}

const tags: SystemTable = {
  name: 'ins_tags',
  columns: tagColumns,
  async rows(engine) {
    const rows: (readonly EngineValue[])[] = []
    for (const table of allTables(engine)) {
      if (table.kind === 'super') rows.push(...(await tagRows(engine, table)))
    }
    return rows
  },
}

const users: SystemTable = {
  name: 'ins_users',
  columns: [
    text('name', 24),
    of('super', 'TINYINT'),
    of('enable', 'TINYINT'),
    of('sysinfo', 'TINYINT'),
    of('createdb', 'TINYINT'),
    of('create_time', 'TIMESTAMP'),
    text('allowed_host', 49152),
  ],
  async rows(engine) {
    return [...engine.catalog.users.values()].map(user => [
      user.name,
      user.name === 'root' ? 1 : 0,
      Number(user.enabled),
      Number(user.sysinfo),
      Number(user.createDatabase),
      BigInt(user.createdAt),
      '127.0.0.1/32,::1/128',
    ])
  },
}

const dnodes: SystemTable = {
  name: 'ins_dnodes',
  columns: [
    of('id', 'INT'),
    text('endpoint', 134),
    of('vnodes', 'SMALLINT'),
    of('support_vnodes', 'SMALLINT'),
    text('status', 10),
    of('create_time', 'TIMESTAMP'),
    of('reboot_time', 'TIMESTAMP'),
    text('note', 256),
  ],
  async rows(engine) {
    const vnodes = engine.databases().reduce((sum, { vgroups }) => sum + vgroups, 0)
    const started = BigInt(Date.now() - Math.round(process.uptime() * 1000))
    return [[1, 'localhost:6030', vnodes, 256, 'ready', started, started, '']]
  },
}

const mnodes: SystemTable = {
  name: 'ins_mnodes',
  columns: [
    of('id', 'INT'),
    text('endpoint', 134),
    text('role', 12),
    text('status', 9),
    of('create_time', 'TIMESTAMP'),
    of('role_time', 'TIMESTAMP'),
  ],
  async rows() {
    const started = BigInt(Date.now() - Math.round(process.uptime() * 1000))
    return [[1, 'localhost:6030', 'leader', 'ready', started, started]]
  },
}

const cluster: SystemTable = {
  name: 'ins_cluster',
  columns: [
    of('id', 'BIGINT'),
    text('name', 134),
    of('uptime', 'INT'),
    of('create_time', 'TIMESTAMP'),
    text('version', 10),
    of('expire_time', 'TIMESTAMP'),
  ],
  async rows() {
    const started = BigInt(Date.now() - Math.round(process.uptime() * 1000))
    return [[1n, 'tidewire', Math.round(process.uptime()), started, 'community', null]]
  },
}

const vgroups: SystemTable = {
  name: 'ins_vgroups',
  columns: [
    of('vgroup_id', 'INT'),
    text('db_name', 64),
    of('tables', 'INT'),
    of('v1_dnode', 'SMALLINT'),
    text('v1_status', 9),
    text('v1_applied/committed', 41),
    of('v2_dnode', 'SMALLINT'),
    text('v2_status', 9),
    text('v2_applied/committed', 41),
    of('v3_dnode', 'SMALLINT'),
    text('v3_status', 9),
    text('v3_applied/committed', 41),
    of('v4_dnode', 'SMALLINT'),
    text('v4_status', 9),
    text('v4_applied/committed', 41),
    of('cacheload', 'INT'),
    of('cacheelements', 'INT'),
    of('tsma', 'TINYINT'),
    of('mount_vgroup_id', 'INT'),
  ],
  async rows(engine) {
    return [...engine.catalog.databases.values()].flatMap(state =>
      Array.from({ length: state.database.vgroups }, (_, i) => [
        state.firstVgroup + i,
        state.database.name,
        0,
        1,
        'leader**',
        '0/0',
        ...new Array<EngineValue>(9).fill(null),
        0,
        0,
        0,
        0,
      ]),
    )
  },
}

const topics: SystemTable = {
  name: 'ins_topics',
  columns: [
    text('topic_name', 192),
    text('db_name', 64),
    of('create_time', 'TIMESTAMP'),
    text('sql', 2048),
    text('schema', 65517),
    text('meta', 4),
    text('type', 8),
  ],
  async rows(engine) {
    return [...engine.catalog.topics.values()].map(topic => [
      topic.name,
      topic.database,
      BigInt(topic.createdAt),
      topic.sql,
      topic.schema,
      topic.withMeta,
      topic.kind === 'select' ? 'column' : topic.kind === 'stable' ? 'stable' : 'db',
    ])
  },
}

/** Columns of SHOW SUBSCRIPTIONS. */
const subscriptions: SystemTable = {
  name: 'ins_subscriptions',
  columns: [
    text('topic_name', 205),
    text('consumer_group', 193),
    of('vgroup_id', 'INT'),
    text('consumer_id', 256),
    text('user', 24),
    text('fqdn', 128),
    text('offset', 64),
    of('rows', 'BIGINT'),
  ],
  rows: async engine => engine.subscriptions.subscriptions(),
}

/** Columns of SHOW CONSUMERS. */
const consumers: SystemTable = {
  name: 'perf_consumers',
  columns: [
    text('consumer_id', 32),
    text('consumer_group', 193),
    text('client_id', 256),
    text('user', 24),
    text('fqdn', 128),
    text('status', 20),
    text('topics', 205),
    of('up_time', 'TIMESTAMP'),
    of('subscribe_time', 'TIMESTAMP'),
    of('rebalance_time', 'TIMESTAMP'),
    text('parameters', 192),
    of('poll_time', 'TIMESTAMP'),
  ],
  rows: async engine => engine.subscriptions.consumers(),
}

const functions: SystemTable = {
  name: 'ins_functions',
  columns: [
    text('name', 64),
    text('comment', 255),
    of('aggregate', 'INT'),
    text('output_type', 30),
    of('create_time', 'TIMESTAMP'),
    of('code_len', 'INT'),
    of('bufsize', 'INT'),
    text('func_language', 14),
    text('func_body', 60000),
    of('func_version', 'INT'),
  ],
  rows: async () => [],
}

const views: SystemTable = {
  name: 'ins_views',
  columns: [
    text('view_name', 192),
    text('db_name', 64),
    text('effective_user', 24),
    of('create_time', 'TIMESTAMP'),
    text('type', 128),
    text('query_sql', 2048),
    text('parameters', 2048),
    text('default_values', 2048),
    text('target_table', 192),
  ],
  rows: async () => [],
}

const indexes: SystemTable = {
  name: 'ins_indexes',
  columns: [
    text('index_name', 192),
    text('db_name', 64),
    text('table_name', 192),
    of('vgroup_id', 'INT'),
    of('create_time', 'TIMESTAMP'),
    text('column_name', 192),
    text('index_type', 192),
  ],
  async rows(engine) {
    return allTables(engine)
      .filter(({ kind }) => kind === 'super')
      .map(table => [
        `${table.tags[0]?.name ?? ''}_${table.name}`,
        table.database,
        table.name,
        null,
        BigInt(table.createdAt),
        table.tags[0]?.name ?? '',
        'tag_index',
      ])
  },
}

const grants: SystemTable = {
  name: 'ins_grants',
  columns: [
    text('version', 64),
    text('expire_time', 19),
    text('service_time', 19),
    text('expired', 5),
    text('state', 9),
    text('timeseries', 43),
    text('dnodes', 21),
    text('cpu_cores', 21),
    text('vnodes', 21),
    text('storage_size', 43),
  ],
  rows: async () => [
    [
      'TDengine TSDB-OSS',
      'unlimited',
      'limited',
      'false',
      'ungranted',
      'unlimited',
      'unlimited',
      'unlimited',
      'unlimited',
      'unlimited',
    ],
  ],
}

const tablesByName: ReadonlyMap<string, SystemTable> = new Map(
  [
    databases,
    stables,
    tables,
    columns,
    tags,
    users,
    dnodes,
    mnodes,
    cluster,
    vgroups,
    topics,
    functions,
    subscriptions,
    views,
    indexes,
    grants,
  ].map(table => [table.name, table]),
)

/** System tables that TDengine has and this server has not. */
const knownElsewhere: ReadonlySet<string> = new Set([
  'ins_qnodes',
  'ins_snodes',
  'ins_bnodes',
  'ins_anodes',
  'ins_configs',
  'ins_dnode_variables',
  'ins_streams',
  'ins_stream_tasks',
  'ins_vnodes',
  'ins_user_privileges',
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
  'perf_connections',
  'perf_queries',
  'perf_trans',
  'perf_apps',
])

/** A system table by database and name. */
export function findSystemTable(database: string, name: string): SystemTable | undefined {
  if (knownElsewhere.has(name)) throw unsupported(`the table ${database}.${name}`)
  if (database === 'performance_schema') return name === consumers.name ? consumers : undefined
  return tablesByName.get(name)
}
