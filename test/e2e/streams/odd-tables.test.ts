import { type RunningTDengine, TDengineDevServer } from '@tidewire/local/tdengine'
import { StreamEnvironment } from '@tidewire/streams'
import {
  type Row,
  type SinkRow,
  SourceSplitSql,
  SplitType,
  TDengineSink,
  TDengineSource,
  TimestampSplitInfo,
} from '@tidewire/tdengine/stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CollectSink } from './collect-sink.ts'
import { Power } from './power.ts'

let server: RunningTDengine
let power: Power

const start = 1_734_624_000_000

beforeAll(async () => {
  server = await TDengineDevServer.start()
  power = await Power.open(server)
  await power.run(
    "create database odd vgroups 2 precision 'ms'",
    'create stable odd.`St ä"` (ts timestamp, `at` timestamp, `Väl ue` int) tags (`g"g` binary(20), n int)',
    `insert into odd.\`t 'one'\` using odd.\`St ä"\` tags ('it''s "x"', 1) values (${start}, ${start + 5}, 1)(${start + 1}, null, 2)(${start + 2}, ${start + 5}, 3)`,
    `insert into odd.\`Ünï\` using odd.\`St ä"\` tags ('\\\\', 2) values (${start}, null, 4)(${start + 1}, ${start + 3}, 5)`,
    'create table odd.empty (ts timestamp, v int)',
    'create stable odd.bare (ts timestamp, v int) tags (g int)',
  )
})

afterAll(async () => {
  await power[Symbol.asyncDispose]()
  await server.close()
})

async function read(split: SourceSplitSql, parallelism = 2): Promise<Row[]> {
  const env = new StreamEnvironment({ parallelism })
  const sink = new CollectSink<Row>()
  env.from(new TDengineSource<Row>(power.source, split)).sinkTo(sink)
  await env.execute()
  return sink.rows
}

const values = (rows: readonly Row[]): unknown[] => rows.map(row => row['Väl ue']).sort()
const query = 'select ts, `at`, `Väl ue`, `g"g`, n from odd.`St ä"`'

