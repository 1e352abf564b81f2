import type { Context } from './context.ts'
import { rootOid } from './pg-catalog-tables.ts'
import { sqlTypes } from './sql-type.ts'
import { resolve, type Typed, textSql } from './typed.ts'

/** A function of the catalog: its arguments compiled, its value. */
type CatalogFunction = (args: readonly Typed[], context: Context) => Typed

const { text, bool } = sqlTypes

const nothing: CatalogFunction = () => ({ sql: 'CAST(NULL AS VARCHAR)', type: text })
const yes: CatalogFunction = () => ({ sql: 'true', type: bool })

/** The name of the user of an OID. */
const userById: CatalogFunction = ([id], { env }) => {
  const cases = [...env.catalog.users()].map(
    ({ name }, i) => `WHEN ${rootOid + i} THEN ${textSql(name)}`,
  )
  return { sql: `CASE ${id?.sql ?? 'NULL'} ${cases.join(' ')} END`, type: text }
}

const arrayToString: CatalogFunction = ([list, separator], { env }) => {
  const by = separator === undefined ? "','" : resolve(separator, text, env.now).sql
  if (list?.type.family !== 'list') return { sql: 'CAST(NULL AS VARCHAR)', type: text }
  return { sql: `array_to_string(${list.sql}, ${by})`, type: text }
}

/** Functions that clients like psql ask the catalog with. */
export const catalogFunctions: Readonly<Record<string, CatalogFunction>> = {
  pg_get_userbyid: userById,
  pg_table_is_visible: yes,
  pg_function_is_visible: yes,
  pg_type_is_visible: yes,
  has_table_privilege: yes,
  has_schema_privilege: yes,
  has_database_privilege: yes,
  pg_encoding_to_char: () => ({ sql: "'UTF8'", type: text }),
  pg_get_expr: nothing,
  pg_get_constraintdef: nothing,
  pg_get_indexdef: nothing,
  obj_description: nothing,
  col_description: nothing,
  shobj_description: nothing,
  array_to_string: arrayToString,
  pg_backend_pid: () => ({ sql: '1', type: sqlTypes.int8 }),
}
