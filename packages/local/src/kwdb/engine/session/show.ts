import { clusterSetting } from '../../catalog/cluster-setting.ts'
import { typeText } from '../../catalog/column-type.ts'
import type { Column, Database, StoredDuration, Table } from '../../catalog/descriptor.ts'
import { storedSeconds } from '../../catalog/duration.ts'
import { maySee } from '../../catalog/privilege.ts'
import { findDatabase, findTable } from '../../catalog/resolve.ts'
import type { GrantTarget, Privilege, Show } from '../../sql/ast.ts'
import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import { columnsInOrder, tagTypeText } from '../query/catalog-type.ts'
import type { AnswerTable, AnswerValue } from '../query/context.ts'
import { type SqlType, sqlTypes } from '../query/sql-type.ts'
import { engineType, tableType } from '../query/virtual-tables.ts'
import { dataColumns, tagColumns } from '../storage/stored-table.ts'
import type { ShowContext } from './session-context.ts'

const { text, bool, textList } = sqlTypes

type Columns = readonly (readonly [name: string, type: SqlType])[]

function answer(columns: Columns, rows: readonly (readonly AnswerValue[])[]): AnswerTable {
  return { columns: columns.map(([name, type]) => ({ name, type })), rows }
}

function byName<T extends { readonly name: string }>(items: Iterable<T>): readonly T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** What SHOW answers, except for the values of tags, which are in storage. Throws `SqlError`. */
export function showAnswer(
  show: Exclude<Show, { what: 'tagValues' }>,
  context: ShowContext,
): AnswerTable {
  const { catalog, variables } = context
  switch (show.what) {
    case 'databases': {
      const rows = byName(catalog.databases()).map(database => [
        ...[database.name, engineType(database)],
        ...(show.comment ? [database.comment ?? null] : []),
      ])
      const comment: Columns = show.comment ? [['comment', text]] : []
      return answer([['database_name', text], ['engine_type', text], ...comment], rows)
    }
    case 'schemas':
      findDatabase(catalog, show.database ?? variables.database)
      return answer(
        [['schema_name', text]],
        ['information_schema', 'kwdb_internal', 'pg_catalog', 'public'].map(name => [name]),
      )
    case 'tables':
      return showTables(show.from, show.comment, context)
    case 'columns':
      return showColumns(seenTable(show.table.parts, context), show.comment)
    case 'tags':
      return answer(
        [
          ['tag', text],
          ['type', text],
          ['is_primary', bool],
          ['nullable', bool],
        ],
        tagColumns(seenTable(show.table.parts, context)).map(({ name, type, role, nullable }) => [
          ...[name, tagTypeText(type), role === 'primaryTag', nullable],
        ]),
      )
    case 'createTable': {
      const table = seenTable(show.table.parts, context)
      return answer(
        [
          ['table_name', text],
          ['create_statement', text],
        ],
        [[table.name, createTableText(table)]],
      )
    }
    case 'createDatabase': {
      const database = findDatabase(catalog, show.database)
      return answer(
        [
          ['database_name', text],
          ['create_statement', text],
        ],
        [[database.name, createDatabaseText(database)]],
      )
    }
    case 'retentions': {
      const table = seenTable(show.table.parts, context)
      return answer(
        [
          ['name', text],
          ['retentions', text],
          ['sample', text],
        ],
        [[table.name, `${seconds(table.retentions)}s`, null]],
      )
    }
    case 'users':
      return answer(
        [
          ['username', text],
          ['options', text],
          ['member_of', textList],
        ],
        byName(catalog.users()).map(({ name, login, admin }) => [
          ...[name, [...(login ? [] : ['NOLOGIN'])].join(', '), admin ? ['admin'] : []],
        ]),
      )
    case 'grants':
      return showGrants(show.on, show.users, context)
    case 'variable':
      return answer([[show.name.toLowerCase(), text]], [[variableValue(show.name, context)]])
    case 'variables':
      return answer(
        [
          ['variable', text],
          ['value', text],
        ],
        [...variables.all()],
      )
    case 'clusterSetting':
      return answer([[show.name, text]], [[clusterSetting(catalog, show.name)]])
    case 'transactionStatus':
      return answer([['TRANSACTION STATUS', text]], [[context.transactionState]])
  }
}

function variableValue(name: string, context: ShowContext): string {
  if (name.toLowerCase() === 'transaction_status') return context.transactionState
  return context.variables.get(name)
}

function seenTable(parts: readonly string[], context: ShowContext): Table {
  const table = findTable(context.catalog, { parts }, context.variables.database)
  if (!maySee(context, table)) {
    throw new SqlError('42501', `user ${context.user} has no privileges on relation ${table.name}`)
  }
  return table
}

function showTables(from: readonly string[], comment: boolean, context: ShowContext): AnswerTable {
  const { catalog, variables } = context
  const [first, second] = from
  const isSchema = first === 'public' && from.length === 1
  const name = first === undefined || isSchema ? variables.database : first
  const database = findDatabase(catalog, name)
  if (second !== undefined && second !== 'public') {
    throw new SqlError('3F000', `schema "${second}" does not exist`)
  }
  const tables = byName(catalog.tablesOf(database.id)).filter(table => maySee(context, table))
  const more: Columns = comment ? [['comment', text]] : []
  return answer(
    [['table_name', text], ['table_type', text], ...more],
    tables.map(table => [
      ...[table.name, tableType(table)],
      ...(comment ? [table.comment ?? ''] : []),
    ]),
  )
}