describe('tables with odd names and contents', () => {
  it('are found and read by their names', async () => {
    const split = new SourceSplitSql()
      .setSplitType(SplitType.SPLIT_TYPE_TABLE)
      .setSelect('ts, `Väl ue`')
      .setDiscoverTablesOf('`odd`.`St ä"`')
    expect(values(await read(split))).toEqual([1, 2, 3, 4, 5])
  })

  it('are split by values of tags with quotes and backslashes', async () => {
    const split = new SourceSplitSql(query)
      .setSplitType(SplitType.SPLIT_TYPE_TAG)
      .setDiscoverTag('g"g')
    expect(values(await read(split))).toEqual([1, 2, 3, 4, 5])
  })

  it('are split into windows of one millisecond', async () => {
    const split = new SourceSplitSql(query)
      .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
      .setTimestampSplitInfo(
        new TimestampSplitInfo({ start: null, end: null, field: 'ts', stepMs: 1 }),
      )
    expect(values(await read(split, 3))).toEqual([1, 2, 3, 4, 5])
  })

  it.each([SplitType.SPLIT_TYPE_SQL, SplitType.SPLIT_TYPE_TAG])(
    'rows whose resume column is NULL are read too, split by %s',
    async type => {
      const split = new SourceSplitSql(query)
        .setSplitType(type)
        .setTagList(['n = 1', 'n = 2'])
        .setResumeColumn('at')
      expect(values(await read(split))).toEqual([1, 2, 3, 4, 5])
    },
  )

  it.each([
    ['a query', new SourceSplitSql('select * from odd.empty')],
    [
      'a range of time that is looked up',
      new SourceSplitSql('select * from odd.empty')
        .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
        .setTimestampSplitInfo(
          new TimestampSplitInfo({ start: null, end: null, field: 'ts', stepMs: 1000 }),
        ),
    ],
    [
      'a table',
      new SourceSplitSql()
        .setSplitType(SplitType.SPLIT_TYPE_TABLE)
        .setSelect('*')
        .setTableList(['odd.empty']),
    ],
    [
      'values of a tag',
      new SourceSplitSql('select ts, v, g from odd.bare')
        .setSplitType(SplitType.SPLIT_TYPE_TAG)
        .setTagList(['g = 1']),
    ],
  ])('that are empty give no rows: %s', async (_, split) => {
    expect(await read(split)).toEqual([])
  })

  it('columns of one name are refused, with what to do', async () => {
    await expect(read(new SourceSplitSql('select ts, v, v from odd.empty'))).rejects.toThrow(
      /two columns v; give one of them another name with AS/,
    )
  })

  it('a list of thousands of values', async () => {
    const list = Array.from({ length: 5_000 }, (_, i) => i).join(', ')
    expect(values(await read(new SourceSplitSql(`${query} where n in (${list})`)))).toEqual([
      1, 2, 3, 4, 5,
    ])
  })

  it('more conditions than can be compared each with the others', async () => {
    const conditions = Array.from({ length: 101 }, (_, i) => `n = ${i}`)
    const split = new SourceSplitSql(query).setSplitType(SplitType.SPLIT_TYPE_TAG)
    expect(values(await read(split.setTagList(conditions)))).toEqual([1, 2, 3, 4, 5])
    await expect(read(split.setTagList(['n > 1', ...conditions]))).rejects.toThrow(
      /hold for 7 rows together, but the query has 5/,
    )
  })

  it('a thousand windows, most of them empty', async () => {
    const split = new SourceSplitSql(`${query} where ts < ${start + 1}`)
      .setSplitType(SplitType.SPLIT_TYPE_TIMESTAMP)
      .setTimestampSplitInfo(
        new TimestampSplitInfo({
          start: BigInt(start - 500) * 1_000_000n,
          end: BigInt(start + 500) * 1_000_000n,
          field: 'ts',
          stepMs: 1,
        }),
      )
    expect(values(await read(split))).toEqual([1, 4])
  })
})

