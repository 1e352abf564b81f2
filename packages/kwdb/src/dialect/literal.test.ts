import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnType, parseColumnType, printColumnType, typeNameOf } from './column-type.ts'
import { literalOf, type ScalarKind } from './literal.ts'

const literal = (type: string, text: string, kind: ScalarKind = 'number') =>
  literalOf(parseColumnType(type), kind, text, 'ms', () => {})

describe('whole numbers', () => {
  test('keep all digits up to the ends of the range', () => {
    expect(literal('INT8', '9223372036854775807')).toBe('9223372036854775807')
    expect(literal('INT8', '-9223372036854775808')).toBe('-9223372036854775808')
    expect(literal('INT2', '-32768')).toBe('-32768')
    expect(literal('INT4', '2147483647')).toBe('2147483647')
  })

  test('outside the range are refused', () => {
    for (const [type, text] of [
      ['INT8', '9223372036854775808'],
      ['INT8', '-9223372036854775809'],
      ['INT2', '32768'],
      ['INT4', '-2147483649'],
    ] as const) {
      expect(() => literal(type, text), text).toThrow(/out of the range/)
    }
  })

  test('may be written as decimals and as texts, but not with a fraction', () => {
    expect(literal('INT4', '5.0')).toBe('5')
    expect(literal('INT4', '1e3')).toBe('1000')
    expect(literal('INT4', '007', 'text')).toBe('7')
    expect(literal('INT4', '-0')).toBe('0')
    expect(() => literal('INT4', '5.5')).toThrow(/is no INT4/)
    expect(() => literal('INT4', 'five', 'text')).toThrow(/is no INT4/)
    expect(() => literal('INT4', 'true', 'boolean')).toThrow(/is no INT4/)
  })
})

describe('floating point numbers', () => {
  test('stay as they are written', () => {
    expect(literal('FLOAT8', '6.14545')).toBe('6.14545')
    expect(literal('FLOAT8', '-1e-7')).toBe('-1e-7')
    expect(literal('FLOAT4', '35.5', 'text')).toBe('35.5')
  })

  test('that are none, or out of range, are refused', () => {
    for (const text of ['NaN', 'Infinity', '-Infinity', 'inf', '0x1F', '', '1;2', "1'"]) {
      expect(() => literal('FLOAT8', text, 'text'), text).toThrow(/is no FLOAT8/)
    }
    expect(() => literal('FLOAT8', '1e309')).toThrow(/out of the range/)
    expect(() => literal('FLOAT4', '3.5e38')).toThrow(/out of the range/)
    expect(() => literal('FLOAT4', '1e-46')).toThrow(/out of the range/)
    expect(literal('FLOAT4', '0')).toBe('0')
  })
})

test('booleans are true and false in any case, and 1 and 0 as numbers', () => {
  expect(literal('BOOL', 'true', 'boolean')).toBe('true')
  expect(literal('BOOL', 'FALSE', 'text')).toBe('false')
  expect(literal('BOOL', '1')).toBe('true')
  expect(() => literal('BOOL', '1', 'text')).toThrow(/is no BOOL/)
  expect(() => literal('BOOL', 't', 'text')).toThrow(/is no BOOL/)
})

describe('texts', () => {
  test('are counted in bytes or in characters, as the type does', () => {
    expect(literal('VARCHAR(6)', '北京', 'text')).toBe("'北京'")
    expect(() => literal('VARCHAR(5)', '北京', 'text')).toThrow(/6 long/)
    expect(literal('NVARCHAR(2)', '😀京', 'text')).toBe("'😀京'")
    expect(() => literal('NCHAR(1)', '北京', 'text')).toThrow(/2 long/)
  })

  test('take numbers and booleans by their text', () => {
    expect(literal('VARCHAR(10)', '10.3')).toBe("'10.3'")
    expect(literal('VARCHAR(10)', 'true', 'boolean')).toBe("'true'")
  })

  test('with a NUL or half a character are refused', () => {
    expect(() => literal('VARCHAR(10)', 'a\0b', 'text')).toThrow(/NUL/)
    expect(() => literal('VARCHAR(10)', '\ud800', 'text')).toThrow(/half a character/)
  })
})

