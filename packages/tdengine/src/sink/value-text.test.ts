import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutBlanks, isOnlyComments, skipBlanks, tidyLines } from './value-text.ts'

const blankText = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r', 'a', '#', 'é') })

describe('blanks', () => {
  it('leave what String.trim leaves', () => {
    fc.assert(
      fc.property(blankText, text => {
        const bytes = Buffer.from(text)
        const start = skipBlanks(bytes, 0, bytes.length)
        const end = cutBlanks(bytes, start, bytes.length)
        expect(bytes.subarray(start, end).toString()).toBe(text.trim())
      }),
    )
  })
})

describe('comments', () => {
  it.each([
    ['# one', true],
    ['# one\n\n  # two\n', true],
    ['# one\nm v=1', false],
    ['m v=1\n# one', false],
  ])('%j: only comments is %s', (text, only) => {
    const bytes = Buffer.from(`m v=0\n${text}\nm v=2`)
    expect(isOnlyComments(bytes, 6, 6 + Buffer.byteLength(text))).toBe(only)
  })
})

describe('tidy', () => {
  it('leaves out blank lines, carriage returns and comments between lines', () => {
    const value = Buffer.from('m v=1\r\n\r\n# note\n  m,t=žluť v=2\n \nm v=3')
    expect(tidyLines(value, true)?.toString()).toBe('m v=1\nm,t=žluť v=2\nm v=3')
    expect(tidyLines(value, false)?.toString()).toBe('m v=1\n# note\nm,t=žluť v=2\nm v=3')
  })

  it('says when there is nothing to leave out', () => {
    expect(tidyLines(Buffer.from('m v=1\nm v=2'), true)).toBeNull()
    expect(tidyLines(Buffer.from('m v=1'), true)).toBeNull()
  })
})
