import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningTDengine, TDengineDevServer } from '@tidewire/local/tdengine'
import { StreamEnvironment } from '@tidewire/streams'
import {
  type RowOf,
  SourceSplitSql,
  SplitType,
  TDengineSource,
  TimestampSplitInfo,
} from '@tidewire/tdengine/stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CollectSink } from './collect-sink.ts'
import { Power } from './power.ts'

type Reading = RowOf<{ ts: 'TIMESTAMP'; v: 'INT'; g: 'INT' }>

const start = 1_734_624_000_000
const tables = 6
const rowsOfTable = 9_000
let server: RunningTDengine
let power: Power
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
  server = await TDengineDevServer.start()
  power = await Power.open(server)
  await power.run(
    "create database big vgroups 2 precision 'ms'",
    'create stable big.st (ts timestamp, v int) tags (g int)',
  )
  for (let g = 0; g < tables; g += 1) {
    // All tables have the same times, so that many rows of the super table share one.
    const values = Array.from({ length: rowsOfTable }, (_, i) => `(${start + i},${i})`).join('')
    await power.run(`insert into big.t${g} using big.st tags (${g}) values ${values}`)
  }
})

afterAll(async () => {
  await power[Symbol.asyncDispose]()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const query = 'select ts, v, g from big.st'
const whole = { start: BigInt(start) * 1_000_000n, end: BigInt(start + rowsOfTable) * 1_000_000n }

it.each<[string, SourceSplitSql]>([
  ['one query in the order of its time', new SourceSplitSql(query).setResumeColumn('ts')],
  [
    'conditions, each in the order of its time',
    new SourceSplitSql(query)
      .setSplitType(SplitType.SPLIT_TYPE_TAG)
      .setTagList(['g < 2', 'g >= 2'])
      .setResumeColumn('ts'),
  ],
  [
    'single tables',
    new SourceSplitSql()
      .setSelect('ts, v, g')
      .setSplitType(SplitType.SPLIT_TYPE_TABLE)
      .setDiscoverTablesOf('big.st'),
  ],
  [
    'windows',
    new SourceSplitSql(query)
      .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
      .setTimestampSplitInfo(new TimestampSplitInfo({ ...whole, field: 'ts', stepMs: 2_500 })),
  ],
  ['one query as it is', new SourceSplitSql(query)],
])('%s: connections break in the middle, and no row is missing', async (name, split) => {
  const sink = new CollectSink<Reading>()
  const env = new StreamEnvironment({
    parallelism: 2,
    checkpoint: { intervalMs: 1, directory: join(folder, name) },
    restart: { kind: 'fixed-delay', attempts: 50, delayMs: 1 },
  })
  let rows = 0
  env
    .from(new TDengineSource<Reading>(power.source, split), { uid: 'big' })
    .map(row => {
      rows += 1
      // Inside what a fetch brought, and between two fetches.
      if (rows === 20_000) throw new Error('a function that fails')
      if (rows === 10_000 || rows === 40_000) {
        server.faults.add({ on: 'fetch_raw_block', count: 1, action: { kind: 'drop' } })
      }
      return row
    })
    .sinkTo(sink)
  const { state, restarts } = await env.execute()
  expect(state).toBe('finished')
  expect(restarts).toBeGreaterThan(0)
  const seen = new Set(sink.rows.map(row => `${row.g} ${row.v}`))
  expect(seen.size).toBe(tables * rowsOfTable)
})
