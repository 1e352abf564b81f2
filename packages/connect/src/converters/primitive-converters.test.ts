import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { booleanConverter, numberConverters } from './primitive-converters.ts'

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  float64: fc.double({ noNaN: true }),
  float32: fc.float({ noNaN: true }),
  int32: fc.integer(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  int16: fc.integer({ min: -32768, max: 32767 }),
  boolean: fc.boolean(),
}

describe('primitive converters', () => {
  it.each([...numberConverters, booleanConverter].map(p => [p.className, p] as const))(
    '%s reads what it writes and refuses other lengths',
    (_, plugin) => {
      const converter = plugin.create({}, 'value')
      const type = converter.toConnect('t', [], null).schema?.type ?? ''
      fc.assert(
        fc.property(values[type] as fc.Arbitrary<unknown>, value => {
          const bytes = Buffer.from(converter.fromConnect('t', [], null, value) ?? [])
          expect(converter.toConnect('t', [], bytes).value).toBe(value)
          expect(() =>
            converter.toConnect('t', [], Buffer.concat([bytes, Buffer.from([0])])),
          ).toThrow(/byte/)
        }),
      )
      expect(() => converter.fromConnect('t', [], null, 'text')).toThrow(TypeError)
    },
  )

  it('writes what Kafka’s serializers write', () => {
    const long = numberConverters.find(p => p.className.endsWith('LongConverter'))
    const bytes = long?.create({}, 'key').fromConnect('t', [], null, 258n) ?? []
    expect(Buffer.from(bytes).toString('hex')).toBe('0000000000000102')
  })
})
