import { describe, expect, it } from 'vitest'
import { topicPattern, validTopicPattern } from './topic-pattern.ts'

describe('topics.regex', () => {
  it('matches whole names, and knows Java’s flags', () => {
    expect(topicPattern('a.*').test('abc')).toBe(true)
    expect(topicPattern('b').test('abc')).toBe(false)
    expect(topicPattern('a|b').test('ab')).toBe(false)
    expect(topicPattern('(?i)METERS-.*').test('meters-1')).toBe(true)
  })

  it('complains of what cannot be used', () => {
    expect(validTopicPattern('(', 'topics.regex')).toBe('Invalid regular expression')
    expect(validTopicPattern('(?i)x', 'topics.regex')).toBeNull()
    expect(validTopicPattern('', 'topics.regex')).toBeNull()
  })
})
