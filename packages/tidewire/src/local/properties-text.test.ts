import fc from 'fast-check'
import { getProperties } from 'properties-file'
import { expect, it } from 'vitest'
import { propertiesText } from './properties-text.ts'

it('writes properties that a reader of .properties files reads back', () => {
  // The reader's plain objects cannot hold a key of this name.
  const key = fc
    .string({ unit: 'grapheme-ascii', minLength: 1 })
    .filter(name => name !== '__proto__')
  const value = fc.string({
    unit: fc.constantFrom('a', ' ', '\\', '\n', '\r', '=', ':', '#', '\t', 'é'),
  })
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true }), props => {
      expect({ ...getProperties(propertiesText(props, 'comment')) }).toEqual({ ...props })
    }),
  )
})
