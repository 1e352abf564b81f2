import { type BytesBatch, keyBytes, offsetOf, TidewireError, valueBytes } from '@tidewire/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sliceBatch } from './bytes-batch.ts'
import { compressions } from './compression.ts'
import {
  type AbortedTransaction,
  batchField,
  batchHeaderSize,
  crc32c,
  encodeBatch,
  type PlainRecord,
  placeBatch,
  readBatchHeader,
  readRecordSet,
  stampAppendTime,
} from './index.ts'

const origin = { topic: 't', partition: 3 }

const bytes = fc.uint8Array({ maxLength: 60 }).map(a => Buffer.from(a))
const record: fc.Arbitrary<PlainRecord> = fc.record({
  key: fc.option(bytes),
  value: fc.option(bytes),
  timestamp: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  headers: fc.array(fc.record({ key: fc.string(), value: fc.option(bytes) }), { maxLength: 3 }),
})
const records = fc.array(record, { minLength: 1, maxLength: 30 })

interface Row {
  readonly offset: bigint
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: bigint
  readonly headers: readonly (readonly [string, string | null])[]
}

const hex = (b: Uint8Array | null) => (b === null ? null : Buffer.from(b).toString('hex'))

function rows(batches: readonly BytesBatch[]): Row[] {
  return batches.flatMap(batch =>
    Array.from({ length: batch.count }, (_, i) => ({
      offset: offsetOf(batch, i),
      key: hex(keyBytes(batch, i)),
      value: hex(valueBytes(batch, i)),
      timestamp: batch.timestamp(i),
      headers: batch.headers(i).map(h => [h.key, hex(h.value)] as const),
    })),
  )
}

function expected(list: readonly PlainRecord[], baseOffset: bigint): Row[] {
  return list.map((r, i) => ({
    offset: baseOffset + BigInt(i),
    key: hex(r.key),
    value: hex(r.value),
    timestamp: r.timestamp ?? -1n,
    headers: (r.headers ?? []).map(h => [h.key, hex(h.value)] as const),
  }))
}

const text = (batches: readonly BytesBatch[]) =>
  batches.flatMap(b => Array.from({ length: b.count }, (_, i) => String(valueBytes(b, i))))

const values = (...list: string[]): PlainRecord[] =>
  list.map(v => ({ key: null, value: Buffer.from(v), timestamp: 5n }))

describe('crc32c', () => {
  it('gives the check value of RFC 3720 and continues from a seed', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
    expect(crc32c(Buffer.from('6789'), 0, 4, crc32c(Buffer.from('12345')))).toBe(0xe3069283)
  })

  it('agrees with the bitwise definition at every length and start', () => {
    const bitwise = (data: Uint8Array) => {
      let crc = ~0
      for (const byte of data) {
        crc ^= byte
        for (let i = 0; i < 8; i += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
      }
      return ~crc >>> 0
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(20), (data, start) => {
        const from = Math.min(start, data.length)
        return crc32c(data, from) === bitwise(data.subarray(from))
      }),
    )
  })
})

