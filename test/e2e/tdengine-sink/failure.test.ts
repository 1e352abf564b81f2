import { formatCard } from '@tidewire/core'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { kafkaBatch } from '../record-batch.ts'
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

function line(i: number): string {
  return `m,t=${i % 3} v=${i}i ${time + BigInt(i)}`
}

function lines(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => line(from + i))
}

/** Failures for the next writes, then everything passes. */
function failNext(times: number, fate: 'cut' | 'store and cut' | { code: number; words: string }) {
  let left = times
  sink.proxy.fate = () => {
    if (left === 0) return 'pass'
    left -= 1
    return fate
  }
}

const leaderGone = { code: 0x90c, words: 'Sync leader is unreachable' }

describe('failures that pass', () => {
  it.each([
    ['a busy server', leaderGone],
    ['a cut connection', 'cut' as const],
    ['an answer that was lost', 'store and cut' as const],
    ['a database that is not known everywhere yet', { code: 0x388, words: 'Database not exist' }],
  ])('%s: the request is sent again', async (_, fate) => {
    await sink.start()
    failNext(2, fate)
    await sink.put(kafkaBatch('a', lines(0, 10)))
    expect(await sink.count('power.m')).toBe(10)
    expect(sink.counter('rows_written')).toBe(10)
    expect(sink.reported).toEqual([])
  })

  // Defect 9 of the Java connector: two retries in the life of a task, then none.
  it('gives every request all its retries', async () => {
    await sink.start({ 'max.retries': '2', 'batch.size': '5' })
    for (let round = 0; round < 4; round += 1) {
      failNext(2, leaderGone)
      await sink.put(kafkaBatch('a', lines(round * 5, round * 5 + 5)))
    }
    expect(await sink.count('power.m')).toBe(20)
    expect(sink.counter('retries')).toBe(8)
  })

  // Defect 9: when the retries were used up the task failed, or good records were dead-lettered.
  it('hands the records back to the worker when the outage is longer', async () => {
    await sink.start({ 'max.retries': '1', 'batch.size': '5' })
    const batch = kafkaBatch('a', lines(0, 20))
    let writes = 0
    sink.proxy.fate = () => {
      writes += 1
      return writes === 1 ? 'pass' : leaderGone
    }
    const error = await sink.fail(batch)
    expect(error.card).toMatchObject({
      code: 'TDENGINE_SINK_UNAVAILABLE',
      retriable: true,
      serverCode: '0x090c',
    })
    expect(sink.delays).toEqual([10])
    expect(sink.reported).toEqual([])
    // The worker delivers the same batches again; what was written before changes nothing.
    sink.proxy.fate = () => 'pass'
    await sink.put(batch)
    expect(await sink.count('power.m')).toBe(20)
  })

  // Defect 9: a failed connection failed the task at once.
  it('survives a server that is away, at the start and later', async () => {
    sink.proxy.down = true
    await sink.start()
    const batch = kafkaBatch('a', lines(0, 5))
    expect((await sink.fail(batch)).card).toMatchObject({ retriable: true })
    sink.proxy.down = false
    await sink.put(batch)
    sink.proxy.down = true
    sink.proxy.cutAll()
    const next = kafkaBatch('a', lines(5, 9), { baseOffset: 5n })
    expect((await sink.fail(next)).card).toMatchObject({ retriable: true })
    sink.proxy.down = false
    await sink.put(next)
    expect(await sink.count('power.m')).toBe(9)
  })

  it('tries connection.attempts connections, connection.backoff.ms apart', async () => {
    sink.proxy.down = true
    await sink.start({ 'connection.attempts': '4', 'connection.backoff.ms': '50' })
    const again = () => sink.log.filter(one => one.message.includes('trying again')).length
    const before = again()
    const begun = performance.now()
    expect((await sink.fail(kafkaBatch('a', lines(0, 5)))).card).toMatchObject({ retriable: true })
    expect(again() - before).toBe(3)
    expect(performance.now() - begun).toBeGreaterThan(3 * 50 - 10)
  })

  it('stops waiting when the worker stops', async () => {
    await sink.start({ 'retry.backoff.ms': '60000' })
    sink.proxy.fate = () => leaderGone
    const failed = sink.fail(kafkaBatch('a', lines(0, 5)))
    while (sink.counter('retries') === 0) await new Promise(setImmediate)
    sink.abort()
    expect((await failed).name).toBe('AbortError')
  })
})

