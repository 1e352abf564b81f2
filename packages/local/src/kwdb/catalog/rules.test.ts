import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseText } from '../sql/parse.ts'
import { SqlError } from '../sql/sql-error.ts'
import { Catalog } from './catalog.ts'
import { type DefinitionStatement, planDefinition } from './define.ts'

interface Recording {
  readonly group: string
  readonly sql: string
  readonly parser: unknown
  readonly catalog?: { readonly sqlstate: string }
}

const recordings: readonly Recording[] = readFileSync(
  new URL('../../../../../test/golden/kwdb/sql-verdicts.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))

/** A catalog with the databases and tables that the texts need. */
function usual(...before: readonly string[]): Catalog {
  const catalog = Catalog.create()
  for (const sql of ['CREATE TS DATABASE tsdb', ...before]) define(catalog, sql)
  return catalog
}

function define(catalog: Catalog, sql: string, user = 'root', secure = false): void {
  for (const { statement } of parseText(sql)) {
    const context = { catalog, user, database: 'tsdb', inTransaction: false, secure }
    const changes = planDefinition(context, statement as DefinitionStatement)
    for (const change of changes) catalog.apply(change)
  }
}

function sqlState(run: () => void): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof SqlError) return error.sqlState
    throw error
  }
}

const usualTable =
  'CREATE TABLE t (ts TIMESTAMPTZ(3) NOT NULL, v FLOAT8, c VARCHAR(20), a INT4) TAGS (host VARCHAR(64) NOT NULL, g VARCHAR(30)) PRIMARY TAGS (host)'

describe('definitions are judged as KWDB judges them', () => {
  const definitions = recordings.filter(
    each => ['create-table', 'names'].includes(each.group) && each.parser === 'ok',
  )

  it.each(definitions.map(each => [each.sql, each] as const))('%s', (sql, { catalog }) => {
    // The recordings leave these open: what they name twice, JSON, or a schema that cannot exist.
    if (/ JSON\)| sys\.cpu\./.test(sql)) return
    expect(sqlState(() => define(usual(), sql))).toBe(catalog?.sqlstate)
  })

  const changes = recordings.filter(each => each.group === 'alter-table' && each.parser === 'ok')

  it.each(changes.map(each => [each.sql, each] as const))('%s', (sql, { catalog }) => {
    const plain = /ADD .*\bc\b/i.test(sql) ? usualTable.replace(' c VARCHAR(20),', '') : usualTable
    const table = /ADD (TAG|ATTRIBUTE) g/.test(sql) ? plain.replace(', g VARCHAR(30)', '') : plain
    const renaming = sql.includes('RENAME TAG a') ? table.replace(', g V', ', g INT4, x V') : table
    const text = sql.replace('RENAME TAG a', 'RENAME TAG g')
    expect(sqlState(() => define(usual(renaming), text))).toBe(catalog?.sqlstate)
  })
})

