import { type ColumnType, typeText } from '../../catalog/column-type.ts'
import type { Column, Table } from '../../catalog/descriptor.ts'

/** Width of a type as KWDB's catalog has it: bits of numbers and times, length of texts. */
export function storageLength(type: ColumnType): number {
  switch (type.name) {
    case 'INT2':
      return 16
    case 'INT4':
    case 'FLOAT4':
      return 32
    case 'INT8':
    case 'FLOAT8':
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return 64
    case 'BOOL':
      return 1
    default:
      return type.width
  }
}

/** Name of a type in the SQL standard. */
export function standardName(type: ColumnType): string {
  switch (type.name) {
    case 'TIMESTAMP':
      return 'timestamp without time zone'
    case 'TIMESTAMPTZ':
      return 'timestamp with time zone'
    case 'INT2':
      return 'smallint'
    case 'INT4':
      return 'integer'
    case 'INT8':
      return 'bigint'
    case 'FLOAT4':
      return 'real'
    case 'FLOAT8':
      return 'double precision'
    case 'BOOL':
      return 'boolean'
    case 'CHAR':
    case 'NCHAR':
      return 'character'
    case 'VARCHAR':
    case 'NVARCHAR':
      return 'character varying'
    case 'VARBYTES':
      return 'bytea'
    case 'GEOMETRY':
      return 'geometry'
  }
}

/** Types of texts, whose length counts. */
export const lengthTypes: ReadonlySet<string> = new Set(['CHAR', 'VARCHAR', 'NCHAR', 'NVARCHAR'])

/** The type of a tag as SHOW TAGS prints it: always with its length. */
export function tagTypeText(type: ColumnType): string {
  return lengthTypes.has(type.name) || type.name === 'VARBYTES'
    ? `${type.name}(${type.width})`
    : typeText(type)
}

/** Columns in the order of SHOW COLUMNS: data columns, then tags. */
export function columnsInOrder(table: Table): readonly Column[] {
  const isTag = ({ role }: Column) => Number(role === 'tag' || role === 'primaryTag')
  return [...table.columns].sort((a, b) => isTag(a) - isTag(b) || a.id - b.id)
}