describe('record batches', () => {
  it.each(compressions)('are read back as they were written (%s)', compression => {
    fc.assert(
      fc.property(records, fc.bigInt({ min: 0n, max: 2n ** 40n }), (list, baseOffset) => {
        const batch = encodeBatch(list, { compression, baseOffset })
        const { batches, nextOffset, count } = readRecordSet(batch, origin)
        expect(rows(batches)).toEqual(expected(list, baseOffset))
        expect(nextOffset).toBe(baseOffset + BigInt(list.length))
        expect(count).toBe(list.length)
      }),
      { numRuns: 40 },
    )
  })

  it('uncompressed ones that follow each other share one buffer, in offset order', () => {
    const one = encodeBatch(values('a', 'b'), { baseOffset: 10n })
    const two = encodeBatch(values('c'), { baseOffset: 20n })
    const three = encodeBatch(values('d'), { baseOffset: 21n, compression: 'zstd' })
    const set = readRecordSet(Buffer.concat([one, two, three]), origin)
    expect(set.batches.map(b => b.count)).toEqual([3, 1])
    expect(rows(set.batches).map(r => r.offset)).toEqual([10n, 11n, 20n, 21n])
    expect(set.nextOffset).toBe(22n)
  })

  it('offsets further apart than 32 bits are kept apart', () => {
    const one = encodeBatch(values('a'), { baseOffset: 0n })
    const two = encodeBatch(values('b'), { baseOffset: 2n ** 40n })
    const set = readRecordSet(Buffer.concat([one, two]), origin)
    expect(rows(set.batches).map(r => r.offset)).toEqual([0n, 2n ** 40n])
  })

  it('leave out what lies before the fetch offset', () => {
    const all = Buffer.concat([
      encodeBatch(values('a', 'b'), { baseOffset: 0n }),
      encodeBatch(values('c', 'd', 'e'), { baseOffset: 2n, compression: 'lz4' }),
    ])
    const set = readRecordSet(all, { ...origin, fromOffset: 3n })
    expect(text(set.batches)).toEqual(['d', 'e'])
    expect(rows(set.batches).map(r => r.offset)).toEqual([3n, 4n])
    expect(readRecordSet(all, { ...origin, fromOffset: 9n })).toMatchObject({
      count: 0,
      nextOffset: 9n,
    })
  })

  it('a last batch that is cut off is left for the next fetch', () => {
    const one = encodeBatch(values('a'), { baseOffset: 0n })
    const two = encodeBatch(values('b'), { baseOffset: 1n })
    for (let cut = 0; cut < two.length; cut += 1) {
      const set = readRecordSet(Buffer.concat([one, two.subarray(0, cut)]), origin)
      expect(text(set.batches)).toEqual(['a'])
      expect(set.nextOffset).toBe(1n)
    }
  })

  it('slices keep offsets, timestamps and headers of their records', () => {
    fc.assert(
      fc.property(records, fc.nat(30), fc.nat(30), (list, from, length) => {
        const { batches } = readRecordSet(encodeBatch(list, { baseOffset: 7n }), origin)
        const start = Math.min(from, list.length)
        const slice = sliceBatch(batches[0]!, start, start + length)
        expect(rows([slice])).toEqual(expected(list, 7n).slice(start, start + length))
      }),
    )
  })

  it('a broker can give them their place and append time without touching the records', () => {
    const batch = encodeBatch(values('a', 'b'))
    placeBatch(batch, 0, 500n, 4)
    expect(readBatchHeader(batch)).toMatchObject({ baseOffset: 500n, leaderEpoch: 4 })
    stampAppendTime(batch, 0, batch.length, 1234n)
    const set = readRecordSet(batch, origin)
    expect(set.batches[0]?.timestampType).toBe('LogAppendTime')
    expect(rows(set.batches).map(r => r.timestamp)).toEqual([1234n, 1234n])
  })

  it('empty and negative timestamps follow the batch header', () => {
    const none = encodeBatch([{ key: null, value: null, timestamp: -1n }])
    const batch = readRecordSet(none, origin).batches[0]!
    expect(batch.timestampType).toBe('NoTimestampType')
    expect(batch.timestamp(0)).toBe(-1n)
    expect(valueBytes(batch, 0)).toBeNull()
  })
})

