import { describe, expect, it } from 'vitest'
import { lineFormat, lineRecord } from './line-record.ts'

function record(line: string, props: Record<string, string>) {
  const made = lineRecord(Buffer.from(line), 't', lineFormat(props), 7)
  return {
    key: made.key === null ? null : Buffer.from(made.key).toString(),
    value: made.value === null ? null : Buffer.from(made.value).toString(),
    headers: made.headers?.map(h => [h.key, h.value === null ? null : String(h.value)]),
  }
}

describe('a line as a record', () => {
  it('is the value alone by default', () => {
    expect(record('a\tb', {})).toEqual({ key: null, value: 'a\tb', headers: undefined })
  })

  it('has a key before the first separator', () => {
    const props = { 'parse.key': 'true', 'key.separator': '::' }
    expect(record('k::v::w', props)).toMatchObject({ key: 'k', value: 'v::w' })
    expect(() => record('none', props)).toThrow(/line 7 .*no key/)
    expect(record('none', { ...props, 'ignore.error': 'true' })).toMatchObject({
      key: null,
      value: 'none',
    })
  })

  it('has headers before the key, and tombstones by marker', () => {
    const props = { 'parse.headers': 'true', 'parse.key': 'true', 'null.marker': 'NULL' }
    expect(record('h1:v1,h2:v2\tk\tNULL', props)).toEqual({
      key: 'k',
      value: null,
      headers: [
        ['h1', 'v1'],
        ['h2', 'v2'],
      ],
    })
  })

  it('refuses properties it does not know', () => {
    expect(() => lineFormat({ 'parse.kye': 'true' })).toThrow(/parse.kye/)
  })
})
