import { join } from 'node:path'
import type { Logger } from '@tidewire/core'
import type { RunningTDengine } from '@tidewire/local/tdengine'
import { StreamEnvironment } from '@tidewire/streams'
import {
  SourceSplitSql,
  SplitType,
  TDengineCdcSource,
  TDengineSink,
  TDengineSource,
} from '@tidewire/tdengine/stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CollectSink } from './collect-sink.ts'
import {
  GivenPower,
  type Meter,
  meterFields,
  metersQuery,
  type Power,
  totalVoltage,
} from './power.ts'

let given: GivenPower
let server: RunningTDengine
let power: Power
let folder = ''

beforeEach(async () => {
  given = await GivenPower.open()
  ;({ server, power, folder } = given)
})

afterEach(() => given[Symbol.asyncDispose]())

/** A logger that keeps what is said. */
function listener(): { readonly log: Logger; readonly said: string[] } {
  const said: string[] = []
  const say = (message: string, fields?: object): void => {
    said.push(`${message} ${JSON.stringify(fields ?? {})}`)
  }
  return { log: { debug: say, info: say, warn: say, error: say }, said }
}

const row = (second: number, voltage: number): unknown[] => [
  1_734_628_365_000_000_000n + BigInt(second) * 1_000_000_000n,
  1,
  voltage,
  1,
  'x',
  1,
  'd1',
]

describe('rows that wait for their batch', () => {
  /** A job that never ends by itself: ten rows of a topic, into batches that never get full. */
  function copying(more: Record<string, string>, options = {}): StreamEnvironment {
    const env = new StreamEnvironment(options)
    env
      .from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('waiting')))
      .sinkTo(
        new TDengineSink<Meter>({ ...power.sink, 'batch.size': '100000', ...more }, meterFields),
      )
    return env
  }

  it('are written after the interval, without checkpoints', async () => {
    const stop = new AbortController()
    const running = copying({ 'sink.buffer-flush.interval.ms': '50' }).execute(stop.signal)
    await vi.waitFor(async () => expect(await power.sinkSum).toBe(totalVoltage), {
      timeout: 10_000,
    })
    stop.abort()
    await running
  })

  it('are written at a checkpoint, and when the job is stopped', async () => {
    const never = { 'sink.buffer-flush.interval.ms': '0' }
    const stop = new AbortController()
    const env = copying(never, { checkpoint: { intervalMs: 50, directory: folder } })
    const running = env.execute(stop.signal)
    await vi.waitFor(async () => expect(await power.sinkSum).toBe(totalVoltage), {
      timeout: 10_000,
    })
    stop.abort()
    await running

    await power.run('delete from power_sink.sink_meters')
    const stopAgain = new AbortController()
    const again = new StreamEnvironment()
    const seen = new CollectSink<Meter>()
    const rows = again.from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('again')))
    rows.sinkTo(seen)
    rows.sinkTo(
      new TDengineSink<Meter>({ ...power.sink, 'batch.size': '100000', ...never }, meterFields),
    )
    const runningAgain = again.execute(stopAgain.signal)
    await vi.waitFor(() => expect(seen.rows).toHaveLength(18), { timeout: 10_000 })
    expect(await power.sinkSum).toBe(0)
    stopAgain.abort()
    await runningAgain
    expect(await power.sinkSum).toBe(totalVoltage)
  })

  it('are tried again while the server is away', async () => {
    server.faults.add({ on: 'stmt2_exec', count: 2, action: { kind: 'drop' } })
    const env = new StreamEnvironment()
    env
      .fromElements([row(1, 300)])
      .sinkTo(new TDengineSink<readonly unknown[]>(power.sink, meterFields))
    const { metrics } = await env.execute()
    expect(await power.sinkSum).toBe(300)
    expect(metrics.operators['sink-1']?.counters.write_retries).toBe(2)
  })
})

