import type { CommonTable, Delete, Expression, Insert, SchemalessItem, Update } from './ast.ts'
import { parseExpression, parseTuple } from './parse-expression.ts'
import { parseFromList, parseIndexHint } from './parse-from.ts'
import {
  parseLimit,
  parseOrderBy,
  parseQuery,
  parseQueryBehind,
  seesQuery,
  tryParseSubquery,
} from './parse-query.ts'
import { parseType } from './parse-type.ts'
import type { TokenStream } from './token-stream.ts'

/** `INSERT [WITHOUT SCHEMA] INTO …` or `UPSERT INTO …`. */
function parseInsert(t: TokenStream, common: readonly CommonTable[]): Insert {
  if (common.length > 0) t.leaveOut('WITH before INSERT')
  const upsert = t.accept('UPSERT')
  if (!upsert) t.expect('INSERT')
  const schemaless = !upsert && t.accept('WITHOUT', 'SCHEMA')
  t.expect('INTO')
  const table = parseTarget(t)
  const list = parseList(t, schemaless)
  const source = parseSource(t)
  const onConflict = !upsert && !schemaless && parseOnConflict(t)
  const returning = parseReturning(t)
  return { kind: 'insert', table, ...list, source, upsert, onConflict, returning }
}

function parseTarget(t: TokenStream): Insert['table'] {
  if (t.acceptSymbol('[')) {
    t.leaveOut('A table by its number')
    t.integer(64)
    t.accept('AS')
    const name = { parts: [t.name()] }
    t.expectSymbol(']')
    return name
  }
  const table = t.tableName()
  if (t.accept('AS')) t.name()
  return table
}

type ColumnList = Pick<Insert, 'columns' | 'withoutSchema'>

/** The list of columns, with types and roles in INSERT WITHOUT SCHEMA. */
function parseList(t: TokenStream, schemaless: boolean): ColumnList {
  if (!t.seesSymbol('(') || seesQuery(t)) {
    return schemaless ? { columns: [], withoutSchema: [] } : { columns: [] }
  }
  t.expectSymbol('(')
  const first = insertColumn(t)
  if (t.seesSymbol(',') || t.seesSymbol(')')) {
    const columns = [first]
    while (t.acceptSymbol(',')) columns.push(insertColumn(t))
    t.expectSymbol(')')
    return { columns }
  }
  const items = [schemalessItem(t, first)]
  while (t.acceptSymbol(',')) items.push(schemalessItem(t, t.name()))
  t.expectSymbol(')')
  return { columns: items.map(item => item.name), withoutSchema: items }
}

function insertColumn(t: TokenStream): string {
  const name = t.name()
  if (t.seesSymbol('.')) {
    t.take()
    throw t.unimplemented()
  }
  return name
}

function schemalessItem(t: TokenStream, name: string): SchemalessItem {
  const type = parseType(t)
  const role = t.acceptAny('COLUMN', 'TAG')
  if (role === undefined) throw t.unexpected()
  return { name, type, role: role === 'TAG' ? 'tag' : 'column' }
}

function parseSource(t: TokenStream): Insert['source'] {
  if (t.accept('DEFAULT')) {
    t.expect('VALUES')
    return { kind: 'defaultValues' }
  }
  if (!seesQuery(t)) throw t.unexpected()
  const query = parseQuery(t)
  const plain = query.with.length === 0 && query.orderBy.length === 0 && !query.locking
  return plain && query.body.kind === 'values' && !query.limit && !query.offset
    ? { kind: 'values', rows: query.body.rows }
    : { kind: 'query', query }
}

function parseOnConflict(t: TokenStream): boolean {
  if (!t.accept('ON', 'CONFLICT')) return false
  if (t.sees('ON')) throw t.unimplemented()
  if (t.seesSymbol('(')) {
    t.bracketedList(() => t.name())
    if (t.sees('WHERE')) throw t.unimplemented()
  }
  t.expect('DO')
  if (t.accept('NOTHING')) return true
  t.expect('UPDATE', 'SET')
  t.commaList(() => parseAssignment(t))
  if (t.accept('WHERE')) parseExpression(t)
  return true
}

