import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningTDengine, TDengineDevServer } from '@tidewire/local/tdengine'
import { type JobOptions, StreamEnvironment } from '@tidewire/streams'
import {
  type CdcSourceOptions,
  type Row,
  type StreamProperties,
  TDengineCdcSource,
} from '@tidewire/tdengine/stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CollectSink } from './collect-sink.ts'
import { type Meter, metersTopic, Power } from './power.ts'

let server: RunningTDengine
let power: Power
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
  server = await TDengineDevServer.start({ dataDir: join(folder, 'tdengine') })
  power = await Power.open(server)
  await power.run(metersTopic)
})

afterEach(async () => {
  await power[Symbol.asyncDispose]()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const restart = { kind: 'fixed-delay', attempts: 500, delayMs: 20 } as const

/** A job that follows the topic. */
function follow(
  properties: StreamProperties,
  more: { readonly job?: JobOptions; readonly source?: CdcSourceOptions } = {},
) {
  const sink = new CollectSink<Row>()
  const said: string[] = []
  const say = (message: string, fields?: object): void => {
    said.push(`${message} ${JSON.stringify(fields ?? {})}`)
  }
  const env = new StreamEnvironment({
    checkpoint: { intervalMs: 40, directory: join(folder, 'checkpoints') },
    restart,
    log: { debug: say, info: say, warn: say, error: say },
    ...more.job,
  })
  env
    .from(new TDengineCdcSource<Row>('topic_meters', properties, more.source), { uid: 'meters' })
    .sinkTo(sink)
  const job = env.job()
  const ended = job.run()
  ended.catch(() => undefined)
  return { job, ended, sink, said }
}

/** Different rows, by table and time. */
function different(rows: readonly Row[]): number {
  return new Set(rows.map(row => `${row.tbname} ${row.ts}`)).size
}

async function insert(from: number, count: number, tables = 10): Promise<void> {
  for (let i = from; i < from + count; i += 1) {
    await power.run(
      `insert into power.more${i % tables} using power.meters tags ('x', 9) values (${1_734_700_000_000 + i}, 1, ${i}, 1)`,
    )
  }
}

it('a server that is away at the start and later is waited for, and no row is missing', async () => {
  const { port } = server
  const properties = power.cdc('away')
  await power[Symbol.asyncDispose]()
  await server.close()
  const one = follow(properties)
  await vi.waitFor(() => expect(one.job.progress.restarts).toBeGreaterThan(1), { timeout: 10_000 })
  const reopen = async (): Promise<void> => {
    server = await TDengineDevServer.start({ dataDir: join(folder, 'tdengine'), port })
    power = await Power.connect(server)
  }
  await reopen()
  await vi.waitFor(() => expect(different(one.sink.rows)).toBe(18), { timeout: 20_000 })
  await insert(0, 10)
  await power[Symbol.asyncDispose]()
  await server.close()
  await reopen()
  await insert(10, 10)
  await vi.waitFor(() => expect(different(one.sink.rows)).toBe(38), { timeout: 20_000 })
  one.job.stop()
  expect(await one.ended).toMatchObject({ state: 'stopped' })
})

it('connections that break while messages are read lose nothing', async () => {
  const one = follow(power.cdc('breaks'), { job: { parallelism: 2 } })
  for (let i = 0; i < 5; i += 1) {
    await insert(i * 10, 10)
    server.faults.add({ on: 'poll', count: 1, action: { kind: 'drop' } })
  }
  await vi.waitFor(() => expect(different(one.sink.rows)).toBe(68), { timeout: 20_000 })
  one.job.stop()
  await one.ended
})

it('a topic cannot be dropped under the job; one that is dropped by force ends it', async () => {
  const one = follow({ ...power.cdc('dropped'), 'session.timeout.ms': '6000' })
  await vi.waitFor(() => expect(one.sink.rows).toHaveLength(18), { timeout: 10_000 })
  await expect(power.run('drop topic topic_meters')).rejects.toThrow(/0x03eb/)
  await power.run('drop topic force topic_meters')
  await expect(one.ended).rejects.toMatchObject({ code: 'TDENGINE_STREAM_TOPIC' })
})

it('a column that is added while the table is followed comes with the rows', async () => {
  await power.run('drop topic topic_meters', 'create topic topic_meters as stable power.meters')
  const one = follow(power.cdc('columns'))
  await vi.waitFor(() => expect(one.sink.rows).toHaveLength(18), { timeout: 10_000 })
  await power.run(
    'alter stable power.meters add column extra bigint',
    "insert into power.d1001 values ('2024-12-20T00:00:00Z', 1, 1000, 1, 77)",
  )
  await vi.waitFor(() => expect(one.sink.rows).toHaveLength(19), { timeout: 10_000 })
  expect(one.sink.rows.at(-1)).toMatchObject({ voltage: 1000, extra: 77n })
  one.job.stop()
  await one.ended
})

it('vgroups move when another consumer joins and when it dies, and no row is missing', async () => {
  const cdc = { ...power.cdc('moving'), 'session.timeout.ms': '6000' }
  const job = (name: string): JobOptions => ({
    checkpoint: { intervalMs: 40, directory: join(folder, name) },
  })
  const first = follow(cdc, { job: job('first') })
  await vi.waitFor(() => expect(first.sink.rows).toHaveLength(18), { timeout: 10_000 })
  const second = follow(cdc, { job: job('second') })
  let written = 0
  await vi.waitFor(
    async () => {
      await insert(written, 10)
      written += 10
      expect(second.sink.rows.length).toBeGreaterThan(0)
    },
    { timeout: 20_000, interval: 200 },
  )
  second.job.stop()
  await second.ended
  await insert(written, 20)
  written += 20
  await vi.waitFor(
    () => expect(different([...first.sink.rows, ...second.sink.rows])).toBe(18 + written),
    { timeout: 20_000 },
  )
  expect(first.job.progress.restarts).toBe(0)
  first.job.stop()
  await first.ended
})

it('an older savepoint rewinds every vgroup, also when the next savepoint follows its first message', async () => {
  await insert(0, 40)
  const savepoint = join(folder, 'savepoint')
  const first = follow(power.cdc('rewound'))
  await vi.waitFor(() => expect(different(first.sink.rows)).toBe(58), { timeout: 10_000 })
  await first.job.savepoint(savepoint)
  await insert(40, 40)
  await vi.waitFor(() => expect(different(first.sink.rows)).toBe(98), { timeout: 10_000 })
  const { checkpoints } = first.job.progress
  // The group has committed all of it.
  await vi.waitFor(() => expect(first.job.progress.checkpoints).toBeGreaterThan(checkpoints + 1))
  first.job.stop()
  await first.ended

  // The rewound job is asked for another savepoint while it works on its first message, and goes no further.
  const early = join(folder, 'early')
  const rewound = (from: string, onRow: () => void) => {
    const sink = new CollectSink<Meter>()
    const env = new StreamEnvironment({ restore: { savepoint: from } })
    env
      .from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('rewound')), { uid: 'meters' })
      .map(row => {
        onRow()
        return row
      })
      .sinkTo(sink)
    const job = env.job()
    return { job, sink, ended: job.run() }
  }
  let asked: Promise<void> | null = null
  const second = rewound(savepoint, () => {
    if (asked !== null) return
    asked = second.job.savepoint(early)
    second.job.stop()
  })
  expect(await second.ended).toMatchObject({ state: 'stopped' })
  await asked
  expect(second.sink.rows.length).toBeLessThan(40)
  const third = rewound(early, () => undefined)
  await vi.waitFor(() => expect(different([...second.sink.rows, ...third.sink.rows])).toBe(40), {
    timeout: 10_000,
  })
  third.job.stop()
  await third.ended
  expect(second.sink.rows.every(row => Number(row.voltage) >= 40)).toBe(true)
})

