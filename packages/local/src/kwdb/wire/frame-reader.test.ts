import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameReader } from './frame-reader.ts'

function frame(type: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

describe('messages in a stream', () => {
  it('are the same however the stream is cut', () => {
    const message = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 30 }))
    const cuts = fc.infiniteStream(fc.integer({ min: 1, max: 12 }))
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), cuts, (messages, sizes) => {
        const stream = Buffer.concat(messages.map(([type, body]) => frame(type, body)))
        const reader = new FrameReader()
        reader.typed = true
        const found: [number, Uint8Array][] = []
        let at = 0
        while (at < stream.length) {
          const size = sizes.next().value
          reader.push(stream.subarray(at, at + size))
          at += size
          for (let next = reader.next(); next !== null; next = reader.next()) {
            found.push([next.type, Uint8Array.from(next.body)])
          }
          expect(reader.ready).toBe(false)
        }
        expect(found).toEqual(messages.map(([type, body]) => [type, Uint8Array.from(body)]))
        expect(reader.bytes).toBe(0)
      }),
    )
  })

  it('are not copied when they come whole', () => {
    const reader = new FrameReader()
    reader.typed = true
    const piece = Buffer.concat([frame(81, Buffer.from('a')), frame(81, Buffer.from('b'))])
    reader.push(piece)
    reader.next()
    expect(reader.next()?.body.buffer).toBe(piece.buffer)
  })

  it.each([-1, 0, 3, 1 << 30])('of the length %s are refused', length => {
    const reader = new FrameReader()
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(length)
    reader.push(bytes)
    expect(() => reader.next()).toThrow('out of bounds')
  })
})
