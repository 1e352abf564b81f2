import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FormatError } from '../format-error.ts'
import type { PointBatch } from '../points/point-batch.ts'
import { valueTypeName } from '../value-type.ts'
import { LineParser } from './line-parser.ts'

const options = { precision: 'ms', unit: 'ms', now: () => 1_700_000_000_123_456_789n } as const

function parse(text: string, unit: 'ms' | 'us' | 'ns' = 'ms'): PointBatch {
  return new LineParser().parse(Buffer.from(text), { ...options, unit })
}

/** Values of the only row: name → [type, value]. */
function only(text: string): Record<string, readonly [string, unknown]> {
  const [measurement] = parse(text).measurements
  const found: Record<string, readonly [string, unknown]> = {}
  for (const column of measurement!.columns) {
    const type = column.type === 0 ? 'DOUBLE' : column.type
    const name = typeof type === 'number' ? valueTypeName(type) : type
    const isText = name === 'VARCHAR' || name === 'NCHAR'
    const isBinary = name === 'VARBINARY' || name === 'GEOMETRY'
    const value = isText
      ? column.text(0)
      : isBinary
        ? column.bytes(0).toString('hex')
        : column.values()[0]
    found[column.name] = [name, value]
  }
  return found
}

function failure(text: string): FormatError {
  try {
    const { conflict } = parse(text)
    if (conflict !== null) return conflict
  } catch (error) {
    if (error instanceof FormatError) return error
    throw error
  }
  throw new Error(`${text} was accepted`)
}

