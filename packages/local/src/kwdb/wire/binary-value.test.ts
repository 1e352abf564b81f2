import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrayElements, arrayText } from './binary-array.ts'
import { numericBytes, numericText } from './binary-numeric.ts'
import { dateDays, microsOf, textOfDays, timeText } from './binary-time.ts'
import { binaryEncoder, textOfBinary } from './binary-value.ts'
import { oids } from './type-oid.ts'

/** The text of a value that went through its binary format. */
function through(oid: number, text: string): unknown {
  const encode = binaryEncoder(oid)
  const bytes = encode === null ? Buffer.from(text) : Buffer.from(encode(text))
  return textOfBinary(oid, bytes)
}

describe('binary values', () => {
  it('of integers have all their digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), value => {
        expect(through(oids.int8, String(value))).toBe(String(value))
      }),
    )
    expect(Buffer.from(binaryEncoder(oids.int2)?.('-2') ?? [])).toEqual(Buffer.from([0xff, 0xfe]))
  })

  it('of floats are the same number', () => {
    fc.assert(
      fc.property(fc.double(), value => {
        const text = Object.is(value, -0) ? '-0' : String(value)
        expect(through(oids.float8, text)).toBe(text)
      }),
    )
    fc.assert(
      fc.property(fc.float(), value => {
        expect(Math.fround(Number(through(oids.float4, String(value))))).toBe(value + 0)
      }),
    )
    expect(through(oids.float4, '0.1')).toBe('0.1')
    expect(through(oids.float8, '-inf')).toBe('-Infinity')
  })

  it.each([
    ['0', '000000000000 0000'],
    ['1', '000100000000 0000 0001'],
    ['-12345.6789', '000300014000 0004 0001 0929 1a85'],
    ['0.0001', '0001ffff0000 0004 0001'],
    ['10000', '000100010000 0000 0001'],
    ['NaN', '00000000c000 0000'],
  ])('of the decimal %s are those of PostgreSQL', (text, hex) => {
    expect(numericBytes(text).toString('hex')).toBe(hex.replaceAll(' ', ''))
    expect(numericText(numericBytes(text))).toBe(text)
  })

  it('of decimals keep their value and their decimals', () => {
    const digits = (min: number) => fc.stringMatching(new RegExp(`^[0-9]{${min},12}$`))
    fc.assert(
      fc.property(fc.boolean(), digits(1), digits(0), (negative, whole, fraction) => {
        const plain = `${whole.replace(/^0+(?=\d)/, '')}${fraction === '' ? '' : `.${fraction}`}`
        const text = negative && /[1-9]/.test(plain) ? `-${plain}` : plain
        expect(numericText(numericBytes(text))).toBe(text)
      }),
    )
    expect(numericText(numericBytes('1.5e3'))).toBe('1500')
    expect(numericText(numericBytes('15e-3'))).toBe('0.015')
    expect(() => numericBytes('.')).toThrow()
  })

  it.each([
    ['2000-01-01 00:00:00+00:00', 0n],
    ['2000-01-01 08:00:00.000001+08:00', 1n],
    ['1999-12-31 23:59:59.999999', -1n],
    ['1970-01-01 00:00:00', -946_684_800_000_000n],
    ['0001-01-01 00:00:00 BC', -63_113_904_000_000_000n],
  ])('of the time %s count microseconds', (text, micros) => {
    expect(microsOf(text)).toBe(micros)
  })

  it('of times are the same instant', () => {
    const most = 8_000_000_000_000_000_000n / 1000n
    fc.assert(
      fc.property(fc.bigInt({ min: -62_135_596_800_000_000n, max: most }), micros => {
        expect(microsOf(timeText(micros, '+00:00'))).toBe(micros)
        expect(microsOf(timeText(micros, ''))).toBe(micros)
      }),
    )
    expect(timeText(microsOf('infinity'), '')).toBe('infinity')
    // Nanoseconds have no room.
    expect(through(oids.timestamp, '2023-08-11 12:12:10.123456789')).toBe(
      '2023-08-11 12:12:10.123456',
    )
  })

  it('of dates count days', () => {
    expect(dateDays('2000-01-02')).toBe(1)
    expect(dateDays('1999-12-31')).toBe(-1)
    expect(textOfDays(dateDays('2024-02-29'))).toBe('2024-02-29')
  })

  it('of arrays have the same elements', () => {
    const element = fc.oneof(fc.string(), fc.constant(null))
    fc.assert(
      fc.property(fc.array(element), elements => {
        expect(arrayElements(arrayText(elements))).toEqual(elements)
      }),
    )
    expect(arrayElements('{a,NULL,"NULL","x,\\"y"}')).toEqual(['a', null, 'NULL', 'x,"y'])
    expect(through(1016, '{1,NULL,-3}')).toBe('{"1",NULL,"-3"}')
    expect(through(1016, '{}')).toBe('{}')
  })

  it('are refused where they are damaged or unknown', () => {
    expect(() => textOfBinary(oids.int4, Buffer.alloc(3))).toThrow('3 bytes')
    expect(() => textOfBinary(oids.numeric, Buffer.alloc(9))).toThrow('damaged')
    expect(() => textOfBinary(1266, Buffer.alloc(3))).toThrow('no binary format')
    expect(() => textOfBinary(1016, Buffer.from('0000000100000000ffffffff', 'hex'))).toThrow()
    expect(() => binaryEncoder(1266)).toThrow('no binary format')
  })
})
