import { TDengineDevServer } from '@tidewire/local/tdengine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { convertedBatch, kafkaBatch } from '../record-batch.ts'
import { SinkHarness } from './sink-harness.ts'

let server: TDengineDevServer
let sink: SinkHarness

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

beforeEach(async () => {
  sink = await SinkHarness.open(server)
})

afterEach(async () => {
  await sink[Symbol.asyncDispose]()
})

const time = 1_700_000_000_000_000_000n

function line(i: number, measurement = 'm'): string {
  return `${measurement},t=${i % 3} v=${i}i ${time + BigInt(i)}`
}

function lines(from: number, to: number, measurement = 'm'): string[] {
  return Array.from({ length: to - from }, (_, i) => line(from + i, measurement))
}

describe('line protocol', () => {
  it('stores the four rows of the tutorial', async () => {
    await sink.start({ 'data.precision': 'ns' })
    await sink.put(
      kafkaBatch('meters', [
        'meters,location=California.LoSangeles,groupid=2 current=11.8,voltage=221,phase=0.28 1648432611249000000',
        'meters,location=California.LoSangeles,groupid=2 current=13.4,voltage=223,phase=0.29 1648432611250000000',
        'meters,location=California.LoSangeles,groupid=3 current=10.8,voltage=223,phase=0.29 1648432611249000000',
        'meters,location=California.LoSangeles,groupid=3 current=11.3,voltage=221,phase=0.35 1648432611250000000',
      ]),
    )
    const rows = await sink.rows(
      'select current, voltage, phase, groupid from power.meters order by groupid, _ts',
    )
    expect(rows).toEqual([
      [11.8, 221, 0.28, '2'],
      [13.4, 223, 0.29, '2'],
      [10.8, 223, 0.29, '3'],
      [11.3, 221, 0.35, '3'],
    ])
    expect(sink.counter('rows_written')).toBe(4)
    expect(sink.counter('requests')).toBe(1)
  })

  it('fills requests across batches and partitions and keeps every record', async () => {
    await sink.start({ 'batch.size': '100' })
    await sink.put(
      kafkaBatch('a', lines(0, 130)),
      kafkaBatch('a', lines(130, 190), { partition: 1 }),
      kafkaBatch('a', lines(190, 250), { partition: 0, baseOffset: 130n }),
    )
    expect(await sink.count('power.m')).toBe(250)
    expect(sink.proxy.writes.map(write => write.body.split('\n').length)).toEqual([100, 100, 50])
  })

  it('does not split by count with batch.size=0, but by bytes', async () => {
    await sink.start({ 'batch.size': '0', 'request.max.bytes': '4096' })
    await sink.put(kafkaBatch('a', lines(0, 500)))
    expect(await sink.count('power.m')).toBe(500)
    expect(sink.proxy.writes.length).toBeGreaterThan(2)
    for (const { body } of sink.proxy.writes) expect(body.length).toBeLessThanOrEqual(4096)
  })

  // The Java connector sent a small batch whenever the topic changed.
  it('gathers records of one database from topics that alternate', async () => {
    await sink.start()
    const batches = Array.from({ length: 20 }, (_, i) =>
      kafkaBatch(i % 2 === 0 ? 'a' : 'b', lines(i * 5, i * 5 + 5)),
    )
    await sink.put(...batches)
    expect(await sink.count('power.m')).toBe(100)
    expect(sink.counter('requests')).toBe(1)
  })

  it('writes the later of two rows with the same time stamp last, across requests', async () => {
    await sink.start({ 'batch.size': '1' })
    const values = Array.from({ length: 50 }, (_, i) => `m,t=1 v=${i}i ${time}`)
    await sink.put(kafkaBatch('a', values))
    expect(await sink.rows('select v from power.m')).toEqual([[49]])
    expect(sink.proxy.maxInFlight).toBe(1)
  })

  it.each([
    ['ms', '1700000000123', '2023-11-14T22:13:20.123000000Z'],
    ['us', '1700000000123456', '2023-11-14T22:13:20.123456000Z'],
    ['ns', '1700000000123456789', '2023-11-14T22:13:20.123456789Z'],
    ['NS', '1700000000123456789', '2023-11-14T22:13:20.123456789Z'],
    ['', '1700000000123456789', '2023-11-14T22:13:20.123456789Z'],
  ])('reads time stamps in data.precision=%j', async (precision, stamp, stored) => {
    await sink.start({ 'data.precision': precision })
    await sink.put(kafkaBatch('a', [`m,t=1 v=1i ${stamp}`]))
    expect(await sink.rows('select _ts from power.m')).toEqual([[stored]])
  })

  it('takes values of several lines, with trailing newlines and blank lines between', async () => {
    await sink.start()
    await sink.put(
      kafkaBatch('a', [
        `${line(0)}\n${line(1)}\n`,
        `${line(2)}\r\n\r\n# note\r\n${line(3)}\r\n`,
        line(4),
      ]),
    )
    expect(await sink.count('power.m')).toBe(5)
    expect(sink.reported).toEqual([])
  })

  // Defect 16 of the Java connector: tombstones became the text "null", and blanks failed their batch.
  it('skips tombstones, blanks and comments, and counts them', async () => {
    await sink.start()
    await sink.put(kafkaBatch('a', [null, line(0), '', ' \n', '# comment', null, line(1)]))
    expect(await sink.count('power.m')).toBe(2)
    expect([sink.counter('tombstones'), sink.counter('blank_records')]).toEqual([2, 3])
    expect(sink.reported).toEqual([])
    await sink.put(kafkaBatch('a', [null, '', '#']))
    expect(sink.counter('requests')).toBe(1)
  })

  // Defect 16: bytes, Struct and Map became the text of a Java object.
  it('takes converted text and bytes, and reports other types', async () => {
    await sink.start()
    const source = kafkaBatch('a', ['0', '1', '2', '3'], { baseOffset: 70n })
    await sink.put(convertedBatch(source, [line(0), Buffer.from(line(1)), { v: 1 }, null]))
    expect(await sink.count('power.m')).toBe(2)
    expect(sink.reported.map(one => [one.offset, one.card.code])).toEqual([
      [72n, 'TDENGINE_VALUE_TYPE'],
    ])
  })

  it('reports values that are not text and keeps the others', async () => {
    await sink.start()
    await sink.put(
      kafkaBatch('a', [line(0), Buffer.from([0x6d, 0x20, 0xff]), `m v="\u0000" 1`, line(1)]),
    )
    expect(await sink.count('power.m')).toBe(2)
    expect(sink.reported.map(one => [one.offset, one.card.code])).toEqual([
      [1n, 'TDENGINE_VALUE_TEXT'],
      [2n, 'TDENGINE_VALUE_TEXT'],
    ])
  })

  it.each(['child.table.name.tag', 'table.name.tag'])(
    'names child tables by a tag when %s says so',
    async key => {
      await sink.start({ [key]: 'dev' })
      await sink.put(kafkaBatch('a', [`m,dev=d7,t=1 v=1i ${time}`]))
      expect(await sink.rows('select tbname, v from power.m')).toEqual([['d7', 1]])
    },
  )

  it.each(['schemaless', 'auto'])(
    'new child tables end after table.ttl.days, written by %s',
    async method => {
      await sink.start({ 'table.ttl.days': '7', 'write.method': method })
      await sink.put(kafkaBatch('a', [line(0)]))
      await sink.put(kafkaBatch('a', [`m,t=fresh v=1i ${time}`]))
      const lifetimes = await sink.rows(
        "select `ttl` from information_schema.ins_tables where db_name = 'power'",
      )
      expect(lifetimes).toEqual([[7], [7]])
    },
  )

  it('reaches the adapter of a native URL at connection.adapter.port', async () => {
    await sink.start({
      'connection.url': 'jdbc:TAOS://127.0.0.1:6030',
      'connection.adapter.port': String(sink.proxy.port),
    })
    await sink.put(kafkaBatch('a', lines(0, 3)))
    expect(await sink.count('power.m')).toBe(3)
  })

  it('logs in as connection.user', async () => {
    await sink.rows("create user kim pass 'Abcd#1234'")
    const kim = { 'connection.user': 'kim', 'connection.password': 'Abcd#1234' }
    await sink.start(kim)
    await sink.put(kafkaBatch('a', lines(0, 3)))
    expect(await sink.count('power.m')).toBe(3)
    await sink.rows('drop user kim')
    await expect(sink.start(kim)).rejects.toMatchObject({ retriable: false })
  })
})

