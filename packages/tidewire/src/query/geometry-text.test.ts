import { describe, expect, it } from 'vitest'
import { geometryText } from './geometry-text.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const one = '000000000000f03f'
const two = '0000000000000040'

describe('geometry as text', () => {
  it('prints a point', () => {
    expect(geometryText(hex(`01 01000000 ${one} ${two}`))).toBe('POINT (1.000000 2.000000)')
  })

  it('prints lines, polygons with rings, and the parts of a multi-point without their names', () => {
    expect(geometryText(hex(`01 02000000 02000000 ${one}${two} ${two}${one}`))).toBe(
      'LINESTRING (1.000000 2.000000, 2.000000 1.000000)',
    )
    expect(geometryText(hex(`01 03000000 01000000 02000000 ${one}${one} ${two}${two}`))).toBe(
      'POLYGON ((1.000000 1.000000, 2.000000 2.000000))',
    )
    expect(geometryText(hex(`01 04000000 01000000 01 01000000 ${one}${two}`))).toBe(
      'MULTIPOINT ((1.000000 2.000000))',
    )
  })

  it('prints bytes that are no geometry as hexadecimal digits', () => {
    expect(geometryText(hex('01 01000000 00'))).toBe('\\x010100000000')
    expect(geometryText(hex('01 63000000'))).toBe('\\x0163000000')
  })
})
