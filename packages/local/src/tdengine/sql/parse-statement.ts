import { isDatabaseOption } from '../engine/database-options.ts'
import type { ChildSpec, ColumnSpec, Expression, Statement, TableName } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseAlter } from './parse-alter.ts'
import { parseColumn, parseOptions } from './parse-definition.ts'
import { parseExpression } from './parse-expression.ts'
import { parseQuery } from './parse-query.ts'
import { parseShow } from './parse-show.ts'
import { skipValue } from './value.ts'

/** Parses one whole statement. INSERT is only recognised: its values are read while it runs. */
export function parseStatement(cursor: Cursor): Statement {
  const statement = parseOne(cursor)
  if (statement.kind !== 'insert') cursor.finish()
  return statement
}

function parseOne(cursor: Cursor): Statement {
  if (cursor.isWord('select') || cursor.isSymbol('(')) {
    return { kind: 'query', query: parseQuery(cursor) }
  }
  if (cursor.token.kind !== 'word') throw cursor.unexpected()
  switch (cursor.token.text) {
    case 'insert':
    case 'import':
      return { kind: 'insert' }
    case 'create':
      cursor.advance()
      return parseCreate(cursor)
    case 'alter':
      cursor.advance()
      return parseAlter(cursor)
    case 'drop':
      cursor.advance()
      return parseDrop(cursor)
    case 'use': {
      cursor.advance()
      return { kind: 'use', name: cursor.name() }
    }
    case 'flush':
      cursor.advance()
      cursor.expectWord('database')
      return { kind: 'flush-database', name: cursor.name() }
    case 'trim':
      cursor.advance()
      cursor.expectWord('database')
      return { kind: 'flush-database', name: cursor.name() }
    case 'delete': {
      cursor.advance()
      cursor.expectWord('from')
      const table = cursor.tableName()
      const where = cursor.takeWord('where') ? parseExpression(cursor) : undefined
      return { kind: 'delete', table, where }
    }
    case 'describe':
    case 'desc':
      cursor.advance()
      return { kind: 'describe', table: cursor.tableName() }
    case 'show':
      cursor.advance()
      return parseShow(cursor)
    case 'explain':
      cursor.advance()
      if (cursor.isAny('analyze', 'verbose', 'ratio')) {
        throw cursor.refuse(`EXPLAIN ${cursor.token.text.toUpperCase()}`)
      }
      return { kind: 'explain', query: parseQuery(cursor) }
    case 'grant':
    case 'revoke':
      return parseGrant(cursor)
    case 'kill':
      cursor.advance()
      return parseKill(cursor)
    case 'reset':
      cursor.advance()
      cursor.expectWord('query')
      cursor.expectWord('cache')
      return { kind: 'accepted' }
    case 'compact':
    case 'split':
    case 'balance':
    case 'merge':
    case 'redistribute':
    case 'restore':
    case 'pause':
    case 'resume':
      throw cursor.refuse(cursor.token.text.toUpperCase())
    default:
      throw cursor.unexpected()
  }
}

/** GRANT and REVOKE of READ, WRITE and ALL on databases and tables. */
function parseGrant(cursor: Cursor): Statement {
  const grants = cursor.advance().text === 'grant'
  const privileges: string[] = []
  do {
    if (!cursor.isAny('all', 'read', 'write')) {
      throw cursor.refuse(`${grants ? 'GRANT' : 'REVOKE'} of this privilege`)
    }
    privileges.push(cursor.advance().text)
  } while (cursor.takeSymbol(','))
  cursor.expectWord('on')
  const part = () => (cursor.takeSymbol('*') ? undefined : cursor.name())
  let database = part()
  let table: string | undefined
  if (cursor.takeSymbol('.')) table = part()
  else if (database !== undefined) {
    // One name is a table of the selected database.
    table = database
    database = ''
  }
  cursor.expectWord(grants ? 'to' : 'from')
  return { kind: 'grant', grants, privileges, database, table, user: cursor.name() }
}

