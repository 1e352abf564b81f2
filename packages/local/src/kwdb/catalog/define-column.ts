import type { ColumnDefinition, Expression } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import { type ColumnType, isTime } from './column-type.ts'
import { columnType } from './define-type.ts'
import type { Column } from './descriptor.ts'
import { checkName } from './names.ts'

/** The first column is the time. Throws `SqlError`. */
export function timeColumn(id: number, definition: ColumnDefinition): Column {
  const { name, type, nullable } = definition
  if (type.array || (type.name !== 'TIMESTAMP' && type.name !== 'TIMESTAMPTZ')) {
    throw new SqlError(
      '42804',
      `column ${name}: the 1st column's type in timeseries table must be TimestampTZ`,
    )
  }
  if (nullable !== false) {
    throw new SqlError('23502', `the 1st TimestampTZ column ${name} must be not null`)
  }
  const column = dataColumn(id, { ...definition, type: { ...type, name: 'TIMESTAMPTZ' } })
  return { ...column, role: 'time' }
}

/** Any other data column. Throws `SqlError`. */
export function dataColumn(id: number, definition: ColumnDefinition): Column {
  const { name, constraints, nullable = true, comment } = definition
  checkConstraints(constraints)
  checkName('column', name)
  const type = columnType(name, definition.type)
  const value = definition.default && defaultText(name, type, nullable, definition.default)
  return {
    ...{ id, name, type, nullable, role: 'column' },
    ...(value !== undefined && { default: value }),
    ...(comment !== undefined && { comment }),
  }
}

/** Throws `SqlError` 0A000 for what no time-series table may have. */
export function checkConstraints(constraints: readonly string[]): void {
  const [first] = constraints
  if (first === undefined) return
  if (first.startsWith('COLLATE')) {
    throw new SqlError('42809', 'collated columns are not supported in timeseries table')
  }
  throw new SqlError('0A000', `${first} is not supported in timeseries table`)
}

/**
 * The SQL text of a default: a constant, or now() for times; undefined for NULL.
 * Throws `SqlError` 0A000, 42611 or 42804.
 */
export function defaultText(
  name: string,
  type: ColumnType,
  nullable: boolean,
  value: Expression,
): string | undefined {
  if (value.kind === 'null') {
    if (nullable) return undefined
    throw new SqlError('42611', `default value NULL violates NOT NULL constraint on column ${name}`)
  }
  if (value.kind === 'call') return functionText(name, type, value)
  const text = constantText(value)
  if (text === undefined) {
    throw new SqlError('0A000', `column ${name} can only be set constant as default value`)
  }
  if (!fits(type, value)) {
    throw new SqlError('42804', `value ${text} cannot be the default of column ${name}`)
  }
  return text
}

function functionText(
  name: string,
  type: ColumnType,
  value: Extract<Expression, { readonly kind: 'call' }>,
): string {
  const called = value.name.join('.')
  if (!isTime(type)) {
    throw new SqlError(
      '0A000',
      `column ${name} with type ${type.name} can only be set constant as default value`,
    )
  }
  if (called !== 'now' || value.arguments.length > 0) {
    throw new SqlError(
      '42611',
      `column ${name} with type ${type.name} can only be set now() as default function`,
    )
  }
  return 'now()'
}

function constantText(value: Expression): string | undefined {
  switch (value.kind) {
    case 'number':
      return value.text
    case 'string':
      return `'${value.value.replaceAll("'", "''")}'`
    case 'bytes':
      return `x'${Buffer.from(value.value).toString('hex')}'`
    case 'boolean':
      return value.value ? 'true' : 'false'
    default:
      return undefined
  }
}

/** Whether a constant of this kind can be the default of a column of this type at all. */
function fits(type: ColumnType, value: Expression): boolean {
  switch (type.name) {
    case 'BOOL':
      return value.kind === 'boolean' || value.kind === 'string'
    case 'INT2':
    case 'INT4':
    case 'INT8':
    case 'FLOAT4':
    case 'FLOAT8':
      return value.kind === 'number'
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return value.kind === 'string' || (value.kind === 'number' && value.integer)
    case 'VARBYTES':
      return value.kind === 'string' || value.kind === 'bytes'
    default:
      return value.kind === 'string'
  }
}