describe('a write by the timer that fails for good', () => {
  it('fails the job at once, although no row comes that would tell, and the rows arrive', async () => {
    const stop = new AbortController()
    const env = new StreamEnvironment({
      restart: { kind: 'fixed-delay', attempts: 9, delayMs: 10 },
    })
    env.from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('timer'))).sinkTo(
      new TDengineSink<Meter>(
        {
          ...power.sink,
          'batch.size': '100000',
          'sink.buffer-flush.interval.ms': '50',
          'sink.max-retries': '0',
        },
        meterFields,
      ),
    )
    server.faults.add({ on: 'stmt2_exec', count: 1, action: { kind: 'drop' } })
    const running = env.execute(stop.signal)
    await vi.waitFor(async () => expect(await power.sinkSum).toBe(totalVoltage), {
      timeout: 15_000,
    })
    stop.abort()
    expect(await running).toMatchObject({ state: 'stopped', restarts: 1 })
  })
})

describe('what a job says', () => {
  it('fields of rows that are not written, once', async () => {
    const { log, said } = listener()
    const env = new StreamEnvironment({ log })
    env
      .fromElements(
        [1, 2].map(second => ({
          ts: new Date(1_734_628_365_000 + second),
          tbname: 'd1',
          voltge: 1,
        })),
      )
      .sinkTo(new TDengineSink<Readonly<Record<string, unknown>>>(power.sink))
    await env.execute()
    expect(said.filter(line => line.includes('fields that are not written'))).toEqual([
      expect.stringContaining('"fields":"voltge"'),
    ])
  })

  it('rows that no condition takes are reported', async () => {
    const { log, said } = listener()
    const env = new StreamEnvironment({ log })
    const seen = new CollectSink<Meter>()
    env
      .from(
        new TDengineSource<Meter>(
          power.source,
          new SourceSplitSql(metersQuery)
            .setSplitType(SplitType.SPLIT_TYPE_TAG)
            .setTagList(['groupid = 1']),
        ),
      )
      .sinkTo(seen)
    await env.execute()
    expect(seen.rows).toHaveLength(9)
    expect(said.join('\n')).toContain('some rows are read by no split')
  })

  it('never the password, and properties of the program stay as they are', async () => {
    const { log, said } = listener()
    const properties = { ...power.cdc('quiet'), 'td.batch.mode': 'true' }
    const before = { ...properties }
    const env = new StreamEnvironment({ log, parallelism: 7 })
    const stop = new AbortController()
    const seen = new CollectSink()
    env.from(new TDengineCdcSource('topic_meters', properties)).sinkTo(seen)
    env
      .from(new TDengineSource<Meter>(power.source, new SourceSplitSql(metersQuery)))
      .sinkTo(new TDengineSink<Meter>(power.sink, meterFields))
    const running = env.execute(stop.signal)
    await vi.waitFor(() => expect(seen.rows.length).toBeGreaterThan(0), { timeout: 10_000 })
    stop.abort()
    await running
    expect(properties).toEqual(before)
    expect(said.join('\n')).toContain('more readers than vgroups')
    expect(said.join('\n')).not.toContain('taosdata')
  })
})

describe('several jobs in one group', () => {
  it('share the vgroups; together they read every row', async () => {
    for (let device = 0; device < 20; device += 1) {
      await power.run(
        `insert into power.extra${device} using power.meters tags ('x', 9) values (1734700000000, 1, 1, 1)`,
      )
    }
    const stop = new AbortController()
    const sinks = [new CollectSink<Meter>(), new CollectSink<Meter>()]
    const running = sinks.map((sink, i) => {
      const env = new StreamEnvironment({
        name: `part-${i}`,
        checkpoint: { intervalMs: 50, directory: join(folder, String(i)) },
      })
      env.from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('shared'))).sinkTo(sink)
      return env.execute(stop.signal)
    })
    const tables = (): Set<unknown> =>
      new Set(sinks.flatMap(sink => sink.rows.map(one => `${one.tbname} ${one.ts}`)))
    await vi.waitFor(() => expect(tables().size).toBe(38), { timeout: 15_000 })
    // Rows that come when both are there go to one of them.
    for (const sink of sinks) sink.rows.length = 0
    await vi.waitFor(
      async () => {
        for (let device = 0; device < 20; device += 1) {
          await power.run(`insert into power.extra${device} values (now, 1, 1, 1)`)
        }
        for (const sink of sinks) expect(sink.rows.length).toBeGreaterThan(0)
      },
      { timeout: 15_000, interval: 500 },
    )
    stop.abort()
    await Promise.all(running)
  })
})
