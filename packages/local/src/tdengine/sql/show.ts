import type { EngineValue, TableSchema } from '../engine/api.ts'
import { columnName } from '../engine/catalog.ts'
import { dataType, defaultEncoding } from '../engine/data-type.ts'
import { optionsText } from '../engine/database-options.ts'
import { type DuckEngine, systemDatabases } from '../engine/duck-engine.ts'
import { engineError, unsupported } from '../engine/error-code.ts'
import { fromStore } from '../engine/row-writer.ts'
import type { Select, ShowSpec, Statement } from './ast.ts'
import { tagColumns, tagRows } from './catalog-tables.ts'
import type { Cursor } from './cursor.ts'
import { databaseOf, findTable } from './name-lookup.ts'
import { type ResultColumn, type RowsResult, rowsResult } from './result.ts'
import { runSelect } from './run-select.ts'
import { serverVariables } from './server-variables.ts'
import type { Session } from './session.ts'
import { columnTypeText, tagText } from './system-column.ts'
import { findSystemTable } from './system-tables.ts'
import { tableDistribution } from './table-distribution.ts'

const text = (name: string, length: number): ResultColumn => ({
  name,
  type: dataType('VARCHAR', length),
})

/** LIKE of SHOW: `%`, `_`, and backslash before them. */
function likeTest(pattern: string | undefined): (value: string) => boolean {
  if (pattern === undefined) return () => true
  let source = ''
  for (let i = 0; i < pattern.length; i += 1) {
    const c = pattern[i] ?? ''
    if (c === '\\' && (pattern[i + 1] === '_' || pattern[i + 1] === '%')) {
      i += 1
      source += pattern[i]
    } else if (c === '%') source += '.*'
    else if (c === '_') source += '.'
    else source += c.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  }
  const expression = new RegExp(`^${source}$`, 's')
  return value => expression.test(value)
}

function names(column: string, length: number, values: readonly string[]): RowsResult {
  return rowsResult(
    [text(column, length)],
    values.map(value => [value]),
  )
}

/** A whole system table, with the columns that SHOW gives. */
async function system(
  engine: DuckEngine,
  name: string,
  keep: (row: readonly EngineValue[]) => boolean = () => true,
): Promise<RowsResult> {
  const table = findSystemTable('information_schema', name)
  if (table === undefined) throw unsupported(`SHOW of ${name}`)
  return rowsResult(table.columns, (await table.rows(engine)).filter(keep))
}

/** Runs SHOW. */
export async function show(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  spec: ShowSpec,
): Promise<RowsResult> {
  const like = likeTest(spec.like)
  switch (spec.what) {
    case 'databases': {
      const own = engine.databases().map(({ name }) => name)
      const all =
        spec.filter === 'user'
          ? own
          : spec.filter === 'system'
            ? systemDatabases
            : [...systemDatabases, ...own]
      return names('name', 64, all)
    }
    case 'stables': {
      const database = databaseOf(engine, session, spec.database)
      const found = engine.tables(database).filter(({ kind }) => kind === 'super')
      return names('stable_name', 192, found.map(({ name }) => name).filter(like))
    }
    case 'tables':
      return names(
        'table_name',
        192,
        tableNames(engine, databaseOf(engine, session, spec.database), spec.filter).filter(like),
      )
    case 'vgroups': {
      const database = databaseOf(engine, session, spec.database)
      return await system(engine, 'ins_vgroups', row => row[1] === database)
    }
    case 'users':
    case 'dnodes':
    case 'mnodes':
    case 'grants':
    case 'cluster':
    case 'subscriptions':
    case 'user_privileges':
    case 'qnodes':
    case 'snodes':
      return await system(engine, `ins_${spec.what}`)
    case 'licences':
      return await system(engine, 'ins_grants')
    case 'views': {
      const database = databaseOf(engine, session, spec.database)
      return await system(engine, 'ins_views', row => row[1] === database)
    }
    case 'consumers': {
      const table = findSystemTable('performance_schema', 'perf_consumers')
      if (table === undefined) throw unsupported('SHOW CONSUMERS')
      return rowsResult(table.columns, await table.rows(engine))
    }
    case 'connections':
    case 'queries': {
      const table = findSystemTable('performance_schema', `perf_${spec.what}`)
      if (table === undefined) throw unsupported(`SHOW ${spec.what.toUpperCase()}`)
      return rowsResult(table.columns, await table.rows(engine))
    }
    case 'functions':
      return names('name', 64, [])
    case 'topics':
      return names('topic_name', 192, [...engine.catalog.topics.keys()])
    case 'streams':
      return names('stream_name', 192, [])
    case 'cluster alive':
    case 'alive':
      if (spec.what === 'alive') databaseOf(engine, session, spec.database)
      return rowsResult([{ name: 'status', type: dataType('INT') }], [[1]])
    case 'variables':
    case 'local variables':
      return rowsResult(
        [
          text('name', 30),
          text('value', 4094),
          text('scope', 6),
          text('category', 6),
          text('info', 62),
        ],
        serverVariables.filter(([name]) => like(String(name))),
      )
    case 'tags': {
      if (spec.table === undefined) throw engineError('TABLE_NOT_EXIST')
      const { table, child } = findTable(engine, session, {
        ...spec.table,
        database: spec.database,
      })
      if (child === undefined) return rowsResult(tagColumns, [])
      return rowsResult(tagColumns, await tagRows(engine, table, child.id))
    }
    case 'table distributed':
      if (spec.table === undefined) throw engineError('TABLE_NOT_EXIST')
      return await tableDistribution(engine, session, spec.table)
    case 'table tags':
      return await tableTags(engine, session, cursor, spec)
    case 'indexes': {
      const name = spec.table?.name
      return await system(engine, 'ins_indexes', row => row[2] === name)
    }
    default:
      throw unsupported(`SHOW ${spec.what.toUpperCase()}`)
  }
}

