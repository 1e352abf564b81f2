import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StreamEnvironment } from '@tidewire/streams'
import {
  type CdcChange,
  type ConsumerRecords,
  type SinkRow,
  type SourceRecords,
  SourceSplitSql,
  SplitType,
  TDengineCdcSource,
  TDengineSink,
  TDengineSource,
  TimestampSplitInfo,
} from '@tidewire/tdengine/stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CollectSink } from './collect-sink.ts'
import {
  firstTableVoltage,
  GivenPower,
  type Meter,
  meterFields,
  metersQuery,
  type Power,
  totalVoltage,
} from './power.ts'

let given: GivenPower
let power: Power
let folder = ''

beforeEach(async () => {
  given = await GivenPower.open()
  ;({ power, folder } = given)
})

afterEach(() => given[Symbol.asyncDispose]())

/** A function that fails once, at its tenth row. */
function failingOnce<T>(): (row: T) => Promise<T> {
  let rows = 0
  return async row => {
    rows += 1
    if (rows === 10) {
      await delay(20)
      throw new Error('the tenth row')
    }
    return row
  }
}

describe('from TDengine to TDengine', () => {
  it('a failing map is restarted from a checkpoint, and the sums are exact', async () => {
    const env = new StreamEnvironment({
      checkpoint: { intervalMs: 5, directory: folder },
      restart: { kind: 'fixed-delay', attempts: 3, delayMs: 10 },
    })
    const split = new SourceSplitSql(metersQuery)
      .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
      .setTimestampSplitInfo(
        new TimestampSplitInfo({
          start: '2024-12-19 16:12:48',
          end: '2024-12-19 19:12:48',
          field: 'ts',
          stepMs: 3_600_000,
        }),
      )
    env
      .from(new TDengineSource<Meter>({ ...power.source, 'batch.size': '1' }, split))
      .mapAsync(failingOnce())
      .sinkTo(new TDengineSink(power.sink, meterFields))
    expect(await env.execute()).toMatchObject({ state: 'finished', restarts: 1 })
    expect(await power.sinkSum).toBe(totalVoltage)
    const { rows } = await power.client.query(
      'select * from power_sink.sink_meters order by ts, groupid',
    )
    const source = await power.client.query('select * from power.meters order by ts, groupid')
    expect(rows).toEqual(source.rows)
  })

  it('writes a normal table', async () => {
    const env = new StreamEnvironment({ parallelism: 3 })
    const split = new SourceSplitSql(
      'select ts, `current`, voltage, phase from power.meters where groupid = 1',
    )
    const { super_table_name: _, ...sink } = power.sink
    env
      .from(new TDengineSource<Meter>(power.source, split))
      .sinkTo(
        new TDengineSink({ ...sink, table_name: 'sink_normal' }, [
          'ts',
          'current',
          'voltage',
          'phase',
        ]),
      )
    await env.execute()
    expect(await power.number('select sum(voltage) from power_sink.sink_normal')).toBe(
      firstTableVoltage,
    )
  })

  it('writes lists of rows of batch mode', async () => {
    const env = new StreamEnvironment()
    const batches = { 'td.batch.mode': 'true' }
    env
      .from(
        new TDengineSource<SourceRecords<Meter>>(
          { ...power.source, ...batches },
          new SourceSplitSql(metersQuery),
        ),
      )
      .sinkTo(
        new TDengineSink<SourceRecords<Meter>>(
          { ...power.sink, ...batches, 'td.source.type': 'tdengine_source' },
          meterFields,
        ),
      )
    await env.execute()
    expect(await power.sinkSum).toBe(totalVoltage)
  })
})

