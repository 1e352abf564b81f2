import type { SelectItem, Statement, TableName } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseItems } from './parse-query.ts'

/** Lists of the whole server. */
const plain: ReadonlySet<string> = new Set([
  'databases',
  'dnodes',
  'mnodes',
  'qnodes',
  'snodes',
  'bnodes',
  'users',
  'functions',
  'topics',
  'consumers',
  'subscriptions',
  'streams',
  'apps',
  'connections',
  'queries',
  'transactions',
  'licences',
  'grants',
  'accounts',
  'arbgroups',
  'compacts',
  'views',
  'anodes',
  'mounts',
])

/** Lists of a database. */
const ofDatabase: ReadonlySet<string> = new Set(['tables', 'stables', 'vgroups', 'vtables'])

/** Parses what follows SHOW. */
export function parseShow(cursor: Cursor): Statement {
  if (cursor.takeWord('create')) return parseShowCreate(cursor)
  if (cursor.isAny('normal', 'child', 'virtual')) {
    const filter = cursor.advance().text
    return parseOfDatabase(cursor, filter)
  }
  if (cursor.takeWord('alive')) return show('alive', {})
  if (cursor.isAny('user', 'system')) {
    const filter = cursor.advance().text
    if (filter === 'user' && cursor.takeWord('privileges')) return show('user_privileges', {})
    cursor.expectWord('databases')
    return show('databases', { filter })
  }
  if (cursor.takeWord('local')) {
    cursor.expectWord('variables')
    return show('local variables', { like: parseLike(cursor) })
  }
  if (cursor.takeWord('cluster')) {
    if (cursor.takeWord('alive')) return show('cluster alive', {})
    if (cursor.takeWord('variables')) return show('variables', { like: parseLike(cursor) })
    return show('cluster', {})
  }
  if (cursor.takeWord('variables')) return show('variables', { like: parseLike(cursor) })
  if (cursor.takeWord('tags')) return parseTags(cursor)
  if (cursor.takeWord('table')) {
    if (cursor.takeWord('tags')) {
      const items: SelectItem[] = cursor.isWord('from') ? [] : parseItems(cursor)
      const { table, database } = parseFrom(cursor)
      return show('table tags', { table, database, items })
    }
    cursor.expectWord('distributed')
    return show('table distributed', { table: cursor.tableName() })
  }
  if (cursor.takeWord('indexes')) return show('indexes', parseFrom(cursor))
  const word = cursor.token.kind === 'word' ? cursor.token.text : ''
  if (ofDatabase.has(word)) return parseOfDatabase(cursor, undefined)
  if (word === 'vnodes') throw cursor.refuse('SHOW VNODES')
  if (plain.has(word)) {
    cursor.advance()
    if (word === 'grants') cursor.takeWord('full')
    return show(word, {})
  }
  if (cursor.isName()) return parseOfDatabase(cursor, undefined)
  throw cursor.unexpected()
}

function show(
  what: string,
  parts: {
    readonly database?: string | undefined
    readonly table?: TableName | undefined
    readonly like?: string | undefined
    readonly filter?: string | undefined
    readonly items?: readonly SelectItem[]
  },
): Statement {
  return {
    kind: 'show',
    show: {
      what,
      database: parts.database,
      table: parts.table,
      like: parts.like,
      filter: parts.filter,
      items: parts.items ?? [],
    },
  }
}

function parseLike(cursor: Cursor): string | undefined {
  return cursor.takeWord('like') ? cursor.text() : undefined
}

function parseOfDatabase(cursor: Cursor, filter: string | undefined): Statement {
  let database: string | undefined
  if (cursor.isName()) {
    database = cursor.name()
    cursor.expectSymbol('.')
    if (cursor.isWord('alive')) {
      cursor.advance()
      return show('alive', { database })
    }
    if (cursor.isWord('disk_info')) throw cursor.refuse('SHOW DISK_INFO')
  }
  const word = cursor.token.kind === 'word' ? cursor.token.text : ''
  if (!ofDatabase.has(word)) throw cursor.unexpected()
  cursor.advance()
  return show(word, { database, filter, like: parseLike(cursor) })
}

function parseFrom(cursor: Cursor): {
  readonly table: TableName
  readonly database: string | undefined
} {
  if (!cursor.takeWord('from')) cursor.expectWord('in')
  const table = cursor.tableName()
  const database = cursor.takeWord('from') || cursor.takeWord('in') ? cursor.name() : undefined
  return { table, database: database ?? table.database }
}

function parseTags(cursor: Cursor): Statement {
  const { table, database } = parseFrom(cursor)
  return show('tags', { table, database })
}

function parseShowCreate(cursor: Cursor): Statement {
  if (cursor.isAny('database', 'table', 'stable', 'view', 'vtable')) {
    const what = cursor.advance().text
    if (what === 'view' || what === 'vtable') {
      throw cursor.refuse(`SHOW CREATE ${what.toUpperCase()}`)
    }
    return {
      kind: 'show-create',
      what: what as 'database' | 'table' | 'stable',
      table: cursor.tableName(),
    }
  }
  throw cursor.unexpected()
}
