import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLines } from './line-reader.ts'

async function lines(pieces: readonly string[], max = 1000): Promise<string[]> {
  async function* input() {
    for (const piece of pieces) yield Buffer.from(piece, 'latin1')
  }
  const found: string[] = []
  for await (const lot of readLines(input(), max)) {
    for (const line of lot) found.push(line.toString('latin1'))
  }
  return found
}

describe('lines of a byte stream', () => {
  it('takes the last line without a line end, and Windows line ends', async () => {
    expect(await lines(['a\r\nb', 'c\n', '\n', 'd'])).toEqual(['a', 'bc', '', 'd'])
  })

  it('gives nothing for nothing', async () => {
    expect(await lines([])).toEqual([])
    expect(await lines(['a\n'])).toEqual(['a'])
  })

  it('refuses a line without an end', async () => {
    await expect(lines(['x'.repeat(600), 'x'.repeat(600)])).rejects.toThrow(/longer than 1000/)
  })

  it('finds the same lines however the bytes arrive', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\xff') })
    await fc.assert(
      fc.asyncProperty(fc.array(text), async pieces => {
        const whole = pieces.join('')
        const expected = whole.split('\n')
        if (expected.at(-1) === '') expected.pop()
        expect(await lines(pieces)).toEqual(expected)
      }),
    )
  })
})
