import type { Show, ShowStatement, Statement } from './ast.ts'
import { parseTargets } from './parse-privilege.ts'
import { parseSessionVariable } from './parse-session.ts'
import type { TokenStream } from './token-stream.ts'

/** A SHOW that this server answers; undefined, and nothing taken, for any other. */
export function tryShow(t: TokenStream): Statement | undefined {
  const place = t.place
  t.expect('SHOW')
  const show = tryShowBody(t)
  if (!show) t.returnTo(place)
  return show && ({ kind: 'show', ...show } as ShowStatement)
}

function tryShowBody(t: TokenStream): Show | undefined {
  if (t.accept('DATABASES')) return { what: 'databases', comment: withComment(t) }
  if (t.accept('SCHEMAS')) {
    return t.accept('FROM') ? { what: 'schemas', database: t.name() } : { what: 'schemas' }
  }
  if (t.accept('TABLES')) return parseShowTables(t)
  if (t.accept('COLUMNS')) {
    t.expect('FROM')
    return { what: 'columns', table: t.tableName(), comment: withComment(t) }
  }
  if (t.acceptAny('TAGS', 'ATTRIBUTES')) {
    t.expect('FROM')
    return { what: 'tags', table: t.tableName() }
  }
  if (t.accept('TAG')) {
    t.expect('VALUES', 'FROM')
    return { what: 'tagValues', table: t.tableName() }
  }
  if (t.accept('CREATE')) return parseShowCreate(t)
  if (t.accept('RETENTIONS')) {
    t.expect('ON', 'TABLE')
    return { what: 'retentions', table: t.tableName() }
  }
  if (t.accept('USERS')) return { what: 'users' }
  if (t.accept('GRANTS')) return parseShowGrants(t)
  if (t.accept('TRANSACTION', 'STATUS')) return { what: 'transactionStatus' }
  return tryShowSetting(t)
}

function tryShowSetting(t: TokenStream): Show | undefined {
  if (t.accept('CLUSTER', 'SETTING')) {
    if (!t.sees('ALL')) return { what: 'clusterSetting', name: t.dottedName() }
    t.take()
    t.leaveOut('SHOW CLUSTER SETTING ALL')
    return { what: 'clusterSetting', name: 'all' }
  }
  const session = t.accept('SESSION')
  if (t.sees('ALL')) {
    if (t.seesAny('ALL') && t.peek(1).kind !== 'end' && !session) return undefined
    t.take()
    return { what: 'variables' }
  }
  if (t.seesSymbol('@')) {
    t.take()
    t.name()
    t.leaveOut('SHOW of a user variable')
    return { what: 'variable', name: '' }
  }
  const name = parseSessionVariable(t)
  if (name !== undefined) return { what: 'variable', name }
  if (session) throw t.unexpected()
  return undefined
}

function withComment(t: TokenStream): boolean {
  if (!t.accept('WITH')) return false
  t.expect('COMMENT')
  return true
}

function parseShowTables(t: TokenStream): Show {
  const from: string[] = []
  if (t.accept('FROM')) {
    from.push(t.name())
    if (t.acceptSymbol('.')) from.push(t.name())
  }
  return { what: 'tables', from, comment: withComment(t) }
}

function parseShowCreate(t: TokenStream): Show | undefined {
  if (t.sees('DATABASE') && t.seesName(1)) {
    t.take()
    return { what: 'createDatabase', database: t.name() }
  }
  if (t.seesAny('PROCEDURE', 'TRIGGER') && t.seesName(1)) return undefined
  // VIEW and SEQUENCE may be the names of tables.
  if (t.sees('TABLE') || (t.seesAny('VIEW', 'SEQUENCE') && t.seesTableName(1))) t.take()
  return { what: 'createTable', table: t.tableName() }
}

function parseShowGrants(t: TokenStream): Show {
  let on: ReturnType<typeof parseTargets> | undefined
  if (t.accept('ON')) {
    if (t.sees('ROLE') && t.seesName(1)) {
      t.take()
      t.names()
      t.leaveOut('SHOW GRANTS ON ROLE')
    } else on = parseTargets(t)
  }
  const users = t.accept('FOR') ? t.names() : []
  return { what: 'grants', users, ...(on && { on }) }
}