function tableNames(engine: DuckEngine, database: string, filter: string | undefined): string[] {
  const state = engine.catalog.databases.get(database)
  if (state === undefined) return []
  const all: string[] = []
  const normal: string[] = []
  for (const table of state.tables.values()) {
    if (table.schema.kind === 'super') {
      if (filter !== 'normal') all.push(...table.children.keys())
    } else if (filter !== 'child') normal.push(table.schema.name)
  }
  return [...all, ...normal]
}

async function tableTags(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  spec: ShowSpec,
): Promise<RowsResult> {
  if (spec.table === undefined) throw engineError('TABLE_NOT_EXIST')
  const name = { ...spec.table, database: spec.database }
  const { table } = findTable(engine, session, name)
  if (table.kind !== 'super') throw engineError('TABLE_NOT_EXIST')
  const at = { start: spec.table.start, end: spec.table.end }
  const items =
    spec.items.length > 0
      ? spec.items
      : [
          {
            expression: { kind: 'function' as const, name: 'tbname', args: [], ...at },
            alias: 'tbname',
          },
          ...table.tags.map(tag => ({
            expression: { kind: 'column' as const, table: undefined, name: tag.name, ...at },
            alias: tag.name,
          })),
        ]
  const query: Select = {
    kind: 'select',
    distinct: false,
    tagsOnly: true,
    items,
    from: { kind: 'table', table: name, alias: undefined },
    where: undefined,
    partitionBy: [],
    interp: undefined,
    window: undefined,
    groupBy: [],
    having: undefined,
    orderBy: [],
    slimit: undefined,
    limit: undefined,
  }
  return await runSelect(engine, session, cursor, query)
}

/** Runs SHOW CREATE. */
export async function showCreate(
  engine: DuckEngine,
  session: Session,
  statement: Extract<Statement, { readonly kind: 'show-create' }>,
): Promise<RowsResult> {
  if (statement.what === 'database') {
    const name = databaseOf(engine, session, statement.table.name)
    const options = engine.database(name)?.options ?? new Map<string, string>()
    return rowsResult(
      [text('Database', 63), text('Create Database', 65517)],
      [[name, `CREATE DATABASE \`${name}\` ${optionsText(options)}`]],
    )
  }
  const { table, child } = findTable(engine, session, statement.table)
  if (statement.what === 'stable' && (table.kind !== 'super' || child !== undefined)) {
    throw engineError('TABLE_NOT_EXIST')
  }
  const sql = child === undefined ? createText(table) : await childText(engine, table, child)
  return rowsResult(
    [text('Table', 193), text('Create Table', 3145726)],
    [[child?.name ?? table.name, sql]],
  )
}

function columnText(column: TableSchema['columns'][number]): string {
  const fallback = defaultEncoding(column.type, column.isTag)
  const encoding =
    column.isTag ||
    (column.encode === fallback.encode &&
      column.compress === fallback.compress &&
      column.level === fallback.level)
      ? ''
      : ` ENCODE '${column.encode}' COMPRESS '${column.compress}' LEVEL '${column.level}'`
  const key = column.isKey ? ' PRIMARY KEY' : ''
  return `\`${column.name}\` ${columnTypeText(column.type)}${encoding}${key}`
}

function optionText(ttl: number, comment: string | null): string {
  const parts = ttl > 0 ? [` TTL ${ttl}`] : []
  if (comment !== null) parts.push(` COMMENT '${comment.replaceAll("'", "\\'")}'`)
  return parts.join('')
}

function createText(table: TableSchema): string {
  const columns = table.columns.map(columnText).join(', ')
  if (table.kind === 'normal') {
    return `CREATE TABLE \`${table.name}\` (${columns})${optionText(table.ttl, table.comment)}`
  }
  const tags = table.tags.map(columnText).join(', ')
  return `CREATE STABLE \`${table.name}\` (${columns}) TAGS (${tags})${optionText(table.ttl, table.comment)}`
}

async function childText(
  engine: DuckEngine,
  table: TableSchema,
  child: {
    readonly id: number
    readonly name: string
    readonly ttl: number
    readonly comment: string | null
  },
): Promise<string> {
  const row = await engine.tagsOf(table, child.id)
  const values = table.tags.map(tag => {
    const value = fromStore((row?.[columnName(tag.id)] ?? null) as never)
    if (value === null) return 'NULL'
    const plain = tagText(tag.type, value) ?? 'NULL'
    const isQuoted =
      tag.type.name === 'VARCHAR' ||
      tag.type.name === 'NCHAR' ||
      tag.type.name === 'VARBINARY' ||
      tag.type.name === 'GEOMETRY' ||
      tag.type.name === 'JSON'
    return isQuoted ? `"${plain}"` : plain
  })
  const tags = table.tags.map(tag => `\`${tag.name}\``).join(', ')
  return `CREATE TABLE \`${child.name}\` USING \`${table.name}\` (${tags}) TAGS (${values.join(', ')})${optionText(child.ttl, child.comment)}`
}
