import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageReader } from './message-reader.ts'

const framed = (message: Uint8Array) => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(message.length)
  return Buffer.concat([length, message])
}

describe('messages of a stream', () => {
  it('are put together however the stream is cut', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 })
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 20 })), (list, cuts) => {
        const got: string[] = []
        const reader = new MessageReader(message => got.push(message.toString('hex')))
        const stream = Buffer.concat(list.map(framed))
        // The reader must not keep the buffer that it is given again and again.
        const shared = Buffer.alloc(64)
        for (let at = 0, i = 0; at < stream.length; i += 1) {
          const piece = stream.subarray(at, at + (cuts[i % Math.max(1, cuts.length)] ?? 7))
          shared.fill(0xee)
          shared.set(piece)
          reader.push(shared, piece.length)
          at += piece.length
        }
        expect(got).toEqual(list.map(m => Buffer.from(m).toString('hex')))
      }),
    )
  })

  it('of a peer that speaks HTTP are refused before memory is taken', () => {
    const reader = new MessageReader(() => {})
    expect(() => reader.push(Buffer.from('HTTP/1.1 400 Bad Request'), 8)).toThrow(/no Kafka broker/)
  })
})
