import type { Schema } from '@tidewire/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simpleHeaderConverter } from './simple-header-converter.ts'

const converter = simpleHeaderConverter.create({}, 'header')
const logical = 'org.apache.kafka.connect.data.'

function read(text: string) {
  return converter.toConnect('t', [], Buffer.from(text))
}

function written(schema: Schema | null, value: unknown): string {
  return Buffer.from(converter.fromConnect('t', [], schema, value) ?? []).toString('utf8')
}

describe('the look of a header tells its type', () => {
  it.each([
    ['true', 'boolean', true],
    ['false', 'boolean', false],
    ['0', 'int8', 0],
    ['-128', 'int8', -128],
    ['128', 'int16', 128],
    ['-32769', 'int32', -32_769],
    ['2147483648', 'int64', 2_147_483_648n],
    ['9223372036854775807', 'int64', 9_223_372_036_854_775_807n],
    ['+7', 'int8', 7],
    ['1.0', 'int8', 1],
    ['1200e-2', 'int8', 12],
    ['1e3', 'int16', 1000],
    ['1.5', 'float32', 1.5],
    ['1.5e-300', 'float64', 1.5e-300],
    [`1${'0'.repeat(39)}.5`, 'float64', 1e39],
    ['1e300', 'string', '1e300'],
    ['d1001', 'string', 'd1001'],
    ['  padded ', 'string', '  padded '],
    ['12,5', 'string', '12,5'],
    ['7 apples', 'string', '7 apples'],
    ['true}', 'string', 'true}'],
    ['[1,', 'string', '[1,'],
    ['{1}', 'string', '{1}'],
    ['a:b', 'string', 'a:b'],
    ['', 'string', ''],
  ])('%s is %s', (text, type, value) => {
    expect(read(text)).toEqual({ schema: { type, optional: false }, value })
  })

  it.each([
    ['2026-02-28', 'Date', 'int32', 20_512],
    ['12:30:00.250Z', 'Time', 'int32', 45_000_250],
    ['2023-11-14T22:13:20.000Z', 'Timestamp', 'int64', 1_700_000_000_000n],
  ])('%s is a %s, and is written so', (text, name, type, value) => {
    const schema = { type, optional: false, name: `${logical}${name}`, version: 1 }
    const found = read(text)
    expect(found).toEqual({ schema, value })
    expect(written(found.schema, found.value)).toBe(text)
  })

  it('reads lists and maps, with the type that fits all their values', () => {
    expect(read('[1, 300, 70000]')).toEqual({
      schema: { type: 'array', optional: false, valueSchema: { type: 'int32', optional: false } },
      value: [1, 300, 70_000],
    })
    expect(read('{"a": [1], "b": []}').value).toEqual(
      new Map([
        ['a', [1]],
        ['b', []],
      ]),
    )
    expect(read('["x", 1, null]')).toEqual({
      schema: { type: 'array', optional: false },
      value: ['x', 1, null],
    })
    expect(read('[1, 9223372036854775807]').value).toEqual([1n, 9_223_372_036_854_775_807n])
  })

  it('null stands for no value, and what is no text stays bytes', () => {
    expect(read('null')).toEqual({ schema: null, value: null })
    expect(converter.toConnect('t', [], null)).toEqual({ schema: null, value: null })
    const bytes = Buffer.from([0xff, 0xfe])
    expect(converter.toConnect('t', [], bytes)).toEqual({
      schema: { type: 'bytes', optional: false },
      value: bytes,
    })
    expect(converter.fromConnect('t', [], null, null)).toBeNull()
  })
})

it('strings inside lists and maps come back as they were, whatever characters they have', () => {
  const word = fc.string({ unit: 'binary' }).filter(text => !/^\d/.test(text))
  fc.assert(
    fc.property(fc.array(fc.tuple(word, fc.array(word))), entries => {
      const value = new Map(entries)
      expect(read(written(null, value)).value).toEqual(value)
    }),
  )
})

it('integers of any size come back in the smallest type', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), value => {
      const found = read(written(null, value))
      expect(BigInt(found.value as number)).toBe(value)
      const bits = Number(found.schema?.type.slice(3))
      expect(BigInt.asIntN(bits, value)).toBe(value)
      if (bits > 8) expect(BigInt.asIntN(bits / 2, value)).not.toBe(value)
    }),
  )
})

it('any text is read without an error, and text that is no value stays as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const { schema, value } = read(text)
      if (schema?.type === 'string' && schema.name === undefined) expect(value).toBe(text)
    }),
  )
})
