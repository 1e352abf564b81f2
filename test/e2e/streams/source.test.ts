import { type RunningTDengine, TDengineDevServer } from '@tidewire/local/tdengine'
import { StreamEnvironment } from '@tidewire/streams'
import {
  type Row,
  type SourceRecords,
  SourceSplitSql,
  SplitType,
  TDengineSource,
  TimestampSplitInfo,
} from '@tidewire/tdengine/stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CollectSink } from './collect-sink.ts'
import { firstTableVoltage, type Meter, metersQuery, Power, totalVoltage } from './power.ts'

let server: RunningTDengine
let power: Power

beforeAll(async () => {
  server = await TDengineDevServer.start()
  power = await Power.open(server)
})

afterAll(async () => {
  await power[Symbol.asyncDispose]()
  await server.close()
})

async function read<T>(source: TDengineSource<T>, parallelism = 3): Promise<T[]> {
  const env = new StreamEnvironment({ parallelism })
  const sink = new CollectSink<T>()
  env.from(source).sinkTo(sink)
  expect((await env.execute()).state).toBe('finished')
  return sink.rows
}

function voltage(rows: readonly { readonly voltage: number | null }[]): number {
  return rows.reduce((sum, row) => sum + (row.voltage ?? 0), 0)
}

function byTime(stepMs = 3_600_000): SourceSplitSql {
  return new SourceSplitSql(metersQuery)
    .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
    .setTimestampSplitInfo(
      new TimestampSplitInfo({
        start: '2024-12-19 16:12:48.000',
        end: '2024-12-19 19:12:48.000',
        field: 'ts',
        stepMs,
      }),
    )
}

describe('a source of a query', () => {
  it('gives typed rows of a plain query, whatever the parallelism', async () => {
    const rows = await read(
      new TDengineSource<Meter>(power.source, new SourceSplitSql(metersQuery)),
    )
    expect(voltage(rows)).toBe(totalVoltage)
    expect(rows.find(row => row.tbname === 'd1001')).toEqual({
      ts: 1734628365642000000n,
      current: 9.5,
      voltage: 201,
      phase: Math.fround(0.3),
      location: 'California.SanFrancisco',
      groupid: 1,
      tbname: 'd1001',
    })
  })

  it('builds the query from its parts', async () => {
    const split = new SourceSplitSql()
      .setSelect('ts, voltage')
      .setTableName('power.meters')
      .setWhere('groupid = 1')
      .setOther('order by ts')
    const rows = await read(new TDengineSource<Meter>(power.source, split))
    expect(voltage(rows)).toBe(firstTableVoltage)
  })

  it.each([
    { step: 3_600_000, readers: 3 },
    { step: 3_600_000, readers: 1 },
    { step: 3_600_000, readers: 2 },
    { step: 1_000_000, readers: 4 },
    { step: 100_000_000, readers: 2 },
    { step: 0, readers: 2 },
  ])('splits by time in steps of $step ms for $readers readers', async ({ step, readers }) => {
    const rows = await read(new TDengineSource<Meter>(power.source, byTime(step)), readers)
    expect(voltage(rows)).toBe(totalVoltage)
  })

  it('reads a row on the edge of two windows once, and the oldest window first', async () => {
    const split = byTime().setTimestampSplitInfo(
      new TimestampSplitInfo({
        start: '2024-12-19 17:12:45.642',
        end: '2024-12-19 19:12:45.642',
        field: 'ts',
        stepMs: 60_000,
      }),
    )
    const rows = await read(new TDengineSource<Meter>(power.source, split), 1)
    expect(rows).toHaveLength(12)
    const hours = rows.map(row => Number((row.ts ?? 0n) / 3_600_000_000_000n))
    expect(hours).toEqual(hours.toSorted((a, b) => a - b))
  })

  it('reads texts of times in the zone that is given', async () => {
    const split = byTime().setTimestampSplitInfo(
      new TimestampSplitInfo({
        start: '2024-12-20 00:12:48',
        end: '2024-12-20 03:12:48',
        field: 'ts',
        stepMs: 3_600_000,
        zone: 'Asia/Shanghai',
      }),
    )
    expect(voltage(await read(new TDengineSource<Meter>(power.source, split)))).toBe(totalVoltage)
  })

  it('finds the time range itself', async () => {
    const split = byTime().setTimestampSplitInfo(
      new TimestampSplitInfo({ start: null, end: null, field: 'ts', stepMs: 3_600_000 }),
    )
    expect(voltage(await read(new TDengineSource<Meter>(power.source, split)))).toBe(totalVoltage)
  })

  it('splits by tag, with more readers than conditions', async () => {
    const split = new SourceSplitSql(metersQuery)
      .setSplitType(SplitType.SPLIT_TYPE_TAG)
      .setTagList([
        "groupid = 1 and location = 'California.SanFrancisco'",
        "groupid = 2 and location = 'Alabama.Montgomery'",
      ])
    expect(voltage(await read(new TDengineSource<Meter>(power.source, split)))).toBe(totalVoltage)
  })

  it('finds the values of a tag itself', async () => {
    const split = new SourceSplitSql(metersQuery)
      .setSplitType(SplitType.SPLIT_TYPE_TAG)
      .setDiscoverTag('location')
    expect(voltage(await read(new TDengineSource<Meter>(power.source, split)))).toBe(totalVoltage)
  })

  it('refuses conditions that hold for the same rows', async () => {
    const split = new SourceSplitSql(metersQuery)
      .setSplitType(SplitType.SPLIT_TYPE_TAG)
      .setTagList(['groupid = 1', 'groupid >= 1'])
    await expect(read(new TDengineSource(power.source, split))).rejects.toThrow(
      /0xa000.*condition 1 of tagList \(groupid = 1\) and a later one hold for the same rows/,
    )
  })

  it.each([1, 2, 3])('splits by table for %i readers, and drops none', async readers => {
    const split = new SourceSplitSql()
      .setSplitType(SplitType.SPLIT_TYPE_TABLE)
      .setSelect('ts, voltage')
      .setTableList(['power.d1001', 'power.d1002'])
      .setOther('order by ts limit 100')
    const rows = await read(new TDengineSource<Meter>(power.source, split), readers)
    expect(voltage(rows)).toBe(totalVoltage)
  })

  it('finds the sub-tables of a super table itself', async () => {
    const split = new SourceSplitSql()
      .setSplitType(SplitType.SPLIT_TYPE_TABLE)
      .setSelect('ts, voltage')
      .setDiscoverTablesOf('power.meters')
    expect(voltage(await read(new TDengineSource<Meter>(power.source, split)))).toBe(totalVoltage)
  })

  it('finds no sub-tables of a super table that has none', async () => {
    const split = new SourceSplitSql()
      .setSplitType(SplitType.SPLIT_TYPE_TABLE)
      .setSelect('ts, voltage')
      .setDiscoverTablesOf('power_sink.sink_meters')
    await expect(read(new TDengineSource(power.source, split))).rejects.toThrow(
      /0xa012.*power_sink\.sink_meters has no sub-tables/,
    )
  })

  it('gives lists of rows in batch mode', async () => {
    const properties = { ...power.source, 'td.batch.mode': 'true', 'batch.size': '4' }
    const lists = await read(
      new TDengineSource<SourceRecords<Meter>>(properties, new SourceSplitSql(metersQuery)),
    )
    expect(Math.max(...lists.map(list => list.length))).toBe(4)
    expect(voltage(lists.flat())).toBe(totalVoltage)
  })

  it("makes elements with the user's function", async () => {
    const source = new TDengineSource<{ table: string; voltage: number }>(power.source, byTime(), {
      deserializer: ({ columns, values }) => {
        const at = (name: string): unknown => values[columns.findIndex(c => c.name === name)]
        return { table: String(at('tbname')), voltage: Number(at('voltage')) }
      },
    })
    const rows = await read(source)
    expect(rows).toContainEqual({ table: 'd1002', voltage: 206 })
    expect(voltage(rows)).toBe(totalVoltage)
  })

  it.each(['us', 'ns'])('cuts times in the precision of a %s database', async precision => {
    await using other = await TDengineDevServer.start()
    await using data = await Power.open(other, precision)
    const rows = await read(new TDengineSource<Meter>(data.source, byTime()))
    expect(voltage(rows)).toBe(totalVoltage)
    expect(rows.map(row => row.ts)).toContain(1734628365642001000n)
  })
})

