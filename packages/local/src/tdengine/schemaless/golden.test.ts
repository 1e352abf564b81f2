import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EngineError, type TableSchema } from '../engine/api.ts'
import { columnName, rowTable } from '../engine/catalog.ts'
import { DuckEngine } from '../engine/duck-engine.ts'
import { execute } from '../sql/execute.ts'
import { newSession } from '../sql/session.ts'
import { PointWriter } from './writer.ts'

interface Case {
  readonly id: string
  readonly protocol: 'line' | 'telnet' | 'json'
  readonly precision: string
  readonly db_precision: 'ms' | 'us' | 'ns'
  readonly setup_sql?: readonly string[]
  readonly setup_input?: readonly string[]
  readonly table_name_key?: string
  readonly input: string
  readonly crashed?: boolean
  readonly outcome:
    | { ok: true; affected_rows: number; total_rows: number; stables: readonly Stable[] }
    | { ok: false; code: number; message: string; stables_after: readonly Stable[] }
}

interface Stable {
  readonly stable: string
  readonly describe: readonly (readonly unknown[])[]
  readonly columns?: readonly string[]
  readonly rows?: readonly (readonly unknown[])[]
  readonly rows_error?: unknown
  readonly child_tables: readonly string[]
}

const numbers = { line: 1, telnet: 2, json: 3 } as const
const cases = (
  await readFile(
    new URL('../../../../../test/golden/tdengine/schemaless-cases.jsonl', import.meta.url),
    'utf8',
  )
)
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line) as Case)
  .filter(c => c.crashed !== true)

let folder: string
let engine: DuckEngine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemaless-'))
  engine = await DuckEngine.open({ path: join(folder, 'db'), memoryLimit: '128MB', threads: 1 })
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

/** Ids of schemaless requests are counted by the server; only their place is compared. */
function maskId(text: string): string {
  return text.replace(/SML:0x[0-9a-f]+/, 'SML:0x')
}

function describeRows(table: TableSchema): unknown[][] {
  return [...table.columns, ...table.tags].map(column => [
    column.name,
    column.type.name,
    column.type.length,
    column.isTag ? 'TAG' : '',
    column.encode,
    column.compress,
    column.level,
  ])
}

function printed(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const n = Number(value)
    return Number.isSafeInteger(n) ? n : { $int: String(value) }
  }
  if (value !== null && typeof value === 'object' && 'bytes' in value) {
    return Buffer.from(value.bytes as Uint8Array).toString('hex')
  }
  return value
}

function isoTime(value: bigint, unit: 'ms' | 'us' | 'ns'): string {
  const digits = { ms: 3, us: 6, ns: 9 }[unit]
  const perSecond = 10n ** BigInt(digits)
  const seconds = new Date(Number(value / perSecond) * 1000).toISOString().slice(0, 19)
  return `${seconds}.${String(value % perSecond).padStart(digits, '0')}Z`
}

async function storedRows(table: TableSchema, unit: 'ms' | 'us' | 'ns'): Promise<unknown[][]> {
  const state = engine.catalog.databases.get(table.database)?.tables.get(table.name)
  const children = [...(state?.children.values() ?? [])]
  const names = table.columns.map(column => columnName(column.id))
  const rows = await engine.store.rows(`SELECT tb, ${names.join(', ')} FROM ${rowTable(table.id)}`)
  return rows.map(row => {
    const child = children.find(candidate => candidate.id === Number(row.tb))
    const [time, ...values] = names.map(name => row[name])
    return [child?.name, isoTime(time as bigint, unit), ...values.map(printed)]
  })
}

function sorted(rows: readonly unknown[]): string[] {
  return rows.map(row => JSON.stringify(row)).sort()
}

describe('schemaless writing as TDengine 3.3.7.5 does it', () => {
  test.each(cases)('$id $input', async c => {
    const name = `sc_${c.id.replaceAll('-', '_')}`
    await engine.createDatabase(name, new Map([['precision', c.db_precision]]))
    const writer = new PointWriter(engine)
    const write = (data: string) =>
      writer.write({
        database: name,
        protocol: numbers[c.protocol],
        precision: c.precision,
        ttl: 0,
        tableNameKey: c.table_name_key ?? '',
        data,
      })
    for (const sql of c.setup_sql ?? []) await execute(engine, newSession('root', name), sql)
    for (const data of c.setup_input ?? []) await write(data)
    const answer = await write(c.input).then(
      result => ({ ok: true, affected_rows: result.affectedRows, total_rows: result.totalRows }),
      (error: unknown) => {
        if (!(error instanceof EngineError)) throw error
        return { ok: false, code: error.code, message: maskId(error.message) }
      },
    )
    const { outcome } = c
    expect(answer).toEqual(
      outcome.ok
        ? { ok: true, affected_rows: outcome.affected_rows, total_rows: outcome.total_rows }
        : { ok: false, code: outcome.code, message: maskId(outcome.message) },
    )
    const stables = outcome.ok ? outcome.stables : outcome.stables_after
    const made = engine.tables(name).filter(table => table.kind === 'super')
    expect(made.map(table => table.name).sort()).toEqual(stables.map(s => s.stable).sort())
    for (const stable of stables) {
      const table = made.find(candidate => candidate.name === stable.stable)
      if (table === undefined) throw new Error(`no super table ${stable.stable}`)
      expect(describeRows(table)).toEqual(stable.describe)
      const state = engine.catalog.databases.get(name)?.tables.get(stable.stable)
      const children = [...(state?.children.values() ?? [])]
      expect(children.map(child => child.name).sort()).toEqual([...stable.child_tables].sort())
      if (!Array.isArray(stable.rows)) continue
      const width = table.columns.length + 1
      expect(sorted(await storedRows(table, c.db_precision))).toEqual(
        sorted(stable.rows.map(row => (row as unknown[]).slice(0, width))),
      )
    }
  })
})