describe('values', () => {
  test.each([
    ['1', 'DOUBLE', 1],
    ['-0', 'DOUBLE', -0],
    ['5.', 'DOUBLE', 5],
    ['.5', 'DOUBLE', 0.5],
    ['+1.5', 'DOUBLE', 1.5],
    ['-1.5E-3', 'DOUBLE', -0.0015],
    ['1e400', 'DOUBLE', Number.POSITIVE_INFINITY],
    ['0.1234567890123456789', 'DOUBLE', 0.12345678901234568],
    ['123456789012345678901234567890', 'DOUBLE', 1.2345678901234568e29],
    ['0x1F', 'DOUBLE', 31],
    ['0x1.8p1', 'DOUBLE', 3],
    ['-inf', 'DOUBLE', Number.NEGATIVE_INFINITY],
    ['NaN', 'DOUBLE', Number.NaN],
    ['2F64', 'DOUBLE', 2],
    ['1.5f32', 'FLOAT', 1.5],
    ['0.1f32', 'FLOAT', Math.fround(0.1)],
    ['-128i8', 'TINYINT', -128],
    ['255u8', 'TINYINT UNSIGNED', 255],
    ['-32768I16', 'SMALLINT', -32768],
    ['65535u16', 'SMALLINT UNSIGNED', 65535],
    ['1.9i32', 'INT', 1],
    ['4294967295u32', 'INT UNSIGNED', 4294967295],
    ['1i', 'BIGINT', 1n],
    ['-1I', 'BIGINT', -1n],
    ['1.9i', 'BIGINT', 1n],
    ['1e3i', 'BIGINT', 1n],
    ['9007199254740993i64', 'BIGINT', 9007199254740993n],
    ['-123456789012345678i', 'BIGINT', -123456789012345678n],
    ['9223372036854775807i', 'BIGINT', 9223372036854775807n],
    ['-9223372036854775808i', 'BIGINT', -9223372036854775808n],
    ['18446744073709551615u', 'BIGINT UNSIGNED', 18446744073709551615n],
    ['t', 'BOOL', 1],
    ['TrUe', 'BOOL', 1],
    ['F', 'BOOL', 0],
    ['"a b,c=d"', 'VARCHAR', 'a b,c=d'],
    ['"q\\"x\\\\"', 'VARCHAR', 'q"x\\'],
    ['"c\\d"', 'VARCHAR', 'c\\d'],
    ['""', 'VARCHAR', ''],
    ['l"žluť"', 'NCHAR', 'žluť'],
    ['b"\\x98f46E"', 'VARBINARY', '98f46e'],
    ['B"raw"', 'VARBINARY', '726177'],
    ['g"POINT(1 2)"', 'GEOMETRY', '0101000000000000000000f03f0000000000000040'],
  ])('%s is a %s', (text, type, value) => {
    expect(only(`m v=${text} 1`).v).toEqual([type, value])
    // The same when it is not the last field.
    expect(only(`m v=${text},w=1i 1`).v).toEqual([type, value])
  })

  test.each([
    ['abc', 0x203, 'invalid data:abc 1'],
    ['1x', 0x203, 'invalid data:1x 1'],
    ['1i9', 0x203, 'invalid data:1i9 1'],
    ['1e', 0x203, 'invalid data:1e 1'],
    ['tru', 0x203, 'Invalid value in client'],
    ['"a"b', 0x203, 'Invalid value in client'],
    ['"', 0x3002, 'SML line unbalanced quotes:" 1'],
    ['"a""b', 0x3002, 'SML line unbalanced quotes:"a""b 1'],
    ['', 0x3002, 'SML line invalid value: 1'],
    ['128i8', 0x203, 'tiny int out of range[-128,127]:128i8 1'],
    ['-1u8', 0x203, 'unsigned tiny int out of range[0,255]:-1u8 1'],
    ['32768i16', 0x203, 'small int our of range[-32768,32767]:32768i16 1'],
    ['65536u16', 0x203, 'unsigned small int out of rang[0,65535]:65536u16 1'],
    ['1e10i32', 0x203, 'int out of range[-2147483648,2147483647]:1e10i32 1'],
    ['-1u32', 0x203, 'unsigned int out of range[0,4294967295]:-1u32 1'],
    [
      '9223372036854775808i',
      0x203,
      'big int out of range[-9223372036854775808,9223372036854775807]:9223372036854775808i 1',
    ],
    ['-1u', 0x203, 'unsigned big int out of range[0,18446744073709551615]:-1u 1'],
    ['1e39f32', 0x203, 'float out of range[-3.402823466e+38,3.402823466e+38]:1e39f32 1'],
    ['B"\\x9"', 0x266a, 'Invalid varbinary value'],
    ['G"NOT WKT"', 0x2803, 'Invalid function para value'],
  ])('%s is refused', (text, code, message) => {
    const error = failure(`m v=${text} 1`)
    expect([error.serverCode, error.serverMessage]).toEqual([code, message])
  })

  test('the quick and the slow way read every number alike', () => {
    const parser = new LineParser()
    const digits = fc.stringMatching(/^-?\d{0,20}(\.\d{0,20})?(e-?\d{1,2})?$/)
    const suffix = fc.constantFrom(
      '',
      'i',
      'u',
      'i8',
      'u8',
      'i16',
      'i32',
      'u32',
      'i64',
      'u64',
      'f32',
      'f64',
    )
    fc.assert(
      fc.property(digits, suffix, (number, kind) => {
        fc.pre(/\d/.test(number))
        const read = (text: string) => {
          try {
            const batch = parser.parse(Buffer.from(`m v=${text} 1`), options)
            const column = batch.measurements[0]!.columns[0]!
            return [column.type, column.values()[0]]
          } catch (error) {
            return (error as FormatError).serverCode
          }
        }
        // A leading plus sign always goes the slow way; a minus sign cannot have one before it.
        const quick = read(`${number}${kind}`)
        if (!number.startsWith('-')) expect(quick).toEqual(read(`+${number}${kind}`))
        if (kind === '' && /\d/.test(number) && Array.isArray(quick)) {
          expect(quick[1]).toBe(Number(number))
        }
      }),
    )
  })
})

