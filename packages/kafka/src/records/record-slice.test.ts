import type { Header, SourceBytesBatch } from '@tidewire/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeBatch, encodeLists, type PlainRecord } from './encode-batch.ts'
import { EncodableBatch, RecordSlice } from './record-slice.ts'

interface Row {
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: number
  readonly set: number
}

const headerSets: readonly (readonly Header[])[] = [
  [],
  [
    { key: 'tablé', value: Buffer.from('d1') },
    { key: 'none', value: null },
  ],
]

function batchOf(rows: readonly Row[]): SourceBytesBatch {
  const lengths = (texts: readonly (string | null)[]) =>
    Int32Array.from(texts, text => (text === null ? -1 : Buffer.byteLength(text)))
  const starts = (sizes: Int32Array) => {
    let at = 0
    return sizes.map(size => {
      const start = at
      at += Math.max(0, size)
      return start
    })
  }
  const valueLengths = lengths(rows.map(row => row.value))
  const keyLengths = lengths(rows.map(row => row.key))
  return {
    form: 'bytes',
    topic: 't',
    count: rows.length,
    bytes: Buffer.from(rows.map(row => row.value ?? '').join('')),
    valueStarts: starts(valueLengths),
    valueLengths,
    keyBytes: Buffer.from(rows.map(row => row.key ?? '').join('')),
    keyStarts: starts(keyLengths),
    keyLengths,
    timestamps: Float64Array.from(rows, row => row.timestamp),
    headerSets,
    headerSetOf: Int32Array.from(rows, row => row.set),
    sourcePartition: {},
    sourceOffset: null,
  }
}

function plain(row: Row): PlainRecord {
  return {
    key: row.key === null ? null : Buffer.from(row.key),
    value: row.value === null ? null : Buffer.from(row.value),
    timestamp: BigInt(row.timestamp),
    headers: headerSets[row.set] ?? [],
  }
}

const row = fc.record({
  key: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 })),
  value: fc.option(fc.string({ unit: 'grapheme', maxLength: 200 })),
  timestamp: fc.integer({ min: -5_000_000_000, max: 2_000_000_000_000 }),
  set: fc.integer({ min: 0, max: 1 }),
})

it('encodes positions exactly as it encodes objects, whatever else is in the batch', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.nat(40), (rows, cut) => {
      const of = new EncodableBatch(batchOf(rows))
      const all = new RecordSlice(
        of,
        Int32Array.from(rows, (_, i) => i),
      )
      const lists = [all.slice(0, cut), rows.slice(cut).map(plain)]
      const options = { now: 1n, producerId: 7n, baseSequence: 3 }
      const expected = encodeBatch(rows.map(plain), options)
      expect(encodeLists(lists, options)).toEqual(expected)
      expect(encodeLists([all], options)).toEqual(expected)
    }),
    { numRuns: 100 },
  )
})
