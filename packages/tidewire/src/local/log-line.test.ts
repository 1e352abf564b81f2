import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logLineText } from './log-line.ts'

const time = '2026-11-24T19:08:49.337Z'

describe('a line of a log', () => {
  it('shows time, level, task and message first', () => {
    const line = { level: 'warn', time, connector: 'a', task: 0, attempt: 1, message: 'again' }
    expect(logLineText(JSON.stringify(line))).toBe(`${time} WARN  [a-0] again attempt=1`)
  })

  it('puts a reason of several lines below', () => {
    const line = { level: 'error', time, reason: 'no\n  hint: yes', message: 'failed' }
    expect(logLineText(JSON.stringify(line))).toBe(
      `${time} ERROR failed\n  reason: no\n    hint: yes`,
    )
  })

  it('stays as it is when it is no JSON object', () => {
    for (const line of ['plain', '{"level":', '']) expect(logLineText(line)).toBe(line)
  })

  it('never steers the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        for (const line of [text, JSON.stringify({ message: text, reason: text })]) {
          expect(logLineText(line)).not.toMatch(/[^\P{Cc}\n\t]/u)
        }
      }),
    )
  })
})
