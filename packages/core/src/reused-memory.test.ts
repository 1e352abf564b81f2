import { expect, test } from 'vitest'
import { ReusedMemory } from './reused-memory.ts'

test('memory that was given back is used again, up to the limit', () => {
  const memory = new ReusedMemory(300_000)
  const first = memory.take(100_000)
  const second = memory.take(250_000)
  memory.give(first)
  memory.give(second)
  expect(memory.take(90_000)).toBe(first)
  expect(memory.take(90_000)).not.toBe(first)
  expect(memory.take(250_000)).not.toBe(second)
})

test('small memory comes from the allocator and is not kept', () => {
  const memory = new ReusedMemory(300_000)
  const small = memory.take(100)
  expect(small.length).toBe(100)
  memory.give(small)
  expect(memory.take(100)).not.toBe(small)
})
