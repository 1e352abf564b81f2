import type { Table } from '../../catalog/descriptor.ts'
import { findTable, fullName, printName } from '../../catalog/resolve.ts'
import type { FromItem, Join, ObjectName, TableAlias } from '../../sql/ast.ts'
import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import { columnName, rowTable, seriesTable } from '../storage/stored-table.ts'
import { answerSql } from './answer-sql.ts'
import { compileCondition, compileExpression } from './compile-expression.ts'
import type { CompiledQuery, Context } from './context.ts'
import { compare } from './operators.ts'
import type { Relation, ScopeColumn } from './scope.ts'
import { columnSqlType, sqlTypes } from './sql-type.ts'
import { virtualSchemas, virtualTable } from './virtual-tables.ts'

/** Writes a part of FROM, once it is known which columns the query uses. */
type RenderFrom = () => string

/** Adds a part of FROM to the scope. Throws `SqlError`. */
export function compileFrom(item: FromItem, context: Context): RenderFrom {
  switch (item.kind) {
    case 'table':
      return compileTable(item.name, item.alias, context)
    case 'query': {
      const query = context.subquery(item.query)
      return addQuery(query, item.alias, item.alias?.name, context)
    }
    case 'statement': {
      const query = answerSql(context.env.answer(item.statement))
      return addQuery(query, item.alias, item.alias?.name, context)
    }
    case 'function': {
      const name = item.call.name.at(-1) ?? ''
      if (name !== 'generate_series') throw notCarriedOut(`${name}() in FROM`)
      const args = item.call.arguments.map(argument => compileExpression(argument, context).sql)
      return addQuery(
        {
          sql: `SELECT unnest(generate_series(${args.join(', ')})) AS o1`,
          columns: [{ name, type: sqlTypes.int8 }],
        },
        item.alias,
        item.alias?.name ?? name,
        context,
      )
    }
    case 'join':
      return compileJoin(item, context)
  }
}

function compileTable(
  name: ObjectName,
  alias: TableAlias | undefined,
  context: Context,
): RenderFrom {
  const { env } = context
  const [only, ...more] = name.parts
  const common =
    more.length === 0 && only !== undefined ? context.commonTables.get(only) : undefined
  if (common !== undefined) return addQuery(common, alias, alias?.name ?? only, context)
  const full = fullName(name, env.database)
  const isBare = name.parts.length === 1
  const schema = isBare && /^pg_/.test(full.name) ? 'pg_catalog' : full.schema
  if (virtualSchemas.has(schema)) {
    const found = virtualTable(schema, full.name, {
      catalog: env.catalog,
      database: full.database,
      canSee: table => env.maySee(table),
    })
    if (found === undefined) {
      throw new SqlError('42P01', `relation "${printName(name)}" does not exist`)
    }
    return addQuery(answerSql(found), alias, alias?.name ?? full.name, context, {
      database: full.database,
      schema,
    })
  }
  const table = findTable(env.catalog, name, env.database)
  env.checkRead(table)
  return addTable(table, alias, full.database, context)
}

/**
 * A query that uses tags alone reads one row for each series, whatever rows the series has, as KWDB
 * does; else rows and tags are put together, if tags are used at all.
 */
function addTable(
  table: Table,
  alias: TableAlias | undefined,
  database: string,
  context: Context,
): RenderFrom {
  const own = context.nextAlias()
  let usesRows = false
  let usesTags = false
  const columns: ScopeColumn[] = table.columns.map((column, i) => {
    const isTag = column.role === 'tag' || column.role === 'primaryTag'
    return {
      name: alias?.columns[i] ?? column.name,
      sql: `${own}.${columnName(column.id)}`,
      type: columnSqlType(column.type),
      isTime: column.role === 'time',
      use() {
        if (isTag) usesTags = true
        else usesRows = true
      },
    }
  })
  context.scope.relations.push({
    name: alias?.name ?? table.name,
    database,
    schema: 'public',
    columns,
    useRows() {
      usesRows = true
    },
  })
  const rows = rowTable(table.id)
  const series = seriesTable(table.id)
  return () => {
    if (!usesTags) return `${rows} AS ${own}`
    if (!usesRows) return `${series} AS ${own}`
    return `(SELECT r.*, s.* EXCLUDE (series) FROM ${rows} r JOIN ${series} s ON s.series = r.series) AS ${own}`
  }
}

function addQuery(
  query: CompiledQuery,
  alias: TableAlias | undefined,
  name: string | undefined,
  context: Context,
  place: { readonly database?: string; readonly schema?: string } = {},
): RenderFrom {
  const own = context.nextAlias()
  const relation: Relation = {
    name,
    ...place,
    columns: query.columns.map((column, i) => ({
      name: alias?.columns[i] ?? column.name,
      sql: `${own}.o${i + 1}`,
      type: column.type,
    })),
  }
  context.scope.relations.push(relation)
  return () => `(${query.sql}) AS ${own}`
}

function compileJoin(join: Join, context: Context): RenderFrom {
  const before = context.scope.relations.length
  const left = compileFrom(join.left, context)
  const between = context.scope.relations.length
  const right = compileFrom(join.right, context)
  const lefts = context.scope.relations.slice(before, between)
  const rights = context.scope.relations.slice(between)
  if (join.type === 'CROSS') return () => `${left()} CROSS JOIN ${right()}`
  const names = join.natural ? sharedNames(lefts, rights) : join.using
  const tests = names.map(name => {
    const a = columnIn(lefts, name)
    const b = columnIn(rights, name)
    context.scope.merged.add(name)
    return compare('=', a, b, context).sql
  })
  if (join.on !== undefined) tests.push(compileCondition(join.on, context))
  const on = tests.length === 0 ? 'true' : tests.join(' AND ')
  return () => `${left()} ${join.type} JOIN ${right()} ON ${on}`
}

function sharedNames(lefts: readonly Relation[], rights: readonly Relation[]): readonly string[] {
  const among = new Set(rights.flatMap(({ columns }) => columns.map(({ name }) => name)))
  return lefts
    .flatMap(({ columns }) => columns.map(({ name }) => name))
    .filter(name => among.has(name))
}

function columnIn(relations: readonly Relation[], name: string): ScopeColumn {
  for (const { columns } of relations) {
    const found = columns.find(column => column.name === name)
    if (found !== undefined) {
      found.use?.()
      return found
    }
  }
  throw new SqlError('42703', `column "${name}" specified in USING clause does not exist`)
}