describe('telnet and json', () => {
  it('stores telnet lines', async () => {
    await sink.start({ 'db.schemaless': 'telnet', 'data.precision': 'us' })
    await sink.put(
      kafkaBatch('a', ['sys.cpu 1700000000 1.5 host=a', 'put sys.cpu 1700000001 2.5 host=b\n']),
    )
    expect(await sink.count('power.sys_cpu')).toBe(2)
  })

  // Defect 1 of the Java connector: one record of each batch was stored, the others were lost without a word.
  it('stores every record of a json batch, objects and arrays', async () => {
    await sink.start({ 'db.schemaless': 'json' })
    const point = (i: number) => ({
      metric: 'cpu',
      timestamp: 1_700_000_000 + i,
      value: i,
      tags: { host: 'a' },
    })
    const values = Array.from({ length: 50 }, (_, i) =>
      JSON.stringify(i % 5 === 0 ? [point(2 * i), point(2 * i + 1)] : point(2 * i)),
    )
    await sink.put(kafkaBatch('a', values))
    expect(await sink.count('power.cpu')).toBe(60)
    expect(sink.counter('requests')).toBe(1)
  })

  it('isolates bad json', async () => {
    await sink.start({ 'db.schemaless': 'json' })
    const good = (i: number) =>
      `{"metric":"cpu","timestamp":${1_700_000_000 + i},"value":1,"tags":{"host":"a"}}`
    const values = Array.from({ length: 20 }, (_, i) => good(i))
    values[3] = '{"metric":"cpu"}'
    values[8] = 'cpu 1 2 host=a'
    values[15] = `[${good(100)},{"metric":]`
    await sink.put(kafkaBatch('a', values))
    expect(await sink.count('power.cpu')).toBe(17)
    expect(sink.reported.map(one => one.offset).sort()).toEqual([15n, 3n, 8n])
  })
})