describe('bytes', () => {
  test('are hexadecimal behind \\x, else the bytes of the text', () => {
    expect(literal('VARBYTES(8)', '\\x00ff', 'text')).toBe("b'\\x00\\xff'")
    expect(literal('VARBYTES(8)', "a'b", 'text')).toBe("b'\\x61\\x27\\x62'")
    expect(literal('VARBYTES(8)', '\\xyz', 'text')).toBe("b'\\x5c\\x78\\x79\\x7a'")
  })

  test("that are none are an empty text, since KWDB takes b'' for NULL", () => {
    expect(literal('VARBYTES(8)', '', 'text')).toBe("''")
    expect(literal('VARBYTES(8)', '\\x', 'text')).toBe("''")
  })

  test('are counted without the form they are written in', () => {
    expect(literal('VARBYTES(2)', '\\x0001', 'text')).toBe("b'\\x00\\x01'")
    expect(() => literal('VARBYTES(2)', '\\x000102', 'text')).toThrow(/3 long/)
  })
})

test('a geometry is WKT', () => {
  expect(literal('GEOMETRY', 'POINT(1 2)', 'text')).toBe("'POINT(1 2)'")
  expect(() => literal('GEOMETRY', "x'); DROP TABLE t", 'text')).toThrow(/no geometry/)
})

test('no value of any type gets out of its literal', () => {
  const types = [
    'INT8',
    'FLOAT8',
    'FLOAT4',
    'BOOL',
    'VARCHAR(1000)',
    'NVARCHAR(1000)',
    'VARBYTES(1000)',
    'GEOMETRY',
    'TIMESTAMPTZ(3)',
  ]
  const safe =
    /^(-?[\d.]+(e[+-]?\d+)?|true|false|'([^']|'')*'|e'([^'\\]|\\.)*'|b'(\\x[0-9a-f]{2})+')$/is
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.constantFrom<ScalarKind>('number', 'text', 'boolean'),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom("');DROP TABLE t;--", "\\'", '1 OR 1=1', '1)', "e'", '\\x'),
      ),
      (type, kind, text) => {
        let written: string
        try {
          written = literal(type, text, kind)
        } catch (error) {
          expect((error as Error).name).toBe('Misfit')
          return
        }
        expect(written).toMatch(safe)
      },
    ),
    { numRuns: 3000 },
  )
})

describe('types', () => {
  test('are read as the catalog prints them', () => {
    for (const text of [
      'TIMESTAMPTZ(3)',
      'TIMESTAMP(9)',
      'INT2',
      'INT4',
      'INT8',
      'FLOAT4',
      'FLOAT8',
      'BOOL',
      'CHAR(8)',
      'NCHAR(8)',
      'VARCHAR(64)',
      'NVARCHAR(64)',
      'VARBYTES(64)',
      'GEOMETRY',
    ]) {
      expect(printColumnType(parseColumnType(text))).toBe(text)
    }
    expect(parseColumnType('CHAR')).toEqual({ name: 'CHAR', length: 1 })
    expect(parseColumnType('TIMESTAMPTZ')).toEqual({ name: 'TIMESTAMPTZ', precision: 3 })
    expect(() => parseColumnType('DECIMAL(10,2)')).toThrow(/no time-series type/)
    expect(() => parseColumnType('INT4); DROP TABLE t')).toThrow(/no time-series type/)
  })

  test('have other names, and default lengths', () => {
    expect(typeNameOf('double precision')).toBe('FLOAT8')
    expect(typeNameOf('bigint')).toBe('INT8')
    expect(typeNameOf('jsonb')).toBeNull()
    expect(typeNameOf('toString')).toBeNull()
    expect(columnType('VARCHAR', null, 3)).toEqual({ name: 'VARCHAR', length: 254 })
  })
})
