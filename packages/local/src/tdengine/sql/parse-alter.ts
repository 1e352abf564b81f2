import { isAlterableOption } from '../engine/database-options.ts'
import type { AlterAction, Expression, Statement } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseColumn, parseOptions } from './parse-definition.ts'
import { parseExpression } from './parse-expression.ts'
import { parseType } from './parse-type.ts'

/** Parses what follows ALTER. */
export function parseAlter(cursor: Cursor): Statement {
  if (cursor.takeWord('database')) {
    const name = cursor.name()
    return { kind: 'alter-database', name, options: parseOptions(cursor, isAlterableOption) }
  }
  if (cursor.isAny('table', 'stable')) {
    const stable = cursor.advance().text === 'stable'
    const table = cursor.tableName()
    return { kind: 'alter-table', stable, table, action: parseAlterAction(cursor) }
  }
  if (cursor.takeWord('local')) {
    cursor.text()
    if (cursor.token.kind === 'string') cursor.text()
    return { kind: 'accepted' }
  }
  if (cursor.isAny('all', 'dnode')) {
    const all = cursor.advance().text === 'all'
    if (all) cursor.expectWord('dnodes')
    else cursor.integer()
    cursor.text()
    if (cursor.token.kind === 'string') cursor.text()
    return { kind: 'accepted' }
  }
  if (cursor.takeWord('user')) {
    const name = cursor.name()
    if (cursor.takeWord('pass')) {
      return { kind: 'alter-user', name, change: { password: cursor.text() } }
    }
    if (cursor.takeWord('enable')) {
      return { kind: 'alter-user', name, change: { enabled: cursor.integer() !== 0 } }
    }
    if (cursor.takeWord('sysinfo')) {
      return { kind: 'alter-user', name, change: { sysinfo: cursor.integer() !== 0 } }
    }
    if (cursor.takeWord('createdb')) {
      return { kind: 'alter-user', name, change: { createDatabase: cursor.integer() !== 0 } }
    }
    throw cursor.unexpected()
  }
  if (cursor.isAny('cluster', 'topic', 'view', 'vtable')) {
    throw cursor.refuse(`ALTER ${cursor.token.text.toUpperCase()}`)
  }
  throw cursor.unexpected()
}

function parseAlterAction(cursor: Cursor): AlterAction {
  if (cursor.takeWord('add')) {
    if (cursor.takeWord('column')) return { action: 'add-column', column: parseColumn(cursor) }
    cursor.expectWord('tag')
    return { action: 'add-tag', column: parseColumn(cursor) }
  }
  if (cursor.takeWord('drop')) {
    if (cursor.takeWord('column')) return { action: 'drop-column', name: cursor.name() }
    cursor.expectWord('tag')
    return { action: 'drop-tag', name: cursor.name() }
  }
  if (cursor.takeWord('modify')) {
    if (cursor.takeWord('column')) {
      const name = cursor.name()
      if (cursor.isAny('encode', 'compress', 'level')) {
        const column: {
          encode: string | undefined
          compress: string | undefined
          level: string | undefined
        } = {
          encode: undefined,
          compress: undefined,
          level: undefined,
        }
        while (cursor.isAny('encode', 'compress', 'level')) {
          const word = cursor.advance().text as 'encode' | 'compress' | 'level'
          column[word] = cursor.text()
        }
        return { action: 'encoding', name, column }
      }
      return { action: 'modify-column', name, type: parseType(cursor) }
    }
    cursor.expectWord('tag')
    const name = cursor.name()
    return { action: 'modify-tag', name, type: parseType(cursor) }
  }
  if (cursor.takeWord('rename')) {
    if (cursor.takeWord('column')) {
      const name = cursor.name()
      return { action: 'rename-column', name, newName: cursor.name() }
    }
    cursor.expectWord('tag')
    const name = cursor.name()
    return { action: 'rename-tag', name, newName: cursor.name() }
  }
  if (cursor.takeWord('set')) {
    cursor.expectWord('tag')
    const tags: { name: string; value: Expression }[] = []
    do {
      const name = cursor.name()
      cursor.expectSymbol('=')
      tags.push({ name, value: parseExpression(cursor) })
    } while (cursor.takeSymbol(','))
    return { action: 'set-tags', tags }
  }
  let ttl: number | undefined
  let comment: string | undefined
  while (cursor.isAny('ttl', 'comment')) {
    if (cursor.takeWord('ttl')) ttl = cursor.integer()
    else {
      cursor.advance()
      comment = cursor.text()
    }
  }
  if (ttl === undefined && comment === undefined) throw cursor.unexpected()
  return { action: 'options', ttl, comment }
}
