import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PrintValue } from '../value-text.ts'
import { type ValueTypeId, valueTypes } from '../value-type.ts'
import { wktToWkb } from '../wkt.ts'
import { LineParser } from './line-parser.ts'
import { LinePrinter } from './line-printer.ts'

const name = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter(text => !/[\n#\0]/.test(text) && Buffer.byteLength(text) <= 60 && text.isWellFormed())
const content = fc
  .string({ maxLength: 20, unit: 'grapheme' })
  .filter(text => !/[\n\0]/.test(text) && text.isWellFormed())
const int = (min: number, max: number) => fc.integer({ min, max })

const value: fc.Arbitrary<readonly [ValueTypeId, PrintValue]> = fc.oneof(
  fc.tuple(fc.constant(valueTypes.BOOL), fc.boolean()),
  fc.tuple(fc.constant(valueTypes.TINYINT), int(-128, 127)),
  fc.tuple(fc.constant(valueTypes.SMALLINT), int(-32768, 32767)),
  fc.tuple(fc.constant(valueTypes.INT), int(-2147483648, 2147483647)),
  fc.tuple(fc.constant(valueTypes.BIGINT), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  fc.tuple(fc.constant(valueTypes['TINYINT UNSIGNED']), int(0, 255)),
  fc.tuple(fc.constant(valueTypes['INT UNSIGNED']), int(0, 4294967295)),
  fc.tuple(fc.constant(valueTypes['BIGINT UNSIGNED']), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  fc.tuple(fc.constant(valueTypes.FLOAT), fc.float({ noNaN: true, noDefaultInfinity: true })),
  fc.tuple(fc.constant(valueTypes.DOUBLE), fc.double()),
  fc.tuple(fc.constant(valueTypes.VARCHAR), content),
  fc.tuple(fc.constant(valueTypes.NCHAR), content),
  fc.tuple(
    fc.constant(valueTypes.VARBINARY),
    fc.uint8Array({ maxLength: 20 }).map(b => Buffer.from(b)),
  ),
  fc.tuple(
    fc.constant(valueTypes.GEOMETRY),
    fc
      .constantFrom('POINT(1.5 -2)', 'LINESTRING(0 0, 1 1)', 'POLYGON((0 0, 4 0, 4 4, 0 0))')
      .map(text => Buffer.from(wktToWkb(text)!)),
  ),
)

describe('printing and reading', () => {
  test('gives back names, types and values', () => {
    const parser = new LineParser()
    const unique = { selector: (item: { key: string }) => item.key, maxLength: 4 }
    const tags = fc.uniqueArray(fc.record({ key: name, value: name }), unique)
    const fields = fc.uniqueArray(fc.record({ key: name, value }), { ...unique, minLength: 1 })
    const timestamp = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n })
    fc.assert(
      fc.property(name, tags, fields, timestamp, (measurement, tagList, fieldList, time) => {
        fc.pre(!fieldList.some(f => f.key === '_ts' || tagList.some(t => t.key === f.key)))
        fc.pre(!tagList.some(t => t.key === '_ts'))
        const printer = new LinePrinter()
        printer.measurement(measurement)
        for (const tag of tagList) printer.tag(tag.key, tag.value)
        for (const field of fieldList) printer.field(field.key, ...field.value)
        printer.end(time)
        const text = printer.take()
        const batch = parser.parse(text, { unit: 'ns' })
        expect([batch.conflict, batch.rows]).toEqual([null, 1])
        const [m] = batch.measurements
        expect(m!.name).toBe(measurement)
        expect(m!.times[0]).toBe(time)
        expect(m!.series[0]!.tags.map(t => ({ key: t.name, value: t.value }))).toEqual(tagList)
        expect(m!.columns.map(c => c.name)).toEqual(fieldList.map(f => f.key))
        for (const [
          i,
          {
            value: [type, expected],
          },
        ] of fieldList.entries()) {
          const column = m!.columns[i]!
          expect(column.type).toBe(type)
          if (typeof expected === 'string') expect(column.text(0)).toBe(expected)
          else if (expected instanceof Uint8Array)
            expect(column.bytes(0).equals(expected)).toBe(true)
          else if (typeof expected === 'boolean') expect(column.values()[0]).toBe(expected ? 1 : 0)
          else
            expect(
              Object.is(column.values()[0], expected) ||
                (type === valueTypes.FLOAT && column.values()[0] === expected),
            ).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('the greatest floats are printed inside the range that readers take', () => {
    for (const value of [3.4028234663852886e38, -3.4028234663852886e38]) {
      const printer = new LinePrinter()
      printer.measurement('m')
      printer.field('v', valueTypes.FLOAT, value)
      printer.end(1n)
      const batch = new LineParser().parse(printer.take(), { unit: 'ns' })
      expect(batch.measurements[0]!.columns[0]!.values()[0]).toBe(value)
    }
  })

  test('a line as people know it', () => {
    const printer = new LinePrinter('influxdb')
    printer.measurement('my cpu')
    printer.tag('host', 'a=b')
    printer.field('v', valueTypes.BIGINT, 1n)
    printer.field('s', valueTypes.NCHAR, 'say "hi"')
    printer.end(17n)
    expect(printer.take().toString()).toBe('my\\ cpu,host=a\\=b v=1i,s="say \\"hi\\"" 17\n')
  })

  test('what the format cannot carry is refused, and nothing of the line stays', () => {
    const printer = new LinePrinter()
    printer.measurement('ok')
    printer.field('v', valueTypes.INT, 1)
    printer.end(1n)
    const { length } = printer
    printer.measurement('m')
    expect(() => printer.tag('t', '')).toThrow(/cannot carry/)
    expect(printer.length).toBe(length)
    printer.measurement('m')
    expect(() => printer.field('s', valueTypes.VARCHAR, 'a\nb')).toThrow(/newline/)
    expect(printer.length).toBe(length)
    expect(() => printer.measurement('#m')).toThrow(/comment/)
    expect(printer.take().toString()).toBe('ok v=1i32 1\n')
  })
})