describe('names and escapes', () => {
  test('measurement, tags and fields', () => {
    const [m] = parse('a\\ b\\,c,t\\ k=x\\ y\\,z\\=1 f\\ k=1i 1').measurements
    expect(m!.name).toBe('a b,c')
    expect(m!.columns[0]!.name).toBe('f k')
    expect(m!.series[0]!.tags.map(tag => [tag.name, tag.value])).toEqual([['t k', 'x y,z=1']])
  })

  test('a backslash that is escaped itself does not escape what follows', () => {
    const [m] = parse('a\\\\,t=b\\\\ v=1i 1').measurements
    expect([m!.name, m!.series[0]!.tags[0]!.value]).toEqual(['a\\', 'b\\'])
  })

  test('two spellings of a field are one column', () => {
    const [m] = parse('m a\\b=1i 1\nm a\\\\b=2i 2').measurements
    expect([...m!.columns[0]!.values().subarray(0, 2)]).toEqual([1n, 2n])
  })

  test.each([
    ['m', 0x3002, 'SML line cols is empty'],
    ['m,t=1', 0x3002, 'SML line cols is empty'],
    [',t=1 v=1 1', 0x3002, 'Invalid data format'],
    ['m,t= v=1 1', 0x3002, 'invalid value: v=1 1'],
    ['m,=x v=1 1', 0x21f, 'invalid key or key is too long than 64:=x v=1 1'],
    ['m,t v=1 1', 0x3002, 'invalid data: v=1 1'],
    ['m,t,u=1 v=1 1', 0x3002, 'invalid data:,u=1 v=1 1'],
    ['m,t=a=b v=1 1', 0x3002, 'invalid data:=b v=1 1'],
    ['m v 1', 0x3002, 'SML line invalid data: 1'],
    ['m v,w=1 1', 0x3002, 'SML line invalid data:,w=1 1'],
    ['m =1 1', 0x21f, 'SML line invalid key or key is too long than 64:=1 1'],
    ['m word\nnext', 0x21f, 'SML line invalid key or key is too long than 64:word\nnext'],
    [`m ${'k'.repeat(65)}=1 1`, 0x21f, expect.stringContaining('too long than 64:kkk')],
    [`${'m'.repeat(193)} v=1 1`, 0x20a, 'SML line measure is empty or too large than 192'],
    ['m v=1 1\n\nm v=1 1', 0x20a, 'SML line measure is empty or too large than 192'],
    ['m v=1,v=2 1', 0x263c, 'Duplicated column names'],
    ['m,v=a v=2 1', 0x263c, 'Duplicated column names'],
    ['m,t=a,t=b v=2 1', 0x263c, 'Duplicated column names'],
    ['m,t=a v=1 1\nm,v=a w=2 1', 0x263c, 'Duplicated column names'],
    ['m _ts=1 1', 0x263c, 'Duplicated column names'],
    ['m v=1 1\nm v=1i 2', 0x3004, 'the type is not the same like before:v=1i 2'],
  ])('%j is refused', (text, code, message) => {
    const error = failure(text)
    expect([error.serverCode, error.serverMessage]).toEqual([code, message])
  })

  test.each(['m,t=1, v=1 1', 'm v=1, 1', 'm,t=1  v=1   1', ' m v=1 1', 'm v=1 1 more', 'm, v=1 1'])(
    '%j is accepted',
    text => {
      expect(parse(text).rows).toBe(1)
    },
  )

  test('an unreadable line later on comes before a contradiction earlier', () => {
    expect(failure('m v=1 1\nm v=1i 2\nbad').serverMessage).toBe('SML line cols is empty')
  })

  test('errors name line and column', () => {
    const error = failure('m v=1 1\n# comment\nm v=1 1\nm,t=ž v=x 1')
    expect([error.line, error.column, error.reason]).toEqual([4, 10, 'invalid data'])
    expect(error.card.sample).toBe('m,t=ž v=x 1')
    expect(error.retriable).toBe(false)
  })

  test('the quoted rest is cut as the server cuts it', () => {
    expect(Buffer.byteLength(failure(`m v=x${'y'.repeat(2000)} 1`).serverMessage)).toBe(511)
  })
})

