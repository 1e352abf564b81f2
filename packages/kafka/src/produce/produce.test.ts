import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { murmur2 } from './murmur2.ts'
import { Partitioner, partitionOfKey } from './partitioner.ts'
import { SendBuffer } from './send-buffer.ts'

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
    const buffer = new SendBuffer(100, 1000)
    await buffer.take(80)
    const order: string[] = []
    const large = buffer.take(90).then(() => order.push('large'))
    const small = buffer.take(10).then(() => order.push('small'))
    await delay(5)
    expect(order).toEqual([])
    buffer.give(80)
    await Promise.all([large, small])
    expect(order).toEqual(['large', 'small'])
  })

  it('takes what is larger than itself when it is empty', async () => {
    const buffer = new SendBuffer(10, 50)
    await buffer.take(500)
    await expect(buffer.take(1)).rejects.toMatchObject({
      code: 'KAFKA_BUFFER_FULL',
      retriable: true,
    })
    buffer.give(500)
    await buffer.take(1)
  })

  it('forgets a sender that gave up', async () => {
    const buffer = new SendBuffer(100, 1000)
    await buffer.take(100)
    const abort = new AbortController()
    const waiting = buffer.take(100, abort.signal)
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    buffer.give(100)
    await buffer.take(100)
  })
})
