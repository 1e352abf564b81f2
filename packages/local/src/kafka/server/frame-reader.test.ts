import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MalformedRequest } from '../protocol/wire-reader.ts'
import { FrameReader } from './frame-reader.ts'
import { MemoryBudget } from './memory-budget.ts'

function framed(frames: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    frames.flatMap(frame => {
      const size = Buffer.alloc(4)
      size.writeInt32BE(frame.length)
      return [size, Buffer.from(frame)]
    }),
  )
}

test('frames come out whole and in order, however the bytes were cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      (frames, cuts) => {
        const bytes = framed(frames)
        const reader = new FrameReader(100)
        const found: Buffer[] = []
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const size = cuts[i % cuts.length]!
          reader.push(Buffer.from(bytes.subarray(at, at + size)))
          at += size
          for (let frame = reader.frame(); frame !== null; frame = reader.frame()) found.push(frame)
        }
        expect(found.map(frame => frame.toString('hex'))).toEqual(
          frames.map(frame => Buffer.from(frame).toString('hex')),
        )
        expect(reader.buffered).toBe(0)
      },
    ),
  )
})

test('a size beyond the limit, or below zero, is refused as soon as it is known', () => {
  for (const size of [101, -1]) {
    const reader = new FrameReader(100)
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(size)
    reader.push(bytes)
    expect(() => reader.size()).toThrow(MalformedRequest)
  }
})

test('who waits for memory is let in when it is given back, unless it gave up', () => {
  const budget = new MemoryBudget(10)
  const woken: string[] = []
  expect(budget.take(25)).toBe(true)
  expect(budget.take(1)).toBe(false)
  budget.wait(() => {
    if (budget.take(30)) woken.push('first')
  })
  budget.wait(() => woken.push('gave up'))()
  budget.wait(() => woken.push('second'))
  budget.giveBack(10)
  expect(woken).toEqual([])
  budget.giveBack(15)
  expect(woken).toEqual(['first'])
  budget.giveBack(30)
  expect(woken).toEqual(['first', 'second'])
  expect(new MemoryBudget(-1).take(1e12)).toBe(true)
})
