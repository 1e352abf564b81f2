import type { RecordsBatch, SinkRecord } from '@tidewire/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesBatch } from './bytes-batch.test.kit.ts'
import { RequestBuffer, type RequestLimits } from './request-buffer.ts'

const line: RequestLimits = {
  format: 'line',
  maxRecords: Number.POSITIVE_INFINITY,
  maxBytes: 4 << 20,
}
const json: RequestLimits = { ...line, format: 'json' }

function bodyOf(request: RequestBuffer, low = 0, high = request.count): string {
  return Buffer.concat(request.body(low, high)).toString()
}

function filled(limits: RequestLimits, values: readonly (string | Uint8Array | null)[]) {
  const request = new RequestBuffer(limits)
  const batch = bytesBatch(values)
  expect(request.fill(batch, 0)).toBe(values.length)
  request.seal()
  return request
}

describe('a request of lines', () => {
  it('joins values with line feeds', () => {
    const request = filled(line, ['m v=1 1', 'm v=2 2', 'm v=3 3'])
    expect(bodyOf(request)).toBe('m v=1 1\nm v=2 2\nm v=3 3')
    expect(bodyOf(request, 1, 2)).toBe('m v=2 2')
    expect(bodyOf(request, 1, 3)).toBe('m v=2 2\nm v=3 3')
    expect(request.place(2).index).toBe(2)
    expect(request.value(1).toString()).toBe('m v=2 2')
  })

  // Defect 16 of the Java connector: one tombstone or blank value poisoned its whole batch.
  it('leaves out tombstones, blank values and comments, and keeps the places of the others', () => {
    const request = filled(line, [null, 'm v=1 1', '', '  \n', '# note', '#a\n#b\n', 'm v=2 2\n'])
    expect(bodyOf(request)).toBe('m v=1 1\nm v=2 2')
    expect([request.tombstones, request.blanks]).toEqual([1, 4])
    expect([request.place(0).index, request.place(1).index]).toEqual([1, 6])
  })

  it('keeps values of several lines as one record', () => {
    const request = filled(line, ['m v=1 1\nm v=2 2\r\n', 'm v=3 3'])
    expect(request.count).toBe(2)
    expect(bodyOf(request)).toBe('m v=1 1\nm v=2 2\nm v=3 3')
    expect(request.value(0).toString()).toBe('m v=1 1\nm v=2 2')
  })

  it('takes out values that are not text and reports them', () => {
    const request = filled(line, [
      'm v=1 1',
      Buffer.from([0x6d, 0xff, 0xfe]),
      'm,t=žluť v=2 2',
      'm v="a\u0000b" 3',
      'm v=4 4',
    ])
    expect(bodyOf(request)).toBe('m v=1 1\nm,t=žluť v=2 2\nm v=4 4')
    expect(request.refused.map(one => [one.index, one.error.code])).toEqual([
      [1, 'TDENGINE_VALUE_TEXT'],
      [3, 'TDENGINE_VALUE_TEXT'],
    ])
    expect([0, 1, 2].map(k => request.place(k).index)).toEqual([0, 2, 4])
  })

  it('is tidied only where a value has blank lines or comments inside', () => {
    const request = filled(line, ['m v=1 1\n\nm v=2 2', 'm v=3 3', '#x\nm v=4 4'])
    expect(request.tidy()).toBe(true)
    expect(bodyOf(request)).toBe('m v=1 1\nm v=2 2\nm v=3 3\nm v=4 4')
    expect(request.tidy()).toBe(false)
    expect(request.value(2).toString()).toBe('m v=4 4')
  })

  it('stops at the record limit and at the byte limit, and takes a giant record alone', () => {
    const few = new RequestBuffer({ ...line, maxRecords: 2 })
    expect(few.fill(bytesBatch(['a', 'b', 'c']), 0)).toBe(2)
    const small = new RequestBuffer({ ...line, maxBytes: 8 })
    const batch = bytesBatch(['aaaa', 'bbb', 'c', 'x'.repeat(1_000_000), 'd'])
    expect(small.fill(batch, 0)).toBe(2)
    expect(bodyOf(small)).toBe('aaaa\nbbb')
    small.clear()
    expect(small.fill(batch, 2)).toBe(3)
    small.clear()
    expect(small.fill(batch, 3)).toBe(4)
    expect(small.byteLength).toBe(1_000_000)
    small.clear()
    expect(small.fill(batch, 4)).toBe(5)
    expect(bodyOf(small)).toBe('d')
  })

  it('fills one request from several batches', () => {
    const request = new RequestBuffer({ ...line, maxRecords: 3 })
    const a = bytesBatch(['a1', 'a2'], { partition: 0 })
    const b = bytesBatch(['b1', 'b2'], { partition: 1 })
    expect(request.fill(a, 0)).toBe(2)
    expect(request.fill(b, 0)).toBe(1)
    expect(bodyOf(request)).toBe('a1\na2\nb1')
    expect(request.place(2)).toEqual({ batch: b, index: 0 })
  })

  it('holds exactly the lines that were put in, however they are split (property)', () => {
    const value = fc.option(
      fc.oneof(
        fc.stringMatching(/^[a-zé]{1,30}$/),
        fc.constantFrom('', ' ', '#c', ' x ', 'a\nb', 'a\n', '#c\nd'),
      ),
      { nil: null, freq: 10 },
    )
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { maxLength: 20 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 60 }),
        (lists, maxRecords, maxBytes) => {
          const request = new RequestBuffer({ format: 'line', maxRecords, maxBytes })
          const got: string[] = []
          const flush = () => {
            request.seal()
            expect(request.count).toBeLessThanOrEqual(maxRecords)
            if (request.count > 1) expect(request.byteLength).toBeLessThanOrEqual(maxBytes)
            for (let k = 0; k < request.count; k += 1) got.push(request.value(k).toString())
            if (request.count > 0)
              expect(bodyOf(request)).toBe(got.slice(-request.count).join('\n'))
            request.clear()
          }
          for (const list of lists) {
            const batch = bytesBatch(list)
            for (let at = request.fill(batch, 0); at < batch.count; at = request.fill(batch, at)) {
              flush()
            }
          }
          flush()
          const expected = lists
            .flat()
            .map(text => text?.trim() ?? '')
            .filter(text => text !== '' && text !== '#c')
          expect(got).toEqual(expected)
        },
      ),
    )
  })
})

