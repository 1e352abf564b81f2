import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteOutput } from './byte-output.ts'
import { Stamp, viewOf } from './stamp.ts'
import { TimePrinter } from './time-print.ts'

function printed(print: (out: ByteOutput) => void): string {
  const out = new ByteOutput(256)
  print(out)
  return out.bytes.toString('latin1', 0, out.length)
}

const halves = (value: bigint) => [Number(value >> 32n), Number(BigInt.asIntN(32, value))] as const

describe('numbers', () => {
  it('of 64 bits have all their digits, signed and unsigned', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), value => {
        expect(printed(out => out.int64(...halves(value)))).toBe(String(value))
        expect(printed(out => out.uint64(...halves(value)))).toBe(String(BigInt.asUintN(64, value)))
      }),
    )
  })

  it('of 64-bit floats read back, and are as short as JavaScript has them', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
        const text = printed(out => out.double(value))
        expect(Number(text)).toBe(value)
        expect(text).toMatch(/^-?\d+\.\d+(E-?\d+)?$/)
        const digits = (of: string) =>
          of.replace(/e.*/i, '').replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '')
        expect(digits(text)).toBe(digits(String(value)))
      }),
      { numRuns: 500 },
    )
  })

  it('of 32-bit floats read back as such', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), value => {
        const text = printed(out => out.float(value))
        expect(Math.fround(Number(text))).toBe(value)
        expect(text.replace(/[-.]|E.*/g, '').replace(/^0+/, '').length).toBeLessThanOrEqual(10)
      }),
      { numRuns: 500 },
    )
  })

  it('with few digits behind the point have no more of them than they need', () => {
    const decimal = fc.tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.nat(8))
    const check = (text: string, value: number, read: (text: string) => number) => {
      expect(read(text)).toBe(value)
      const behind = text.length - text.indexOf('.') - 1
      if (text.includes('E') || behind < 2) return
      expect(read(Number(value).toFixed(behind - 1))).not.toBe(value)
    }
    fc.assert(
      fc.property(decimal, ([scaled, digits]) => {
        const value = scaled / 10 ** digits
        check(
          printed(out => out.double(value)),
          value,
          Number,
        )
        const float = Math.fround(value)
        check(
          printed(out => out.float(float)),
          float,
          text => Math.fround(Number(text)),
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('and stamps end where the memory ends', () => {
    const out = new ByteOutput(8)
    out.reserve(8)
    out.stamp(Stamp.of('12345'))
    out.padded(678, 3)
    expect(out.bytes.toString('latin1', 0, out.length)).toBe('12345678')
  })

  it.each([
    [0, '0.0'],
    [-0, '-0.0'],
    [4, '4.0'],
    [221, '221.0'],
    [11.8, '11.8'],
    [0.001, '0.001'],
    [0.0001, '1.0E-4'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [12_345_678.5, '1.23456785E7'],
    [1e22, '1.0E22'],
    [5e-324, '5.0E-324'],
  ])('%d as Java prints it: %s', (value, text) => {
    expect(printed(out => out.double(value))).toBe(text)
  })
})

describe('times', () => {
  const digits = { ms: 3, us: 6, ns: 9 } as const
  const unit = fc.constantFrom('ms', 'us', 'ns' as const)

  it('of one unit in another one, cut off towards the past', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        unit,
        unit,
        (value, from, to) => {
          const printer = new TimePrinter(to)
          printer.from(from)
          const finer = digits[to] - digits[from]
          const scale = 10n ** BigInt(Math.abs(finer))
          const cut = value / scale - (value < 0n && value % scale !== 0n ? 1n : 0n)
          const expected = finer >= 0 ? value * scale : cut
          expect(printed(out => printer.print(out, ...halves(value)))).toBe(String(expected))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('in milliseconds for Kafka', () => {
    const printer = new TimePrinter('ns')
    printer.from('ns')
    expect(printer.millis(...halves(1_700_000_000_123_456_789n))).toBe(1_700_000_000_123)
    expect(printer.millis(...halves(-1n))).toBe(-1)
    printer.from('ms')
    expect(printer.millis(...halves(-86_400_000n))).toBe(-86_400_000)
  })
})

it('a stamp is written as its bytes are, and found where they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(5), (bytes, before) => {
      const stamp = new Stamp(Buffer.from(bytes))
      const out = new ByteOutput(256)
      out.length = before
      out.stamp(stamp)
      const end = before + bytes.length
      expect(out.length).toBe(end)
      expect(out.bytes.subarray(before, end)).toEqual(Buffer.from(bytes))
      expect(stamp.isAt(viewOf(out.bytes), before, end)).toBe(true)
      expect(stamp.isAt(viewOf(out.bytes), before, end + 1)).toBe(false)
      for (let i = before; i < end; i += 1) {
        out.bytes[i] = (out.bytes[i] ?? 0) ^ 1
        expect(stamp.isAt(viewOf(out.bytes), before, end)).toBe(false)
        out.bytes[i] = (out.bytes[i] ?? 0) ^ 1
      }
    }),
  )
})
