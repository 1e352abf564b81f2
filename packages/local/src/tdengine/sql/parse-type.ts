import type { TypeReference } from './ast.ts'
import type { Cursor } from './cursor.ts'

const typeWords: Readonly<Record<string, string>> = {
  bool: 'BOOL',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INT',
  integer: 'INT',
  bigint: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  timestamp: 'TIMESTAMP',
  binary: 'VARCHAR',
  varchar: 'VARCHAR',
  nchar: 'NCHAR',
  json: 'JSON',
  varbinary: 'VARBINARY',
  geometry: 'GEOMETRY',
  decimal: 'DECIMAL',
  blob: 'BLOB',
  mediumblob: 'MEDIUMBLOB',
}

const withLength: ReadonlySet<string> = new Set(['VARCHAR', 'NCHAR', 'VARBINARY', 'GEOMETRY'])
const integerTypes: ReadonlySet<string> = new Set(['TINYINT', 'SMALLINT', 'INT', 'BIGINT'])

/** Parses a data type. */
export function parseType(cursor: Cursor): TypeReference {
  const name = cursor.token.kind === 'word' ? typeWords[cursor.token.text] : undefined
  if (name === undefined) throw cursor.unexpected()
  cursor.advance()
  if (integerTypes.has(name) && cursor.takeWord('unsigned')) {
    return { name: `${name} UNSIGNED`, args: [] }
  }
  if (withLength.has(name)) {
    cursor.expectSymbol('(')
    const length = cursor.integer()
    cursor.expectSymbol(')')
    return { name, args: [length] }
  }
  if (name === 'DECIMAL') {
    cursor.expectSymbol('(')
    const args = [cursor.integer()]
    if (cursor.takeSymbol(',')) args.push(cursor.integer())
    cursor.expectSymbol(')')
    return { name, args }
  }
  return { name, args: [] }
}
