import type { Schema } from '@tidewire/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberSchema, schemaValue } from './schema-type.ts'

const logical = (type: Schema['type'], name: string, parameters?: Record<string, string>) => ({
  type,
  optional: true,
  name: `org.apache.kafka.connect.data.${name}`,
  ...(parameters === undefined ? {} : { parameters }),
})

describe('the type of a member with a schema', () => {
  it.each([
    ['int8', 'TINYINT'],
    ['int32', 'INT'],
    ['int64', 'BIGINT'],
    ['float32', 'FLOAT'],
    ['boolean', 'BOOL'],
    ['string', 'VARCHAR'],
    ['bytes', 'VARBINARY'],
    ['struct', null],
  ] as const)('%s is %s', (type, expected) => {
    expect(schemaValue({ type, optional: true }, 1)).toEqual({ value: 1, type: expected })
  })

  it('a Timestamp and a Date are times', () => {
    expect(schemaValue(logical('int64', 'Timestamp'), 1_700_000_000_123n)).toEqual({
      value: new Date(1_700_000_000_123),
      type: 'TIMESTAMP',
    })
    expect(schemaValue(logical('int32', 'Date'), 1)).toEqual({
      value: new Date(86_400_000),
      type: 'TIMESTAMP',
    })
    expect(schemaValue(logical('int64', 'Timestamp'), null).value).toBeNull()
  })

  it('a Decimal keeps its digits', () => {
    const schema = logical('bytes', 'Decimal', { scale: '2', 'connect.decimal.precision': '12' })
    expect(schemaValue(schema, Buffer.from([0xcf, 0xc7]))).toEqual({
      value: '-123.45',
      type: 'DECIMAL',
      declaration: 'DECIMAL(12,2)',
    })
    expect(schemaValue(schema, '7.10')).toMatchObject({ value: '7.10', type: 'DECIMAL' })
  })

  it('any unscaled value comes out as the text of the same number', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }),
        fc.nat(38),
        (n, scale) => {
          const hex = BigInt.asUintN(128, n).toString(16).padStart(32, '0')
          const schema = logical('bytes', 'Decimal', { scale: String(scale) })
          const text = String(schemaValue(schema, Buffer.from(hex, 'hex')).value)
          expect(BigInt(text.replace('.', ''))).toBe(n)
          expect(text.split('.')[1]?.length ?? 0).toBe(scale)
        },
      ),
    )
  })
})

it('a member deep in a struct has its own schema', () => {
  const inner: Schema = { type: 'int32', optional: true }
  const schema: Schema = {
    type: 'struct',
    optional: false,
    fields: [
      {
        name: 'data',
        schema: { type: 'struct', optional: true, fields: [{ name: 'n', schema: inner }] },
      },
    ],
  }
  expect(memberSchema(schema, ['data', 'n'])).toBe(inner)
  expect(memberSchema(schema, ['data', 'm'])).toBeUndefined()
  expect(memberSchema(null, ['data'])).toBeUndefined()
})
