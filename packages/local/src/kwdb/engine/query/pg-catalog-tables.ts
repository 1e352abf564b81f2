import { typeOid } from '../../catalog/column-type.ts'
import { sqlTypes } from './sql-type.ts'
import {
  namespaceOid,
  none,
  schemas,
  texts,
  type VirtualTable,
  visibleTables,
} from './virtual-table.ts'

const { text, int8, bool, oid, textList } = sqlTypes

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

/** OID of the first user; the others follow. */
export const rootOid = 10

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
    ['datacl', textList],
  ],
  *rows(view) {
    for (const { id, name } of view.catalog.databases()) {
      yield [id, name, rootOid, 6, 'en_US.utf8', 'en_US.utf8', false, true, null]
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
    ['typcategory', text],
  ],
  rows: () =>
    typeNames.map(([id, name, length]) => [
      ...[id, name, 3, length, 'b', 0, 0, 0, 0, ',', `${name}in`],
      typeCategory(id),
    ]),
}

/** Kind of a type (PostgreSQL, codes of `typcategory`): boolean, numeric, date or time, span of time, string, other. */
function typeCategory(id: number): string {
  if (id === 16) return 'B'
  if ([20, 21, 23, 26, 700, 701, 1700].includes(id)) return 'N'
  if ([1082, 1114, 1184].includes(id)) return 'D'
  if (id === 1186) return 'T'
  return [25, 1042, 1043, 91002, 91004].includes(id) ? 'S' : 'U'
}

const pgUser: VirtualTable = {
  columns: [
    ['oid', oid],
    ['rolname', text],
    ['rolsuper', bool],
    ['rolinherit', bool],
    ['rolcreaterole', bool],
    ['rolcreatedb', bool],
    ['rolcanlogin', bool],
    ['rolconnlimit', int8],
    ['rolvaliduntil', text],
    ['rolreplication', bool],
    ['rolbypassrls', bool],
  ],
  *rows({ catalog }) {
    for (const [i, { name, admin, login, validUntil }] of [...catalog.users()].entries()) {
      yield [
        ...[rootOid + i, name, admin, true, admin, admin, login, -1, validUntil ?? null],
        ...[false, false],
      ]
    }
  },
}

/** The tables of pg_catalog that clients like psql ask. */
export const pgCatalogTables: Readonly<Record<string, VirtualTable>> = {
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
  'pg_catalog.pg_auth_members': {
    columns: [
      ['roleid', oid],
      ['member', oid],
    ],
    rows: () => [],
  },
  'pg_catalog.pg_enum': none('oid', 'enumtypid', 'enumlabel'),
}