function parseKill(cursor: Cursor): Statement {
  const what = cursor.isAny('query', 'connection', 'transaction') ? cursor.token.text : undefined
  if (what === undefined) throw cursor.unexpected()
  cursor.advance()
  const id = what === 'query' ? cursor.text() : String(cursor.integer())
  return { kind: 'kill', what: what as 'query' | 'connection' | 'transaction', id }
}

function parseCreate(cursor: Cursor): Statement {
  if (cursor.takeWord('database')) {
    const ifNotExists = cursor.ifNotExists()
    const name = cursor.name()
    return {
      kind: 'create-database',
      name,
      ifNotExists,
      options: parseOptions(cursor, isDatabaseOption),
    }
  }
  if (cursor.takeWord('stable')) return parseCreateTable(cursor, true)
  if (cursor.takeWord('table')) return parseCreateTable(cursor, false)
  if (cursor.takeWord('topic')) return parseCreateTopic(cursor)
  if (cursor.takeWord('user')) return parseCreateUser(cursor)
  if (
    cursor.isAny(
      'stream',
      'view',
      'function',
      'aggregate',
      'index',
      'sma',
      'tsma',
      'dnode',
      'mnode',
      'qnode',
      'snode',
      'bnode',
      'consumer',
      'vtable',
      'virtual',
      'mount',
      'anode',
      'or',
    )
  ) {
    throw cursor.refuse(`CREATE ${cursor.token.text.toUpperCase()}`)
  }
  throw cursor.unexpected()
}

function parseCreateUser(cursor: Cursor): Statement {
  const name = cursor.name()
  cursor.expectWord('pass')
  const password = cursor.text()
  let sysinfo = true
  let createDatabase = false
  for (;;) {
    if (cursor.takeWord('sysinfo')) sysinfo = cursor.integer() !== 0
    else if (cursor.takeWord('createdb')) createDatabase = cursor.integer() !== 0
    else if (cursor.takeWord('is_import')) cursor.integer()
    else if (cursor.takeWord('host')) cursor.text()
    else return { kind: 'create-user', name, password, sysinfo, createDatabase }
  }
}

function parseCreateTopic(cursor: Cursor): Statement {
  const ifNotExists = cursor.ifNotExists()
  const name = cursor.name()
  let withMeta: 'no' | 'yes' | 'only' = 'no'
  if (cursor.takeWord('with')) {
    cursor.expectWord('meta')
    withMeta = 'yes'
  } else if (cursor.takeWord('only')) {
    cursor.expectWord('meta')
    withMeta = 'only'
  }
  cursor.expectWord('as')
  if (cursor.takeWord('database')) {
    const source = { kind: 'database' as const, name: cursor.name() }
    return { kind: 'create-topic', name, ifNotExists, withMeta, source }
  }
  if (cursor.takeWord('stable')) {
    const table = cursor.tableName()
    let where: Expression | undefined
    let whereAt: number | undefined
    if (cursor.takeWord('where')) {
      whereAt = cursor.token.start
      where = parseExpression(cursor)
    }
    const source = { kind: 'stable' as const, table, where, whereAt }
    return { kind: 'create-topic', name, ifNotExists, withMeta, source }
  }
  if (withMeta !== 'no') throw cursor.unexpected()
  const at = cursor.token.start
  const source = { kind: 'select' as const, query: parseQuery(cursor), at }
  return { kind: 'create-topic', name, ifNotExists, withMeta, source }
}

function parseCreateTable(cursor: Cursor, stable: boolean): Statement {
  const ifNotExists = cursor.ifNotExists()
  if (!stable && cursor.takeWord('using')) throw cursor.refuse('CREATE TABLE … USING … FILE')
  const table = cursor.tableName()
  if (!stable && cursor.isWord('using')) return parseChildren(cursor, ifNotExists, table)
  cursor.expectSymbol('(')
  const columns = parseColumns(cursor)
  cursor.expectSymbol(')')
  let tags: readonly ColumnSpec[] = []
  if (stable || cursor.isWord('tags')) {
    cursor.expectWord('tags')
    cursor.expectSymbol('(')
    tags = parseColumns(cursor)
    cursor.expectSymbol(')')
  }
  const options = parseTableOptions(cursor)
  return { kind: 'create-table', stable, ifNotExists, table, columns, tags, ...options }
}

