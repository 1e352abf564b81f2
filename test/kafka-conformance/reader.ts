import { setTimeout as delay } from 'node:timers/promises'
import { Kafka as KafkaJs, logLevel } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import {
  type ConformanceBench,
  offsetsOf,
  silence,
  take,
  unique,
  until,
  valuesOf,
} from './bench.ts'

/** A reader of chosen partitions. */
export function reading(bench: ConformanceBench): void {
  const { newTopic, produce, lines } = bench

  describe('a reader', () => {
    it('starts anywhere, also in the middle of a batch, and knows position and lag', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 10), { 'compression.type': 'lz4' })
      await using reader = bench.kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 7n }])
      expect(valuesOf(await take(reader, 3))).toEqual(['line 7', 'line 8', 'line 9'])
      expect(reader.positions()).toEqual([{ topic, partition: 0, offset: 10n }])
      expect(reader.lag()).toEqual([{ topic, partition: 0, lag: 0n }])
      reader.assign([{ topic, partition: 0, offset: 2n }])
      expect(offsetsOf(await take(reader, 8))[0]).toBe(2n)
    })

    it('gives at most max.poll.records at once, each record once', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 25))
      await using reader = bench.kafka.reader({ 'max.poll.records': '10' })
      reader.assign([{ topic, partition: 0, offset: 0n }])
      const signal = AbortSignal.timeout(5000)
      const counts: number[] = []
      const all: string[] = []
      while (all.length < 25) {
        const batches = await reader.next(signal)
        counts.push(batches.reduce((n, b) => n + b.count, 0))
        all.push(...valuesOf(batches))
        expect(reader.positions()[0]?.offset).toBe(BigInt(all.length))
        reader.release(batches)
      }
      expect(counts).toEqual([10, 10, 5])
      expect(all).toEqual(Array.from({ length: 25 }, (_, i) => `line ${i}`))
    })

    it('reads much more than its memory, every record once, whether memory is released or not', async () => {
      const topic = await newTopic(3)
      await using producer = bench.kafka.producer()
      const per = 20_000
      for (const partition of [0, 1, 2]) await producer.send(lines(topic, per, partition))
      for (const release of [true, false]) {
        await using reader = bench.kafka.reader({
          'fetch.max.bytes': '200000',
          'max.partition.fetch.bytes': '100000',
        })
        reader.assign([0, 1, 2].map(partition => ({ topic, partition, offset: 0n })))
        const next = [0, 0, 0]
        const signal = AbortSignal.timeout(20_000)
        while (next.some(n => n < per)) {
          const batches = await reader.next(signal)
          for (const batch of batches) {
            for (const value of valuesOf([batch])) {
              expect(value).toBe(`line ${next[batch.partition]}`)
              next[batch.partition]! += 1
            }
          }
          if (release) reader.release(batches)
        }
        await silence(reader)
      }
    })

    it('leaves paused partitions alone until they are resumed', async () => {
      const topic = await newTopic(2)
      await produce([...lines(topic, 5, 0), ...lines(topic, 5, 1)])
      await using reader = bench.kafka.reader()
      reader.assign([0, 1].map(partition => ({ topic, partition, offset: 0n })))
      reader.pause([{ topic, partition: 1 }])
      expect((await take(reader, 5)).every(b => b.partition === 0)).toBe(true)
      await silence(reader)
      reader.resume([{ topic, partition: 1 }])
      expect((await take(reader, 5)).every(b => b.partition === 1)).toBe(true)
    })

    it('stops waiting at once when aborted, and goes on afterwards', async () => {
      const topic = await newTopic()
      await using reader = bench.kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 0n }])
      const abort = new AbortController()
      const waiting = reader.next(abort.signal)
      await delay(100)
      const start = performance.now()
      abort.abort(new Error('enough'))
      await expect(waiting).rejects.toThrow('enough')
      expect(performance.now() - start).toBeLessThan(100)
      await produce(lines(topic, 1))
      expect(valuesOf(await take(reader, 1))).toEqual(['line 0'])
    })

    it('waits for a topic that does not exist yet', async () => {
      const topic = unique('later')
      await using reader = bench.kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 0n }])
      await silence(reader)
      await bench.kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
      await produce(lines(topic, 2))
      expect(await take(reader, 2, 3000)).toHaveLength(1)
    })

    it('reads a topic that was deleted and created again from its beginning', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 3))
      await using reader = bench.kafka.reader({ 'auto.offset.reset': 'latest' })
      reader.assign([{ topic, partition: 0, offset: 0n }])
      await take(reader, 3)
      await bench.kafka.admin.deleteTopics([topic])
      await silence(reader)
      await bench.kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
      await produce(lines(topic, 10))
      expect(offsetsOf(await take(reader, 10))).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n])
    })

    it('an offset that is gone is an error without a reset, and a jump with one', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 5))
      await using strict = bench.kafka.reader()
      strict.assign([{ topic, partition: 0, offset: 99n }])
      await expect(take(strict, 1)).rejects.toMatchObject({
        code: 'KAFKA_OFFSET_OUT_OF_RANGE',
        message: expect.stringMatching(/offset 99 .* 0 to 5/),
      })
      await using earliest = bench.kafka.reader({ 'auto.offset.reset': 'earliest' })
      earliest.assign([{ topic, partition: 0, offset: 99n }])
      expect(await take(earliest, 5)).toHaveLength(1)
      await using latest = bench.kafka.reader({ 'auto.offset.reset': 'latest' })
      latest.assign([{ topic, partition: 0, offset: 99n }])
      await silence(latest)
      await produce(lines(topic, 1))
      expect(offsetsOf(await take(latest, 1))).toEqual([5n])
    })

    it.skipIf(bench.withoutTransactions !== undefined)(
      'with read_committed leaves out every aborted transaction of a producer',
      async () => {
        const topic = await newTopic()
        const client = new KafkaJs({
          brokers: [bench.bootstrapServers],
          logLevel: logLevel.NOTHING,
        })
        const producer = client.producer({
          transactionalId: unique('tx'),
          idempotent: true,
          maxInFlightRequests: 1,
        })
        await producer.connect()
        for (const [i, end] of ['abort', 'commit', 'abort', 'commit', 'abort'].entries()) {
          const transaction = await producer.transaction()
          const messages = [{ value: `${i} ${end}` }, { value: `${i} ${end} again` }]
          await transaction.send({ topic, messages })
          if (end === 'abort') await transaction.abort()
          else await transaction.commit()
        }
        await producer.disconnect()
        await using committed = bench.kafka.reader({ 'isolation.level': 'read_committed' })
        committed.assign([{ topic, partition: 0, offset: 0n }])
        const wanted = ['1 commit', '1 commit again', '3 commit', '3 commit again']
        expect(valuesOf(await take(committed, 4))).toEqual(wanted)
        await until('the position is at the end', async () => {
          await committed.next(AbortSignal.timeout(100)).catch(() => {})
          return committed.positions()[0]?.offset === 15n
        })
        await using all = bench.kafka.reader()
        all.assign([{ topic, partition: 0, offset: 0n }])
        expect(valuesOf(await take(all, 10))).toHaveLength(10)
      },
    )
  })
}