describe('damaged record batches', () => {
  it.each(compressions)('are refused whatever bit is flipped (%s)', compression => {
    const list = values(...Array.from({ length: 20 }, (_, i) => `value ${i}`))
    const good = encodeBatch(list, { compression })
    fc.assert(
      fc.property(fc.nat(good.length * 8 - 1), bit => {
        const bad = Buffer.from(good)
        bad[bit >> 3]! ^= 1 << (bit & 7)
        // The checksum does not cover base offset and leader epoch; a longer length makes it a batch cut off.
        const covered = bit >> 3 >= batchField.crc
        try {
          const set = readRecordSet(bad, origin)
          if (covered) expect(set.count).toBe(-1)
        } catch (error) {
          expect(error).toBeInstanceOf(TidewireError)
          expect((error as TidewireError).retriable).toBe(false)
        }
      }),
    )
  })

  it.each(compressions)('are refused even with a right checksum (%s)', compression => {
    const list = values(...Array.from({ length: 20 }, (_, i) => `value ${i}`))
    const good = encodeBatch(list, { compression })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        changes => {
          const bad = Buffer.from(good)
          for (const [at, byte] of changes) if (at >= batchField.attributes) bad[at] = byte
          bad.writeUInt32BE(crc32c(bad, batchField.attributes), batchField.crc)
          try {
            for (const batch of readRecordSet(bad, origin).batches) rows([batch])
          } catch (error) {
            expect(error).toBeInstanceOf(TidewireError)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('random bytes never crash or loop', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (noise, magic) => {
        const data = Buffer.from(noise)
        if (magic && data.length > 16) {
          data[16] = 2
          data.writeInt32BE(data.length - 12, 8)
        }
        try {
          readRecordSet(data, { ...origin, checkCrcs: false })
        } catch (error) {
          expect(error).toBeInstanceOf(TidewireError)
        }
      }),
    )
  })

  it('a count far beyond the bytes takes no memory', () => {
    const batch = encodeBatch(values('a'), { compression: 'gzip' })
    batch.writeInt32BE(0x7fffffff, batchField.recordCount)
    expect(() => readRecordSet(batch, { ...origin, checkCrcs: false })).toThrow(
      /2147483647 records/,
    )
  })

  it('message formats 0 and 1 are named', () => {
    const old = encodeBatch(values('a'))
    old[batchField.magic] = 1
    expect(() => readRecordSet(old, origin)).toThrow(/message format 1/)
  })

  it('the error names topic, partition and offset', () => {
    const batch = encodeBatch(values('a'), { baseOffset: 77n })
    batch[batchHeaderSize]! ^= 1
    expect(() => readRecordSet(batch, origin)).toThrow(
      /topic t, partition 3 at offset 77.*checksum/,
    )
  })

  it('what lies before a damaged batch is read first, and then the error comes', () => {
    for (const compression of ['none', 'gzip'] as const) {
      const one = encodeBatch(values('a'), { baseOffset: 0n, compression })
      const two = encodeBatch(values('b', 'c'), { baseOffset: 1n, compression })
      const bad = encodeBatch(values('d'), { baseOffset: 3n })
      const inside = Buffer.from(bad)
      // A record length beyond the batch, under a right checksum.
      inside[batchHeaderSize] = 0x7e
      inside.writeUInt32BE(crc32c(inside, batchField.attributes), batchField.crc)
      bad[bad.length - 1]! ^= 1
      const after = encodeBatch(values('e'), { baseOffset: 4n, compression })
      for (const damaged of [bad, inside]) {
        const all = Buffer.concat([one, two, damaged, after])
        const set = readRecordSet(all, origin)
        expect(text(set.batches)).toEqual(['a', 'b', 'c'])
        expect(set.nextOffset).toBe(3n)
        expect(() => readRecordSet(all, { ...origin, fromOffset: set.nextOffset })).toThrow(
          /topic t, partition 3 at offset 3/,
        )
      }
    }
  })
})

describe('aborted transactions', () => {
  const producer = (id: bigint) => ({
    data: (baseOffset: bigint, ...list: string[]) =>
      encodeBatch(values(...list), {
        baseOffset,
        producerId: id,
        producerEpoch: 0,
        baseSequence: 0,
        transactional: true,
      }),
    marker: (baseOffset: bigint, type: 'abort' | 'commit') => {
      const key = Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1])
      const value = Buffer.alloc(6)
      return encodeBatch([{ key, value, timestamp: 5n }], {
        baseOffset,
        producerId: id,
        producerEpoch: 0,
        transactional: true,
        control: true,
      })
    },
  })
  const read = (parts: readonly Buffer[], aborted: readonly AbortedTransaction[] | null) =>
    readRecordSet(Buffer.concat(parts), { ...origin, aborted })

  it('are left out, also when one producer aborted several times in one fetch', () => {
    const p = producer(9n)
    const parts = [
      p.data(0n, 'aborted 1'),
      p.marker(1n, 'abort'),
      p.data(2n, 'committed 2'),
      p.marker(3n, 'commit'),
      p.data(4n, 'aborted 3'),
      p.marker(5n, 'abort'),
      p.data(6n, 'committed 4'),
      p.marker(7n, 'commit'),
    ]
    const aborted = [
      { producerId: 9n, firstOffset: 4n },
      { producerId: 9n, firstOffset: 0n },
    ]
    const set = read(parts, aborted)
    expect(text(set.batches)).toEqual(['committed 2', 'committed 4'])
    expect(set.nextOffset).toBe(8n)
    expect(text(read(parts, null).batches)).toHaveLength(4)
  })

  it('of one producer do not hide the records of another', () => {
    const a = producer(1n)
    const b = producer(2n)
    const plain = encodeBatch(values('plain'), { baseOffset: 2n })
    const set = read(
      [
        a.data(0n, 'lost'),
        b.data(1n, 'kept'),
        plain,
        a.marker(3n, 'abort'),
        b.marker(4n, 'commit'),
      ],
      [{ producerId: 1n, firstOffset: 0n }],
    )
    expect(text(set.batches)).toEqual(['kept', 'plain'])
  })

  it('any interleaving of transactions gives what a naive reader gives', () => {
    const action = fc.record({
      producer: fc.integer({ min: 1, max: 3 }),
      act: fc.constantFrom('data', 'abort', 'commit'),
    })
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), actions => {
        const parts: Buffer[] = []
        const aborted: AbortedTransaction[] = []
        const open = new Map<number, { first: bigint; offsets: bigint[] }>()
        const visible = new Set<bigint>()
        let offset = 0n
        const close = (id: number, act: 'abort' | 'commit') => {
          const t = open.get(id)
          if (t === undefined) return
          open.delete(id)
          parts.push(producer(BigInt(id)).marker(offset, act))
          offset += 1n
          if (act === 'abort') aborted.push({ producerId: BigInt(id), firstOffset: t.first })
          else for (const o of t.offsets) visible.add(o)
        }
        for (const { producer: id, act } of actions) {
          if (act !== 'data') {
            close(id, act)
            continue
          }
          const t = open.get(id) ?? { first: offset, offsets: [] }
          open.set(id, t)
          t.offsets.push(offset)
          parts.push(producer(BigInt(id)).data(offset, String(offset)))
          offset += 1n
        }
        for (const id of [...open.keys()]) close(id, 'commit')
        const got = rows(read(parts, aborted).batches).map(r => r.offset)
        expect(got).toEqual([...visible].sort((x, y) => (x < y ? -1 : 1)))
      }),
    )
  })
})
