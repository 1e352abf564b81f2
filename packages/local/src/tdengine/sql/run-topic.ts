import type { TableSchema } from '../engine/api.ts'
import type { Topic } from '../engine/catalog.ts'
import { typeText } from '../engine/data-type.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError } from '../engine/error-code.ts'
import type { Query, Statement } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { walkExpression } from './expression-walk.ts'
import { aggregateFunctions } from './functions/aggregate.ts'
import { seriesFunctions } from './functions/series.ts'
import { databaseOf, findTable } from './name-lookup.ts'
import type { StatementResult } from './result.ts'
import { compileFor } from './run-select.ts'
import type { Session } from './session.ts'
import { unlessMet } from './unless-met.ts'

/** Refuses queries that no topic can have: anything but a projection and a filter of one table. */
function checkQuery(query: Query): void {
  const bad =
    query.kind !== 'select' ||
    query.from?.kind !== 'table' ||
    query.distinct ||
    query.tagsOnly ||
    query.groupBy.length > 0 ||
    query.partitionBy.length > 0 ||
    query.window !== undefined ||
    query.interp !== undefined ||
    query.orderBy.length > 0 ||
    query.limit !== undefined
  if (bad) throw engineError('INVALID_TOPIC_QUERY')
  for (const { expression } of query.items) {
    walkExpression(expression, part => {
      if (part.kind !== 'function') return
      if (part.name in aggregateFunctions || part.name in seriesFunctions) {
        throw engineError('INVALID_TOPIC_QUERY')
      }
    })
  }
}

function frozen({ id, version, tagVersion }: TableSchema): Topic['frozen'] & object {
  return { id, version, tagVersion }
}

/** CREATE TOPIC. */
export async function createTopic(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  statement: Extract<Statement, { readonly kind: 'create-topic' }>,
): Promise<StatementResult> {
  const { name, ifNotExists } = statement
  if (name.includes('.')) throw engineError('TOPIC_NAME_DOT')
  return await unlessMet(
    () => ifNotExists && engine.catalog.topics.has(name),
    async () => await engine.createTopic(topicOf(engine, session, cursor, statement)),
  )
}

/** DROP TOPIC. */
export async function dropTopic(
  engine: DuckEngine,
  { name, ifExists, force }: Extract<Statement, { readonly kind: 'drop-topic' }>,
): Promise<StatementResult> {
  return await unlessMet(
    () => ifExists && !engine.catalog.topics.has(name),
    async () => {
      if (!engine.catalog.topics.has(name)) throw engineError('TOPIC_NOT_EXIST')
      await engine.subscriptions.dropTopic(name, force)
      await engine.dropTopic(name)
    },
  )
}

/** Checks what a topic is made of. */
function topicOf(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  { name, withMeta, source }: Extract<Statement, { readonly kind: 'create-topic' }>,
): Topic {
  const checkRetention = (database: string) => {
    const period = engine.database(database)?.options.get('WAL_RETENTION_PERIOD')
    if (period === '0') throw engineError('WAL_RETENTION_ZERO')
  }
  const common = { name, withMeta, sql: cursor.original, createdAt: Date.now() }
  if (source.kind === 'database') {
    const database = databaseOf(engine, session, source.name)
    checkRetention(database)
    return {
      ...common,
      kind: 'database',
      database,
      stable: null,
      query: null,
      schema: '',
    }
  }
  if (source.kind === 'stable') {
    const { table, child } = findTable(engine, session, source.table)
    if (table.kind !== 'super' || child !== undefined) throw engineError('TABLE_NOT_EXIST')
    checkRetention(table.database)
    return {
      ...common,
      kind: 'stable',
      database: table.database,
      stable: table.name,
      query: source.whereAt === undefined ? null : cursor.original.slice(source.whereAt),
      schema: '',
      frozen: frozen(table),
    }
  }
  const { query, at } = source
  if (query.kind === 'select' && query.from?.kind === 'table') {
    findTable(engine, session, query.from.table)
  }
  checkQuery(query)
  const compiled = compileFor(engine, session, cursor, query)
  const from =
    query.kind === 'select' && query.from?.kind === 'table' ? query.from.table : undefined
  if (from === undefined) throw engineError('INVALID_TOPIC_QUERY')
  const { table, child } = findTable(engine, session, from)
  checkRetention(table.database)
  return {
    ...common,
    kind: 'select',
    database: table.database,
    stable: table.kind === 'super' ? table.name : null,
    query: cursor.original.slice(at),
    frozen: frozen(table),
    ...(child === undefined ? {} : { child: child.name }),
    schema: JSON.stringify(
      compiled.columns.map(({ name: column, type }) => ({
        name: column,
        type: typeText(type).replace(/\(.*/, ''),
        length: type.length,
      })),
    ),
  }
}
