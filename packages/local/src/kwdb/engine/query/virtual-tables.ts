import type { ColumnType } from '../../catalog/column-type.ts'
import { isTime, typeOid, typeText } from '../../catalog/column-type.ts'
import type { Database, Table } from '../../catalog/descriptor.ts'
import { tagColumns } from '../storage/stored-table.ts'
import {
  columnsInOrder,
  lengthTypes,
  standardName,
  storageLength,
  tagTypeText,
} from './catalog-type.ts'
import type { AnswerTable } from './context.ts'
import { pgCatalogTables } from './pg-catalog-tables.ts'
import { sqlTypes } from './sql-type.ts'
import {
  type CatalogView,
  namespaceOid,
  none,
  schemas,
  texts,
  type VirtualTable,
  visibleTables,
} from './virtual-table.ts'

const { text, int8, bool, oid } = sqlTypes

function yesNo(value: boolean): string {
  return value ? 'YES' : 'NO'
}

/** `table_type` of information_schema.tables and SHOW TABLES. */
export function tableType(table: Table): string {
  return table.sparse ? 'SPARSE TIME SERIES TABLE' : 'TIME SERIES TABLE'
}

function precisionOf(type: ColumnType): number | null {
  if (/^INT/.test(type.name)) return storageLength(type)
  if (type.name === 'FLOAT4') return 24
  return type.name === 'FLOAT8' ? 53 : null
}

const informationColumns: VirtualTable = {
  columns: [
    ...texts('table_catalog', 'table_schema', 'table_name', 'column_name'),
    ['ordinal_position', int8],
    ...texts('column_default', 'is_nullable', 'data_type'),
    ['character_maximum_length', int8],
    ['character_octet_length', int8],
    ['numeric_precision', int8],
    ['numeric_precision_radix', int8],
    ['numeric_scale', int8],
    ['datetime_precision', int8],
    ...texts('udt_catalog', 'udt_schema', 'udt_name', 'is_generated', 'generation_expression'),
    ...texts('is_updatable', 'is_hidden', 'kwdb_sql_type'),
    ['storage_length', int8],
    ['is_tag', text],
  ],
  *rows(view) {
    for (const table of visibleTables(view)) {
      for (const column of columnsInOrder(table)) {
        const { type } = column
        const length = lengthTypes.has(type.name) ? type.width : null
        yield [
          ...[view.database, 'public', table.name, column.name],
          column.id,
          ...[column.default ?? null, yesNo(column.nullable), standardName(type)],
          ...[length, length === null ? null : length * 4, precisionOf(type)],
          ...[precisionOf(type) === null ? null : 2, /^INT/.test(type.name) ? 0 : null],
          isTime(type) ? type.width : null,
          ...[view.database, 'pg_catalog', type.name.toLowerCase(), 'NO', ''],
          ...['YES', 'NO', typeText(type)],
          storageLength(type),
          yesNo(column.role === 'tag' || column.role === 'primaryTag'),
        ]
      }
    }
  },
}

const informationTables: VirtualTable = {
  columns: [
    ...texts('table_catalog', 'table_schema', 'table_name', 'table_type', 'is_insertable_into'),
    ['version', int8],
    ['namespace_oid', oid],
  ],
  *rows(view) {
    for (const table of visibleTables(view)) {
      yield [view.database, 'public', table.name, tableType(table), 'YES', 1, namespaceOid]
    }
  },
}

/** `engine_type` of SHOW DATABASES. */
export function engineType(database: Database): string {
  return database.timeSeries ? 'TIME SERIES' : 'RELATIONAL'
}

const informationSchemata: VirtualTable = {
  columns: texts(
    'catalog_name',
    'schema_name',
    'default_character_set_name',
    'sql_path',
    'engine_type',
  ),
  *rows(view) {
    const database = view.catalog.database(view.database)
    if (database === undefined) return
    for (const schema of schemas) {
      yield [view.database, schema, null, null, engineType(database)]
    }
  },
}

const attributes: VirtualTable = {
  columns: [
    ['table_name', text],
    ['table_id', int8],
    ...texts('db_name', 'stable_name'),
    ['stable_id', int8],
    ['tag_name', text],
    ['tag_idx', int8],
    ['tag_type', text],
    ['tag_typid', int8],
    ['tag_length', int8],
    ['is_primary', bool],
    ['nullable', bool],
  ],
  *rows(view) {
    for (const database of view.catalog.databases()) {
      for (const table of view.catalog.tablesOf(database.id)) {
        if (!view.canSee(table)) continue
        for (const [i, tag] of tagColumns(table).entries()) {
          yield [
            ...[
              table.name,
              table.id,
              database.name,
              null,
              null,
              tag.name,
              i,
              tagTypeText(tag.type),
            ],
            ...[
              typeOid(tag.type),
              storageLength(tag.type),
              tag.role === 'primaryTag',
              tag.nullable,
            ],
          ]
        }
      }
    }
  },
}

const tables: Readonly<Record<string, VirtualTable>> = {
  ...pgCatalogTables,
  'information_schema.columns': informationColumns,
  'information_schema.tables': informationTables,
  'information_schema.schemata': informationSchemata,
  'information_schema.statistics': none(
    'table_catalog',
    'table_schema',
    'table_name',
    'index_name',
    'column_name',
  ),
  'information_schema.table_constraints': none('constraint_name', 'table_name', 'constraint_type'),
  'information_schema.views': none(
    'table_catalog',
    'table_schema',
    'table_name',
    'view_definition',
  ),
  'kwdb_internal.kwdb_attributes': attributes,
}

/** The schemas that hold such tables. */
export const virtualSchemas: ReadonlySet<string> = new Set(
  Object.keys(tables).map(name => name.split('.')[0] ?? ''),
)

/** A table that the server makes up from its catalog; undefined when there is none of that name. */
export function virtualTable(
  schema: string,
  name: string,
  view: CatalogView,
): AnswerTable | undefined {
  const key = `${schema}.${name}`
  const found = Object.hasOwn(tables, key) ? tables[key] : undefined
  if (found === undefined) return undefined
  return {
    columns: found.columns.map(([column, type]) => ({ name: column, type })),
    rows: [...found.rows(view)],
  }
}