describe('rows of a sink', () => {
  const fields = ['ts', 'current', 'voltage', 'phase', 'location', 'groupid', 'tbname']
  const row = (more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
    ts: BigInt(start) * 1_000_000n,
    current: 1,
    voltage: 1,
    phase: 1,
    location: 'x',
    groupid: 1,
    tbname: 'row',
    ...more,
  })

  async function write(rows: readonly SinkRow[], more = {}, names = fields): Promise<void> {
    const env = new StreamEnvironment({ restart: { kind: 'none' } })
    env.fromElements(rows).sinkTo(new TDengineSink<SinkRow>({ ...power.sink, ...more }, names))
    await env.execute()
  }

  async function stored(table: string): Promise<unknown> {
    const { rows } = await power.client.query(
      `select voltage, phase from power_sink.${table} order by ts`,
    )
    return rows
  }

  it.each([{}, { 'stmt2.version': '100' }])(
    'of one time in one batch: the last one counts, and values that it does not have stay: %j',
    async more => {
      const { phase: _, ...partial } = row({ voltage: 3, tbname: 'twice' })
      await write(
        [
          row({ voltage: 1, phase: 0.5, tbname: 'twice' }),
          row({ voltage: 2, phase: 0.25, tbname: 'twice' }),
          partial,
        ],
        more,
      )
      expect(await stored('twice')).toEqual([[3, 0.25]])
    },
  )

  it('of several sub-tables in one batch, some without values, go where they belong', async () => {
    await write(
      Array.from({ length: 40 }, (_, i) =>
        row({
          ts: BigInt(start + i) * 1_000_000n,
          voltage: i % 3 === 0 ? null : i,
          tbname: `many_${i % 4}`,
          groupid: i % 4,
        }),
      ),
    )
    for (let table = 0; table < 4; table += 1) {
      const { rows } = await power.client.query(
        `select count(*), count(voltage), max(groupid) from power_sink.many_${table}`,
      )
      expect(rows).toEqual([[10n, table === 0 ? 6n : table === 3 ? 6n : 7n, table]])
    }
  })

  it.each([
    ['with a dot in the name of the sub-table', { tbname: 'a.b' }, /tbname/],
    ['with a name of more than 192 bytes', { tbname: 'ä'.repeat(97) }, /tbname/],
    ['with text longer than its column', { location: 'ä'.repeat(33) }, /location.*VARCHAR/],
    ['with a function', { voltage: () => 1 }, /voltage.*function/],
    ['with half a number', { voltage: 1.5 }, /voltage/],
    ['without a time', { ts: undefined }, /ts.*needs a time/],
  ])('%s are refused by row, field and type', async (_, wrong, message) => {
    await expect(write([row({}), row(wrong)])).rejects.toThrow(message)
    await expect(write([row({}), row(wrong)])).rejects.toThrow(/0x2303.*row 2/)
  })

  it('may go into one sub-table by its name alone, not with its tags', async () => {
    await power.run("create table power_sink.alone using power_sink.sink_meters tags ('here', 7)")
    const { super_table_name: _, ...sink } = power.sink
    const env = new StreamEnvironment()
    env
      .fromElements<SinkRow>([row({ voltage: 70 })])
      .sinkTo(new TDengineSink<SinkRow>({ ...sink, table_name: 'alone' }, ['ts', 'voltage']))
    await env.execute()
    expect(await power.number('select sum(voltage) from power_sink.alone where groupid = 7')).toBe(
      70,
    )
    const wrong = new StreamEnvironment()
    wrong
      .fromElements<SinkRow>([row({})])
      .sinkTo(new TDengineSink<SinkRow>({ ...sink, table_name: 'alone' }, ['ts', 'groupid']))
    await expect(wrong.execute()).rejects.toThrow(/0xa014/)
  })

  it('with DECIMAL as text, number, bigint, NULL and left out, mixed in one batch', async () => {
    await power.run(
      'create stable power_sink.exact (ts timestamp, d decimal(20, 3), v int) tags (g int)',
    )
    const numbers: readonly unknown[] = [
      '12345678901234567.125',
      1.5,
      7n,
      null,
      undefined,
      '-0.001',
    ]
    const rows = numbers.map((d, i) => ({
      ts: BigInt(start + i) * 1_000_000n,
      ...(d === undefined ? {} : { d }),
      v: i,
      g: i % 2,
      tbname: `exact_${i % 2}`,
    }))
    const env = new StreamEnvironment()
    env
      .fromElements<SinkRow>(rows)
      .sinkTo(
        new TDengineSink<SinkRow>({ ...power.sink, super_table_name: 'exact' }, [
          ...['ts', 'd', 'v', 'g', 'tbname'],
        ]),
      )
    await env.execute()
    const { rows: stored } = await power.client.query(
      'select d, v from power_sink.exact order by ts',
    )
    expect(stored).toEqual([
      ['12345678901234567.125', 0],
      ['1.500', 1],
      ['7.000', 2],
      [null, 3],
      [null, 4],
      ['-0.001', 5],
    ])
  })

  it('of two jobs may go to the same sub-tables at once', async () => {
    const rows = (from: number): SinkRow[] =>
      Array.from({ length: 300 }, (_, i) =>
        row({
          ts: BigInt(start + 2 * i + from) * 1_000_000n,
          voltage: 1,
          tbname: `shared_${i % 10}`,
        }),
      )
    await Promise.all([0, 1].map(from => write(rows(from), { 'batch.size': '7' })))
    expect(
      await power.number(
        "select sum(voltage) from power_sink.sink_meters where tbname like 'shared%'",
      ),
    ).toBe(600)
  })

  it('keep the tags that their sub-table has', async () => {
    await write([row({ tbname: 'tagged', groupid: 1 })])
    await write([row({ tbname: 'tagged', groupid: 2, ts: BigInt(start + 1) * 1_000_000n })])
    const { rows } = await power.client.query('select distinct groupid from power_sink.tagged')
    expect(rows).toHaveLength(1)
  })
})
