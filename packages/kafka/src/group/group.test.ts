import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignorNames, range, roundRobin, type Subscriber } from './assignors.ts'
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from './consumer-protocol.ts'

const member = (memberId: string, topics: string[], groupInstanceId: string | null = null) => ({
  memberId,
  groupInstanceId,
  topics: new Set(topics),
})

const shown = (shares: ReturnType<typeof range>) =>
  Object.fromEntries(
    [...shares].map(([id, list]) => [id, list.map(p => `${p.topic}${p.partition}`).join(' ')]),
  )

describe('the range assignor', () => {
  it('gives neighbours, and one more to the first members, topic by topic', () => {
    const counts = new Map([
      ['a', 3],
      ['b', 3],
    ])
    const members = [member('m2', ['a', 'b']), member('m1', ['a', 'b'])]
    expect(shown(range(counts, members))).toEqual({ m1: 'a0 a1 b0 b1', m2: 'a2 b2' })
  })

  it('puts static members first, by name, whatever their member ids', () => {
    const members = [member('m1', ['a']), member('m3', ['a'], 'x'), member('m2', ['a'], 'y')]
    expect(shown(range(new Map([['a', 3]]), members))).toEqual({ m3: 'a0', m2: 'a1', m1: 'a2' })
  })

  it('gives a topic only to those who want it', () => {
    const counts = new Map([
      ['a', 2],
      ['b', 2],
    ])
    const members = [member('m1', ['a']), member('m2', ['a', 'b'])]
    expect(shown(range(counts, members))).toEqual({ m1: 'a0', m2: 'a1 b0 b1' })
  })
})

describe('the round robin assignor', () => {
  it('deals all partitions in one row', () => {
    const counts = new Map([
      ['a', 3],
      ['b', 3],
    ])
    const members = [member('m1', ['a', 'b']), member('m2', ['a', 'b'])]
    expect(shown(roundRobin(counts, members))).toEqual({ m1: 'a0 a2 b1', m2: 'a1 b0 b2' })
  })
})

describe('every assignor', () => {
  const topics = ['a', 'b', 'c']
  const members: fc.Arbitrary<Subscriber[]> = fc.uniqueArray(
    fc.record({
      memberId: fc.string({ minLength: 1, maxLength: 4 }),
      groupInstanceId: fc.constant(null),
      topics: fc.subarray(topics).map(list => new Set(list)),
    }),
    { minLength: 1, maxLength: 6, selector: m => m.memberId },
  )
  it.each([
    ['range', range],
    ['round robin', roundRobin],
  ])('gives every partition that somebody wants to exactly one who wants it (%s)', (_, assign) => {
    fc.assert(
      fc.property(members, fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }), (list, counts) => {
        const sizes = new Map(topics.map((topic, i) => [topic, counts[i] ?? 0]))
        const given: string[] = []
        for (const [id, partitions] of assign(sizes, list)) {
          const wants = list.find(m => m.memberId === id)?.topics
          for (const p of partitions) {
            expect(wants?.has(p.topic)).toBe(true)
            given.push(`${p.topic}${p.partition}`)
          }
        }
        const wanted = topics.filter(topic => list.some(m => m.topics.has(topic)))
        const all = wanted.flatMap(topic =>
          Array.from({ length: sizes.get(topic) ?? 0 }, (_, i) => `${topic}${i}`),
        )
        expect(given.sort()).toEqual(all.sort())
      }),
    )
  })

  it('is named as Java names it; what we do not have is left out', () => {
    expect(
      assignorNames([
        'org.apache.kafka.clients.consumer.RangeAssignor',
        'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
      ]),
    ).toEqual(['range'])
    expect(assignorNames(['roundrobin'])).toEqual(['roundrobin'])
  })
})

describe('the consumer protocol', () => {
  it('round trips', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z.]{1,20}$/), { maxLength: 5 })
    fc.assert(
      fc.property(names, topics => {
        expect(decodeSubscription(encodeSubscription(topics))).toEqual([...topics].sort())
        const partitions = topics.flatMap(topic => [0, 7].map(partition => ({ topic, partition })))
        expect(decodeAssignment(encodeAssignment(partitions))).toEqual(partitions)
      }),
    )
  })

  it('is what Java writes', () => {
    // Version 1, one topic, no user data, nothing owned.
    expect(encodeSubscription(['t1']).toString('hex')).toBe(
      '0001000000010002743' + '1ffffffff00000000',
    )
    expect(encodeAssignment([{ topic: 't1', partition: 2 }]).toString('hex')).toBe(
      '000100000001000274310000000100000002ffffffff',
    )
  })

  it('reads later versions, and nothing as nothing', () => {
    // Version 3: owned partitions, generation and rack follow.
    const later = Buffer.concat([
      Buffer.from('0003', 'hex'),
      encodeSubscription(['a', 'b']).subarray(2),
      Buffer.from('00000005ffff', 'hex'),
    ])
    expect(decodeSubscription(later)).toEqual(['a', 'b'])
    expect(decodeAssignment(Buffer.alloc(0))).toEqual([])
  })

  it('refuses bytes of another protocol without a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), noise => {
        for (const decode of [decodeSubscription, decodeAssignment]) {
          try {
            decode(Buffer.from(noise))
          } catch (error) {
            expect(error).toMatchObject({ code: 'KAFKA_GROUP_PROTOCOL' })
          }
        }
      }),
    )
  })
})
