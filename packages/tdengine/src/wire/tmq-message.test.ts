import { TidewireError } from '@tidewire/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { schemaBytes, wireType } from './data-type.ts'
import { encodeBlock } from './raw-block-encode.ts'
import { decodeTmqBody, decodeTmqReply, encodeTmqBody, encodeTmqReply } from './tmq-message.ts'

const message = fc
  .array(
    fc.record({
      tableName: fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme-ascii' }),
      schemaVersion: fc.nat(1000),
      precision: fc.constantFrom(0, 1, 2),
      values: fc.array(fc.option(fc.string({ unit: 'grapheme' }), { nil: null }), { minLength: 1 }),
      id: fc.nat(30_000),
    }),
    { maxLength: 4 },
  )
  .map(blocks =>
    blocks.map(({ values, id, ...rest }) => ({
      ...rest,
      values,
      columns: [
        {
          name: 'säule',
          type: wireType('NCHAR'),
          flags: 1,
          bytes: schemaBytes(wireType('NCHAR'), 20),
          id,
        },
      ],
      block: encodeBlock([{ type: 'NCHAR', length: 20, values }], { version: 2 }),
    })),
  )

const offsets = { request: 5n, response: 2n ** 40n }

describe('TMQ messages', () => {
  test('decoding what was encoded gives tables, schemas and rows', () => {
    fc.assert(
      fc.property(message, given => {
        const decoded = decodeTmqBody(encodeTmqBody(given, offsets))
        expect(decoded.length).toBe(given.length)
        for (const [i, part] of decoded.entries()) {
          const { values, block: _, ...rest } = given[i]!
          expect(part).toMatchObject(rest)
          expect(values.map((_value, row) => part.block.value(row, 0))).toEqual(values)
        }
      }),
    )
  })

  test('a damaged message gives an error of the table, never a crash or an endless loop', () => {
    fc.assert(
      fc.property(message, fc.nat(), fc.integer({ min: 0, max: 255 }), (given, at, value) => {
        const body = encodeTmqBody(given, offsets)
        const reply = encodeTmqReply({
          timing: 1n,
          requestId: 2n,
          code: 0,
          message: '',
          messageId: 3n,
          rawType: 2,
          body,
        })
        reply[at % reply.length] = value
        try {
          for (const { block } of decodeTmqBody(decodeTmqReply(reply).body)) {
            for (let row = 0; row < block.rows; row += 1) block.row(row)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(TidewireError)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('offset records of the older form are skipped', () => {
    const modern = encodeTmqBody([], offsets)
    const legacy = Buffer.concat([
      Buffer.from([1]),
      Buffer.alloc(8),
      Buffer.from([2]),
      Buffer.alloc(16),
      modern.subarray(23),
    ])
    expect(decodeTmqBody(legacy)).toEqual([])
  })
})
