import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wkbToWkt } from './wkb.ts'
import { wktToWkb } from './wkt.ts'

describe('geometry', () => {
  test.each([
    'POINT (1.5 -2)',
    'LINESTRING (0 0, 1 1, 2 0)',
    'POLYGON ((0 0, 4 0, 4 4, 0 0), (1 1, 2 1, 2 2, 1 1))',
    'MULTIPOINT ((1 2), (3 4))',
    'MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))',
    'MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))',
    'GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))',
    'LINESTRING EMPTY',
    'POINT EMPTY',
  ])('%s reads back', text => {
    const printed = wkbToWkt(wktToWkb(text)!)
    expect(
      printed!.replace(/MULTIPOINT \(\((\d+ \d+)\), \((\d+ \d+)\)\)/, 'MULTIPOINT (($1), ($2))'),
    ).toBe(text)
  })

  test('bytes as the server stores them', () => {
    expect(Buffer.from(wktToWkb('point(1.5 2)')!).toString('hex')).toBe(
      '0101000000000000000000f83f0000000000000040',
    )
  })

  test.each([
    '',
    'NOT WKT',
    'POINT',
    'POINT(1)',
    'POINT(1 2',
    'POINT(1 2) x',
    'LINESTRING(0 0)',
    'POLYGON((0 0, 1 1, 2 2))',
    'POLYGON((0 0, 1 1, 2 2, 3 3))',
  ])('%j is none', text => {
    expect(wktToWkb(text)).toBeNull()
  })

  test('arbitrary bytes and texts never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.string(), (bytes, text) => {
        wkbToWkt(bytes)
        wktToWkb(text)
      }),
    )
  })
})
