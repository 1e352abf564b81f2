import { expect, test } from 'vitest'
import { serverCodes, serverErrorKind } from './server-codes.ts'

/** Codes for which sending the same request again may succeed (TDengine error codes). */
const transient = [
  0x000b, 0x0015, 0x0018, 0x0019, 0x0020, 0x0021, 0x0022, 0x0023, 0x0024, 0x0102, 0x0111, 0x0125,
  0x0126, 0x012c, 0x0130, 0x0131, 0x032c, 0x0386, 0x0396, 0x03ae, 0x03c6, 0x03d3, 0x03ea, 0x03ef,
  0x0408, 0x040a, 0x042a, 0x0503, 0x0520, 0x0522, 0x0528, 0x0529, 0x0531, 0x0538, 0x0541, 0x061b,
  0x0602, 0x0707, 0x0903, 0x090c, 0x0911, 0x0912, 0x0914, 0x0916, 0x0917, 0x0918, 0x0922, 0x09ff,
  0x2504, 0x2507,
]

test('every transient code may be retried', () => {
  for (const code of transient)
    expect(serverCodes.get(code)?.kind, code.toString(16)).toBe('transient')
})

test('advice and kind agree', () => {
  for (const { code, kind, retry } of serverCodes.values()) {
    expect(retry === 'yes', code.toString(16)).toBe(kind === 'transient' && retry !== 'fix')
  }
})

test.each([
  [0x3002, 'content'],
  [0x0388, 'database'],
  [0x0357, 'access'],
  [0x060b, 'content'],
  [0x26ab, 'content'],
  [0x0001, 'other'],
] as const)('0x%s is about %s', (code, kind) => {
  expect(serverErrorKind(code)).toBe(kind)
})
