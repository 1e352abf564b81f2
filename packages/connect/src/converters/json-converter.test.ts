import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonConverter } from './json-converter.ts'
import { parseJson, printJson } from './lossless-json.ts'

const plain = jsonConverter.create({ 'schemas.enable': 'false' }, 'value')
const enveloped = jsonConverter.create({}, 'value')
const read = (text: string) => enveloped.toConnect('t', [], Buffer.from(text))

describe('JSON records', () => {
  it('keeps every digit of an integer', () => {
    const text = '{"ts":9223372036854775807,"v":1.5}'
    expect(plain.toConnect('t', [], Buffer.from(text)).value).toEqual({
      ts: 9223372036854775807n,
      v: 1.5,
    })
    expect(printJson(parseJson(text))).toBe(text)
  })

  it('reads the schema envelope', () => {
    const { schema, value } = read(
      '{"schema":{"type":"struct","optional":false,"fields":[{"type":"int64","optional":false,"field":"ts"},{"type":"double","optional":true,"field":"v"}]},"payload":{"ts":5,"v":null}}',
    )
    expect(schema?.fields?.map(f => [f.name, f.schema.type])).toEqual([
      ['ts', 'int64'],
      ['v', 'float64'],
    ])
    expect(value).toEqual({ ts: 5n, v: null })
  })

  it('says what to set when the envelope is missing', () => {
    expect(() => read('{"a":1}')).toThrow(/schemas\.enable=false/)
  })

  it('a tombstone stays one', () => {
    expect(enveloped.toConnect('t', [], null)).toEqual({ schema: null, value: null })
    expect(enveloped.fromConnect('t', [], null, null)).toBeNull()
  })

  it('writes what it reads', () => {
    const schema = {
      type: 'struct',
      optional: false,
      fields: [
        { name: 'a', schema: { type: 'int64', optional: true } },
        { name: 'b', schema: { type: 'string', optional: false } },
        {
          name: 'c',
          schema: {
            type: 'array',
            optional: false,
            valueSchema: { type: 'boolean', optional: false },
          },
        },
        { name: 'd', schema: { type: 'bytes', optional: false } },
      ],
    } as const
    fc.assert(
      fc.property(
        fc.record({
          a: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
          b: fc.string(),
          c: fc.array(fc.boolean()),
          d: fc.uint8Array().map(bytes => Buffer.from(bytes)),
        }),
        value => {
          const bytes = enveloped.fromConnect('t', [], schema, value)
          const back = enveloped.toConnect('t', [], Buffer.from(bytes ?? []))
          expect(back).toEqual({ schema, value })
        },
      ),
    )
  })
})
