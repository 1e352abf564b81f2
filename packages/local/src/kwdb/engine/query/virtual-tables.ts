import type { Catalog } from '../../catalog/catalog.ts'
import { type ColumnType, isTime, typeOid, typeText } from '../../catalog/column-type.ts'
import type { Column, Database, Table } from '../../catalog/descriptor.ts'
import { tagColumns } from '../storage/stored-table.ts'
import type { AnswerTable, AnswerValue } from './context.ts'
import { type SqlType, sqlTypes } from './sql-type.ts'

/** What a virtual table may look at. */
export interface CatalogView {
  readonly catalog: Catalog
  /** Database whose catalog is asked. */
  readonly database: string
  /** Whether the user may see the table. */
  canSee(table: Table): boolean
}

type Definition = readonly (readonly [name: string, type: SqlType])[]

interface VirtualTable {
  readonly columns: Definition
  readonly rows: (view: CatalogView) => Iterable<readonly AnswerValue[]>
}

const { text, int8, bool, oid } = sqlTypes

function texts(...names: readonly string[]): Definition {
  return names.map(name => [name, text] as const)
}

function yesNo(value: boolean): string {
  return value ? 'YES' : 'NO'
}

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
function standardName(type: ColumnType): string {
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

const lengthTypes: ReadonlySet<string> = new Set(['CHAR', 'VARCHAR', 'NCHAR', 'NVARCHAR'])

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

function* visibleTables(view: CatalogView): Iterable<Table> {
  const database = view.catalog.database(view.database)
  if (database === undefined) return
  for (const table of view.catalog.tablesOf(database.id)) if (view.canSee(table)) yield table
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

const schemas = ['information_schema', 'kwdb_internal', 'pg_catalog', 'public'] as const
const namespaceOid = 2200

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

/** Stands for what the server has nothing of. */
function none(...names: readonly string[]): VirtualTable {
  return { columns: texts(...names), rows: () => [] }
}

const pgClass: VirtualTable = {
  columns: [
    ['oid', oid],
    ['relname', text],
    ['relnamespace', oid],
    ['reltype', oid],
    ['relowner', oid],
    ['relkind', text],
    ['relhasindex', bool],
    ['relpersistence', text],
  ],
  *rows(view) {
    for (const table of visibleTables(view)) {
      yield [table.id, table.name, namespaceOid, 0, rootOid, 'r', false, 'p']
    }
  },
}

const rootOid = 10

const pgNamespace: VirtualTable = {
  columns: [
    ['oid', oid],
    ['nspname', text],
    ['nspowner', oid],
  ],
  rows: () => schemas.map((name, i) => [name === 'public' ? namespaceOid : i + 1, name, rootOid]),
}

const pgDatabase: VirtualTable = {
  columns: [
    ['oid', oid],
    ['datname', text],
    ['datdba', oid],
    ['encoding', int8],
    ...texts('datcollate', 'datctype'),
    ['datistemplate', bool],
    ['datallowconn', bool],
  ],
  *rows(view) {
    for (const { id, name } of view.catalog.databases()) {
      yield [id, name, rootOid, 6, 'en_US.utf8', 'en_US.utf8', false, true]
    }
  },
}

const pgAttribute: VirtualTable = {
  columns: [
    ['attrelid', oid],
    ['attname', text],
    ['atttypid', oid],
    ['attlen', int8],
    ['attnum', int8],
    ['atttypmod', int8],
    ['attnotnull', bool],
    ['atthasdef', bool],
    ['attisdropped', bool],
  ],
  *rows(view) {
    for (const table of visibleTables(view)) {
      for (const { id, name, type, nullable, default: initial } of table.columns) {
        yield [table.id, name, typeOid(type), -1, id, -1, !nullable, initial !== undefined, false]
      }
    }
  },
}

const typeNames: readonly (readonly [oid: number, name: string, length: number])[] = [
  [16, 'bool', 1],
  [17, 'bytea', -1],
  [20, 'int8', 8],
  [21, 'int2', 2],
  [23, 'int4', 4],
  [25, 'text', -1],
  [26, 'oid', 4],
  [700, 'float4', 4],
  [701, 'float8', 8],
  [1042, 'bpchar', -1],
  [1043, 'varchar', -1],
  [1082, 'date', 4],
  [1114, 'timestamp', 8],
  [1184, 'timestamptz', 8],
  [1186, 'interval', 16],
  [1700, 'numeric', -1],
  [91002, 'nchar', -1],
  [91004, 'nvarchar', -1],
  [91006, 'varbytes', -1],
  [91008, 'geometry', -1],
]

const pgType: VirtualTable = {
  columns: [
    ['oid', oid],
    ['typname', text],
    ['typnamespace', oid],
    ['typlen', int8],
    ['typtype', text],
    ['typelem', oid],
    ['typrelid', oid],
    ['typbasetype', oid],
    ['typarray', oid],
    ['typdelim', text],
    ['typinput', text],
  ],
  rows: () =>
    typeNames.map(([id, name, length]) => [id, name, 3, length, 'b', 0, 0, 0, 0, ',', `${name}in`]),
}

const pgUser: VirtualTable = {
  columns: [
    ['oid', oid],
    ['rolname', text],
    ['rolsuper', bool],
    ['rolcanlogin', bool],
  ],
  *rows(view) {
    let id = rootOid
    for (const { name, admin, login } of view.catalog.users()) {
      yield [id, name, admin, login]
      id += 1
    }
  },
}

const tables: Readonly<Record<string, VirtualTable>> = {
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
  'pg_catalog.pg_class': pgClass,
  'pg_catalog.pg_namespace': pgNamespace,
  'pg_catalog.pg_database': pgDatabase,
  'pg_catalog.pg_attribute': pgAttribute,
  'pg_catalog.pg_attrdef': none('adrelid', 'adnum', 'adbin', 'adsrc'),
  'pg_catalog.pg_type': pgType,
  'pg_catalog.pg_roles': pgUser,
  'pg_catalog.pg_description': none('objoid', 'classoid', 'objsubid', 'description'),
  'pg_catalog.pg_index': none('indexrelid', 'indrelid', 'indisprimary', 'indkey'),
  'pg_catalog.pg_constraint': none('oid', 'conname', 'conrelid', 'contype'),
  'pg_catalog.pg_enum': none('oid', 'enumtypid', 'enumlabel'),
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
