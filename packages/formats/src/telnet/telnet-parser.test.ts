import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FormatError } from '../format-error.ts'
import { valueTypes } from '../value-type.ts'
import { TelnetParser } from './telnet-parser.ts'
import { type OpenTsdbPoint, TelnetPrinter } from './telnet-printer.ts'

const options = { unit: 'ms', now: () => 1_700_000_000_123_000_000n } as const

function parse(text: string) {
  return new TelnetParser().parse(Buffer.from(text), options)
}

describe('OpenTSDB telnet', () => {
  test('metric, time, value and tags', () => {
    const [m] = parse('sys.cpu  1700000000   1.5 host=a dc=b').measurements
    expect([m!.name, m!.times[0], m!.columns[0]!.name, m!.columns[0]!.values()[0]]).toEqual([
      'sys.cpu',
      1700000000000n,
      '_value',
      1.5,
    ])
    expect(m!.series[0]!.tags.map(t => [t.name, t.value])).toEqual([
      ['host', 'a'],
      ['dc', 'b'],
    ])
  })

  test('0 is the time of reading, 13 digits are milliseconds', () => {
    expect(parse('a 0 1 h=1').measurements[0]!.times[0]).toBe(1700000000123n)
    expect(parse('a 1700000000777 1 h=1').measurements[0]!.times[0]).toBe(1700000000777n)
  })

  test.each([
    ['x', 0x20a, 'SML telnet invalid measure:'],
    ['a 1 1 h=1', 0x127, 'SML telnet parse timestamp failed: 1 h=1'],
    ['a 17000000x0 1 h=1', 0x127, 'SML telnet parse timestamp failed: 1 h=1'],
    ['a 1700000000', 0x3002, 'SML telnet invalid timestamp:'],
    ['a 1700000000 1', 0x203, 'SML telnet invalid value:'],
    ['a 1700000000 1 ', 0x203, 'SML telnet invalid tag value:'],
    ['a 1700000000 x h=1', 0x203, 'invalid data:x h=1'],
    ['a 1700000000 1 h=', 0x203, 'invalid value:'],
    ['a 1700000000 1 h', 0x21f, 'invalid key or key is too long than 64:h'],
    ['a 1700000000 1 h i=1', 0x3002, 'invalid data: i=1'],
    ['a 1700000000 1 h=a=b', 0x3002, 'invalid data:=b'],
    ['a 1700000000 1 h=a h=b', 0x263c, 'Duplicated column names'],
    ['a 1700000000 1 _value=b', 0x263c, 'Duplicated column names'],
    [
      'a 1700000000 1 h=a\n\nb 1700000000 1 h=a',
      0x20a,
      'SML telnet invalid measure:\nb 1700000000 1 h=a',
    ],
  ])('%j is refused', (text, code, message) => {
    const refused = (() => {
      try {
        return parse(text).conflict
      } catch (error) {
        return error as FormatError
      }
    })()
    expect([refused!.serverCode, refused!.serverMessage]).toEqual([code, message])
  })

  test('printing and reading gives the point back', () => {
    const parser = new TelnetParser()
    const word = fc
      .stringMatching(/^[^\s=#\0]{1,12}$/u)
      .filter(t => t.isWellFormed() && !t.includes('\n'))
    const tags = fc.uniqueArray(fc.tuple(word, word), {
      selector: ([k]) => k,
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(
        word,
        fc.integer({ min: 1_000_000_000, max: 9_223_372_035 }),
        fc.double(),
        tags,
        (metric, time, value, list) => {
          fc.pre(!list.some(([key]) => key === '_ts' || key === '_value'))
          const printer = new TelnetPrinter()
          const point: OpenTsdbPoint = {
            metric,
            timestamp: BigInt(time),
            unit: 's',
            type: valueTypes.DOUBLE,
            value,
            tags: list,
          }
          printer.point(point)
          const [m] = parser.parse(printer.take(), options).measurements
          expect(m!.name).toBe(metric)
          expect(m!.times[0]).toBe(BigInt(time) * 1000n)
          expect(m!.columns[0]!.values()[0]).toBe(value)
          expect(m!.series[0]!.tags.map(t => [t.name, t.value])).toEqual(list)
        },
      ),
    )
  })

  test('arbitrary bytes are parsed or refused with a FormatError', () => {
    const parser = new TelnetParser()
    const piece = fc.constantFrom(
      'm',
      ' ',
      '=',
      '\n',
      '1700000000',
      '1.5',
      '"',
      '0',
      'h=a',
      '\0',
      'ž',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), parts => {
        try {
          parser.parse(Buffer.from(parts.join('')), options)
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('what has no escape is refused when printing', () => {
    const printer = new TelnetPrinter()
    const point = {
      metric: 'm',
      timestamp: 1700000000n,
      unit: 's',
      type: valueTypes.DOUBLE,
      value: 1,
      tags: [['h', 'a']],
    } as const
    expect(() => printer.point({ ...point, metric: 'a b' })).toThrow(/no escape/)
    expect(() => printer.point({ ...point, tags: [] })).toThrow(/tags/)
    expect(() => printer.point({ ...point, timestamp: 1n })).toThrow(/10 digits/)
    expect(() => printer.point({ ...point, type: valueTypes.VARCHAR, value: 'a b' })).toThrow(
      /spaces/,
    )
    expect(printer.length).toBe(0)
  })
})
