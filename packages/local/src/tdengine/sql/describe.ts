import type { ColumnSchema, EngineValue } from '../engine/api.ts'
import { dataType, typeText } from '../engine/data-type.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import type { TableName } from './ast.ts'
import { findTable } from './name-lookup.ts'
import { type ResultColumn, rowsResult, type StatementResult } from './result.ts'
import type { Session } from './session.ts'

const text = (name: string, length: number): ResultColumn => ({
  name,
  type: dataType('VARCHAR', length),
})

const columns: readonly ResultColumn[] = [
  text('field', 325),
  text('type', 20),
  { name: 'length', type: dataType('INT') },
  text('note', 16),
  text('encode', 12),
  text('compress', 12),
  text('level', 12),
]

function row(column: ColumnSchema): readonly EngineValue[] {
  const { type } = column
  const name = type.name === 'DECIMAL' ? typeText(type) : type.name
  const note = column.isTag ? 'TAG' : column.isKey ? 'COMPOSITE KEY' : ''
  // BLOB shows the bytes that a row keeps of it.
  const length = type.name === 'BLOB' ? 5 : type.length
  return [column.name, name, length, note, column.encode, column.compress, column.level]
}

/** DESCRIBE: columns, then tags. */
export function describe(engine: DuckEngine, session: Session, name: TableName): StatementResult {
  const { table } = findTable(engine, session, name)
  return rowsResult(columns, [...table.columns, ...table.tags].map(row))
}