describe('refused records', () => {
  it('isolates one bad line of ten thousand in few requests', async () => {
    await sink.start({ 'batch.size': '0' })
    const values = lines(0, 10_000)
    values[6789] = 'this is no line'
    await sink.put(kafkaBatch('meters', values, { partition: 2, baseOffset: 500n, key: 'k1' }))
    expect(await sink.count('power.m')).toBe(9_999)
    expect(sink.reported).toHaveLength(1)
    const [{ card } = { card: null }] = sink.reported
    expect(card).toMatchObject({
      code: 'TDENGINE_BAD_RECORD',
      record: { topic: 'meters', partition: 2, offset: 7289n },
      key: 'k1',
      sample: 'this is no line',
      retriable: false,
    })
    expect(card?.serverCode).toMatch(/^0x0?[0-9a-f]{3,4}$/)
    expect(card?.serverMessage).not.toBe('')
    expect(sink.counter('requests')).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(10_000)) + 1)
    expect(sink.counter('rows_written')).toBe(9_999)
  })

  // Defect 2 of the Java connector: sent one by one, records lost their unit and landed in 1970.
  it('keeps data.precision while it isolates', async () => {
    await sink.start({ 'data.precision': 'ms' })
    const values = Array.from({ length: 20 }, (_, i) => `m,t=1 v=${i}i ${1_700_000_000_000 + i}`)
    values[7] = 'bad'
    await sink.put(kafkaBatch('a', values))
    const [[first, last]] = (await sink.rows('select first(_ts), last(_ts) from power.m')) as [
      [string, string],
    ]
    expect([first, last]).toEqual([
      '2023-11-14T22:13:20.000000000Z',
      '2023-11-14T22:13:20.019000000Z',
    ])
    expect(await sink.count('power.m')).toBe(19)
  })

  // Defect 2: after a lost connection the record-by-record path ran without a database, and all records were refused.
  it('keeps its database when the connection is lost while it isolates', async () => {
    await sink.start()
    const values = lines(0, 40)
    values[11] = 'bad'
    let writes = 0
    sink.proxy.fate = () => {
      writes += 1
      return writes === 3 ? 'cut' : 'pass'
    }
    await sink.put(kafkaBatch('a', values))
    expect(await sink.count('power.m')).toBe(39)
    expect(sink.reported.map(one => one.offset)).toEqual([11n])
  })

  // Defect 9: content errors were retried like network errors.
  it('does not send a refused request again unchanged', async () => {
    await sink.start({ 'max.retries': '5' })
    await sink.put(kafkaBatch('a', [line(0), 'bad', line(1), line(2)]))
    const bodies = sink.proxy.writes.map(write => write.body)
    expect(new Set(bodies).size).toBe(bodies.length)
    expect(sink.counter('retries')).toBe(0)
  })

  it('stores the first type of a column and refuses the other, as if written one by one', async () => {
    await sink.start()
    await sink.put(
      kafkaBatch('a', [
        `n,t=1 v=1i ${time}`,
        `n,t=1 v=1.5 ${time + 1n}`,
        `n,t=1 v=2i ${time + 2n}`,
        `n,t=1 v=2.5 ${time + 3n}`,
      ]),
    )
    expect(await sink.rows('select v from power.n order by _ts')).toEqual([[1], [2]])
    expect(sink.reported.map(one => one.offset)).toEqual([1n, 3n])
  })

  it('isolates rows outside KEEP', async () => {
    await sink.start({ 'data.precision': 'ms' })
    const now = Date.now()
    const values = Array.from({ length: 16 }, (_, i) => `m,t=${i} v=1i ${now + i}`)
    values[5] = 'm,t=5 v=1i 1000'
    await sink.put(kafkaBatch('a', values))
    expect(await sink.count('power.m')).toBe(15)
    expect(sink.reported.map(one => [one.offset, one.card.serverCode])).toEqual([[5n, '0x060b']])
  })

  it('reports nothing when the halves of a refused request are fine', async () => {
    await sink.start()
    sink.proxy.fate = (_, body) =>
      body.split('\n').length > 3 ? { code: 0x219, words: 'SQL statement too long' } : 'pass'
    await sink.put(kafkaBatch('a', lines(0, 10)))
    expect(await sink.count('power.m')).toBe(10)
    expect(sink.reported).toEqual([])
  })

  it.each([false, 'no reporter' as const])('fails with the card of the record (%s)', async how => {
    await sink.start({}, { tolerated: how })
    const values = lines(0, 50)
    values[20] = 'm,t=1 v=abc 1700000000000000000'
    const error = await sink.fail(kafkaBatch('meters', values, { baseOffset: 100n }))
    expect(error.card).toMatchObject({
      code: 'TDENGINE_BAD_RECORD',
      record: { topic: 'meters', partition: 0, offset: 120n },
      sample: values[20],
      retriable: false,
      serverCode: '0x0203',
    })
    const text = formatCard(error.card)
    expect(text).toContain('topic meters, partition 0, offset 120')
    expect(text).toContain('invalid data')
    // Everything before the bad record is stored; nothing after it is skipped without a word.
    expect(await sink.count('power.m')).toBeGreaterThanOrEqual(20)
  })
})

