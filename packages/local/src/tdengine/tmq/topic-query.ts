import type { DataType, EngineValue, TableSchema } from '../engine/api.ts'
import { columnName, rowTable, type Topic } from '../engine/catalog.ts'
import { dataType, storeType } from '../engine/data-type.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { appendRows } from '../engine/row-append.ts'
import { fromStore } from '../engine/row-writer.ts'
import type { Expression, Query, Select, SelectItem } from '../sql/ast.ts'
import type { CompiledQuery } from '../sql/compiled-query.ts'
import { Cursor } from '../sql/cursor.ts'
import { walkExpression } from '../sql/expression-walk.ts'
import { aggregateFunctions } from '../sql/functions/aggregate.ts'
import { seriesFunctions } from '../sql/functions/series.ts'
import type { FoundTable } from '../sql/name-lookup.ts'
import { parseQuery } from '../sql/parse-query.ts'
import { resultValue } from '../sql/result.ts'
import { compileFor } from '../sql/run-select.ts'
import { newSession, type Session } from '../sql/session.ts'
import type { MessageBlock } from './message.ts'
import type { TableRows } from './table-rows.ts'
import { tmqError } from './tmq-error.ts'

/** Temporary table with the rows of log entries, read through a view in place of the table's own rows. */
const stage = 'tmq_rows'
/** Column of the staged rows that tells which block they belong to; no name of SQL can be this one. */
const blockColumn = '\u0001block'
const blockId = 0
const bigint: DataType = dataType('BIGINT')

/** Parses the query of a topic; 0x2639 when a topic cannot have it. */
function parseTopicQuery(text: string): {
  readonly cursor: Cursor
  readonly select: Select
} {
  const cursor = new Cursor(text)
  return { cursor, select: checkTopicQuery(parseQuery(cursor)) }
}

/** A topic's query reads rows of one table, one by one. */
function checkTopicQuery(query: Query): Select {
  const refused = tmqError('INVALID_TOPIC_QUERY')
  if (query.kind !== 'select' || query.from?.kind !== 'table') throw refused
  const bare =
    !query.distinct &&
    !query.tagsOnly &&
    query.partitionBy.length === 0 &&
    query.groupBy.length === 0 &&
    query.window === undefined &&
    query.interp === undefined &&
    query.having === undefined &&
    query.orderBy.length === 0 &&
    query.limit === undefined &&
    query.slimit === undefined
  if (!bare) throw refused
  for (const { expression } of query.items) {
    walkExpression(expression, part => {
      if (part.kind !== 'function') return
      const { name } = part
      if (Object.hasOwn(aggregateFunctions, name) || Object.hasOwn(seriesFunctions, name)) {
        throw refused
      }
    })
  }
  return query
}

/** The catalog as it was when the topic was made, with the block number as one more column. */
function frozenEngine(engine: DuckEngine, frozen: TableSchema): DuckEngine {
  const table: TableSchema = {
    ...frozen,
    columns: [
      ...frozen.columns,
      {
        id: blockId,
        name: blockColumn,
        type: bigint,
        isTag: false,
        isKey: false,
        encode: '',
        compress: '',
        level: '',
      },
    ],
  }
  const view: DuckEngine = Object.create(engine)
  Object.defineProperties(view, {
    table: {
      value: (database: string, name: string) =>
        database === frozen.database && name === frozen.name ? table : engine.table(database, name),
    },
    child: {
      value: (database: string, name: string) => {
        const record = engine.child(database, name)
        return record?.table.id === frozen.id ? { ...record, table } : record
      },
    },
  })
  return view
}

/** `*` written out, and the block number behind everything. */
function withBlock(select: Select, found: FoundTable): Select {
  const span = { start: 0, end: 0 }
  const column = (name: string): SelectItem => ({
    expression: { kind: 'column', table: undefined, name, ...span } satisfies Expression,
    alias: name,
  })
  const isSuper = found.table.kind === 'super' && found.child === undefined
  const all = [...found.table.columns, ...(isSuper ? found.table.tags : [])]
  const items = select.items.flatMap(item =>
    item.expression.kind === 'star' ? all.map(({ name }) => column(name)) : [item],
  )
  return { ...select, items: [...items, column(blockColumn)] }
}

