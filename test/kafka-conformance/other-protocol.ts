import { setTimeout as delay } from 'node:timers/promises'
import type { GroupOptions } from '@tidewire/kafka'
import { describe, expect, it } from 'vitest'
import { type ConformanceBench, text, unique, until } from './bench.ts'

/** Groups whose members assign by themselves, as Connect workers do. */
export function otherProtocol(bench: ConformanceBench): void {
  const { newTopic, sessionMs } = bench

  describe('a group of another protocol', () => {
    it('lets the leader assign, goes round on rejoin, and leaves on disposal', async () => {
      const groupId = unique('connect')
      const log: string[] = []
      let round = 0
      const memberOptions = (name: string): GroupOptions => ({
        groupId,
        protocolType: 'connect',
        sessionTimeoutMs: 6000,
        rebalanceTimeoutMs: 10_000,
        heartbeatIntervalMs: 100,
        protocols: () => [
          { name: 'sessioned', metadata: text(`s ${name} ${round}`) },
          { name: 'default', metadata: text(`d ${name}`) },
        ],
        assign: async (protocol, members) =>
          new Map(members.map(m => [m.memberId, text(`${protocol} for ${m.metadata}`)])),
        onAssigned: async a => {
          log.push(`${name}: ${a.assignment}`)
        },
        onRevoked: async () => {
          log.push(`${name} revoked`)
        },
        onLost: async () => {
          log.push(`${name} lost`)
        },
      })
      const one = await bench.kafka.joinGroup(memberOptions('one'))
      const two = await bench.kafka.joinGroup(memberOptions('two'))
      await until('both are in', () => log.filter(l => l.includes(':')).length >= 3)
      expect(log).toContain('one: sessioned for s one 0')
      expect(log).toContain('two: sessioned for s two 0')
      expect(log.indexOf('one revoked')).toBeLessThan(log.indexOf('two: sessioned for s two 0'))
      await until('one generation', () => one.generation === two.generation)
      const group = await bench.kafka.admin.describeGroup(groupId)
      expect(group).toMatchObject({ protocolType: 'connect', protocol: 'sessioned' })
      expect(group.members.map(m => m.metadata.toString()).sort()).toEqual(['s one 0', 's two 0'])
      const { generation } = one
      // A follower that has nothing new to say gets the old generation back.
      round = 1
      two.rejoin()
      await until(
        'a new generation',
        () => one.generation > generation && two.generation > generation,
      )
      await two[Symbol.asyncDispose]()
      await until('one is alone', async () => {
        return (await bench.kafka.admin.describeGroup(groupId)).members.length === 1
      })
      await one[Symbol.asyncDispose]()
      expect(log.filter(l => l.endsWith('lost'))).toEqual([])
      expect((await bench.kafka.admin.describeGroup(groupId)).members).toEqual([])
    })

    it('holds nobody up when it stops at any moment of joining', async () => {
      const memberOptions = (groupId: string): GroupOptions => ({
        groupId,
        protocolType: 'connect',
        sessionTimeoutMs: 6000,
        rebalanceTimeoutMs: 6000,
        heartbeatIntervalMs: 200,
        protocols: () => [{ name: 'p', metadata: text('') }],
        assign: async (_, members) => new Map(members.map(m => [m.memberId, text('x')])),
        onAssigned: async () => {},
        onRevoked: async () => {},
        onLost: async () => {},
      })
      const groupId = unique('brief')
      for (let ms = 0; ms < 12; ms += 1) {
        const stop = new AbortController()
        const joining = bench.kafka.joinGroup(memberOptions(groupId), stop.signal)
        joining.catch(() => {})
        await delay(ms)
        stop.abort()
        await joining.then(
          member => member[Symbol.asyncDispose](),
          () => {},
        )
      }
      const started = performance.now()
      await using member = await bench.kafka.joinGroup(memberOptions(groupId))
      expect(member.generation).toBeGreaterThan(0)
      expect(performance.now() - started).toBeLessThan(4000)
    })

    it('keeps its membership while work takes longer than the session', async () => {
      const log: string[] = []
      await using member = await bench.kafka.joinGroup({
        groupId: unique('slow'),
        protocolType: 'connect',
        sessionTimeoutMs: sessionMs,
        rebalanceTimeoutMs: 20_000,
        heartbeatIntervalMs: 200,
        protocols: () => [{ name: 'p', metadata: text('') }],
        assign: async (_, members) => new Map(members.map(m => [m.memberId, text('x')])),
        onAssigned: async () => {
          if (log.length === 0) await delay(sessionMs + 500)
          log.push('assigned')
        },
        onRevoked: async () => void log.push('revoked'),
        onLost: async () => void log.push('lost'),
      })
      await delay(300)
      expect(log).toEqual(['assigned'])
      expect(member.generation).toBe(1)
    })

    it('refuses to join a group of another type, with the reason', async () => {
      const topic = await newTopic()
      const groupId = unique('g')
      await using consumer = await bench.kafka.groupConsumer({
        groupId,
        topics: [topic],
        config: {},
      })
      const joining = bench.kafka.joinGroup({
        groupId,
        protocolType: 'connect',
        sessionTimeoutMs: 6000,
        rebalanceTimeoutMs: 6000,
        heartbeatIntervalMs: 1000,
        protocols: () => [{ name: 'p', metadata: text('') }],
        assign: async () => new Map(),
        onAssigned: async () => {},
        onRevoked: async () => {},
        onLost: async () => {},
      })
      await expect(joining).rejects.toThrow(/INCONSISTENT_GROUP_PROTOCOL/)
      expect(consumer.assignment()).toHaveLength(1)
    })
  })
}
