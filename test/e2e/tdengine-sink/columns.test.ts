import { TDengineDevServer } from '@tidewire/local/tdengine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { kafkaBatch } from '../record-batch.ts'
import { FaultProxy } from './fault-proxy.ts'
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
const line = (i: number) => `m,t=${i % 3} v=${i}i ${time + BigInt(i)}`
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => line(from + i))
const auto = (props: Readonly<Record<string, string>> = {}) =>
  sink.start({ 'write.method': 'auto', ...props })

/** Writes until the tables are known. */
async function prepared(props: Readonly<Record<string, string>> = {}): Promise<void> {
  await auto(props)
  await sink.put(kafkaBatch('a', lines(0, 10)))
  await sink.put(kafkaBatch('a', lines(10, 20)))
  await sink.put(kafkaBatch('a', lines(20, 30)))
  expect(sink.counter('bound_rows')).toBeGreaterThan(0)
  sink.counters.clear()
  sink.proxy.writes.length = 0
}

describe('the column path', () => {
  it('sends no lines once the tables are known', async () => {
    await prepared()
    await sink.put(kafkaBatch('a', lines(30, 100)))
    expect(sink.proxy.writes).toEqual([])
    expect(sink.counter('bound_rows')).toBe(70)
    expect(sink.counter('rows_written')).toBe(70)
    expect(await sink.count('power.m')).toBe(100)
  })

  it('sends only the lines of a new child table to the server, then knows it', async () => {
    await prepared()
    const fresh = `m,t=new v=1i ${time}`
    await sink.put(kafkaBatch('a', [line(40), fresh, line(41)]))
    expect(sink.proxy.writes.map(({ body }) => body)).toEqual([fresh])
    await sink.put(kafkaBatch('a', [`m,t=new v=2i ${time + 1n}`]))
    expect(sink.proxy.writes).toHaveLength(1)
    expect(sink.counter('bound_rows')).toBe(3)
  })

  it('learns new columns and longer texts', async () => {
    await prepared()
    for (const s of ['"ab"', `"${'c'.repeat(30)}"`]) {
      await sink.put(kafkaBatch('a', [`m,t=1 v=1i,s=${s} ${time}`]))
      await sink.put(kafkaBatch('a', [`m,t=1 v=1i,s=${s} ${time + 1n}`]))
    }
    expect(sink.proxy.writes).toHaveLength(2)
    expect(sink.counter('bound_rows')).toBe(2)
  })

  it('reports a bad line with the words of the server, in a step of its own', async () => {
    await prepared()
    const values = lines(30, 60)
    values[7] = 'this is no line'
    values[9] = `m,t=1 v="text" ${time}`
    await sink.put(kafkaBatch('a', values, { baseOffset: 100n }))
    expect(sink.reported.map(({ offset, card }) => [offset, card.serverCode])).toEqual([
      [107n, '0x3002'],
      [109n, expect.stringMatching(/0x3002|0x3004/)],
    ])
    expect(await sink.count('power.m')).toBe(58)
    expect(sink.counter('bound_rows')).toBe(28)
  })

  it('leaves a row beyond KEEP to the server, which names it', async () => {
    await prepared()
    await sink.put(kafkaBatch('a', [line(30), 'm,t=1 v=1i 1000', line(31)]))
    expect(sink.reported.map(({ card }) => card.serverCode)).toEqual(['0x060b'])
    expect(await sink.count('power.m')).toBe(32)
    // The table is bound to again afterwards.
    sink.counters.clear()
    await sink.put(kafkaBatch('a', lines(32, 40)))
    await sink.put(kafkaBatch('a', lines(40, 50)))
    expect(sink.counter('bound_rows')).toBeGreaterThan(0)
  })

  it.each([
    ['a child table', ['drop table power.CHILD']],
    ['the super table', ['drop stable power.m']],
    ['the database', ['drop database power']],
    [
      'the database, made anew with milliseconds',
      ['drop database power', "create database power precision 'ms'"],
    ],
  ])('goes on when %s is dropped meanwhile', async (what, statements) => {
    await prepared()
    const child = String((await sink.rows('select distinct tbname from power.m'))[0]?.[0])
    for (const sql of statements) await sink.rows(sql.replace('CHILD', `\`${child}\``))
    const before = what.startsWith('a child') ? await sink.count('power.m') : 0
    await sink.put(kafkaBatch('a', lines(0, 9)))
    await sink.put(kafkaBatch('a', [`m,t=0 v=1i ${time + 5_000_000n}`]))
    const rows = await sink.rows('select distinct tbname, t from power.m order by t')
    expect(rows.map(([, t]) => t)).toEqual(['0', '1', '2'])
    expect(await sink.count('power.m')).toBeGreaterThan(before)
    expect(sink.reported).toEqual([])
  })

  it('keeps the order of a series: later rows win, within a request and across them', async () => {
    await prepared({ 'batch.size': '4', 'write.connections': '3' })
    const values = Array.from({ length: 50 }, (_, i) => `m,t=${i % 3} v=${i}i ${time}`)
    await sink.put(kafkaBatch('a', values))
    const rows = await sink.rows(
      "select t, v from power.m where _ts = '2023-11-14T22:13:20.000Z' order by t",
    )
    expect(rows).toEqual([
      ['0', 48],
      ['1', 49],
      ['2', 47],
    ])
    expect(sink.counter('bound_rows')).toBeGreaterThan(0)
  })

  it('connects again when all connections were cut', async () => {
    await prepared()
    sink.proxy.cutAll()
    await sink.put(kafkaBatch('a', lines(30, 60)))
    expect(await sink.count('power.m')).toBe(60)
    expect(sink.counter('bound_rows')).toBe(30)
  })
})

describe('several adapters in one URL', () => {
  it('share the load; one of them gone, writing goes on', async () => {
    await using other = await FaultProxy.start(server.port)
    await prepared({
      'connection.url': `jdbc:TAOS-WS://127.0.0.1:${sink.proxy.port},127.0.0.1:${other.port}`,
      'write.connections': '2',
    })
    await sink.put(kafkaBatch('a', lines(30, 60)))
    const prepares = [sink.proxy, other].map(
      proxy => proxy.statements.filter(sql => sql.startsWith('INSERT')).length,
    )
    expect(Math.min(...prepares)).toBeGreaterThan(0)
    other.down = true
    other.cutAll()
    await sink.put(kafkaBatch('a', lines(60, 90)))
    await sink.put(kafkaBatch('a', lines(90, 120)))
    expect(await sink.count('power.m')).toBe(120)
    expect(sink.reported).toEqual([])
  })
})