describe('timestamps', () => {
  const time = (
    text: string,
    precision: 'h' | 'm' | 's' | 'ms' | 'us' | 'ns',
    unit: 'ms' | 'us' | 'ns',
  ) =>
    new LineParser().parse(Buffer.from(`m v=1i ${text}`), { ...options, precision, unit })
      .measurements[0]!.times[0]

  test.each([
    ['472222', 'h', 'ms', 1699999200000n],
    ['28333333', 'm', 'us', 1699999980000000n],
    ['1700000000', 's', 'ns', 1700000000000000000n],
    ['1700000000001', 'ms', 'ms', 1700000000001n],
    ['1700000000000002', 'us', 'ns', 1700000000000002000n],
    ['1700000000123456789', 'ns', 'ms', 1700000000123n],
    ['1700000000123456789', 'ns', 'us', 1700000000123456n],
    ['1700000000123456789', 'ns', 'ns', 1700000000123456789n],
    ['9223372036854775807', 'ns', 'ns', 9223372036854775807n],
    ['9223372036854775808', 'ns', 'ns', 9223372036854775807n],
    ['99999999999999', 'ms', 'ns', 9223372036854775807n],
    ['+1700000000000', 'ms', 'ms', 1700000000000n],
    ['0', 'ms', 'ns', 1700000000123456789n],
    ['', 'ms', 'us', 1700000000123456n],
  ] as const)('%s in %s is kept in %s', (text, precision, unit, value) => {
    expect(time(text, precision, unit)).toBe(value)
  })

  test.each([
    ['x', 'SML line invalid timestamp:x'],
    ['12.5', 'SML line invalid timestamp:12.5'],
    ['-5', 'Invalid timestamp format'],
    ['00', 'Invalid timestamp format'],
  ])('%s is refused', (text, message) => {
    const error = failure(`m v=1i ${text}`)
    expect([error.serverCode, error.serverMessage]).toEqual([0x127, message])
  })

  test('conversions agree with exact arithmetic', () => {
    const units = {
      h: 3_600_000_000_000n,
      m: 60_000_000_000n,
      s: 1_000_000_000n,
      ms: 1_000_000n,
      us: 1000n,
      ns: 1n,
    } as const
    const parser = new LineParser()
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 9223372036854775807n }),
        fc.constantFrom('h', 'm', 's', 'ms', 'us', 'ns' as const),
        fc.constantFrom('ms', 'us', 'ns' as const),
        (nanos, precision, unit) => {
          const source = nanos / units[precision] || 1n
          const batch = parser.parse(Buffer.from(`m v=1 ${source}`), { precision, unit })
          expect(batch.measurements[0]!.times[0]).toBe((source * units[precision]) / units[unit])
        },
      ),
    )
  })
})

