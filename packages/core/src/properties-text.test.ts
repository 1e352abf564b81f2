import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseProperties, printProperties } from './properties-text.ts'

it('properties are read as Java reads them', () => {
  const text =
    'a = 1\nb:2\nc 3\n!x=y\nd=\\\n   4\nkey\\ with\\:=v\\nw\n\tf\f \\u00e9\\\\\r\ne\na=5\n'
  expect(Object.entries(parseProperties(text))).toEqual([
    ['a', '5'],
    ['b', '2'],
    ['c', '3'],
    ['d', '4'],
    ['key with:', 'v\nw'],
    ['f', 'é\\'],
    ['e', ''],
  ])
})

it('only blank, tab and form feed are blanks of properties: a no-break space is part of the value', () => {
  expect(parseProperties('\u00a0k=\u00a0v')).toEqual({ '\u00a0k': '\u00a0v' })
})

it('properties that are printed are read back', () => {
  const key = fc.string({ unit: 'grapheme-ascii', minLength: 1 })
  const value = fc.string({
    unit: fc.constantFrom('a', ' ', '\\', '\n', '\r', '\f', '=', ':', '#', '\t', 'é', '\u00a0'),
  })
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value)), entries => {
      const props = Object.fromEntries(entries)
      expect(parseProperties(printProperties(props, 'comment'))).toEqual(props)
    }),
  )
})
