import { StreamEnvironment } from '@tidewire/streams'
import {
  type SinkRow,
  SourceSplitSql,
  TDengineCdcSource,
  TDengineSink,
  TDengineSource,
} from '@tidewire/tdengine/stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CollectSink } from './collect-sink.ts'
import {
  GivenPower,
  type Meter,
  meterFields,
  metersQuery,
  type Power,
  totalVoltage,
} from './power.ts'

// What the tests of TDengine's Flink connector check, where no other test here does, with their sums.

let given: GivenPower
let power: Power
let folder = ''

beforeEach(async () => {
  given = await GivenPower.open()
  ;({ power, folder } = given)
})

afterEach(() => given[Symbol.asyncDispose]())

/** Ten readings, 301 to 310 V. */
const ten = Array.from({ length: 10 }, (_, i) => ({
  ts: 1_734_628_365_000_000_000n + BigInt(i) * 1_000_000_000n,
  current: 1.5,
  voltage: 301 + i,
  phase: 0.25,
}))
const tenVoltage = 3055

async function write<T>(elements: readonly T[], sink: TDengineSink<T>): Promise<void> {
  const env = new StreamEnvironment()
  env.fromElements(elements).sinkTo(sink)
  await env.execute()
}

it('ten rows with a column of capital letters in back-quotes', async () => {
  await power.run('alter stable power_sink.sink_meters add column `Aateat` int')
  await write<readonly unknown[]>(
    ten.map(row => [row.ts, row.current, row.voltage, row.phase, row.voltage, 'x', 1, 'd1']),
    new TDengineSink(power.sink, [
      ...['ts', 'current', 'voltage', 'phase', '`Aateat`', 'location', 'groupid', 'tbname'],
    ]),
  )
  expect(await power.sinkSum).toBe(tenVoltage)
  expect(await power.number('select sum(`Aateat`) from power_sink.sink_meters')).toBe(tenVoltage)
})

it.each(['3.3.5.0', '100.100.100.100'])(
  'ten rows into a normal table, stmt2.version %s',
  async version => {
    const { super_table_name: _, ...properties } = power.sink
    const sink = { ...properties, table_name: 'sink_normal', 'stmt2.version': version }
    await write<SinkRow>(ten, new TDengineSink(sink, ['ts', 'current', 'voltage', 'phase']))
    expect(await power.number('select sum(voltage) from power_sink.sink_normal')).toBe(tenVoltage)
  },
)

it("ten elements of the user's own type", async () => {
  class Bean {
    readonly reading: (typeof ten)[number]
    constructor(reading: (typeof ten)[number]) {
      this.reading = reading
    }
  }
  const serializer = ({ reading }: Bean): readonly SinkRow[] => [
    { ...reading, location: 'x', groupid: 1, tbname: 'd_bean' },
  ]
  await write(
    ten.map(reading => new Bean(reading)),
    new TDengineSink<Bean>(power.sink, meterFields, { serializer }),
  )
  expect(await power.sinkSum).toBe(tenVoltage)
})

it("a subscription with elements of the user's own type goes into a sink with the user's function", async () => {
  interface Bean {
    readonly table: string
    readonly values: readonly unknown[]
  }
  const stop = new AbortController()
  const env = new StreamEnvironment()
  env
    .from(
      new TDengineCdcSource<Bean>('topic_meters', power.cdc('beans'), {
        deserializer: ({ columns, values }): Bean => ({
          table: String(values[columns.findIndex(({ name }) => name === 'tbname')]),
          values,
        }),
      }),
    )
    .sinkTo(
      new TDengineSink<Bean>(power.sink, meterFields, {
        serializer: ({ table, values }) => [[...values.slice(0, 6), table]],
      }),
    )
  const running = env.execute(stop.signal)
  await vi.waitFor(async () => expect(await power.sinkSum).toBe(totalVoltage), { timeout: 10_000 })
  stop.abort()
  await running
})