describe('batches', () => {
  test('rows, series and columns that are missing in places', () => {
    const batch = parse('m,h=a v=1i 1\nn,h=a v=2.5 2\nm,h=b w="x" 3\nm,h=a v=4i 4')
    expect([batch.rows, batch.lines]).toEqual([4, 4])
    const [m] = batch.measurements
    expect([...m!.seriesOf.subarray(0, m!.rows)]).toEqual([0, 1, 0])
    expect([...m!.times.subarray(0, m!.rows)]).toEqual([1n, 3n, 4n])
    expect([...m!.lineOf.subarray(0, m!.rows)]).toEqual([0, 27, 41])
    const [v, w] = m!.columns
    expect([...v!.filled.subarray(0, 3)]).toEqual([1, 0, 1])
    expect([w!.count, w!.text(1), w!.maxLength]).toEqual([1, 'x', 1])
  })

  test('a parser forgets nothing it should keep and keeps nothing it should forget', () => {
    const parser = new LineParser()
    parser.parse(Buffer.from('m,h=a v=1i,s="long text" 1\nm,h=b w=1 2'), options)
    const batch = parser.parse(Buffer.from('m,h=b v="other type" 3'), options)
    const [m] = batch.measurements
    expect(m!.columns.map(c => [c.name, c.text(0), c.maxLength])).toEqual([['v', 'other type', 10]])
    expect(m!.series.map(s => s.tags[0]!.value)).toEqual(['b'])
    expect([...m!.seriesOf.subarray(0, 1)]).toEqual([0])
  })

  test('a buffer that is used again does not change what the parser knows', () => {
    const parser = new LineParser()
    const buffer = Buffer.from('m,h=a v=1i 1')
    parser.parse(buffer, options)
    buffer.write('m,h=b w=2i 2')
    const [m] = parser.parse(buffer, options).measurements
    expect(m!.columns.map(column => column.name)).toEqual(['w'])
    expect(m!.series.map(series => series.tags[0]!.value)).toEqual(['b'])
  })

  test('many rows of many series', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `m,h=${i % 700} v=${i}i,x=${i}.5 ${i + 1}`)
    const [m] = parse(lines.join('\n')).measurements
    expect(m!.series.length).toBe(700)
    for (let i = 0; i < 5000; i += 97) {
      expect(m!.series[m!.seriesOf[i]!]!.tags[0]!.value).toBe(String(i % 700))
      expect([m!.columns[0]!.values()[i], m!.columns[1]!.values()[i]]).toEqual([BigInt(i), i + 0.5])
    }
  })

  test('arbitrary bytes are parsed or refused with a FormatError', () => {
    const parser = new LineParser()
    const piece = fc.oneof(
      fc.constantFrom(
        'm',
        ',',
        ' ',
        '=',
        '\\',
        '"',
        '\n',
        '#',
        'L"',
        'B"\\x',
        'G"',
        '1i',
        '1.5e',
        '\0',
        'ž',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    const text = fc.array(piece, { maxLength: 30 }).map(parts => Buffer.from(parts.join('')))
    fc.assert(
      fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 60 })), bytes => {
        try {
          parser.parse(bytes, options)
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test("InfluxDB's own flavour knows no typed suffixes and lets strings go over lines", () => {
    const parser = new LineParser('influxdb')
    const batch = parser.parse(Buffer.from('m v="a\nb",i=1i,u=2u,f=1.5 1'), options)
    expect(batch.measurements[0]!.columns[0]!.text(0)).toBe('a\nb')
    for (const value of ['1i32', '1f64', 'L"x"', 'nan', '0x1']) {
      expect(() => parser.parse(Buffer.from(`m v=${value} 1`), options)).toThrow(FormatError)
    }
  })
})

describe('what the parser expects from the lines before', () => {
  const series = (text: string, parser: LineParser) => {
    const batch = parser.parse(Buffer.from(text), { unit: 'ns' })
    return batch.measurements.flatMap(m =>
      Array.from(m.seriesOf.subarray(0, m.rows), i => Buffer.from(m.series[i]!.key).toString()),
    )
  }

  test('never changes which series and columns a line has', () => {
    const part = fc.constantFrom('m', 'm,t=1', 'm,t=12', 'm,t=1\\ 2', 'm,t=1\\', 'mm,t=1', 'm\\,t')
    const field = fc.constantFrom('a=1', 'ab=1', 'a\\==1', 'b=1,a=2', 'a=1,b=2,')
    const lines = fc.array(
      fc.tuple(part, field).map(([a, b]) => `${a} ${b} 5`),
      { minLength: 1, maxLength: 12 },
    )
    const parser = new LineParser()
    const outcome = (text: string, one: LineParser) => {
      try {
        const batch = one.parse(Buffer.from(text), { unit: 'ns' })
        const columns = batch.measurements.map(m =>
          m.columns.map(c => [c.name, [...c.filled.subarray(0, m.rows)]]),
        )
        return { series: series(text, one), columns, conflict: batch.conflict?.message }
      } catch (error) {
        return (error as Error).message
      }
    }
    fc.assert(
      fc.property(lines, list => {
        const text = list.join('\n')
        expect(outcome(text, parser)).toEqual(outcome(text, new LineParser()))
        // Alone, a line has no predecessor.
        for (const line of list) {
          expect(outcome(line, parser)).toEqual(outcome(line, new LineParser()))
        }
      }),
    )
  })

  test('a text that is cut in a known key is refused there', () => {
    const parser = new LineParser()
    parser.parse(Buffer.from('m current=1 5'), { unit: 'ns' })
    const text = Buffer.from('m current=1 5')
    expect(() => parser.parse(text, { unit: 'ns', length: 6 })).toThrow(/invalid key/)
  })
})
