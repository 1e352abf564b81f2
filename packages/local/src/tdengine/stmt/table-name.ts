import { engineError, engineErrorAbout } from '../engine/error-code.ts'

/** Longest name of a table in bytes. */
const maxTableName = 192

/** A table named by a client outside of SQL: `table` or `database.table`. Letters keep their case. */
export interface BoundName {
  readonly database: string
  readonly table: string
}

/** Reads the name of a table that a client binds (TDengine: `taos_stmt2_bind_param`, `taos_stmt_set_tbname`). */
export function readBoundName(text: string, database: string | undefined): BoundName {
  const trimmed = text.trim()
  if (trimmed === '') throw engineError('INVALID_OPERATION', 'empty table name')
  const dot = dotOf(trimmed)
  const named = dot < 0 ? database : withoutQuotes(trimmed.slice(0, dot))
  const table = withoutQuotes(trimmed.slice(dot + 1))
  if (named === '') throw engineError('INVALID_OPERATION', 'invalid database name')
  if (table === '') {
    if (dot >= 0) throw engineError('INVALID_OPERATION', 'invalid table name')
    throw engineErrorAbout('INVALID_IDENTIFIER', 'invalid table name')
  }
  if (Buffer.byteLength(table) > maxTableName)
    throw engineError('INVALID_OPERATION', 'name too long')
  if (named === undefined) throw engineError('INVALID_OPERATION', 'db is not specified')
  if (table.includes('.')) throw engineError('TABLE_NAME_DOT')
  return { database: named, table }
}

/** Position of the dot between database and table; -1 when there is none. */
function dotOf(text: string): number {
  if (text.startsWith('`')) {
    const end = text.indexOf('`', 1)
    return text[end + 1] === '.' ? end + 1 : -1
  }
  return text.indexOf('.')
}

function withoutQuotes(text: string): string {
  const quote = text[0]
  const quoted = quote === '`' || quote === "'" || quote === '"'
  return quoted && text.length > 1 && text.endsWith(quote) ? text.slice(1, -1) : text
}
