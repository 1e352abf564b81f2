import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stringConverter } from './string-converter.ts'

it('any text comes back as it was, a byte order mark in front included', () => {
  const converter = stringConverter.create({}, 'value')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, marked) => {
      const whole = marked ? `\uFEFF${text}` : text
      const bytes = converter.fromConnect('t', [], null, whole)
      expect(converter.toConnect('t', [], Buffer.from(bytes ?? [])).value).toBe(whole)
    }),
  )
})
