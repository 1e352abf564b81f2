import type { DataType } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { ColumnType, ColumnTypeName } from './column-type.ts'

interface TypeRule {
  /** Length when none is written. */
  readonly usual: number
  /** Greatest length of a data column. */
  readonly longest: number
  /** Greatest length of a tag; absent when no tag may have the type. */
  readonly longestTag?: number
}

/** Types with a length. The unit is bytes, but characters for NCHAR and NVARCHAR. */
const sized: Readonly<Partial<Record<ColumnTypeName, TypeRule>>> = {
  CHAR: { usual: 1, longest: 1023, longestTag: 1023 },
  NCHAR: { usual: 1, longest: 255, longestTag: 254 },
  VARCHAR: { usual: 254, longest: 65_534, longestTag: 65_534 },
  NVARCHAR: { usual: 63, longest: 16_383 },
  VARBYTES: { usual: 254, longest: 65_534, longestTag: 65_534 },
  GEOMETRY: { usual: 1023, longest: 1023 },
}

const plain: ReadonlySet<string> = new Set(['INT2', 'INT4', 'INT8', 'FLOAT4', 'FLOAT8', 'BOOL'])

/** A primary tag VARCHAR without a length, and the longest. */
const primaryTagLength = { usual: 64, longest: 128 } as const

/** Precisions that a time may have. */
const precisions: ReadonlySet<number> = new Set([3, 6, 9])

function unsupportedColumn(name: string, type: DataType): SqlError {
  return new SqlError(
    '42809',
    `column ${name}: unsupported column type ${type.spelling} in timeseries table`,
  )
}

/** The type of a data column. Throws `SqlError` 42611 or 42809. */
export function columnType(name: string, type: DataType): ColumnType {
  if (type.array) throw unsupportedColumn(name, type)
  switch (type.name) {
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return { name: type.name, width: precision(type) }
    case 'TIME':
    case 'TIMETZ':
      if (type.width !== undefined) precision(type)
      throw unsupportedColumn(name, type)
    default:
  }
  if (plain.has(type.name)) return { name: type.name as ColumnTypeName, width: 0 }
  const rule = sized[type.name as ColumnTypeName]
  if (!rule) throw unsupportedColumn(name, type)
  const width = type.width ?? rule.usual
  if (width > rule.longest) {
    throw new SqlError('42809', `column ${name}: unsupported width of ${type.name}`)
  }
  return { name: type.name as ColumnTypeName, width }
}

function precision({ width = 3 }: DataType): number {
  if (!precisions.has(width)) throw new SqlError('42611', `precision ${width} out of range`)
  return width
}

/** The type of a tag. Throws `SqlError` 42611 when it is too long, 42809 when no tag may have it. */
export function tagType(name: string, type: DataType, primary: boolean): ColumnType {
  const rule = type.array ? undefined : sized[type.name as ColumnTypeName]
  if (type.array || !(plain.has(type.name) || rule?.longestTag)) {
    throw new SqlError(
      '42809',
      `tag ${name}: unsupported tag type ${type.spelling} in timeseries table`,
    )
  }
  if (!rule) return { name: type.name as ColumnTypeName, width: 0 }
  const usual = primary && type.name === 'VARCHAR' ? primaryTagLength.usual : rule.usual
  const width = type.width ?? usual
  if (width > (rule.longestTag ?? 0)) throw tooWide('tag', name, type, width)
  return { name: type.name as ColumnTypeName, width }
}

function tooWide(kind: string, name: string, type: DataType, width: number): SqlError {
  return new SqlError(
    '42611',
    `${kind} ${name}: ${width} exceeded the maximum width limit of the type: ${type.name}`,
  )
}

/** Checks what a primary tag may be. Throws `SqlError` 23502, 42611 or 42809. */
export function checkPrimaryTag(name: string, type: ColumnType, nullable: boolean): void {
  if (nullable) {
    throw new SqlError('23502', `tag ${name} can not be a nullable tag as primary tag`)
  }
  if (type.name === 'FLOAT4' || type.name === 'FLOAT8' || type.name === 'VARBYTES') {
    throw new SqlError('42809', `data type ${type.name} is not supported for primary tag ${name}`)
  }
  if (type.name === 'VARCHAR' && type.width > primaryTagLength.longest) {
    throw new SqlError(
      '42611',
      `tag ${name}: ${type.width} exceeded the maximum width limit of the type VARCHAR as primary tag`,
    )
  }
}
