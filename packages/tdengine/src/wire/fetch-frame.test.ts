import { TidewireError } from '@tidewire/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeFetchBlockReply,
  decodeFetchReply,
  encodeFetchBlockReply,
  encodeFetchReply,
  encodeFetchRequest,
} from './fetch-frame.ts'

const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const bytes = fc.uint8Array({ maxLength: 50 }).map(part => Buffer.from(part))
const reply = fc
  .record({
    timing: u64,
    requestId: u64,
    code: fc.nat(0xffff),
    message: fc.string({ unit: 'grapheme' }),
    resultId: u64,
    block: fc.option(bytes, { nil: null }),
  })
  .map(fields => ({ ...fields, finished: fields.block === null }))

describe('fetch_raw_block', () => {
  test('a request has exactly 26 bytes', () => {
    expect(encodeFetchRequest(0x1123n, 1n).toString('hex')).toBe(
      '2311000000000000010000000000000007000000000000000100',
    )
  })

  test('decoding what was encoded gives every field', () => {
    fc.assert(
      fc.property(reply, given => {
        expect(decodeFetchReply(encodeFetchReply(given))).toEqual(given)
      }),
    )
  })

  test('a frame that is cut or damaged gives an error of the table', () => {
    const change = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) })
    fc.assert(
      fc.property(reply, fc.nat(), fc.option(change), (given, cut, changed) => {
        const frame = encodeFetchReply(given)
        if (changed !== null) frame[changed.at % frame.length] = changed.value
        const kept = changed === null ? frame.subarray(0, cut % frame.length) : frame
        try {
          decodeFetchReply(kept)
        } catch (error) {
          expect(error).toBeInstanceOf(TidewireError)
          expect((error as TidewireError).code).toBe('TDENGINE_FRAME')
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('the older fetch_block reply comes back, and is refused when cut', () => {
  fc.assert(
    fc.property(u64, u64, bytes, (timing, resultId, block) => {
      const given = { timing, resultId, block }
      expect(decodeFetchBlockReply(encodeFetchBlockReply(given))).toEqual(given)
    }),
  )
  expect(() => decodeFetchBlockReply(Buffer.alloc(15))).toThrow(/too early/)
})
