import { describe, expect, test } from 'vitest'
import { KaiwuLineParser } from './kaiwu-line-parser.ts'
import { KaiwuOpenTsdbParser } from './kaiwu-opentsdb-parser.ts'
import { KaiwuTelnetParser } from './kaiwu-telnet-parser.ts'
import { declaredTypes, type PointRows } from './point-rows.ts'
import { textKinds } from './text-values.ts'

const typeNames = Object.fromEntries(Object.entries(declaredTypes).map(([name, id]) => [id, name]))

function value(rows: PointRows, index: number): string {
  const kind = rows.kinds[index] as number
  if (kind === textKinds.true || kind === textKinds.false) return String(kind === textKinds.true)
  return kind >= textKinds.plain ? JSON.stringify(rows.text(index)) : rows.text(index)
}

/** Points as `table{tag=value} field=value:type … @time`. */
function points(rows: PointRows): string[] {
  return Array.from({ length: rows.rows }, (_, row) => {
    const { table, tags } = rows.series[row]!
    const fields: string[] = []
    for (let i = rows.first[row]!; i < rows.first[row + 1]!; i += 1) {
      fields.push(`${rows.names[i]}=${value(rows, i)}:${typeNames[rows.types[i]!]}`)
    }
    const time = rows.source.toString('utf8', rows.timeStarts[row], rows.timeEnds[row])
    const set = tags.map(
      ({ name, value, kind }) => `${name}=${value}${kind === 'text' ? '' : `:${kind}`}`,
    )
    return `${table}{${set.join(';')}} ${fields.join(' ')} @${time}`
  })
}

const readers = {
  line_influxdb: new KaiwuLineParser(),
  line_opentsdb: new KaiwuTelnetParser(),
  json_opentsdb: new KaiwuOpenTsdbParser(),
}

function read(format: keyof typeof readers, text: string): string[] {
  return points(readers[format].parse(Buffer.from(text)))
}

describe('line_influxdb', () => {
  test('reads the line of the user page, in plain quotes and as it is printed there', () => {
    const line =
      'ts_line_influxdb_tb,tag_name=tag_value c1=11i16,c2=21i32,c3=31i64,c4=11.8f32,c5=0.16f64,c6=true,c7="\\x313233",c9=\'a\',c10=L"1",c11="qaz",c13="2023-08-11 12:12:10.249" 1648432611249000000'
    const expected = [
      'ts_line_influxdb_tb{tag_name=tag_value} c1=11:INT2 c2=21:INT4 c3=31:INT8 c4=11.8:FLOAT4 c5=0.16:FLOAT8 c6=true:BOOL c7="\\\\x313233":VARCHAR c9="a":VARCHAR c10="1":NVARCHAR c11="qaz":VARCHAR c13="2023-08-11 12:12:10.249":VARCHAR @1648432611249000000',
    ]
    expect(read('line_influxdb', line)).toEqual(expected)
    const printed = line.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
    expect(read('line_influxdb', printed)).toEqual(expected)
  })

  test('reads lines one after another, with and without a timestamp', () => {
    expect(
      read(
        'line_influxdb',
        '# head\n\nm,a=1 v=1 5\r\nm,a=2 v=-2.5e-3,w=7u\n m,a=1 w=+3i,v=FALSE -1 \n',
      ),
    ).toEqual([
      'm{a=1} v=1:none @5',
      'm{a=2} v=-2.5e-3:none w=7:INT8 @',
      'm{a=1} w=3:INT8 v=false:BOOL @-1',
    ])
  })

  test('undoes escapes in names and texts', () => {
    expect(
      read('line_influxdb', 'm\\,\\ x,t\\=g=v\\ \\,\\= f\\ \\=="a\\ \\=\\,\\"\\\\b\\c\'" 1'),
    ).toEqual([`m, x{t=g=v ,=} f ==${JSON.stringify('a =,"\\b\\c\'')}:VARCHAR @1`])
  })

  test.each([
    ['m,a=1 v=1 5",', '", follows the timestamp'],
    ['m,a=1 v=1 5 6', '6 follows the timestamp'],
    ['m,a=1 v="x"y 5', 'y follows the value'],
    ['m,a=1 v=1 5x', 'x follows the timestamp'],
    ['m,a=1 v=1 now', 'now is no timestamp'],
    ['m,a=1', 'the line has no fields'],
    ['m,a=1 v', 'a field is written name=value'],
    ['m,a=1 v=', 'v: the value is no number'],
    ['m,a=1 v=t', 'v: a boolean is written true or false'],
    ['m,a=1 v="x', 'v: the text has no quote at its end'],
    ['m,a=1 v=\\"x"', 'v: the text begins with \\" and ends with "'],
    ['m,a=1 v=1i8', 'v: a number cannot end in i8'],
    ['m,a=1 v=1.5i', 'v: an integer cannot have a fraction'],
    ['m,a=1 v=32768i16', 'v: the number is out of the range of i16'],
    ['m,a=1 v=9223372036854775808i', 'v: the number is out of the range of i'],
    ['m,a=1 v=-1u', 'v: a number with u has no minus'],
    ['m,a=1 v=NaN', 'v: the value is no number'],
    ['m,a=1 v=1,v=2', 'v: the field stands there twice'],
    ['m,a=1,a=2 v=1', 'a: the tag stands there twice'],
    ['m,a= v=1', 'a tag is written name=value'],
    [',a=1 v=1', 'the measurement is empty'],
  ])('refuses %s', (line, reason) => {
    expect(() => read('line_influxdb', line)).toThrow(reason)
    expect(read('line_influxdb', 'm,a=1 v=1i32 5')).toEqual(['m{a=1} v=1:INT4 @5'])
  })
})