describe('tables change one step at a time', () => {
  const columnsOf = (catalog: Catalog) =>
    catalog.table(catalog.database('tsdb')?.id ?? 0, 't')?.columns.map(each => each.name)

  it('new columns stand before tags and their ids are never used again', () => {
    const catalog = usual(usualTable)
    define(catalog, 'ALTER TABLE t ADD COLUMN x INT4')
    define(catalog, 'ALTER TABLE t DROP COLUMN x')
    define(catalog, 'ALTER TABLE t ADD COLUMN y INT4')
    expect(columnsOf(catalog)).toEqual(['ts', 'v', 'c', 'a', 'y', 'host', 'g'])
    const table = catalog.table(catalog.database('tsdb')?.id ?? 0, 't')
    expect(table?.columns.map(each => each.id)).toEqual([1, 2, 3, 4, 8, 5, 6])
  })

  it.each([
    ['ALTER TABLE t ADD COLUMN v INT4', '42701'],
    ['ALTER TABLE t ADD COLUMN IF NOT EXISTS v INT4', undefined],
    ['ALTER TABLE t ADD TAG host INT4', '42701'],
    ['ALTER TABLE t DROP TAG host', '42809'],
    ['ALTER TABLE t DROP TAG nosuch', '42704'],
    ['ALTER TABLE t DROP COLUMN ts', '42611'],
    ['ALTER TABLE t DROP COLUMN nosuch', '42703'],
    ['ALTER TABLE t DROP COLUMN IF EXISTS nosuch', undefined],
    ['ALTER TABLE t DROP COLUMN host', '42809'],
    ['ALTER TABLE t RENAME TAG host TO h', '42809'],
    ['ALTER TABLE t RENAME TAG nosuch TO h', '42703'],
    ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', '42809'],
    ['ALTER TABLE t DROP CONSTRAINT c', '42809'],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1)', '0A000'],
    ['ALTER TABLE t ALTER COLUMN a SET DEFAULT 5', undefined],
    ["ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'", '42804'],
    ['ALTER TABLE t ALTER TAG host TYPE VARCHAR(100)', '42809'],
    ['ALTER TABLE t ALTER COLUMN a TYPE INT8', undefined],
    ['ALTER TABLE t ALTER COLUMN a TYPE INT2', '42846'],
    ['ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(10)', '42611'],
    ['ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(11)', undefined],
    ['ALTER TABLE t ALTER COLUMN v TYPE INT8', '42846'],
    ['ALTER TABLE t ALTER COLUMN c TYPE VARCHAR(10)', '42846'],
    ['ALTER TABLE t ALTER COLUMN c TYPE VARCHAR(70000)', '42846'],
    ['ALTER TABLE t ALTER COLUMN c TYPE NVARCHAR(5)', undefined],
    ['ALTER TABLE t ALTER COLUMN c TYPE NVARCHAR(4)', '42846'],
    ['ALTER TABLE t ALTER COLUMN c TYPE INT4', undefined],
    ['ALTER TABLE t ADD COLUMN x INT4, ADD COLUMN y INT4', '0A000'],
    ['ALTER TABLE nosuch ADD COLUMN x INT4', '42P01'],
    ['ALTER TABLE IF EXISTS nosuch ADD COLUMN x INT4', undefined],
    [
      'CREATE TABLE t (ts TIMESTAMPTZ NOT NULL, v INT4) TAGS (h INT4 NOT NULL) PRIMARY TAGS (h)',
      '42P07',
    ],
    ['DROP TABLE t, t', '0A000'],
    ['DROP TABLE nosuch', '42P01'],
    ['DROP TABLE IF EXISTS nosuch', undefined],
    ['DROP DATABASE tsdb RESTRICT', '2BP01'],
    ['CREATE TS DATABASE tsdb', '42P04'],
    ['CREATE TS DATABASE "数据"', '42602'],
    ['CREATE TS DATABASE d PARTITION INTERVAL 2h', '22023'],
    ['DROP DATABASE nosuch', '3D000'],
    ["SET CLUSTER SETTING ts.dedup.rule = 'nosuch'", '22023'],
    ["CREATE USER u WITH PASSWORD 'x'", '28P01'],
    ['DROP USER nosuch', '42704'],
    ['GRANT SELECT ON TABLE t TO nosuch', '42704'],
  ])('%s: %s', (sql, state) => {
    expect(sqlState(() => define(usual(usualTable), sql))).toBe(state)
  })
})

describe('users', () => {
  it('do what they were granted, and on tables made later what the database grants', () => {
    const catalog = usual('CREATE USER kafka', usualTable)
    const create = usualTable.replace('TABLE t', 'TABLE t2')
    expect(sqlState(() => define(catalog, create, 'kafka'))).toBe('42501')
    define(catalog, 'GRANT CREATE, DROP ON DATABASE tsdb TO kafka')
    define(catalog, create, 'kafka')
    define(catalog, 'ALTER TABLE t2 ADD COLUMN x INT4', 'kafka')
    expect(sqlState(() => define(catalog, 'DROP TABLE t', 'kafka'))).toBe('42501')
    define(catalog, 'REVOKE DROP ON TABLE t2 FROM kafka')
    expect(sqlState(() => define(catalog, 'DROP TABLE t2', 'kafka'))).toBe('42501')
  })

  it('may be called like a member of every object', () => {
    const catalog = usual('CREATE USER constructor', usualTable)
    expect(sqlState(() => define(catalog, 'DROP TABLE t', 'constructor'))).toBe('42501')
    define(catalog, 'GRANT DROP ON TABLE t TO constructor')
    define(catalog, 'DROP TABLE t', 'constructor')
  })

  it('leave no privileges behind', () => {
    const catalog = usual(
      'CREATE USER kafka',
      'GRANT ALL ON DATABASE tsdb TO kafka',
      'DROP USER kafka',
    )
    expect(catalog.database('tsdb')?.grants).toEqual({})
  })
})

it('a catalog is what its changes make of it', () => {
  const catalog = usual(usualTable, 'CREATE USER kafka', 'GRANT ALL ON TABLE t TO kafka')
  define(catalog, "SET CLUSTER SETTING ts.dedup.rule = 'merge'")
  const copy = new Catalog()
  for (const change of JSON.parse(JSON.stringify([...catalog.snapshot()]))) copy.apply(change)
  expect([...copy.snapshot()]).toEqual([...catalog.snapshot()])
})
