import { type ProducerRecord, partitionOfKey } from '@tidewire/kafka'
import { describe, expect, it } from 'vitest'
import { type ConformanceBench, offsetsOf, take, text, unique, until, valuesOf } from './bench.ts'

/** What is produced is read back. */
export function producing(bench: ConformanceBench): void {
  const { newTopic, produce, lines } = bench

  describe('producing and reading', () => {
    it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
      'records come back byte by byte (%s)',
      async compression => {
        const topic = await newTopic()
        const records: ProducerRecord[] = [
          { topic, partition: 0, key: text('k'), value: text('v'), timestamp: 1_700_000_000_123n },
          { topic, partition: 0, key: null, value: null },
          { topic, partition: 0, key: text(''), value: text('') },
          {
            topic,
            partition: 0,
            key: null,
            value: text('with headers '.repeat(200)),
            headers: [
              { key: 'a', value: text('1') },
              { key: 'ü', value: null },
              { key: 'a', value: text('') },
            ],
          },
        ]
        const sent = await produce(records, { 'compression.type': compression })
        expect(sent).toEqual([{ topic, partition: 0, baseOffset: 0n }])
        await using reader = bench.kafka.reader()
        reader.assign([{ topic, partition: 0, offset: 0n }])
        const batches = await take(reader, 4)
        expect(valuesOf(batches)).toEqual(['v', 'null', '', 'with headers '.repeat(200)])
        expect(offsetsOf(batches)).toEqual([0n, 1n, 2n, 3n])
        const batch = batches[0]!
        expect(batch).toMatchObject({ topic, partition: 0, timestampType: 'CreateTime' })
        expect([...batch.keyLengths]).toEqual([1, -1, 0, -1])
        expect(batch.timestamp(0)).toBe(1_700_000_000_123n)
        expect(batch.headers(3).map(h => [h.key, h.value?.toString() ?? null])).toEqual([
          ['a', '1'],
          ['ü', null],
          ['a', ''],
        ])
      },
    )

    it('a key always goes to the partition that Java gives it', async () => {
      const topic = await newTopic(5)
      const keys = Array.from({ length: 40 }, (_, i) => `key-${i}`)
      await produce(keys.map(key => ({ topic, key: text(key), value: text(key) })))
      await using reader = bench.kafka.reader()
      reader.assign(Array.from({ length: 5 }, (_, partition) => ({ topic, partition, offset: 0n })))
      for (const batch of await take(reader, 40)) {
        for (const key of valuesOf([batch])) {
          expect(partitionOfKey(text(key), 5)).toBe(batch.partition)
        }
      }
    })

    it('records without a key fill all partitions', async () => {
      const topic = await newTopic(4)
      await using producer = bench.kafka.producer({ 'batch.size': '1000' })
      const value = text('x'.repeat(100))
      for (let i = 0; i < 20; i += 1) {
        await producer.send(Array.from({ length: 10 }, () => ({ topic, key: null, value })))
      }
      const ends = await bench.kafka.admin.listOffsets(
        [0, 1, 2, 3].map(partition => ({ topic, partition })),
        -1n,
      )
      expect(ends.reduce((n, e) => n + e.offset, 0n)).toBe(200n)
      for (const end of ends) expect(end.offset).toBeGreaterThan(20n)
    })

    it('calls that overlap keep their order and get their own offsets', async () => {
      const topic = await newTopic()
      await using producer = bench.kafka.producer()
      const sent = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          producer.send([
            { topic, partition: 0, key: null, value: text(`${i}a`) },
            { topic, partition: 0, key: null, value: text(`${i}b`) },
          ]),
        ),
      )
      expect(sent.map(s => s[0]?.baseOffset)).toEqual(
        Array.from({ length: 50 }, (_, i) => BigInt(i * 2)),
      )
      await using reader = bench.kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 0n }])
      expect(valuesOf(await take(reader, 100))).toEqual(
        Array.from({ length: 50 }, (_, i) => [`${i}a`, `${i}b`]).flat(),
      )
    })

    it('calls that overlap keep their order also while the topic is being created', async () => {
      for (let round = 0; round < 5; round += 1) {
        const topic = unique('auto-order')
        await using producer = bench.kafka.producer()
        const values = Array.from({ length: 100 }, (_, i) => `${i}`)
        const sent = await Promise.all(
          values.map(value => producer.send([{ topic, key: text('k'), value: text(value) }])),
        )
        expect(sent.map(s => s[0]?.baseOffset)).toEqual(values.map(BigInt))
        await using reader = bench.kafka.reader()
        const partition = sent[0]?.[0]?.partition ?? 0
        reader.assign([{ topic, partition, offset: 0n }])
        expect(valuesOf(await take(reader, 100))).toEqual(values)
      }
    })

    it('a call made before closing is delivered', async () => {
      const topic = await newTopic()
      const producer = bench.kafka.producer()
      const sending = producer.send([{ topic, partition: 0, key: null, value: text('last') }])
      await producer[Symbol.asyncDispose]()
      expect(await sending).toEqual([{ topic, partition: 0, baseOffset: 0n }])
    })

    it('a call of any size is cut into batches that the broker takes', async () => {
      const topic = await newTopic(1, { 'max.message.bytes': '20000' })
      const value = text('y'.repeat(500))
      const records = Array.from({ length: 300 }, () => ({ topic, partition: 0, key: null, value }))
      expect(await produce(records)).toEqual([{ topic, partition: 0, baseOffset: 0n }])
      const [end] = await bench.kafka.admin.listOffsets([{ topic, partition: 0 }], -1n)
      expect(end?.offset).toBe(300n)
    })

    it('a record over a limit is refused with the limit', async () => {
      const topic = await newTopic(1, { 'max.message.bytes': '1000' })
      const record = { topic, partition: 0, key: null, value: Buffer.alloc(5000) }
      await expect(produce([record])).rejects.toMatchObject({ code: 'KAFKA_RECORD_TOO_LARGE' })
      await expect(produce([record], { 'max.request.size': '2000' })).rejects.toThrow(
        /max\.request\.size is 2000/,
      )
      // The sequence of the producer goes on after a refusal.
      await using producer = bench.kafka.producer()
      const small = { ...record, value: text('small') }
      await producer.send([small])
      await expect(producer.send([record])).rejects.toThrow(/over the limit/)
      expect(await producer.send([small])).toEqual([{ topic, partition: 0, baseOffset: 1n }])
    })

    it('a topic that does not exist is created by the broker', async () => {
      const topic = unique('auto')
      const sent = await produce([{ topic, key: null, value: text('first') }])
      expect(sent).toEqual([{ topic, partition: 0, baseOffset: 0n }])
    })

    it('a partition that does not exist is named', async () => {
      const topic = await newTopic(2)
      const record = { topic, partition: 2, key: null, value: text('x') }
      await expect(produce([record])).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_PARTITION' })
    })

    it.each(['0', '1', 'all'])('acks=%s', async acks => {
      const topic = await newTopic()
      await produce(lines(topic, 3), { acks })
      await until('the records are stored', async () => {
        const [end] = await bench.kafka.admin.listOffsets([{ topic, partition: 0 }], -1n)
        return end?.offset === 3n
      })
    })

    it('a full send buffer holds senders back and refuses none', async () => {
      const topic = await newTopic()
      await using producer = bench.kafka.producer({ 'buffer.memory': '5000', 'linger.ms': '5' })
      await Promise.all(
        Array.from({ length: 40 }, () =>
          producer.send([{ topic, partition: 0, key: null, value: Buffer.alloc(1000) }]),
        ),
      )
      const [end] = await bench.kafka.admin.listOffsets([{ topic, partition: 0 }], -1n)
      expect(end?.offset).toBe(40n)
    })
  })
}
