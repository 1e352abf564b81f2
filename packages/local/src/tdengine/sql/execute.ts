import type { ColumnSchema, TableBatch } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError, unsupported } from '../engine/error-code.ts'
import type { Query, Statement } from './ast.ts'
import { Cursor } from './cursor.ts'
import { describe } from './describe.ts'
import { explain } from './explain.ts'
import { InsertReader, type Target } from './insert.ts'
import { databaseOf } from './name-lookup.ts'
import { parseQuery } from './parse-query.ts'
import { parseStatement } from './parse-statement.ts'
import { type StatementResult, updated } from './result.ts'
import { DdlRunner } from './run-ddl.ts'
import { runDelete } from './run-delete.ts'
import { runSelect } from './run-select.ts'
import { createTopic, dropTopic } from './run-topic.ts'
import { alterUser, createUser, dropUser, grant } from './run-user.ts'
import type { Session } from './session.ts'
import { show, showCreate } from './show.ts'
import { checkTopicsBeforeOptions } from './topic-guard.ts'

/** Longest statement in bytes; longer ones are refused with 0x0219. */
const sqlLimit = 1_048_576

/** Runs one statement for a session. Fails with the engine's error. */
export async function execute(
  engine: DuckEngine,
  session: Session,
  sql: string,
): Promise<StatementResult> {
  if (sql.length > sqlLimit || Buffer.byteLength(sql) > sqlLimit) throw engineError('SQL_TOO_LONG')
  const cursor = new Cursor(sql)
  const statement = parseStatement(cursor)
  return await run(engine, session, cursor, statement)
}

async function run(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  statement: Statement,
): Promise<StatementResult> {
  const ddl = new DdlRunner(engine, session, cursor)
  switch (statement.kind) {
    case 'query':
      return await runSelect(engine, session, cursor, statement.query)
    case 'insert':
      return await insert(engine, session, cursor)
    case 'create-database':
      return await ddl.createDatabase(statement)
    case 'drop-database':
      return await ddl.dropDatabase(statement)
    case 'alter-database':
      databaseOf(engine, session, statement.name)
      checkTopicsBeforeOptions(engine, statement.name, statement.options)
      await engine.alterDatabase(statement.name, statement.options)
      return updated()
    case 'use':
      databaseOf(engine, session, statement.name)
      session.database = statement.name
      return { kind: 'update', affectedRows: 0, useDatabase: statement.name }
    case 'flush-database':
      databaseOf(engine, session, statement.name)
      return updated()
    case 'create-table':
      return await ddl.createTable(statement)
    case 'create-children':
      return await ddl.createChildren(statement)
    case 'drop-table':
      return await ddl.dropTable(statement)
    case 'alter-table':
      return await ddl.alterTable(statement)
    case 'describe':
      return describe(engine, session, statement.table)
    case 'show':
      return await show(engine, session, cursor, statement.show)
    case 'show-create':
      return await showCreate(engine, session, statement)
    case 'delete':
      return await runDelete(engine, session, cursor, statement.table, statement.where)
    case 'create-user':
      return await createUser(engine, statement)
    case 'alter-user':
      return await alterUser(engine, statement)
    case 'drop-user':
      return await dropUser(engine, statement)
    case 'kill':
      if (statement.what === 'query') throw engineError('INVALID_QUERY_ID')
      throw unsupported(`KILL ${statement.what.toUpperCase()}`)
    case 'create-topic':
      return await createTopic(engine, session, cursor, statement)
    case 'drop-group':
      if (!engine.catalog.topics.has(statement.topic)) throw engineError('TOPIC_NOT_EXIST')
      await engine.subscriptions.dropGroup(statement.group, statement.topic, statement.ifExists)
      return updated()
    case 'drop-topic':
      return await dropTopic(engine, statement)
    case 'explain':
      return explain(engine, session, statement.query)
    case 'grant':
      return grant(engine, session, statement)
    case 'accepted':
      return updated()
  }
}

async function insert(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
): Promise<StatementResult> {
  const reader = new InsertReader(engine, session, cursor)
  const fromQuery = reader.read()
  if (fromQuery !== undefined) {
    const query = parseQuery(cursor)
    cursor.finish()
    return await insertQuery(engine, session, cursor, fromQuery, query)
  }
  let rows = 0
  for (const [database, batches] of reader.batches()) rows += await engine.write(database, batches)
  return updated(rows)
}

async function insertQuery(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  into: { readonly target: Target; readonly columns: readonly ColumnSchema[] },
  query: Query,
): Promise<StatementResult> {
  const result = await runSelect(engine, session, cursor, query)
  if (result.kind !== 'rows') throw unsupported('INSERT from this query')
  const { table, child } = into.target
  const [time] = result.columns
  if (time?.type.name !== 'TIMESTAMP' && time?.type.name !== 'BIGINT') {
    await result.close()
    throw unsupported('INSERT of a query whose first column is no time')
  }
  if (result.columns.length !== into.columns.length) {
    await result.close()
    throw engineError('COLUMNS_NUM')
  }
  let rows = 0
  for (let block = await result.next(); block !== undefined; block = await result.next()) {
    const { columns, rows: count } = block
    const batch: TableBatch = {
      table,
      children: child === undefined ? [] : [child],
      rows: count,
      timestamps: BigInt64Array.from((columns[0] ?? []) as bigint[]),
      columns: into.columns.slice(1).map((column, i) => ({
        columnId: column.id,
        values: columns[i + 1] ?? [],
      })),
    }
    rows += await engine.write(table.database, [batch])
  }
  return updated(rows)
}