it('three consumers with automatic commits read every row once in an undisturbed run', async () => {
  const stop = new AbortController()
  const sink = new CollectSink<Meter>()
  const env = new StreamEnvironment({
    parallelism: 3,
    checkpoint: { intervalMs: 100, directory: folder },
  })
  env
    .from(
      new TDengineCdcSource<Meter>('topic_meters', {
        ...power.cdc('group_1'),
        'enable.auto.commit': 'true',
        'auto.commit.interval.ms': '50',
      }),
    )
    .sinkTo(sink)
  const running = env.execute(stop.signal)
  await vi.waitFor(() => expect(sink.rows).toHaveLength(18), { timeout: 10_000 })
  stop.abort()
  await running
  expect(sink.rows.reduce((sum, row) => sum + (row.voltage ?? 0), 0)).toBe(totalVoltage)
})

it('a subscription that is stopped in the middle goes on in the next run; the sums are exact', async () => {
  const run = async (stopAt: number, until: () => Promise<void>): Promise<void> => {
    const stop = new AbortController()
    const env = new StreamEnvironment({ checkpoint: { intervalMs: 20, directory: folder } })
    let rows = 0
    env
      .from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('resumed')), { uid: 'meters' })
      .map(row => {
        rows += 1
        if (rows === stopAt) stop.abort()
        return row
      })
      .sinkTo(new TDengineSink<Meter>(power.sink, meterFields))
    const running = env.execute(stop.signal)
    if (stopAt === 0) {
      await vi.waitFor(until, { timeout: 10_000 })
      stop.abort()
    }
    expect(await running).toMatchObject({ state: 'stopped' })
  }
  await run(5, async () => undefined)
  await run(0, async () => expect(await power.sinkSum).toBe(totalVoltage))
})

it.each([
  ['voltage', null],
  ['`voltage`', null],
  ['`voltage', null],
  ['voltage`', /no column voltage`/],
  ['``', /no column/],
  ['`', /0xa014/],
])('the field %s', async (field, refused) => {
  const { super_table_name: _, ...properties } = power.sink
  const sink = { ...properties, table_name: 'sink_normal' }
  const writing = (async () =>
    await write<SinkRow>([[ten[0]?.ts, 7]], new TDengineSink<SinkRow>(sink, ['ts', field])))()
  if (refused === null) {
    await writing
    expect(await power.number('select sum(voltage) from power_sink.sink_normal')).toBe(7)
  } else await expect(writing).rejects.toThrow(refused)
})

it('times do not depend on the zone of the machine', async () => {
  const before = process.env.TZ
  process.env.TZ = 'Asia/Shanghai'
  try {
    expect(new Date(0).getHours()).toBe(8)
    const env = new StreamEnvironment()
    const seen = new CollectSink<Meter>()
    const rows = env.from(new TDengineSource<Meter>(power.source, new SourceSplitSql(metersQuery)))
    rows.sinkTo(seen)
    rows.sinkTo(new TDengineSink<Meter>(power.sink, meterFields))
    await env.execute()
    await write<SinkRow>(
      [
        {
          ts: new Date('2024-12-20T00:00:00Z'),
          voltage: 1,
          location: 'x',
          groupid: 1,
          tbname: 'd',
        },
      ],
      new TDengineSink<SinkRow>(power.sink, ['ts', 'voltage', 'location', 'groupid', 'tbname']),
    )
    const first = seen.rows.map(row => row.ts ?? 0n).sort()[0]
    expect(first).toBe(BigInt(Date.parse('2024-12-19T17:12:45.642Z')) * 1_000_000n)
    const { rows: stored } = await power.client.query(
      'select min(ts), max(ts) from power_sink.sink_meters',
    )
    expect(stored).toEqual([
      [BigInt(Date.parse('2024-12-19T17:12:45.642Z')), BigInt(Date.parse('2024-12-20T00:00:00Z'))],
    ])
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
})

it('a version with letters in it is no reason to fail', () => {
  expect(
    () => new TDengineSink({ ...power.sink, 'stmt2.version': '3.3.5.0-beta' }, meterFields),
  ).not.toThrow()
})
