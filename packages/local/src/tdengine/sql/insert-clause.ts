import type { ColumnSchema, TableSchema } from '../engine/api.ts'
import { engineError, engineErrorAbout } from '../engine/error-code.ts'
import type { Cursor } from './cursor.ts'
import { isReserved } from './keyword.ts'
import { quotedName, stringText } from './token.ts'
import { insertErrorAt } from './value.ts'

/** Takes a part of a table's name; INSERT takes texts in quotes for names too. */
export function takeNamePart(cursor: Cursor): string {
  const { token } = cursor
  if (token.kind === 'quoted') return quotedName(cursor.advance().text)
  if (token.kind === 'string') return stringText(cursor.advance().text)
  if (token.kind === 'word' && !isReserved(token.text)) return cursor.advance().text
  throw insertErrorAt(cursor, token, 'table_name is expected')
}

/** Takes the name of a column or tag; words that are reserved elsewhere are names here. */
export function takeColumnName(cursor: Cursor): string {
  const { token } = cursor
  if (token.kind === 'quoted') return quotedName(cursor.advance().text)
  if (token.kind === 'word') return cursor.advance().text
  throw insertErrorAt(cursor, token, 'column_name is expected')
}

/** Passes a list in parentheses and returns where it stands; undefined when there is none. */
export function skipList(cursor: Cursor): number | undefined {
  if (!cursor.isSymbol('(')) return undefined
  const { start } = cursor.token
  let depth = 0
  do {
    if (cursor.token.kind === 'end') throw engineError('INCOMPLETE')
    if (cursor.isSymbol('(')) depth += 1
    if (cursor.isSymbol(')')) depth -= 1
    cursor.advance()
  } while (depth > 0)
  return start
}

/** Takes `[(tag, …)] TAGS (` after USING; returns the tags whose values follow, all when none is named. */
export function takeTagList(cursor: Cursor, table: TableSchema): readonly ColumnSchema[] {
  let tags: readonly ColumnSchema[] = table.tags
  if (cursor.takeSymbol('(')) {
    const named: ColumnSchema[] = []
    do {
      const name = takeColumnName(cursor)
      const tag = table.tags.find(candidate => candidate.name === name)
      if (tag === undefined) throw engineErrorAbout('INVALID_TAG_NAME', name)
      named.push(tag)
    } while (cursor.takeSymbol(','))
    cursor.expectSymbol(')')
    tags = named
  }
  if (!cursor.takeWord('tags')) throw insertErrorAt(cursor, cursor.token, 'TAGS is expected')
  if (!cursor.takeSymbol('(')) throw insertErrorAt(cursor, cursor.token, '( is expected')
  return tags
}

/** Takes what may follow the tags of a new child table. */
export function takeTableOptions(cursor: Cursor): {
  readonly ttl?: number
  readonly comment?: string
} {
  let options: { ttl?: number; comment?: string } = {}
  for (;;) {
    if (cursor.takeWord('ttl')) options = { ...options, ttl: cursor.integer() }
    else if (cursor.takeWord('comment')) options = { ...options, comment: cursor.text() }
    else return options
  }
}

/** Takes VALUES. */
export function takeValues(cursor: Cursor): void {
  if (cursor.isWord('file')) throw cursor.refuse('INSERT … FILE')
  if (!cursor.takeWord('values')) {
    throw insertErrorAt(cursor, cursor.token, 'keyword VALUES or FILE is expected')
  }
}
