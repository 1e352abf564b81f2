import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { KwdbSinkHarness } from './kwdb-sink-harness.ts'

interface SeedTable {
  readonly table: string
  readonly create: string | null
  readonly existing?: string
  readonly rows_after: readonly Readonly<Record<string, unknown>>[]
}

interface SeedCase {
  readonly id: string
  readonly direction: 'sink' | 'source'
  readonly config: Readonly<Record<string, string>>
  readonly payloads: readonly string[]
  readonly expect?: 'reject'
  readonly tables: readonly SeedTable[]
}

const file = join(import.meta.dirname, '../../golden/kwdb/seed-cases.jsonl')
const cases = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as SeedCase)
  .filter(one => one.direction === 'sink')

let server: KwdbDevServer
let sink: KwdbSinkHarness

beforeAll(async () => {
  server = await KwdbDevServer.start({ port: 0 })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

beforeEach(async () => {
  sink = await KwdbSinkHarness.open(server)
})

afterEach(async () => {
  await sink[Symbol.asyncDispose]()
})

/** A time of the text format as a count of the column's unit. */
function count(text: string, precision: number): string {
  const [, date, fraction = ''] = /^(.{10} .{8})(?:\.(\d+))?\+00:00$/.exec(text) ?? []
  const seconds = BigInt(Date.parse(`${date?.replace(' ', 'T')}Z`) / 1000)
  return String(seconds * 10n ** BigInt(precision) + BigInt(fraction.padEnd(precision, '0')))
}

/** A value of a row as the recordings write it. */
function shown(text: string | null, type: string): unknown {
  if (text === null) return null
  const precision = /^TIMESTAMPTZ\((\d)\)/.exec(type)?.[1]
  if (precision !== undefined) return count(text, Number(precision))
  // A FLOAT4 comes with six decimals.
  if (type.startsWith('FLOAT')) return String(Number(text))
  if (type === 'BOOL') return text === 't'
  if (type.startsWith('VARBYTES')) return { hex: text.replace(/^\\x/, '') }
  return text
}

/** What a table looks like, without its name. */
async function shapeOf(place: string): Promise<unknown> {
  return [await sink.rows(`SHOW COLUMNS FROM ${place}`), await sink.rows(`SHOW TAGS FROM ${place}`)]
}

async function rowsOf(place: string): Promise<unknown[]> {
  const types = new Map(
    (await sink.objects(`SHOW COLUMNS FROM ${place}`)).map(row => [
      row.column_name ?? '',
      row.data_type ?? '',
    ]),
  )
  const rows = await sink.objects(`SELECT * FROM ${place}`)
  return rows.map(row =>
    Object.fromEntries(
      Object.entries(row).map(([name, text]) => [name, shown(text, types.get(name) ?? '')]),
    ),
  )
}

describe('the examples of the user page', () => {
  it.each(cases)('$id', async ({ config, expect: wanted, payloads, tables }) => {
    const database = config['connection.database'] ?? ''
    if (database !== 'tsdb') await sink.rows(`CREATE TS DATABASE ${database}`)
    for (const { existing } of tables) if (existing !== undefined) await sink.rows(existing)
    await sink.start(config)
    await sink.values(...payloads)
    if (wanted === 'reject') {
      expect(sink.reported).toHaveLength(payloads.length)
      expect(await sink.rows(`SHOW TABLES FROM ${database}`)).toEqual([])
      return
    }
    expect(sink.reported).toEqual([])
    for (const { create, rows_after, table } of tables) {
      const place = `"${database}"."public"."${table}"`
      const rows = await rowsOf(place)
      expect(rows).toHaveLength(rows_after.length)
      expect(rows).toEqual(expect.arrayContaining([...rows_after]))
      if (create === null) continue
      const shape = await shapeOf(place)
      await sink.rows(`DROP TABLE ${place}`)
      await sink.rows(create)
      expect(shape).toEqual(await shapeOf(place))
    }
  })
})
