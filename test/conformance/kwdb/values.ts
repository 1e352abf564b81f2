import { type Cell, type Outcome, SqlClient, type Target } from './client.ts'
import type { TimeOutcome, TimeRecording, ValueRecording } from './recording.ts'
import type { Result } from './verdicts.ts'

const database = 'conformance_values'

async function makeDatabase(target: Target): Promise<void> {
  await using admin = await SqlClient.open(target, 'defaultdb')
  await admin.prepare(
    `DROP DATABASE IF EXISTS ${database} CASCADE`,
    `CREATE TS DATABASE ${database}`,
  )
}

function tableOf(name: string, type: string): string {
  return `CREATE TABLE ${name} (ts TIMESTAMPTZ(3) NOT NULL, c ${type}) TAGS (id INT8 NOT NULL) PRIMARY TAGS (id)`
}

/** Writes a literal under an id of its own and reads it back; null when it was refused. */
async function writeAndRead(
  writer: SqlClient,
  reader: SqlClient,
  table: string,
  literal: string,
  id: number,
): Promise<{ readonly cell: Cell } | Extract<Outcome, { readonly sqlState: string }>> {
  const insert = `INSERT INTO ${table} (ts, c, id) VALUES (1690855924005, ${literal}, ${id})`
  const written = await writer.run(insert)
  if ('sqlState' in written) return written
  const read = await reader.run(`SELECT c FROM ${table} WHERE id = ${id}`)
  if ('sqlState' in read) return read
  return { cell: read.rows[0]?.[0] ?? null }
}

const units = { p3: 3, p6: 6, p9: 9 } as const
type Precision = keyof typeof units

/** Times in columns of every precision, three a recording. */
export async function runTimes(
  target: Target,
  times: readonly TimeRecording[],
): Promise<readonly Result[]> {
  await makeDatabase(target)
  await using writer = await SqlClient.open(target, database)
  await using reader = await SqlClient.open(target, database)
  await reader.prepare("SET TIME ZONE 'UTC'")
  for (const type of ['TIMESTAMPTZ', 'TIMESTAMP']) {
    for (const digits of Object.values(units)) {
      await writer.prepare(tableOf(`${type}${digits}`, `${type}(${digits})`))
    }
  }
  const results: Result[] = []
  for (const [line, { literal, type, zone, ...outcomes }] of times.entries()) {
    await writer.prepare(`SET TIME ZONE '${zone}'`)
    for (const precision of ['p3', 'p6', 'p9'] as const) {
      const digits = units[precision]
      const got = await writeAndRead(writer, reader, `${type}${digits}`, literal, line)
      const difference = timeDifference(got, outcomes[precision], precision)
      const input = `${literal} as ${type}(${digits}) in ${zone}`
      results.push({ group: 'times', input, difference, leftOut: false })
    }
  }
  return results
}

type Got = Awaited<ReturnType<typeof writeAndRead>>

const say = (got: Got) =>
  'sqlState' in got ? `${got.sqlState} ${got.message}` : (got.cell?.toString() ?? 'NULL')

function timeDifference(got: Got, expected: TimeOutcome, precision: Precision): string | null {
  if ('error' in expected) return refusalDifference(got, expected.error.sqlstate)
  if ('sqlState' in got) return `stored, here ${say(got)}`
  if ('null' in expected) return got.cell === null ? null : `NULL, here ${say(got)}`
  if (expected.stored === 'depends on the clock')
    return got.cell === null ? 'a time, here NULL' : null
  const nanoseconds = got.cell === null ? null : instant(got.cell.toString())
  const unit = 10n ** BigInt(9 - units[precision])
  const same = nanoseconds === BigInt(expected.stored) * unit
  return same ? null : `${expected.stored}, here ${say(got)}`
}

function refusalDifference(got: Got, sqlState: string): string | null {
  const same = 'sqlState' in got && got.sqlState === sqlState
  return same ? null : `refused with ${sqlState}, here ${say(got)}`
}

const timeText = /^(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:\+00:00)?( BC)?$/

/** Nanoseconds since 1970 of a time as text in UTC; null for any other text. */
function instant(text: string): bigint | null {
  const found = timeText.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute, second, fraction = '', before] = found
  const date = new Date(0)
  date.setUTCFullYear(before ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day))
  date.setUTCHours(Number(hour), Number(minute), Number(second))
  return BigInt(date.getTime()) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

/** Literals in columns of every type. */
export async function runValues(
  target: Target,
  values: readonly ValueRecording[],
): Promise<readonly Result[]> {
  await makeDatabase(target)
  await using client = await SqlClient.open(target, database)
  const tables = new Map<string, string>()
  const results: Result[] = []
  for (const [line, value] of values.entries()) {
    let table = tables.get(value.type)
    if (table === undefined) {
      table = `t${tables.size}`
      tables.set(value.type, table)
      await client.prepare(tableOf(table, value.type))
    }
    const got = await writeAndRead(client, client, table, value.literal, line)
    const difference = valueDifference(got, value)
    const input = `${value.literal} as ${value.type}`
    results.push({ group: 'values', input, difference, leftOut: false })
  }
  return results
}

function valueDifference(got: Got, value: ValueRecording): string | null {
  if (value.error) return refusalDifference(got, value.error.sqlstate)
  if (value.fallback) return fallbackDifference(got, value)
  if ('sqlState' in got) return `stored, here ${say(got)}`
  if (value.null) return got.cell === null ? null : `NULL, here ${say(got)}`
  const { stored = {} } = value
  if (got.cell === null) return `${JSON.stringify(stored)}, here NULL`
  const text = got.cell.toString()
  return holds(text, stored, value.type) ? null : `${JSON.stringify(stored)}, here ${text}`
}

/** The ordinary path knows `x'…'` for bytes alone; texts may take or refuse it. */
function fallbackDifference(got: Got, { type, literal }: ValueRecording): string | null {
  if (type.startsWith('VARBYTES')) {
    const hex = `\\x${literal.slice(2, -1).toLowerCase()}`
    return !('sqlState' in got) && got.cell?.toString() === hex ? null : `${hex}, here ${say(got)}`
  }
  if (/CHAR/.test(type)) return null
  return 'sqlState' in got ? null : `refused, here ${say(got)}`
}

function holds(text: string, stored: NonNullable<ValueRecording['stored']>, type: string): boolean {
  if (stored.int !== undefined) return text === stored.int
  if (stored.bool !== undefined) return text === (stored.bool ? 't' : 'f')
  if (stored.string !== undefined) return text === stored.string
  if (stored.hex !== undefined) return text === `\\x${stored.hex}`
  // Bytes that are no text come back as they are; the client here can only tell that they came.
  if (stored.bytes_hex !== undefined) return text !== ''
  const [ours, theirs] = [Number(text), Number(stored.float)]
  if (type !== 'FLOAT4') return Object.is(ours, theirs)
  // KWDB prints six decimals of it.
  return Object.is(Math.fround(ours), Math.fround(theirs)) || text === theirs.toFixed(6)
}