function showColumns(table: Table, comment: boolean): AnswerTable {
  const more: Columns = comment ? [['comment', text]] : []
  return answer(
    [
      ['column_name', text],
      ['data_type', text],
      ['is_nullable', bool],
      ['column_default', text],
      ['generation_expression', text],
      ['indices', textList],
      ['is_hidden', bool],
      ['is_tag', bool],
      ...more,
    ],
    columnsInOrder(table).map(column => [
      ...[column.name, typeText(column.type), column.nullable, column.default ?? null, ''],
      ...[column.role === 'time' ? ['primary'] : [], false],
      column.role === 'tag' || column.role === 'primaryTag',
      ...(comment ? [column.comment ?? null] : []),
    ]),
  )
}

function name(identifier: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(identifier)
    ? identifier
    : `"${identifier.replaceAll('"', '""')}"`
}

function seconds(duration: StoredDuration | undefined): bigint {
  return duration === undefined ? 0n : storedSeconds(duration)
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

function columnText({ name: own, type, nullable, default: initial }: Column): string {
  const start = initial === undefined ? '' : ` DEFAULT ${initial}`
  return `${name(own)} ${typeText(type)} ${nullable ? 'NULL' : 'NOT NULL'}${start}`
}

function createTableText(table: Table): string {
  const tags = tagColumns(table).map(
    tag => `\n\t${name(tag.name)} ${tagTypeText(tag.type)}${tag.nullable ? '' : ' NOT NULL'}`,
  )
  const columns = dataColumns(table).map(column => `\n\t${columnText(column)}`)
  const comments = [
    ...(table.comment === undefined
      ? []
      : [`;\nCOMMENT ON TABLE ${name(table.name)} IS ${literal(table.comment)}`]),
    ...table.columns.flatMap(({ name: own, comment }) =>
      comment === undefined
        ? []
        : [`;\nCOMMENT ON COLUMN ${name(table.name)}.${name(own)} IS ${literal(comment)}`],
    ),
  ]
  return (
    `CREATE ${table.sparse ? 'SPARSE ' : ''}TABLE ${name(table.name)} (${columns.join(',')}\n)` +
    ` TAGS (${tags.join(',')} ) PRIMARY TAGS(${table.primaryTags.map(name).join(', ')})` +
    `\n\tretentions ${seconds(table.retentions)}s${comments.join('')}`
  )
}

function createDatabaseText(database: Database): string {
  if (!database.timeSeries) return `CREATE DATABASE ${name(database.name)}`
  const interval = seconds(database.partitionInterval ?? { count: '10', unit: 'd' })
  const comment = database.comment === undefined ? '' : `\n\tcomment ${literal(database.comment)}`
  return (
    `CREATE TS DATABASE ${name(database.name)}\n\tretentions ${seconds(database.retentions)}s` +
    `\n\tpartition interval ${interval / 86_400n}d${comment}`
  )
}

function showGrants(
  on: GrantTarget | undefined,
  users: readonly string[],
  context: ShowContext,
): AnswerTable {
  const { catalog, variables } = context
  const wanted = (user: string) => users.length === 0 || users.includes(user)
  const list = (grants: Readonly<Record<string, readonly Privilege[]>>) =>
    Object.entries(grants)
      .filter(([user]) => wanted(user))
      .flatMap(([user, privileges]) => privileges.map(privilege => [user, privilege] as const))
  if (on?.kind === 'databases') {
    const rows = on.names.flatMap(database =>
      list(findDatabase(catalog, database).grants).map(([user, privilege]) => [
        ...[database, 'public', user, privilege],
      ]),
    )
    return answer(texts('database_name', 'schema_name', 'grantee', 'privilege_type'), [
      ...rows,
      ...adminRows(context, wanted).map(user => [...[on.names[0] ?? '', 'public', user, 'ALL']]),
    ])
  }
  if (on?.names.some(target => target.parts.at(-1) === '*')) {
    throw notCarriedOut('SHOW GRANTS ON all tables')
  }
  const database = catalog.database(variables.database)
  const tables =
    on?.names.map(target => findTable(catalog, target, variables.database)) ??
    (database === undefined ? [] : catalog.tablesOf(database.id))
  return answer(
    texts('database_name', 'schema_name', 'table_name', 'grantee', 'privilege_type'),
    tables.flatMap(table => {
      const owner = catalog.databaseById(table.databaseId)?.name ?? ''
      return [
        ...list(table.grants),
        ...adminRows(context, wanted).map(user => [user, 'ALL'] as const),
      ].map(([user, privilege]) => [owner, 'public', table.name, user, privilege])
    }),
  )
}

function adminRows(context: ShowContext, wanted: (user: string) => boolean): readonly string[] {
  return byName(context.catalog.users())
    .filter(user => user.admin && wanted(user.name))
    .map(user => user.name)
}

function texts(...names: readonly string[]): Columns {
  return names.map(own => [own, text] as const)
}