describe('line_opentsdb', () => {
  test('reads lines with and without put', () => {
    expect(
      read(
        'line_opentsdb',
        't.c1 1648432611249 10.3 tag1=1\nput t.c2  1648432611 -219 a=b c="d" \r\n',
      ),
    ).toEqual([
      't.c1{tag1=1} value=10.3:none @1648432611249',
      't.c2{a=b;c="d"} value=-219:none @1648432611',
    ])
  })

  test.each([
    ['m', 'the timestamp is missing'],
    ['m 1', 'the value is missing'],
    ['m 1.5 1 a=b', '1.5 is no timestamp'],
    ['m 1 "x" a=b', '"x" is no number'],
    ['m 1 1i a=b', '1i is no number'],
    ['m 1 1', 'a point needs at least one tag'],
    ['m 1 1 a', 'a tag is written name=value'],
    ['m 1 1 a=', 'a tag is written name=value'],
    ['m 1 1 a=b=c', 'a: a tag has one equals sign'],
    ['m 1 1 a=b a=c', 'a: the tag stands there twice'],
  ])('refuses %s', (line, reason) => {
    expect(() => read('line_opentsdb', line)).toThrow(reason)
  })
})

describe('json_opentsdb', () => {
  test('reads an array, a single point, and every kind of value', () => {
    expect(
      read(
        'json_opentsdb',
        '[{"metric":"t.c1","timestamp":1648432611249,"value":10.3,"tags":{"a":"b"}},{"value":"x\\"","metric":"t.c2","tags":{"a":"b","n":2535208944865431245,"f":true},"timestamp":1}]',
      ),
    ).toEqual([
      't.c1{a=b} value=10.3:none @1648432611249',
      't.c2{a=b;n=2535208944865431245:number;f=true:boolean} value="x\\"":VARCHAR @1',
    ])
    expect(
      read('json_opentsdb', ' {"metric":"m","timestamp":-5,"value":true,"tags":{"a":""},"x":[1]} '),
    ).toEqual(['m{a=} value=true:BOOL @-5'])
    expect(read('json_opentsdb', '[]')).toEqual([])
  })

  test.each([
    ['5', '5 stands where { should'],
    ['[{}]', '[0].metric: it is missing'],
    [
      '{"metric":"m","timestamp":1,"value":null,"tags":{"a":"b"}}',
      'value: a point without a value',
    ],
    [
      '[{"metric":"m","timestamp":1.5,"value":1,"tags":{"a":"b"}}]',
      '[0].timestamp: a timestamp is',
    ],
    [
      '[{"metric":"m","timestamp":"1","value":1,"tags":{"a":"b"}}]',
      '[0].timestamp: a timestamp is',
    ],
    ['[{"metric":"m","timestamp":1,"value":1,"tags":{}}]', '[0].tags: a point needs at least one'],
    ['{"metric":"m","timestamp":1,"value":1,"tags":{"a":null}}', 'tags.a: it has no value'],
    ['{"metric":"m","timestamp":1,"value":1,"tags":{"a":"b",}}', 'a comma stands before }'],
    ['{"metric":"","timestamp":1,"value":1,"tags":{"a":"b"}}', 'metric: it has to be a name'],
    ['{"metric":"m","timestamp":1,"value":1,"value":2,"tags":{"a":"b"}}', 'it stands there twice'],
    ['{"metric":"m","timestamp":1,"value":{"value":1},"tags":{"a":"b"}}', 'value: { is no string'],
    ['{"metric":"m","timestamp":1,"value":1,"tags":{"a":"b"}} x', 'x follows after the end'],
  ])('refuses %s', (text, reason) => {
    expect(() => read('json_opentsdb', text)).toThrow(reason)
  })
})

test('points of one series share it, from text to text', () => {
  const parser = new KaiwuLineParser()
  const first = parser.parse(Buffer.from('m,a=1 v=1\nm,a=2 v=1')).series.slice(0, 2)
  const rows = parser.parse(Buffer.from('m,a=2 v=1\nm,a=1 v=1\nm,a=1 v=2'))
  expect(rows.series[0]).toBe(first[1])
  expect(rows.series[1]).toBe(first[0])
  expect(rows.series[2]).toBe(first[0])
})
