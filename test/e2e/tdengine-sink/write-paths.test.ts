import { readFileSync } from 'node:fs'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kafkaBatch } from '../record-batch.ts'
import { SinkHarness } from './sink-harness.ts'

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
}

const units: Readonly<Record<string, string>> = { '': '', ms: 'ms', u: 'us', us: 'us', ns: 'ns' }

const cases = readFileSync(
  new URL('../../golden/tdengine/schemaless-cases.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line) as Case)
  // The sink's own precisions, and what the real server survives.
  .filter(one => one.crashed !== true && one.precision in units)

let server: TDengineDevServer
let sink: SinkHarness

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  sink = await SinkHarness.open(server)
})

afterAll(async () => {
  await sink[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** Times later than the start of this test are the server's clock: they differ from run to run. */
const beginning = new Date(Date.now() - 60_000).toISOString()
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

function withoutNow(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return value
  return value > beginning && value < tomorrow ? 'now' : value
}

/** Every super table of a database with its description, child tables and rows. */
async function contents(database: string): Promise<unknown> {
  const found: Record<string, unknown> = {}
  for (const [name] of await sink.rows(`show ${database}.stables`)) {
    const table = `${database}.\`${String(name)}\``
    const rows = await sink.rows(`select tbname, * from ${table}`).catch(String)
    found[String(name)] = {
      described: await sink.rows(`describe ${table}`),
      children: (await sink.rows(`select distinct tbname from ${table}`)).flat().sort(),
      rows: Array.isArray(rows)
        ? rows.map(row => JSON.stringify(row.map(withoutNow))).sort()
        : rows,
    }
  }
  return found
}

/** Numbers of requests in messages differ. */
function reports(): unknown {
  return sink.reported.map(({ offset, card }) => ({
    offset,
    code: card.code,
    serverCode: card.serverCode,
    serverMessage: card.serverMessage?.replace(/SML:0x[0-9a-f]+/, 'SML:0x'),
    sample: card.sample,
  }))
}

let databases = 0

interface Written {
  readonly tables: unknown
  readonly reported: unknown
  readonly bound: number
}

/** Writes a case as it was recorded, then its input twice more, and tells what is left. */
async function write(method: string, one: Case, records: readonly string[]): Promise<Written> {
  return writeAll(method, one, [records, records, records])
}

async function writeAll(
  method: string,
  one: Omit<Case, 'id' | 'input'>,
  puts: readonly (readonly string[])[],
  props: Readonly<Record<string, string>> = {},
): Promise<Written> {
  databases += 1
  const database = `c${databases}`
  await sink.rows(`create database ${database} precision '${one.db_precision}' keep 36500`)
  for (const sql of one.setup_sql ?? []) {
    await sink.rows(sql.replace(/\b(table|into|stable|using)\s+(?=[a-z`])/gi, `$1 ${database}.`))
  }
  sink.reported.length = 0
  sink.counters.clear()
  await sink.start({
    'connection.database': database,
    'db.schemaless': one.protocol,
    'data.precision': units[one.precision] ?? '',
    'write.method': method,
    ...(one.table_name_key === undefined ? {} : { 'table.name.tag': one.table_name_key }),
    ...props,
  })
  for (const input of one.setup_input ?? []) await sink.put(kafkaBatch('t', [input]))
  for (const records of puts) await sink.put(kafkaBatch('t', records))
  const tables = await contents(database)
  await sink.rows(`drop database ${database}`)
  return { tables, reported: reports(), bound: sink.counter('bound_rows') }
}

let boundCases = 0

describe('columns and lines leave the same tables and the same errors', () => {
  it.each(cases)('$id $input', async one => {
    const auto = await write('auto', one, [one.input])
    const lines = await write('schemaless', one, [one.input])
    expect({ ...auto, bound: 0 }).toEqual(lines)
    if (auto.bound > 0) boundCases += 1
  })

  it.each(cases.filter(one => one.protocol !== 'json' && one.input.includes('\n')))(
    'a record a line: $id $input',
    async one => {
      const auto = await write('auto', one, one.input.split('\n'))
      const lines = await write('schemaless', one, one.input.split('\n'))
      expect({ ...auto, bound: 0 }).toEqual(lines)
    },
  )

  it('most of what can be stored was bound as columns', () => {
    expect(boundCases).toBeGreaterThan(cases.length / 3)
  })
})

const pick = <const T>(...values: readonly T[]) => fc.constantFrom(...values)

/** Values of many types; all of one field are of the same type. */
const values: Readonly<Record<string, readonly string[]>> = {
  a: ['1', '2.5', '-3e2'],
  b: ['1i', '-9223372036854775808i', '123456789012345678i'],
  c: ['"x"', '"longer text"', '"e\\"s"', `"${'w'.repeat(40)}"`, '""', '"žluť"'],
  d: ['L"ab"', 'L"žluť"', `L"${'n'.repeat(20)}"`],
  e: ['t', 'false'],
  f: ['1i8', '-128i8'],
  g: ['1u16', '65535u16'],
  h: ['1.5f32', '-2f32'],
  i: ['B"\\x00ff"', 'B"ab"'],
  j: ['G"POINT(1 2)"', 'G"LINESTRING(1 2,3 4)"'],
  k: ['1u32', '4294967295u32', '7u32'],
  l: ['18446744073709551615u64', '0u64'],
}
const fieldNames = Object.keys(values)
const field = (name: string) => pick(...(values[name] ?? [])).map(value => `${name}=${value}`)
const fields = fc
  .uniqueArray(pick(...fieldNames), { minLength: 1, maxLength: 4 })
  .chain(names => fc.tuple(...names.map(field)))
  .map(list => list.join(','))

const measurements = ['m', 'n.x', 'a\\ b']
const tagSets = ['t=1', 't=2', 't=3,u=x', 'u=x,t=3', 'T=3', `t=1,u=${'y'.repeat(9)}`, 'u=a\\ b']
const time = fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_006 })
const point = fc
  .tuple(pick(...measurements), pick(...tagSets), fields, time)
  .map(([m, tags, f, at]) => `${m},${tags} ${f} ${at}`)
/** What is left to the server: without a time, unreadable, or contradicting itself. */
const oddPoint = pick(
  'm,t=1 a=1',
  'm,t=2 a=1 0',
  'this is no line',
  'm a=1 1700000000001',
  '',
  '# comment',
  'm,t=1 a=1 1',
  'm,t=1 a=1,a=2 1700000000003',
  'm,t=3 a=1 9223372036854775807',
)
const textLine = fc.oneof({ weight: 30, arbitrary: point }, { weight: 1, arbitrary: oddPoint })
const textRecord = fc.oneof(
  { weight: 12, arbitrary: textLine },
  { weight: 1, arbitrary: fc.array(textLine, { maxLength: 4 }).map(lines => lines.join('\n')) },
)
/** Every table with every column and tag, some of them narrow. */
const allTables = measurements.flatMap(m => [
  `${m},t=0,T=0,u=0 ${fieldNames.map(name => `${name}=${values[name]?.[0]}`).join(',')} 1700000000000`,
  ...tagSets.map(tags => `${m},${tags} a=1 1700000000000`),
])

const jsonPoint = fc
  .tuple(
    pick(['p.q', '1'], ['p.q', '-2.5'], ['r', '"text"'], ['r', '"longer text"']),
    time,
    pick('"1"', '"2"', '"three"'),
    pick('5', '6.5'),
  )
  .map(
    ([[metric, value], at, id, n]) =>
      `{"metric":"${metric}","timestamp":${at},"value":${value},"tags":{"id":${id},"n":${n}}}`,
  )
const jsonRecord = fc.oneof(
  { weight: 16, arbitrary: jsonPoint },
  { weight: 2, arbitrary: fc.array(jsonPoint, { maxLength: 3 }).map(points => `[${points}]`) },
  { weight: 1, arbitrary: pick('{', '[{"metric":"r"}]', '{"metric":"r","value":"', '"no"') },
)
const telnetRecord = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .tuple(pick('p.q', 'r'), time, pick('1', '2.5', '3e1'), pick(...tagSets))
      .map(
        ([m, at, v, tags]) => `${m} ${at} ${v} ${tags.replaceAll('\\ ', '_').replace(',', ' ')}`,
      ),
  },
  { weight: 1, arbitrary: pick('r 1700000000000 x t=1', 'r 17 1 t=1', 'r 0 1 t=1', 'r') },
)

const kinds = {
  line: { record: textRecord, first: allTables },
  json: { record: jsonRecord, first: ['[]'] },
  telnet: { record: telnetRecord, first: ['p.q 1700000000000 1 t=1 u=a', 'r 1700000000000 1 t=1'] },
} as const

describe('records of all kinds, in any order', () => {
  it.each(['line', 'json', 'telnet'] as const)(
    '%s',
    async protocol => {
      const { record, first } = kinds[protocol]
      const put = fc.array(record, { minLength: 1, maxLength: 40 })
      const options = fc.record({
        db_precision: pick('ms', 'us', 'ns' as const),
        connections: pick('1', '3'),
        batch: pick('3000', '7', '0'),
      })
      let bound = 0
      await fc.assert(
        fc.asyncProperty(fc.tuple(put, put, put), options, async (puts, chosen) => {
          const one = { protocol, precision: 'ms', db_precision: chosen.db_precision } as const
          const props = { 'write.connections': chosen.connections, 'batch.size': chosen.batch }
          const auto = await writeAll('auto', one, [first, ...puts], props)
          const lines = await writeAll('schemaless', one, [first, ...puts], props)
          bound += auto.bound
          expect({ ...auto, bound: 0 }).toEqual(lines)
        }),
        { numRuns: 10, endOnFailure: process.env.CI !== undefined },
      )
      expect(bound).toBeGreaterThan(25)
    },
    60_000,
  )
})