it('a snapshot that is broken off begins again where a vgroup had not come to its end', async () => {
  await power.run('drop topic topic_meters', 'create topic topic_meters as stable power.meters')
  await insert(0, 30)
  // Rows of a topic of a whole table do not say which sub-table they are of; the two meters have the same times.
  let failures = 3
  const sink = new CollectSink<Row>()
  const env = new StreamEnvironment({
    checkpoint: { intervalMs: 1, directory: join(folder, 'snapshot') },
    restart,
  })
  env
    .from(
      new TDengineCdcSource<Row>(
        'topic_meters',
        { ...power.cdc('snapshot'), 'poll.interval_ms': '10' },
        { snapshot: true },
      ),
      { uid: 'meters' },
    )
    .mapAsync(async row => {
      if (row.voltage === 3 * failures) {
        failures -= 1
        throw new Error('again')
      }
      return row
    })
    .sinkTo(sink)
  const job = env.job()
  const ended = job.run()
  await vi.waitFor(() => expect(different(sink.rows)).toBe(39), { timeout: 20_000 })
  await insert(30, 10)
  await vi.waitFor(() => expect(different(sink.rows)).toBe(49), { timeout: 20_000 })
  job.stop()
  await ended
})

it('positions that the log does not have are told, and what it has is read', async () => {
  await insert(0, 30)
  const first = follow(power.cdc('gone'))
  await vi.waitFor(() => expect(different(first.sink.rows)).toBe(48), { timeout: 10_000 })
  first.job.stop()
  await first.ended
  // While the job is away the log keeps the last of many messages only.
  await power.run('alter database power wal_retention_size 1')
  await insert(30, 300)
  const next = follow(power.cdc('gone'))
  await vi.waitFor(() => expect(next.sink.rows.map(row => row.voltage)).toContain(329), {
    timeout: 10_000,
  })
  expect(different(next.sink.rows)).toBeLessThan(300)
  next.job.stop()
  const { metrics } = await next.ended
  expect(metrics.operators.meters?.counters.positions_lost).toBeGreaterThan(0)
  expect(next.said.join('\n')).toContain('the write-ahead log does not reach back to the position')
})