describe('databases', () => {
  // Defect 3 of the Java connector: ${topic} was not substituted.
  it('puts the topic into connection.database.prefix: a database for every topic', async () => {
    await sink.start({
      'connection.database': '',
      'connection.database.prefix': `kafka_\${topic}`,
    })
    await sink.put(
      kafkaBatch('orders', lines(0, 3)),
      kafkaBatch('plant.Line-1', lines(0, 4)),
      kafkaBatch('orders', lines(3, 5), { baseOffset: 3n }),
    )
    expect(await sink.count('kafka_orders.m')).toBe(5)
    expect(await sink.count('`kafka_plant_line-1`.m')).toBe(4)
  })

  // Defect 13: the database was made, and the server probed three times, for every batch.
  it('makes a database once, with nanoseconds', async () => {
    await sink.start({ 'batch.size': '10' })
    await sink.put(kafkaBatch('a', lines(0, 100)))
    await sink.put(kafkaBatch('a', lines(100, 200)))
    expect(sink.proxy.statements.filter(sql => /create database/i.test(sql))).toHaveLength(1)
    expect(sink.proxy.statements.length).toBeLessThanOrEqual(2)
    const [[precision]] = (await sink.rows(
      "select `precision` from information_schema.ins_databases where name = 'power'",
    )) as [[string]]
    expect(precision).toBe('ns')
  })

  it('makes a database again that was dropped', async () => {
    await sink.start()
    await sink.put(kafkaBatch('a', lines(0, 5)))
    await sink.rows('drop database power')
    await sink.put(kafkaBatch('a', lines(5, 9)))
    expect(await sink.count('power.m')).toBe(4)
  })

  it('writes to a database of another precision and says so once', async () => {
    await sink.rows("create database power precision 'ms'")
    await sink.start()
    await sink.put(kafkaBatch('a', ['m,t=1 v=1i 1700000000123456789']))
    await sink.put(kafkaBatch('a', ['m,t=1 v=2i 1700000000124456789']))
    expect(await sink.rows('select _ts from power.m order by _ts')).toEqual([
      ['2023-11-14T22:13:20.123Z'],
      ['2023-11-14T22:13:20.124Z'],
    ])
    expect(
      sink.log.filter(({ message }) => message.includes('keeps time stamps in ms')),
    ).toHaveLength(1)
  })

  it('refuses a topic whose name is no database name before anything is written', async () => {
    await sink.start({ 'connection.database': '' })
    const topic = 'x'.repeat(80)
    const error = await sink.fail(kafkaBatch('a', [line(0)]), kafkaBatch(topic, [line(1)]))
    expect(error.card).toMatchObject({ code: 'TDENGINE_DATABASE_NAME', retriable: false })
    expect(error.message).toContain(topic)
    expect(sink.proxy.writes).toEqual([])
  })
})