describe('from a subscription', () => {
  /** Runs a job until something holds, then stops it in good order. */
  async function runUntil(
    env: StreamEnvironment,
    until: () => Promise<void> | void,
  ): Promise<void> {
    const stop = new AbortController()
    const running = env.execute(stop.signal)
    try {
      await Promise.race([vi.waitFor(until, { timeout: 15_000, interval: 20 }), running])
    } finally {
      stop.abort()
    }
    expect(await running).toMatchObject({ state: 'stopped' })
  }

  it('three consumers read every row exactly once', async () => {
    const sink = new CollectSink<Meter>()
    const env = new StreamEnvironment({ parallelism: 3 })
    env.from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('g1'))).sinkTo(sink)
    await runUntil(env, () => expect(sink.rows).toHaveLength(18))
    expect(sink.rows.reduce((sum, row) => sum + (row.voltage ?? 0), 0)).toBe(totalVoltage)
  })

  it('goes on where its group has committed, without a folder of checkpoints', async () => {
    const seen: CollectSink<Meter>[] = []
    for (const extra of [0, 1]) {
      if (extra === 1) {
        await power.run("insert into power.d1001 values ('2024-12-20T00:00:00Z', 1, 1000, 1)")
      }
      const sink = new CollectSink<Meter>()
      seen.push(sink)
      const env = new StreamEnvironment()
      env.from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('g2'))).sinkTo(sink)
      await runUntil(env, () =>
        expect(sink.rows.length).toBeGreaterThanOrEqual(extra === 0 ? 18 : 1),
      )
    }
    expect(seen[1]?.rows.map(row => row.voltage)).toEqual([1000])
  })

  it('rewinds to an older savepoint, although its group is further', async () => {
    const job = (restore: string | null, sink: CollectSink<Meter>) => {
      const env = new StreamEnvironment(restore === null ? {} : { restore: { savepoint: restore } })
      env
        .from(new TDengineCdcSource<Meter>('topic_meters', power.cdc('g3')), { uid: 'meters' })
        .sinkTo(sink)
      return env
    }
    const first = new CollectSink<Meter>()
    const savepoint = join(folder, 'savepoint')
    const running = job(null, first).job()
    const end = running.run()
    await vi.waitFor(() => expect(first.rows).toHaveLength(18))
    await running.savepoint(savepoint)
    await power.run("insert into power.d1001 values ('2024-12-20T00:00:00Z', 1, 1000, 1)")
    await vi.waitFor(() => expect(first.rows).toHaveLength(19))
    running.stop()
    await end

    const again = new CollectSink<Meter>()
    await runUntil(job(savepoint, again), () => expect(again.rows.length).toBeGreaterThan(0))
    expect(again.rows.map(row => row.voltage)).toEqual([1000])
  })

  it('writes whole messages, and applies their deletes', async () => {
    await power.run('create topic topic_all with meta as stable power.meters')
    const env = new StreamEnvironment({ parallelism: 2 })
    const cdc = { ...power.cdc('g4'), 'td.batch.mode': 'true' }
    const { super_table_name: table = '' } = power.sink
    env.from(new TDengineCdcSource<ConsumerRecords>('topic_meters', cdc)).sinkTo(
      new TDengineSink<ConsumerRecords>(
        {
          ...power.sink,
          'td.batch.mode': 'true',
          'td.source.type': 'tdengine_cdc',
          'sink.deletes': 'apply',
          super_table_name: table,
        },
        meterFields,
      ),
    )
    await runUntil(env, async () => expect(await power.sinkSum).toBe(totalVoltage))
    const deletes = new StreamEnvironment()
    const changes: CdcChange<Meter>[] = []
    deletes
      .from(
        new TDengineCdcSource<CdcChange<Meter>>('topic_all', power.cdc('g5'), {
          elements: 'changes',
        }),
      )
      .filter(change => {
        changes.push(change)
        return change.kind === 'delete'
      })
      .sinkTo(new TDengineSink<CdcChange>({ ...power.sink, 'sink.deletes': 'apply' }, meterFields))
    await power.run("delete from power.d1001 where ts = '2024-12-19T17:12:45.642Z'")
    await runUntil(deletes, async () => expect(await power.sinkSum).toBe(totalVoltage - 201))
    expect(changes.filter(change => change.kind === 'insert')).toHaveLength(18)
  })

  it('refuses a delete that it was not told about, and never writes it as a row', async () => {
    await power.run(
      'create topic topic_all with meta as stable power.meters',
      "delete from power.d1001 where ts = '2024-12-19T17:12:45.642Z'",
    )
    const env = new StreamEnvironment()
    env
      .from(new TDengineCdcSource<CdcChange>('topic_all', power.cdc('g6'), { elements: 'changes' }))
      .filter(change => change.kind === 'delete')
      .sinkTo(new TDengineSink<CdcChange>(power.sink, meterFields))
    await expect(env.execute()).rejects.toMatchObject({ code: 'TDENGINE_STREAM_DELETE' })
  })

  it.each([
    [{ 'group.id': '' }, /0xa001/],
    [{ 'group.id': 'g'.repeat(193) }, /0xa001/],
    [{ 'session.timeout.ms': '5999' }, /session.timeout.ms.*6000 to 1800000/],
    [{ 'max.poll.interval.ms': '999' }, /max.poll.interval.ms/],
    [{ 'auto.offset.reset': 'early' }, /early is none of earliest, latest, none/],
    [{ 'poll.interval_mas': '5' }, /did you mean poll.interval_ms/],
  ])('refuses %j', (wrong, message) => {
    expect(() => new TDengineCdcSource('topic_meters', { ...power.cdc('g'), ...wrong })).toThrow(
      message,
    )
  })

  it('refuses a topic that is not there', async () => {
    const env = new StreamEnvironment()
    env.from(new TDengineCdcSource('topic_nothing', power.cdc('g7'))).sinkTo(new CollectSink())
    await expect(env.execute()).rejects.toMatchObject({ code: 'TDENGINE_STREAM_TOPIC' })
  })
})

