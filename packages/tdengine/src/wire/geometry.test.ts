import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wkbToWkt, wktToWkb } from './geometry.ts'

test.each([
  ['POINT(1.5 -2)', '0101000000000000000000f83f00000000000000c0'],
  [
    'LINESTRING(0 0, 1 1, 2 0)',
    '01020000000300000000000000000000000000000000000000000000000000f03f000000000000f03f00000000000000400000000000000000',
  ],
])('%s has the bytes that TDengine stores', (text, hex) => {
  expect(wktToWkb(text)?.toString('hex')).toBe(hex)
})

const point = fc
  .tuple(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map(([x, y]) => `${x} ${y + 0}`)
const points = fc.array(point, { minLength: 1, maxLength: 4 }).map(list => `(${list.join(', ')})`)
const rings = fc.array(points, { minLength: 1, maxLength: 3 }).map(list => `(${list.join(', ')})`)
const simple = fc.oneof(
  point.map(text => `POINT (${text})`),
  points.map(text => `LINESTRING ${text}`),
  rings.map(text => `POLYGON ${text}`),
  rings.map(text => `MULTILINESTRING ${text}`),
  fc.constant('POINT EMPTY'),
  fc.constant('POLYGON EMPTY'),
)
const geometry = fc.oneof(
  simple,
  fc
    .array(simple, { minLength: 1, maxLength: 3 })
    .map(parts => `GEOMETRYCOLLECTION (${parts.join(', ')})`),
)

test('text comes back from its bytes', () => {
  fc.assert(
    fc.property(geometry, text => {
      expect(wkbToWkt(wktToWkb(text)!)).toBe(text)
    }),
  )
})

test.each(['', 'POINT', 'POINT(1)', 'POINT(1 2', 'POINT(1 2) x', 'POINT(a b)', 'CIRCLE(1 2)'])(
  '%s is no geometry',
  text => expect(wktToWkb(text)).toBeNull(),
)

test('bytes that are cut short give an error', () => {
  const bytes = wktToWkb('POLYGON((0 0, 4 0, 4 4, 0 0))')!
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => wkbToWkt(bytes.subarray(0, length))).toThrow(/GEOMETRY/)
  }
})