describe('a request of JSON', () => {
  // Defect 1 of the Java connector: only the first record of each batch was stored.
  it('merges objects and arrays into one array, in order', () => {
    const request = filled(json, [
      '{"a":1}',
      ' [ {"a":2},{"a":3} ]\n',
      '{"a":4}',
      '[]',
      '[ ]',
      null,
    ])
    expect(JSON.parse(bodyOf(request))).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }])
    expect(JSON.parse(bodyOf(request, 1, 3))).toEqual([{ a: 2 }, { a: 3 }, { a: 4 }])
    expect([request.count, request.tombstones, request.blanks]).toEqual([3, 1, 2])
  })

  it('refuses what is neither an object nor an array', () => {
    const request = filled(json, ['{"a":1}', 'm v=1 1', '"text"', '{"a":2', '[', '{"a":3}'])
    expect(JSON.parse(bodyOf(request))).toEqual([{ a: 1 }, { a: 3 }])
    expect(request.refused.map(one => one.index)).toEqual([1, 2, 3, 4])
    expect(request.refused[0]?.error.code).toBe('TDENGINE_VALUE_JSON')
  })
})

describe('a request of converted records', () => {
  it('takes strings and bytes and refuses other types', () => {
    const source = bytesBatch(['x', 'x', 'x', 'x', 'x'])
    const values = ['m v=1 1', Buffer.from('m v=2 2\n'), null, { v: 3 }, 4]
    const records = values.map(value => ({ value }) as unknown as SinkRecord)
    const batch: RecordsBatch = {
      form: 'records',
      topic: 'meters',
      partition: 0,
      count: values.length,
      records,
      source,
      sourceIndex: Int32Array.from([0, 1, 2, 3, 4]),
    }
    const request = new RequestBuffer(line)
    expect(request.fill(batch, 0)).toBe(5)
    request.seal()
    expect(bodyOf(request)).toBe('m v=1 1\nm v=2 2')
    expect(request.tombstones).toBe(1)
    expect(request.refused.map(one => [one.index, one.error.code])).toEqual([
      [3, 'TDENGINE_VALUE_TYPE'],
      [4, 'TDENGINE_VALUE_TYPE'],
    ])
  })
})