function parseTableOptions(cursor: Cursor): {
  readonly ttl: number
  readonly comment: string | null
} {
  let ttl = 0
  let comment: string | null = null
  for (;;) {
    if (cursor.takeWord('ttl')) ttl = cursor.integer()
    else if (cursor.takeWord('comment')) comment = cursor.text()
    else if (cursor.takeWord('sma')) {
      cursor.expectSymbol('(')
      do cursor.name()
      while (cursor.takeSymbol(','))
      cursor.expectSymbol(')')
    } else if (cursor.isAny('max_delay', 'watermark', 'delete_mark')) {
      cursor.advance()
      do {
        if (cursor.token.kind !== 'variable') throw cursor.unexpected()
        cursor.advance()
      } while (cursor.takeSymbol(','))
    } else if (cursor.takeWord('keep')) {
      if (cursor.token.kind !== 'variable') cursor.integer()
      else cursor.advance()
    } else if (cursor.isAny('rollup', 'virtual')) {
      throw cursor.refuse(`CREATE TABLE … ${cursor.token.text.toUpperCase()}`)
    } else return { ttl, comment }
  }
}

function parseColumns(cursor: Cursor): ColumnSpec[] {
  const columns: ColumnSpec[] = []
  do columns.push(parseColumn(cursor))
  while (cursor.takeSymbol(','))
  return columns
}

function parseChildren(cursor: Cursor, firstIfNotExists: boolean, first: TableName): Statement {
  const children: ChildSpec[] = []
  let table = first
  let ifNotExists = firstIfNotExists
  for (;;) {
    cursor.expectWord('using')
    const using = cursor.tableName()
    let tagNames: string[] | undefined
    if (cursor.takeSymbol('(')) {
      tagNames = []
      do tagNames.push(cursor.name())
      while (cursor.takeSymbol(','))
      cursor.expectSymbol(')')
    }
    cursor.expectWord('tags')
    cursor.expectSymbol('(')
    const tagsAt = cursor.token.start
    do skipValue(cursor)
    while (cursor.takeSymbol(','))
    cursor.expectSymbol(')')
    const options = parseTableOptions(cursor)
    children.push({ ifNotExists, table, using, tagNames, tagsAt, ...options })
    if (!cursor.isName() && !cursor.isWord('if')) return { kind: 'create-children', children }
    ifNotExists = cursor.ifNotExists()
    table = cursor.tableName()
  }
}

function parseDrop(cursor: Cursor): Statement {
  if (cursor.takeWord('database')) {
    const ifExists = cursor.ifExists()
    const name = cursor.name()
    cursor.takeWord('force')
    return { kind: 'drop-database', ifExists, name }
  }
  if (cursor.isAny('table', 'stable')) {
    const stable = cursor.advance().text === 'stable'
    cursor.takeWord('with')
    const tables: { table: TableName; ifExists: boolean }[] = []
    do {
      const ifExists = cursor.ifExists()
      tables.push({ ifExists, table: cursor.tableName() })
    } while (!stable && cursor.takeSymbol(','))
    return { kind: 'drop-table', stable, tables }
  }
  if (cursor.takeWord('topic')) {
    const ifExists = cursor.ifExists()
    const force = cursor.takeWord('force')
    return { kind: 'drop-topic', ifExists, name: cursor.name(), force }
  }
  if (cursor.takeWord('user')) return { kind: 'drop-user', name: cursor.name() }
  if (cursor.takeWord('consumer')) {
    cursor.expectWord('group')
    const ifExists = cursor.ifExists()
    cursor.takeWord('force')
    const group = cursor.name()
    cursor.expectWord('on')
    return { kind: 'drop-group', ifExists, group, topic: cursor.name() }
  }
  if (
    cursor.isAny(
      'stream',
      'view',
      'function',
      'index',
      'tsma',
      'dnode',
      'mnode',
      'qnode',
      'snode',
      'bnode',
      'vtable',
      'anode',
    )
  ) {
    throw cursor.refuse(`DROP ${cursor.token.text.toUpperCase()}`)
  }
  throw cursor.unexpected()
}
