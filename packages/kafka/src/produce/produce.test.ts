import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { Line, type Segment } from './line.ts'
import { murmur2 } from './murmur2.ts'
import { Partitioner, partitionOfKey } from './partitioner.ts'
import { SendBuffer } from './send-buffer.ts'
import { SendOrder } from './send-order.ts'

describe('murmur2', () => {
  // The vectors of Apache Kafka's own test of its hash.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('%s', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash)
  })

  it('gives a partition also for a negative hash', () => {
    expect(partitionOfKey(Buffer.from('21'), 10)).toBe((-973932308 & 0x7fffffff) % 10)
  })
})

describe('the partitioner', () => {
  const topic = (leaders: readonly number[]) => ({
    name: 't',
    topicId: '',
    internal: false,
    code: 0,
    partitions: leaders.map((leader, partition) => ({
      partition,
      leader,
      leaderEpoch: 0,
      replicas: [],
      isr: [],
    })),
  })

  it('stays with a partition until its bytes are used up, then takes the next', () => {
    const partitioner = new Partitioner(100)
    const chosen = Array.from({ length: 12 }, () => partitioner.choose(topic([1, 1, 1]), null, 50))
    const first = chosen[0]!
    expect(chosen).toEqual(Array.from({ length: 12 }, (_, i) => (first + Math.floor(i / 2)) % 3))
  })

  it('passes over partitions without a leader', () => {
    const partitioner = new Partitioner(1)
    const chosen = Array.from({ length: 9 }, () => partitioner.choose(topic([-1, 4, -1]), null, 5))
    expect(new Set(chosen)).toEqual(new Set([1]))
  })
})

describe('the send buffer', () => {
  it('lets senders in one after the other as room is given back', async () => {
    const buffer = new SendBuffer(100)
    await buffer.take(80, 1000)
    const order: string[] = []
    const large = buffer.take(90, 1000).then(() => order.push('large'))
    const small = buffer.take(10, 1000).then(() => order.push('small'))
    await delay(5)
    expect(order).toEqual([])
    buffer.give(80)
    await Promise.all([large, small])
    expect(order).toEqual(['large', 'small'])
  })

  it('takes what is larger than itself when it is empty', async () => {
    const buffer = new SendBuffer(10)
    await buffer.take(500, 50)
    await expect(buffer.take(1, 50)).rejects.toMatchObject({
      code: 'KAFKA_BUFFER_FULL',
      retriable: true,
    })
    buffer.give(500)
    await buffer.take(1, 50)
  })

  it('forgets a sender that gave up', async () => {
    const buffer = new SendBuffer(100)
    await buffer.take(100, 1000)
    const abort = new AbortController()
    const waiting = buffer.take(100, 1000, abort.signal)
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    buffer.give(100)
    await buffer.take(100, 1000)
  })
})

describe('the order of calls', () => {
  it('holds per topic, also behind a call that names several and one that gave up', async () => {
    const order = new SendOrder()
    const passed: string[] = []
    const gates = new Map<string, PromiseWithResolvers<void>>()
    const call = (name: string, topics: string[], signal?: AbortSignal) => {
      const gate = Promise.withResolvers<void>()
      gates.set(name, gate)
      const work = async () => {
        await gate.promise
        passed.push(name)
      }
      return order.pass(topics, work, signal)
    }
    const abort = new AbortController()
    const first = call('first a', ['a'])
    const both = call('a and b', ['a', 'b'])
    const aborted = call('aborted b', ['b'], abort.signal)
    const last = call('last b', ['b'])
    const other = call('c', ['c'])
    for (const name of ['last b', 'aborted b', 'a and b', 'c']) gates.get(name)?.resolve()
    abort.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    await other
    expect(passed).toEqual(['c'])
    gates.get('first a')?.resolve()
    await Promise.all([first, both, last, order.settled()])
    expect(passed).toEqual(['c', 'first a', 'a and b', 'last b'])
  })

  it('a call that fails lets the next one pass', async () => {
    const order = new SendOrder()
    const failing = order.pass(['a'], async () => {
      throw new Error('no such topic')
    })
    const next = order.pass(['a'], async () => 'passed')
    await expect(failing).rejects.toThrow('no such topic')
    expect(await next).toBe('passed')
  })
})

describe('what waits for a partition', () => {
  const segment = (failed: (error: unknown) => void = () => {}): Segment => ({
    records: [{ key: null, value: Buffer.from('x') }],
    bytes: 60,
    done() {},
    failed,
    dropped: () => false,
  })

  // delivery.timeout.ms counts from send(): a dead broker must not hold up each batch for that long, one after the other.
  it('is over when its own time is over, not that of the batches before it', () => {
    const line = new Line('t', 0, { maxRequestSize: 100, deliveryTimeoutMs: 1000 })
    vi.useFakeTimers({ toFake: ['Date'], now: 0 })
    try {
      line.add([segment()])
      expect(line.gather()?.deadline).toBe(1000)
      vi.setSystemTime(300)
      line.add([segment(), segment()])
      vi.setSystemTime(600)
      line.add([segment()])
      expect(line.expired(999)).toBeNull()
      expect(line.expired(1000)?.count).toBe(1)
      line.batch = null
      expect(line.deadline).toBe(1300)
      expect(line.expired(1299)).toBeNull()
      for (let i = 0; i < 2; i += 1) {
        expect(line.expired(1300)?.count).toBe(1)
        line.batch = null
      }
      expect(line.expired(1300)).toBeNull()
      expect(line.deadline).toBe(1600)
    } finally {
      vi.useRealTimers()
    }
  })
})
