import { nextToken, type Token } from '../sql/token.ts'

/**
 * What a statement is to prepared statements, by its words alone: an INSERT has VALUES, USING or FILE before any
 * SELECT; a query begins with SELECT and has FROM (TDengine: `qIsInsertValuesSql`, `qIsSelectFromSql`).
 */
export function statementKind(sql: string): 'insert' | 'select' | 'other' {
  const lower = sql.toLowerCase()
  let token: Token = nextToken(lower, 0)
  const first = token.kind === 'word' ? token.text : ''
  const isInsert = first === 'insert' || first === 'import'
  if (!isInsert && first !== 'select') return 'other'
  for (;;) {
    token = nextToken(lower, token.end)
    if (token.kind === 'end' || token.kind === 'illegal') return 'other'
    if (token.kind !== 'word') continue
    if (isInsert) {
      if (token.text === 'values' || token.text === 'using' || token.text === 'file')
        return 'insert'
      if (token.text === 'select') return 'other'
    } else if (token.text === 'from') return 'select'
  }
}