describe('a sink', () => {
  async function write<T>(rows: readonly T[], sink: TDengineSink<T>): Promise<void> {
    const env = new StreamEnvironment({
      restart: { kind: 'none' },
    })
    env.fromElements(rows).sinkTo(sink)
    await env.execute()
  }

  it('makes sub-tables from JSON lines, over a restart', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => JSON.stringify({ vin: i % 10, n: i }))
    const env = new StreamEnvironment({
      restart: { kind: 'fixed-delay', attempts: 3, delayMs: 10 },
    })
    env
      .fromElements(lines)
      .mapAsync(failingOnce<string>())
      .map(line => {
        const { vin, n } = JSON.parse(line) as { vin: number; n: number }
        return [
          1_734_628_365_000_000_000n + BigInt(n) * 1_000_000_000n,
          n / 2,
          300 + vin,
          0.5,
          `location_${vin}`,
          vin,
          `d0${vin}`,
        ]
      })
      .sinkTo(new TDengineSink<readonly unknown[]>(power.sink, meterFields))
    await env.execute()
    expect(await power.sinkSum).toBe(6090)
    const { rows } = await power.client.query(
      "select count(*) from information_schema.ins_tables where db_name = 'power_sink' and stable_name = 'sink_meters'",
    )
    expect(rows[0]?.[0]).toBe(10n)
  })

  it('makes rows with the function of the user, and leaves out what it gives none for', async () => {
    interface Bean {
      readonly voltage: number
    }
    const beans: Bean[] = Array.from({ length: 10 }, (_, i) => ({ voltage: 300 + i }))
    const row = ({ voltage }: Bean): SinkRow => ({
      ts: new Date(1_734_628_365_000 + voltage),
      current: 1,
      voltage,
      phase: 0,
      location: 'it\'s \\ "quoted" 温度',
      groupid: 1,
      tbname: 'd_bean',
    })
    await write(
      [...beans, { voltage: -1 }],
      new TDengineSink<Bean>(power.sink, meterFields, {
        serializer: bean => (bean.voltage < 0 ? [] : [row(bean)]),
      }),
    )
    expect(await power.sinkSum).toBe(3045)
    const { rows } = await power.client.query(
      'select distinct location from power_sink.sink_meters',
    )
    expect(rows).toEqual([['it\'s \\ "quoted" 温度']])
  })

  it('writes a column whose name has capital letters', async () => {
    await power.run('alter stable power_sink.sink_meters add column `Aateat` int')
    await write(
      [[1_734_628_365_000_000_000n, 7, 'x', 1, 'd1']],
      new TDengineSink<readonly unknown[]>(power.sink, [
        'ts',
        '`Aateat`',
        'location',
        'groupid',
        'tbname',
      ]),
    )
    expect(await power.number('select sum(`Aateat`) from power_sink.sink_meters')).toBe(7)
  })

  it.each([
    [{ voltage: 'many' }, /0x2303.*row 1: voltage \(INT\): many is no integer/],
    [{ voltage: 3_000_000_000 }, /0x2303.*out of the range of INT/],
    [{ tbname: null }, /0x2303.*tbname/],
    [{ ts: null }, /0x2303.*ts.*needs a time/],
  ])('refuses the row %j and names row, field and type', async (wrong, message) => {
    const row = {
      ts: 1n,
      current: 1,
      voltage: 1,
      phase: 1,
      location: 'x',
      groupid: 1,
      tbname: 'd1',
    }
    await expect(
      write([{ ...row, ...wrong }], new TDengineSink<SinkRow>(power.sink, meterFields)),
    ).rejects.toThrow(message)
  })

  it('refuses a list with too few values and says how many there are', async () => {
    await expect(
      write([[1n, 2]], new TDengineSink<readonly unknown[]>(power.sink, meterFields)),
    ).rejects.toThrow(/0x2303.*2 values for 7 fields/)
  })

  it.each([
    [{ dbname: '' }, meterFields, /0xa010/],
    [{ super_table_name: '' }, meterFields, /0xa011/],
    [{ 'value.deserializer': '' }, meterFields, /0xa013/],
    [{ url: '' }, meterFields, /0x2312/],
    [{}, [], /0xa014/],
    [{}, ['ts', '`'], /0xa014/],
  ])('properties %j with fields %j', (wrong, fields, message) => {
    expect(() => new TDengineSink({ ...power.sink, ...wrong }, fields)).toThrow(message)
  })

  it.each([
    [{ dbname: 'nothing' }, meterFields, /0xa010.*no database nothing/],
    [{ super_table_name: 'nothing' }, meterFields, /0xa011/],
    [{}, [...meterFields, 'groupId'], /0xa014.*the letter case matters: groupid/],
    [{}, ['ts', 'voltage'], /0xa014.*tbname is not listed/],
  ])('tables that do not fit: %j with fields %j', async (wrong, fields, message) => {
    await expect(
      write([{}], new TDengineSink<SinkRow>({ ...power.sink, ...wrong }, fields)),
    ).rejects.toThrow(message)
  })
})
