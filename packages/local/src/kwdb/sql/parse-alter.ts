import type { AlterAction, ObjectName, Statement } from './ast.ts'
import { parseColumn } from './parse-column.ts'
import { parseExpression } from './parse-expression.ts'
import {
  parseDuration,
  parseIndexColumns,
  parseIndexEnd,
  parsePartitionBy,
  parseTag,
  tryConstraint,
} from './parse-table.ts'
import { parseType } from './parse-type.ts'
import type { TokenStream } from './token-stream.ts'

/** What stands behind `ALTER TABLE`: actions, or RENAME TO. */
export function parseAlterTable(t: TokenStream): Statement {
  const ifExists = t.accept('IF', 'EXISTS')
  const name = relation(t)
  if (t.accept('RENAME', 'TO')) {
    const actions = [{ kind: 'renameTable', to: t.tableName() }] as const
    return { kind: 'alterTable', name, ifExists, actions }
  }
  return { kind: 'alterTable', name, ifExists, actions: t.commaList(() => parseAction(t)) }
}

/** A table, perhaps with `*` or ONLY. */
function relation(t: TokenStream): ObjectName {
  if (t.accept('ONLY')) {
    const bracket = t.acceptSymbol('(')
    const name = t.tableName()
    if (bracket) t.expectSymbol(')')
    return name
  }
  const name = t.tableName()
  t.acceptSymbol('*')
  return name
}

function parseAction(t: TokenStream): AlterAction {
  if (t.accept('ADD')) return parseAdd(t)
  if (t.accept('ALTER')) return parseChange(t)
  if (t.accept('DROP')) return parseDrop(t)
  if (t.accept('RENAME')) return parseRename(t)
  if (t.accept('SET')) {
    t.expect('RETENTIONS')
    t.expectSymbol('=')
    return { kind: 'setRetentions', retentions: parseDuration(t) }
  }
  if (t.accept('VALIDATE')) {
    t.expect('CONSTRAINT')
    t.name()
    return { kind: 'unsupported', construct: 'VALIDATE CONSTRAINT' }
  }
  if (t.sees('PARTITION', 'BY')) {
    parsePartitionBy(t)
    return { kind: 'unsupported', construct: 'PARTITION BY' }
  }
  if (t.accept('INJECT')) {
    t.expect('STATISTICS')
    parseExpression(t)
    return { kind: 'unsupported', construct: 'INJECT STATISTICS' }
  }
  throw t.unexpected()
}

function parseAdd(t: TokenStream): AlterAction {
  if (t.acceptAny('TAG', 'ATTRIBUTE')) return { kind: 'addTag', tag: parseTag(t) }
  const column = t.accept('COLUMN')
  if (!column) {
    const constraint = seesConstraint(t) ? tryConstraint(t) : undefined
    if (constraint !== undefined) {
      if (t.accept('NOT')) t.expect('VALID')
      return { kind: 'unsupported', construct: `ADD ${constraint}` }
    }
  }
  // IF may be the name of a column.
  const ifNotExists = t.accept('IF', 'NOT', 'EXISTS')
  return { kind: 'addColumn', ifNotExists, column: parseColumn(t) }
}

function seesConstraint(t: TokenStream): boolean {
  return (
    t.seesAny('CONSTRAINT', 'CHECK', 'UNIQUE', 'PRIMARY', 'FOREIGN') || t.sees('EXCLUDE', 'USING')
  )
}

/** What stands behind ALTER within ALTER TABLE. */
function parseChange(t: TokenStream): AlterAction {
  if (t.acceptAny('TAG', 'ATTRIBUTE')) {
    const name = t.name()
    t.accept('SET', 'DATA')
    t.expect('TYPE')
    return { kind: 'alterTagType', name, type: parseType(t) }
  }
  if (t.sees('CONSTRAINT')) {
    t.take()
    t.name()
    throw t.unimplemented()
  }
  if (t.accept('PRIMARY')) {
    t.expect('KEY', 'USING', 'COLUMNS')
    parseIndexColumns(t)
    if (t.accept('USING')) {
      t.expect('HASH', 'WITH', 'BUCKET_COUNT')
      t.expectSymbol('=')
      parseExpression(t)
    }
    parseIndexEnd(t)
    return { kind: 'unsupported', construct: 'ALTER PRIMARY KEY' }
  }
  t.accept('COLUMN')
  return parseColumnChange(t, t.name())
}

function parseColumnChange(t: TokenStream, name: string): AlterAction {
  if (t.accept('SET', 'DEFAULT')) return { kind: 'setDefault', name, default: parseExpression(t) }
  if (t.accept('SET', 'NOT')) {
    t.expect('NULL')
    return { kind: 'unsupported', construct: 'ALTER COLUMN … SET NOT NULL' }
  }
  if (t.accept('DROP')) {
    if (t.accept('DEFAULT')) return { kind: 'setDefault', name, default: null }
    if (t.accept('STORED')) return { kind: 'unsupported', construct: 'DROP STORED' }
    t.expect('NOT', 'NULL')
    return { kind: 'unsupported', construct: 'ALTER COLUMN … DROP NOT NULL' }
  }
  t.accept('SET', 'DATA')
  const type = t.accept('TYPE') ? parseType(t) : undefined
  const collated = t.accept('COLLATE')
  if (collated) t.anyWord()
  const using = t.accept('USING')
  if (using) parseExpression(t)
  if (t.accept('ENCODE')) t.wordOrString()
  if (t.accept('COMPRESS')) t.wordOrString()
  if (t.accept('LEVEL')) t.wordOrString()
  if (!type) return { kind: 'unsupported', construct: 'ALTER COLUMN without a type' }
  if (collated) return { kind: 'unsupported', construct: 'ALTER COLUMN … COLLATE' }
  if (using) return { kind: 'unsupported', construct: 'ALTER COLUMN … USING' }
  return { kind: 'alterColumnType', name, type }
}

function parseDrop(t: TokenStream): AlterAction {
  if (t.acceptAny('TAG', 'ATTRIBUTE')) return { kind: 'dropTag', name: t.name() }
  if (t.accept('CONSTRAINT')) {
    t.accept('IF', 'EXISTS')
    t.name()
    t.acceptAny('CASCADE', 'RESTRICT')
    return { kind: 'unsupported', construct: 'DROP CONSTRAINT' }
  }
  t.accept('COLUMN')
  const ifExists = t.accept('IF', 'EXISTS')
  const name = t.name()
  t.acceptAny('CASCADE', 'RESTRICT')
  return { kind: 'dropColumn', ifExists, name }
}

function parseRename(t: TokenStream): AlterAction {
  const tag = t.acceptAny('TAG', 'ATTRIBUTE') !== undefined
  const constraint = !tag && t.accept('CONSTRAINT')
  if (!tag && !constraint) t.accept('COLUMN')
  const name = t.name()
  t.expect('TO')
  const to = t.name()
  if (constraint) return { kind: 'unsupported', construct: 'RENAME CONSTRAINT' }
  return { kind: tag ? 'renameTag' : 'renameColumn', name, to }
}
