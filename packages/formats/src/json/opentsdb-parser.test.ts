import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FormatError } from '../format-error.ts'
import { valueTypeName, valueTypes } from '../value-type.ts'
import { type OpenTsdbOptions, OpenTsdbParser } from './opentsdb-parser.ts'
import { OpenTsdbPrinter } from './opentsdb-printer.ts'

const options: OpenTsdbOptions = { unit: 'ms', now: () => 1_700_000_000_123_000_000n }

function parse(text: string, more: Partial<OpenTsdbOptions> = {}) {
  return new OpenTsdbParser().parse(Buffer.from(text), { ...options, ...more })
}

function point(parts: Partial<Record<'metric' | 'timestamp' | 'value' | 'tags', string>>): string {
  const all = { metric: '"m"', timestamp: '1700000000', value: '1', tags: '{"h":"a"}', ...parts }
  return `{"metric":${all.metric},"timestamp":${all.timestamp},"value":${all.value},"tags":${all.tags}}`
}

function failure(text: string): FormatError {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof FormatError) return error
    throw error
  }
  throw new Error(`${text} was accepted`)
}

describe('OpenTSDB JSON', () => {
  test.each([
    ['1.5', 'DOUBLE', 1.5],
    ['true', 'BOOL', 1],
    ['"\\u017e\\n\\"x"', 'VARCHAR', 'ž\n"x'],
    ['{"value":5,"type":"I8"}', 'TINYINT', 5],
    ['{"type":"smallint","VALUE":-3}', 'SMALLINT', -3],
    ['{"value":2.9,"type":"int"}', 'INT', 2],
    ['{"value":9007199254740993,"type":"i64"}', 'BIGINT', 9007199254740992n],
    ['{"value":1e30,"type":"bigint"}', 'BIGINT', 9223372036854775807n],
    ['{"value":0.1,"type":"f32"}', 'FLOAT', Math.fround(0.1)],
    ['{"value":"ž","type":"nchar"}', 'NCHAR', 'ž'],
    ['{"value":false,"type":"bool"}', 'BOOL', 0],
  ])('%s is a %s', (text, type, value) => {
    const column = parse(point({ value: text })).measurements[0]!.columns[0]!
    expect(valueTypeName(column.type as 1)).toBe(type)
    expect(typeof value === 'string' ? column.text(0) : column.values()[0]).toBe(value)
  })

  test('integers keep their digits when asked', () => {
    const text = point({ value: '{"value":9007199254740993,"type":"i64"}' })
    const column = parse(text, { exactIntegers: true }).measurements[0]!.columns[0]!
    expect(column.values()[0]).toBe(9007199254740993n)
  })

  test.each([
    ['1700000000123', 1700000000123n],
    ['{"value":1700000000123456,"type":"us"}', 1700000000123n],
    ['{"value":1700000000,"type":"S"}', 1700000000000n],
    ['0', 1700000000123n],
  ])('timestamp %s', (text, value) => {
    expect(parse(point({ timestamp: text })).measurements[0]!.times[0]).toBe(value)
  })

  test('keys in any case, tags of every type, white space anywhere', () => {
    const text =
      ' { "METRIC" : "m" , "TimeStamp":1700000000,"Value":1, "TAGS":{"n":5,"b":true,"s":{"value":"x","type":"nchar"}} } '
    expect(
      parse(text).measurements[0]!.series[0]!.tags.map(t => [t.name, t.value, t.bytes.length]),
    ).toEqual([
      ['n', 5, 8],
      ['b', true, 1],
      ['s', 'x', 1],
    ])
  })

  test('what follows the first value is not looked at', () => {
    expect(parse(`${point({})}\n${point({})}`).rows).toBe(1)
  })

  test.each([
    ['{bad', 0x221, 'Invalid JSON format'],
    ['', 0x221, 'Invalid JSON format'],
    ['5', 0x221, 'Invalid JSON format'],
    ['[]', 0x70f, 'invalid input'],
    ['{}', 0x221, 'Invalid JSON format'],
    ['[5]', 0x221, 'Invalid JSON format'],
    [point({}).replace('}}', '},"extra":1}'), 0x221, 'Invalid JSON format'],
    [point({ metric: '""' }), 0x20a, 'Table name too long'],
    [point({ metric: '5' }), 0x221, 'Invalid JSON format'],
    [point({ value: 'null' }), 0x221, 'Invalid JSON format'],
    [point({ value: '{"value":5}' }), 0x221, 'Invalid JSON format'],
    [point({ value: '{"value":5,"type":"u8"}' }), 0x222, 'Invalid JSON data type'],
    [point({ value: '{"value":300,"type":"i8"}' }), 0x224, 'Value out of range'],
    [point({ tags: '{}' }), 0x221, 'Invalid JSON format'],
    [point({ tags: 'null' }), 0x221, 'Invalid JSON format'],
    [point({ timestamp: '"1700000000"' }), 0x127, 'invalidate json'],
    [point({ timestamp: '-1' }), 0x127, 'timestamp is negative'],
    [
      point({ timestamp: '123' }),
      0x127,
      'timestamp precision can only be seconds(10 digits) or milli seconds(13 digits)',
    ],
    [point({ timestamp: '{"value":1,"type":"x"}' }), 0x127, 'Invalid timestamp format'],
    // A broken end comes before anything that is wrong inside.
    [`[${point({ timestamp: '123' })},{]`, 0x221, 'Invalid JSON format'],
  ])('%s is refused', (text, code, message) => {
    const error = failure(text)
    expect([error.serverCode, error.serverMessage]).toEqual([code, message])
  })

  test('two types of one metric contradict each other', () => {
    const batch = parse(`[${point({})},${point({ value: '"x"' })}]`)
    expect(batch.conflict?.serverCode).toBe(0x3004)
  })

  test('printing and reading gives the points back', () => {
    const parser = new OpenTsdbParser()
    const text = fc
      .string({ minLength: 1, maxLength: 10, unit: 'grapheme' })
      .filter(t => !t.includes('\0') && t.isWellFormed())
    const tags = fc.uniqueArray(fc.tuple(text, text), {
      selector: ([k]) => k,
      minLength: 1,
      maxLength: 3,
    })
    const value = fc.oneof(
      fc.tuple(fc.constant(valueTypes.DOUBLE), fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.tuple(fc.constant(valueTypes.BIGINT), fc.maxSafeInteger().map(BigInt)),
      fc.tuple(fc.constant(valueTypes.INT), fc.integer()),
      fc.tuple(fc.constant(valueTypes.NCHAR), text),
      fc.tuple(fc.constant(valueTypes.VARCHAR), text),
    )
    const time = fc.integer({ min: 1, max: 2 ** 43 })
    fc.assert(
      fc.property(text, time, value, tags, (metric, ms, [type, expected], list) => {
        fc.pre(!list.some(([key]) => key === '_ts' || key === '_value'))
        const printer = new OpenTsdbPrinter()
        printer.point({
          metric,
          timestamp: BigInt(ms),
          unit: 'ms',
          type,
          value: expected,
          tags: list,
        })
        const [m] = parser.parse(printer.take(), options).measurements
        const column = m!.columns[0]!
        expect([m!.name, m!.times[0], column.type]).toEqual([metric, BigInt(ms), type])
        expect(typeof expected === 'string' ? column.text(0) : column.values()[0]).toEqual(expected)
        expect(m!.series[0]!.tags.map(t => [t.name, t.value])).toEqual(list)
      }),
    )
  })

  test('the quick and the thorough reader agree on every text', () => {
    const parser = new OpenTsdbParser()
    const outcome = (bytes: Uint8Array) => {
      try {
        const batch = parser.parse(bytes, options)
        return batch.measurements.map(m => [
          m.name,
          ...m.times.subarray(0, m.rows),
          ...m.columns.flatMap(c => [c.type, ...c.filled.subarray(0, m.rows)]),
          ...m.columns.flatMap(c => (c.type === 7 ? [...c.values().subarray(0, m.rows)] : [])),
          ...m.series.flatMap(s => s.tags.map(t => `${t.name}=${t.value}`)),
          batch.conflict?.serverCode,
        ])
      } catch (error) {
        return (error as FormatError).serverCode
      }
    }
    const good = `[${point({})},${point({ timestamp: '1700000000123', value: '-1.50e3', tags: '{"a":"b" , "c":5}' })}]`
    const piece = fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      ' ',
      'tags',
      'i',
      'null',
      '[]',
    )
    // A byte order mark is passed over, but only the thorough reader does so.
    const mark = Buffer.from([0xef, 0xbb, 0xbf])
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(4), piece, (at, cut, insert) => {
        const text = Buffer.from(good.slice(0, at) + insert + good.slice(at + cut))
        expect(outcome(text)).toEqual(outcome(Buffer.concat([mark, text])))
      }),
      { numRuns: 1500 },
    )
    expect(outcome(Buffer.from(good))).toEqual(outcome(Buffer.concat([mark, Buffer.from(good)])))
  })

  test('arbitrary text is parsed or refused with a FormatError', () => {
    const parser = new OpenTsdbParser()
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"m"',
      '"\\u00',
      '\\',
      '1.',
      '-',
      'true',
      'nul',
      '"metric":"m"',
      '"timestamp":1700000000',
      '"value":1',
      '"tags":{"a":"b"}',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 15 }).map(p => Buffer.from(p.join(''))),
          fc.json().map(j => Buffer.from(j)),
          fc.uint8Array(),
        ),
        bytes => {
          try {
            parser.parse(bytes, options)
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('what the server would change is refused when printing', () => {
    const printer = new OpenTsdbPrinter()
    const base = {
      metric: 'm',
      timestamp: 1700000000n,
      unit: 's',
      type: valueTypes.DOUBLE,
      value: 1,
      tags: [['h', 'a']],
    } as const
    expect(() =>
      printer.point({ ...base, type: valueTypes.BIGINT, value: 9007199254740993n }),
    ).toThrow(/round/)
    expect(() => printer.point({ ...base, value: Number.NaN })).toThrow(/NaN/)
    expect(() => printer.point({ ...base, unit: 'ns', timestamp: 1700000000123456789n })).toThrow(
      /round/,
    )
    expect(() => printer.point({ ...base, type: valueTypes['INT UNSIGNED'] })).toThrow(/UNSIGNED/)
    expect(printer.take().toString()).toBe('[]')
  })
})
