import { Channel, dropAll, must, rest, type Target } from './client.ts'
import { type Difference, difference, maskText, restDifference, rowsDifference } from './compare.ts'
import { get, type Json, parseBig, readRecording } from './recording.ts'

/** One case and how the server's answer compares. */
export interface CaseResult {
  readonly id: string
  readonly input: string
  readonly difference: Difference
}

interface SqlCase {
  readonly id: string
  readonly db: string
  readonly setup: string | readonly string[]
  readonly sql: string
  readonly result: Json
  readonly verify?: { readonly sql: string; readonly result: Json }
}

interface SqlBase {
  readonly setup_id: string
  readonly db: string
  readonly statements: readonly string[]
}

/** Replays sql-cases.jsonl. */
export async function runSqlCases(target: Target): Promise<readonly CaseResult[]> {
  const lines = readRecording<SqlCase | SqlBase>('sql-cases')
  const bases = new Map(
    lines.flatMap(line => ('setup_id' in line ? [[line.setup_id, line] as const] : [])),
  )
  const results: CaseResult[] = []
  let ready: string | undefined
  for (const line of lines) {
    if ('setup_id' in line) continue
    const { id, db, sql } = line
    try {
      if (typeof line.setup === 'string') {
        if (ready !== line.setup) await prepare(target, db, bases.get(line.setup)?.statements ?? [])
        ready = line.setup
      } else {
        await prepare(target, db, [`create database ${db} vgroups 1`, ...line.setup])
        ready = undefined
      }
      const one = async (text: string, recorded: Json) =>
        restDifference(recorded, await rest(target, text, db), text)
      const found =
        (await one(sql, line.result)) ??
        (line.verify === undefined ? null : await one(line.verify.sql, line.verify.result))
      results.push({ id, input: sql, difference: found })
    } catch (cause) {
      ready = undefined
      results.push({
        id,
        input: sql,
        difference: cause instanceof Error ? cause.message : 'failed',
      })
    }
  }
  await dropAll(target, { databases: ['sq'] })
  return results
}

async function prepare(
  target: Target,
  database: string,
  statements: readonly string[],
): Promise<void> {
  await dropAll(target, { databases: [database] })
  for (const sql of statements) {
    await must(target, sql, /^\s*create\s+database/i.test(sql) ? undefined : database)
  }
}

interface Stable {
  readonly stable: string
  readonly describe: Json
  readonly columns?: readonly string[]
  readonly rows?: Json
  readonly rows_error?: Json
  readonly child_tables: Json
}

interface SchemalessCase {
  readonly id: string
  readonly protocol: 'line' | 'telnet' | 'json'
  readonly precision: string
  readonly db_precision: string
  readonly setup_sql?: readonly string[]
  readonly setup_input?: readonly string[]
  readonly table_name_key?: string
  readonly input: string
  readonly crashed?: boolean
  readonly outcome:
    | {
        readonly ok: true
        readonly affected_rows: number
        readonly total_rows: number
        readonly stables: readonly Stable[]
      }
    | {
        readonly ok: false
        readonly code: number
        readonly message: string
        readonly stables_after: readonly Stable[]
      }
}

const protocols = { line: 1, telnet: 2, json: 3 } as const

/** Replays schemaless-cases.jsonl through the `insert` action. */
export async function runSchemalessCases(target: Target): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  for (const line of readRecording<SchemalessCase>('schemaless-cases')) {
    if (line.crashed === true) continue
    let found: Difference
    try {
      found = await schemalessCase(target, line)
    } catch (cause) {
      found = cause instanceof Error ? cause.message : 'failed'
    }
    results.push({ id: line.id, input: line.input, difference: found })
  }
  await dropAll(target, { databases: ['sc'] })
  return results
}

async function schemalessCase(target: Target, line: SchemalessCase): Promise<Difference> {
  await prepare(target, 'sc', [
    `create database sc precision '${line.db_precision}' vgroups 1`,
    ...(line.setup_sql ?? []),
  ])
  const channel = await Channel.open(target, '/ws', false)
  let id = 0
  const call = async (action: string, args: object): Promise<Json> => {
    id += 1
    channel.send(JSON.stringify({ action, args: { req_id: id, ...args } }))
    const frame = await channel.take(String(id), new Set())
    return parseBig(frame?.data.toString('utf8') ?? '') ?? { code: 'none' }
  }
  const insert = (data: string) =>
    call('insert', {
      protocol: protocols[line.protocol],
      precision: line.precision,
      ttl: 0,
      data,
      ...(line.table_name_key === undefined ? {} : { table_name_key: line.table_name_key }),
    })
  await call('conn', { user: 'root', password: 'taosdata', db: 'sc' })
  for (const input of line.setup_input ?? []) await insert(input)
  const answer = await insert(line.input)
  await channel.close()
  const { outcome } = line
  const reply = outcome.ok
    ? difference(
        { code: 0, affected_rows: outcome.affected_rows, total_rows: outcome.total_rows },
        {
          code: get(answer, 'code') ?? null,
          affected_rows: get(answer, 'affected_rows') ?? null,
          total_rows: get(answer, 'total_rows') ?? null,
        },
      )
    : difference(
        { code: outcome.code, message: maskText(outcome.message) as Json },
        {
          code: get(answer, 'code') ?? null,
          message: (maskText(get(answer, 'message')) ?? null) as Json,
        },
      )
  return (
    reply ?? (await tablesDifference(target, outcome.ok ? outcome.stables : outcome.stables_after))
  )
}

async function tablesDifference(target: Target, wanted: readonly Stable[]): Promise<Difference> {
  const list = get(await must(target, 'show stables', 'sc'), 'data') as readonly Json[]
  const names = list.map(row => String((row as readonly Json[])[0])).sort()
  const tables = difference(wanted.map(({ stable }) => stable).sort(), names, 'super tables')
  if (tables !== null) return tables
  for (const { stable, describe, columns = [], rows, rows_error, child_tables } of wanted) {
    const described = get(await must(target, `describe \`${stable}\``, 'sc'), 'data')
    const children = get(
      await must(
        target,
        `select table_name from information_schema.ins_tables where db_name='sc' and stable_name='${stable}' order by table_name`,
      ),
      'data',
    ) as readonly Json[]
    const found =
      difference(describe, described, `describe ${stable}`) ??
      difference(
        child_tables,
        children.map(row => (row as readonly Json[])[0] as Json),
        'child tables',
      )
    if (found !== null) return found
    // A row of NaN makes REST's body empty; a stale schema cache made it fail.
    if (rows_error !== undefined) continue
    const read = await rest(target, `select tbname, * from \`${stable}\``, 'sc')
    const differing = rowsDifference(columns, rows, get(read, 'data'), '')
    if (differing !== null) return differing
  }
  return null
}