describe('failures for good', () => {
  it('fails at the start with a wrong password', async () => {
    await expect(sink.start({ 'connection.password': 'wrong' })).rejects.toMatchObject({
      retriable: false,
    })
    await expect(sink.start({ 'connection.password': 'hunter2' })).rejects.not.toThrow(/hunter2/)
  })

  it('fails without dead letters when rights are missing', async () => {
    await sink.start()
    sink.proxy.fate = () => ({
      code: 0x2644,
      words: 'Permission denied or target object not exist',
    })
    const error = await sink.fail(kafkaBatch('a', lines(0, 10)))
    expect(error.card).toMatchObject({
      code: 'TDENGINE_SINK_ACCESS',
      retriable: false,
      serverCode: '0x2644',
    })
    expect(error.message).toContain('root')
    expect(sink.proxy.writes).toHaveLength(1)
    expect(sink.reported).toEqual([])
  })

  const forbidden = { code: 0x2644, words: 'Permission denied or target object not exist' }

  it('writes to a database that the user may not create', async () => {
    await sink.rows("create database power precision 'ns'")
    await sink.start()
    sink.proxy.statementFate = sql => (/create database/i.test(sql) ? forbidden : null)
    await sink.put(kafkaBatch('a', lines(0, 10)))
    expect(await sink.count('power.m')).toBe(10)
  })

  it('says that the user may not create a missing database', async () => {
    await sink.start()
    sink.proxy.statementFate = sql => (/create database/i.test(sql) ? forbidden : null)
    const error = await sink.fail(kafkaBatch('a', lines(0, 10)))
    expect(error.card).toMatchObject({
      code: 'TDENGINE_SINK_ACCESS',
      retriable: false,
      serverCode: '0x2644',
      serverMessage: forbidden.words,
    })
    expect(sink.reported).toEqual([])
  })

  // Defect 9 of the Java connector: a failure to create the database failed the task at once.
  it('tries again when the database cannot be created yet', async () => {
    await sink.start({ 'max.retries': '1' })
    let left = 3
    sink.proxy.statementFate = sql => {
      if (!/create database/i.test(sql) || left === 0) return null
      left -= 1
      return { code: 0x3d3, words: 'Conflict transaction not completed' }
    }
    const batch = kafkaBatch('a', lines(0, 10))
    expect((await sink.fail(batch)).card).toMatchObject({ retriable: true, serverCode: '0x03d3' })
    await sink.put(batch)
    expect(await sink.count('power.m')).toBe(10)
  })

  it('fails for good when the database can never be created', async () => {
    await sink.start()
    sink.proxy.statementFate = sql =>
      /create database/i.test(sql) ? { code: 0x2617, words: 'Invalid identifier name' } : null
    const error = await sink.fail(kafkaBatch('a', lines(0, 10)))
    expect(error.card).toMatchObject({ code: 'TDENGINE_SINK_WRITE', serverCode: '0x2617' })
    expect(error.card.doing).toBe('creating database power')
    expect(sink.reported).toEqual([])
    expect(sink.proxy.writes).toEqual([])
  })

  it('skips no record when the license has expired', async () => {
    await sink.start()
    sink.proxy.fate = () => ({ code: 0x800, words: 'License expired' })
    const error = await sink.fail(kafkaBatch('a', lines(0, 10)))
    expect(error.card).toMatchObject({ code: 'TDENGINE_SINK_WRITE', retriable: false })
    expect(sink.proxy.writes).toHaveLength(1)
    expect(sink.reported).toEqual([])
  })
})