function compile(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  select: Select,
  found: FoundTable,
): CompiledQuery {
  const query = withBlock(select, found)
  return compileFor(frozenEngine(engine, found.table), session, cursor, query)
}

async function staged<T>(
  engine: DuckEngine,
  table: TableSchema,
  rows: readonly TableRows[],
  run: (connection: Awaited<ReturnType<DuckEngine['store']['acquire']>>) => Promise<T>,
): Promise<T> {
  const isSuper = table.kind === 'super'
  const columns = [
    ...table.columns.map(({ id, type }) => ({ id, type })),
    { id: blockId, type: bigint },
  ]
  const list = columns.map(({ id, type }) => `${columnName(id)} ${storeType(type)}`).join(', ')
  const connection = await engine.store.acquire()
  try {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${stage} (${isSuper ? 'tb INTEGER, ' : ''}${list})`,
    )
    const total = rows.reduce((sum, part) => sum + part.rows, 0)
    const flat = (id: number) =>
      rows.flatMap(part => {
        const values = part.columns[part.table.columns.findIndex(column => column.id === id)]
        return values ?? new Array<EngineValue>(part.rows).fill(null)
      })
    await appendRows(connection, stage, columns, {
      rows: total,
      children: isSuper
        ? Int32Array.from(
            rows.flatMap(part => new Array<number>(part.rows).fill(part.child?.id ?? 0)),
          )
        : undefined,
      timestamps: BigInt64Array.from(flat(columns[0]?.id ?? 1) as bigint[]),
      columns: new Map(
        columns.slice(1).map(({ id }) => [
          id,
          {
            columnId: id,
            values:
              id === blockId
                ? rows.flatMap((part, i) => new Array<bigint>(part.rows).fill(BigInt(i)))
                : flat(id),
          },
        ]),
      ),
    })
    await connection.run(
      `CREATE OR REPLACE TEMP VIEW ${rowTable(table.id)} AS SELECT * FROM temp.main.${stage}`,
    )
    return await run(connection)
  } finally {
    // The view hides the table's own rows from whoever uses the connection, so the connection ends with it.
    connection.closeSync()
  }
}

/** Evaluates a topic's query on rows of the log: one block per table and write, without those that are empty. */
export async function queryBlocks(
  engine: DuckEngine,
  topic: Topic,
  table: TableSchema,
  rows: readonly TableRows[],
): Promise<readonly MessageBlock[]> {
  if (rows.length === 0 || topic.query === null) return []
  const { cursor, select } = parseTopicQuery(topic.query)
  const session = newSession('root', topic.database)
  const child =
    topic.child === undefined ? undefined : engine.child(topic.database, topic.child)?.child
  const compiled = compile(engine, session, cursor, select, { table, child })
  const columns = compiled.columns.slice(0, -1)
  const cells = await staged(engine, table, rows, async connection => {
    const reader = await connection.runAndReadAll(compiled.sql)
    return reader.getColumns()
  })
  const last = cells.at(-1) ?? []
  const byBlock = new Map<number, number[]>()
  for (const [row, block] of last.entries()) {
    const index = Number(block)
    const list = byBlock.get(index)
    if (list === undefined) byBlock.set(index, [row])
    else list.push(row)
  }
  return [...byBlock]
    .sort(([a], [b]) => a - b)
    .map(([, indexes]) => ({
      tableName: null,
      precision: compiled.precision,
      schemaVersion: 0,
      columns: columns.map(({ name, type }, i) => ({ name, type, id: i + 1, flags: 0 })),
      rows: indexes.length,
      values: columns.map(({ type }, i) =>
        indexes.map(row => resultValue(type, fromStore(cells[i]?.[row] ?? null))),
      ),
    }))
}

/** Ids of the child tables that the filter of a super table topic lets through now. */
export async function filteredChildren(
  engine: DuckEngine,
  topic: Topic,
): Promise<ReadonlySet<number>> {
  const name = topic.stable ?? ''
  const quoted = `\`${name}\``
  const text = `select tags tbname from \`${topic.database}\`.${quoted} where ${topic.query}`
  const cursor = new Cursor(text)
  const compiled = compileFor(
    engine,
    newSession('root', topic.database),
    cursor,
    parseQuery(cursor),
  )
  const rows = await engine.store.rows(compiled.sql)
  return new Set(rows.flatMap(row => engine.child(topic.database, String(row.o0))?.child.id ?? []))
}