describe('a source that is described wrongly says so before it starts', () => {
  const cases: readonly [string, SourceSplitSql, RegExp][] = [
    ['no query', new SourceSplitSql(), /0x2357/],
    [
      'no time range',
      new SourceSplitSql(metersQuery).setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP),
      /needs timestampSplitInfo/,
    ],
    [
      'an end before the start',
      byTime().setTimestampSplitInfo({ field: 'ts', start: 2n, end: 1n, step: 1n }),
      /the end of the time range is not behind its start/,
    ],
    [
      'a column that is not there',
      byTime().setTimestampSplitInfo({ field: 'when', start: 1n, end: 2n, step: 1n }),
      /no column when/,
    ],
    [
      'no conditions',
      new SourceSplitSql(metersQuery).setSplitType(SplitType.SPLIT_TYPE_TAG),
      /needs tagList/,
    ],
    [
      'no tables',
      new SourceSplitSql().setSelect('*').setSplitType(SplitType.SPLIT_TYPE_TABLE),
      /needs tableList/,
    ],
    [
      'a table that is not there',
      new SourceSplitSql('select * from power.nothing'),
      /Table does not exist/,
    ],
  ]

  it.each(cases)('%s', async (_, split, message) => {
    await expect(read(new TDengineSource<Row>(power.source, split))).rejects.toThrow(message)
  })

  it.each([
    [{}, /0x2312/],
    [
      { url: 'jdbc:TAOS-WS://localhost', 'batch.size': 'many' },
      /batch.size.*many is no whole number/,
    ],
    [{ url: 'jdbc:TAOS-WS://localhost', 'td.bach.mode': 'true' }, /did you mean td.batch.mode/],
    [
      { url: 'jdbc:TAOS-WS://localhost', 'value.deserializer': 'com.example.Bean' },
      /0xa013.*names a class/,
    ],
  ])('properties %j', (properties, message) => {
    const { url = undefined, ...rest } = properties as Record<string, string>
    expect(
      () =>
        new TDengineSource(
          url === undefined ? rest : { url, ...rest },
          new SourceSplitSql(metersQuery),
        ),
    ).toThrow(message)
  })

  it('never shows the password', () => {
    try {
      new TDengineSource(
        { url: 'jdbc:TAOS-WS://local host/?user=u&password=secretword' },
        new SourceSplitSql(metersQuery),
      )
      expect.unreachable()
    } catch (error) {
      expect(String(error)).not.toContain('secretword')
    }
  })
})
