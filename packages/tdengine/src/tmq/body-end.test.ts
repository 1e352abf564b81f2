import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { decodeTmqReply, encodeTmqBody, tmqRawType } from '../wire/tmq-message.ts'
import { endOfBody } from './body-end.ts'

/** Frames of a recording, in order. */
function frames(name: string): Record<string, unknown>[] {
  const url = new URL(`../../../../test/golden/tdengine/${name}`, import.meta.url)
  return readFileSync(url, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
}

it('finds the offset behind the messages that were recorded', () => {
  const ends = frames('tmq-offsets.jsonl')
    .filter(({ kind, t }) => kind === 'binary' && t === 'recv')
    .map(({ hex }) => decodeTmqReply(Buffer.from(String(hex), 'hex')))
    .filter(({ rawType }) => rawType === tmqRawType.data)
    .map(({ body }) => endOfBody(body))
  expect(ends).toEqual([10n])
})

it('gives what was encoded, and nothing for the offsets of a snapshot', () => {
  expect(endOfBody(encodeTmqBody([], { request: 5n, response: 9n }))).toBe(9n)
  expect(endOfBody(encodeTmqBody([], { request: -3n, response: -3n }))).toBeNull()
  // The older form: no marker, the type of the record at once.
  const older = Buffer.alloc(18)
  older[0] = 1
  older.writeBigInt64LE(5n, 1)
  older[9] = 1
  older.writeBigInt64LE(9n, 10)
  expect(endOfBody(older)).toBe(9n)
  older[0] = 2
  expect(endOfBody(older)).toBeNull()
})
