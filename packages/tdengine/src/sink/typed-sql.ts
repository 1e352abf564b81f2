import { wkbToWkt } from '@tidewire/formats'
import { quoted } from '../dialect/identifier.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import type { TDengineType, TDengineValue } from '../wire/data-type.ts'
import type { StoredColumn, SuperTable } from './super-table.ts'
import type { StoredRow } from './typed-rows.ts'
import { Misfit } from './typed-value.ts'

/** TDengine takes statements of up to 1 MiB. */
const maximumLength = 900_000

/** True when rows have values that prepared statements cannot carry: TDengine binds no DECIMAL. */
export function needsSql(rows: readonly StoredRow[], table: SuperTable): boolean {
  return [...table.columns, ...table.tags].some(
    ({ name, type }) =>
      type.name === 'DECIMAL' && rows.some(row => (row.columns.get(name) ?? null) !== null),
  )
}

/** The INSERT statements for rows of one table; `database` is quoted. */
export function insertStatements(
  database: string,
  rows: readonly StoredRow[],
  table: SuperTable,
): readonly string[] {
  const statements: string[] = []
  let text = ''
  for (const row of rows) {
    const clause = clauseOf(database, row, table)
    if (text !== '' && text.length + clause.length > maximumLength) {
      statements.push(text)
      text = ''
    }
    text = text === '' ? `INSERT INTO ${clause}` : `${text} ${clause}`
  }
  if (text !== '') statements.push(text)
  return statements
}

function clauseOf(database: string, row: StoredRow, table: SuperTable): string {
  const isSuper = table.tags.length > 0
  const name = isSuper ? (row.child ?? '') : table.name
  const target = quoted(name)
  // The name may come from a record: what cannot be quoted must not get into a statement.
  if (target === null) throw new Misfit(`${JSON.stringify(name)} is no table name`)
  const using = isSuper ? ` USING ${database}.\`${table.name}\` ${tagsOf(row, table)}` : ''
  const [time, ...others] = table.columns
  const given = others.filter(({ name }) => row.columns.has(name))
  const names = [time, ...given].map(column => `\`${column?.name ?? ''}\``)
  const values = given.map(column => literal(row.columns.get(column.name) ?? null, column))
  return `${database}.${target}${using} (${names.join(',')}) VALUES (${[String(row.time), ...values].join(',')})`
}

function tagsOf(row: StoredRow, { tags }: SuperTable): string {
  const values = tags.map(tag => literal(row.tags.get(tag.name) ?? null, tag))
  return `(${tags.map(({ name }) => `\`${name}\``).join(',')}) TAGS (${values.join(',')})`
}

const isBytes = (type: TDengineType) => type === 'VARBINARY' || type === 'BLOB'

/** A value as SQL writes it. */
function literal(value: TDengineValue, { name, type }: StoredColumn): string {
  if (value === null) return 'NULL'
  if (Buffer.isBuffer(value)) {
    if (isBytes(type.name)) return `'\\x${value.toString('hex')}'`
    return textLiteral(wkbToWkt(value) ?? '')
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new Misfit(`${name}: ${value} cannot be written beside a DECIMAL`)
  }
  if (typeof value !== 'string') return String(value)
  return type.name === 'DECIMAL' ? value : textLiteral(value)
}
