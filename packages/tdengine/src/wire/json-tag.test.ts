import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeJsonTag, encodeJsonTag } from './json-tag.ts'

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0),
)
const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })

test('objects and members come back from the engine form', () => {
  const object = fc.dictionary(
    key.filter(text => text !== '__proto__'),
    scalar,
    { maxKeys: 20 },
  )
  fc.assert(
    fc.property(fc.oneof(scalar, object), value => {
      const text = JSON.stringify(value)
      expect(JSON.parse(decodeJsonTag(encodeJsonTag(text)))).toEqual(JSON.parse(text))
    }),
  )
})

test('keys are sorted, as the engine prints them', () => {
  expect(decodeJsonTag(encodeJsonTag('{"b":1,"a":"x","c":null}'))).toBe('{"a":"x","b":1,"c":null}')
})

test.each(['[1]', '{"a":{}}', '{"a":[1]}', 'x'])('%s is no JSON tag', text => {
  expect(() => encodeJsonTag(text)).toThrow(/no JSON tag/)
})
