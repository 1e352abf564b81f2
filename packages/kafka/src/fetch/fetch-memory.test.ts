import { describe, expect, it } from 'vitest'
import { FetchMemory } from './fetch-memory.ts'

describe('fetch memory', () => {
  it('is used again when the last user has let go of it, and not before', () => {
    const memory = new FetchMemory(1_000_000)
    const first = memory.bytes(100_000)
    memory.hold(first.subarray(10, 20))
    memory.drop(first)
    expect(memory.bytes(90_000).buffer).not.toBe(first.buffer)
    memory.drop(first.subarray(10, 20))
    expect(memory.bytes(90_000).buffer).toBe(first.buffer)
  })

  it('serves numbers and bytes alike', () => {
    const memory = new FetchMemory(1_000_000)
    const ints = memory.ints(20_000)
    expect(ints).toHaveLength(20_000)
    memory.drop(ints)
    expect(memory.bytes(80_000).buffer).toBe(ints.buffer)
  })

  it('keeps no more than its limit, and no block for a use far too small', () => {
    const memory = new FetchMemory(300_000)
    const blocks = [memory.bytes(200_000), memory.bytes(200_000)]
    for (const block of blocks) memory.drop(block)
    const again = [memory.bytes(200_000), memory.bytes(200_000)].map(b => b.buffer)
    expect(again.filter(b => blocks.some(block => block.buffer === b))).toHaveLength(1)
    memory.drop(blocks[0]!)
    expect(memory.bytes(20_000).buffer).not.toBe(blocks[0]!.buffer)
  })

  it('does not mind memory that is not its own', () => {
    const memory = new FetchMemory(1000)
    const foreign = Buffer.alloc(50_000)
    memory.drop(foreign)
    expect(memory.bytes(50_000).buffer).not.toBe(foreign.buffer)
  })
})