function parseReturning(t: TokenStream): boolean {
  if (!t.accept('RETURNING')) return false
  if (t.accept('NOTHING')) return true
  t.commaList(() => {
    if (t.acceptSymbol('*')) return
    parseExpression(t)
    if (t.accept('AS')) t.anyWord()
    else if (t.peek().kind === 'name') t.take()
  })
  if (t.accept('INTO')) t.commaList(() => (t.acceptSymbol('@') ? t.name() : t.dottedName()))
  return true
}

/** `c = x` or `(a, b) = (…)`. */
function parseAssignment(t: TokenStream): Update['assignments'] {
  if (t.seesSymbol('(')) {
    const names = t.bracketedList(() => insertColumn(t))
    t.expectSymbol('=')
    if (tryParseSubquery(t)) {
      t.leaveOut('UPDATE from a query')
      return []
    }
    const values = parseTuple(t)
    if (values.length !== names.length) t.leaveOut('UPDATE of several columns with other values')
    return names.map((name, i) => ({ name, value: values[i] ?? { kind: 'null' } }))
  }
  const name = insertColumn(t)
  t.expectSymbol('=')
  return [{ name, value: parseExpression(t) }]
}

function parseUpdate(t: TokenStream, common: readonly CommonTable[]): Update {
  if (common.length > 0) t.leaveOut('WITH before UPDATE')
  t.expect('UPDATE')
  const table = parseChanged(t, 'SET')
  t.expect('SET')
  const assignments = t.commaList(() => parseAssignment(t)).flat()
  if (t.accept('FROM')) {
    t.leaveOut('UPDATE … FROM')
    parseFromList(t)
  }
  const where = parseChangeEnd(t, 'UPDATE')
  return { kind: 'update', table, assignments, ...(where && { where }) }
}

function parseDelete(t: TokenStream, common: readonly CommonTable[]): Delete {
  if (common.length > 0) t.leaveOut('WITH before DELETE')
  t.expect('DELETE', 'FROM')
  const table = parseChanged(t, 'WHERE')
  if (t.sees('USING')) {
    t.take()
    parseFromList(t)
    throw t.unimplemented()
  }
  const where = parseChangeEnd(t, 'DELETE')
  return { kind: 'delete', table, ...(where && { where }) }
}

/** The table of UPDATE or DELETE, with its index hint and alias. */
function parseChanged(t: TokenStream, end: string): Update['table'] {
  const table = t.seesSymbol('[') ? parseTarget(t) : t.tableName()
  parseIndexHint(t)
  if (t.accept('AS')) t.name()
  else if (t.seesName() && !t.sees(end)) t.name()
  return table
}

/** `[WHERE …] [ORDER BY …] [LIMIT …] [RETURNING …]`. */
function parseChangeEnd(t: TokenStream, verb: string): Expression | undefined {
  const where = t.accept('WHERE') ? parseExpression(t) : undefined
  if (t.sees('ORDER')) {
    t.leaveOut(`${verb} … ORDER BY`)
    parseOrderBy(t)
  }
  if (parseLimit(t)) t.leaveOut(`${verb} … LIMIT`)
  if (parseReturning(t)) t.leaveOut(`${verb} … RETURNING`)
  return where
}

/** A query, or one of the statements that may have WITH before them. */
export function parseWithStatement(t: TokenStream, common: readonly CommonTable[]) {
  if (t.seesAny('INSERT', 'UPSERT')) return parseInsert(t, common)
  if (t.sees('UPDATE')) return parseUpdate(t, common)
  if (t.sees('DELETE')) return parseDelete(t, common)
  return { kind: 'select', query: parseQueryBehind(t, common) } as const
}
