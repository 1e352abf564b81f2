import type { ColumnSchema, EngineValue, TableSchema } from '../engine/api.ts'
import { columnName, tagTable } from '../engine/catalog.ts'
import { rowBytes } from '../engine/data-type.ts'
import { type DuckEngine, systemDatabases } from '../engine/duck-engine.ts'
import { fromStore } from '../engine/row-writer.ts'
import type { ResultColumn } from './result.ts'
import { columnTypeText, of, tagText, text } from './system-column.ts'
import type { SystemTable } from './system-table.ts'

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

/** What information_schema tells of databases and tables. */
export const catalogTables: readonly SystemTable[] = [
  databases,
  stables,
  tables,
  columns,
  tags,
  indexes,
]
