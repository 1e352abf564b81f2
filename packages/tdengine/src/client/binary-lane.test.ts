import { ReusedMemory } from '@tidewire/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BinaryLane } from './binary-lane.ts'

const accepted = Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n')

function frame(first: number, payload: Buffer): Buffer {
  const { length } = payload
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload])
  if (length < 65_536) {
    return Buffer.concat([Buffer.from([first, 126, length >> 8, length & 255]), payload])
  }
  const head = Buffer.alloc(10)
  head[0] = first
  head[1] = 127
  head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

/** What a lane makes of bytes that come in pieces of the given sizes. */
function through(bytes: Buffer, sizes: readonly number[], limit = 1_000_000) {
  const lane = new BinaryLane(new ReusedMemory(1_000_000), limit)
  const messages: Buffer[] = []
  const passed: Buffer[] = []
  lane.deliver = (memory, length) => messages.push(Buffer.from(memory.subarray(0, length)))
  lane.pass = piece => passed.push(piece)
  const reading = Buffer.alloc(70_000)
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const count = Math.min(bytes.length - at, sizes[i % sizes.length] ?? 1)
    bytes.copy(reading, 0, at, at + count)
    lane.push(reading, count)
    at += count
  }
  return { messages, passed: Buffer.concat(passed) }
}

test('whole binary messages are taken out, everything else goes on as it came, however it is cut', () => {
  const payload = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 130 }),
    fc.integer({ min: 60_000, max: 70_000 }).map(length => new Uint8Array(length).fill(7)),
  )
  const other = fc.constantFrom(0x81, 0x89, 0x8a, 0xc2)
  const one = fc.record({ first: fc.oneof(fc.constant(0x82), other), payload })
  const sizes = fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), sizes, (frames, sizes) => {
      const all = frames.map(({ first, payload }) => {
        // Control frames are short.
        const cut = (first & 8) === 0 ? payload : payload.subarray(0, 100)
        return { first, payload: Buffer.from(cut) }
      })
      const bytes = Buffer.concat([accepted, ...all.map(f => frame(f.first, f.payload))])
      const seen = through(bytes, sizes)
      const binary = all.filter(f => f.first === 0x82)
      const rest = all.filter(f => f.first !== 0x82)
      expect(seen.messages).toEqual(binary.map(f => f.payload))
      const passed = Buffer.concat([accepted, ...rest.map(f => frame(f.first, f.payload))])
      expect(seen.passed.equals(passed)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

const message = Buffer.from('a message')

test('a message in fragments is left to the library, with what comes between them', () => {
  const parts = [frame(0x02, message), frame(0x89, message), frame(0x80, message)]
  const bytes = Buffer.concat([accepted, ...parts, frame(0x82, message)])
  const { messages, passed } = through(bytes, [5])
  expect(messages).toEqual([message])
  expect(passed).toEqual(Buffer.concat([accepted, ...parts]))
})

test.each([
  ['a refusal', Buffer.from('HTTP/1.1 401 Unauthorized\r\nContent-Length: 11\r\n\r\n')],
  ['a close frame', Buffer.concat([accepted, frame(0x88, Buffer.from([3, 232]))])],
  ['a masked frame', Buffer.concat([accepted, Buffer.from([0x82, 0x81, 1, 2, 3, 4, 5])])],
  ['a frame beyond the limit', Buffer.concat([accepted, frame(0x82, Buffer.alloc(2000))])],
])('behind %s everything is left to the library', (_, begin) => {
  const bytes = Buffer.concat([begin, frame(0x82, message)])
  const { messages, passed } = through(bytes, [7], 1000)
  expect(messages).toEqual([])
  expect(passed.equals(bytes)).toBe(true)
})
