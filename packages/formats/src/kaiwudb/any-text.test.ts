import { TidewireError } from '@tidewire/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KaiwuJsonParser } from './kaiwu-json-parser.ts'
import { KaiwuLineParser } from './kaiwu-line-parser.ts'
import { KaiwuOpenTsdbParser } from './kaiwu-opentsdb-parser.ts'
import { KaiwuTelnetParser } from './kaiwu-telnet-parser.ts'

const samples = {
  json_kaiwudb:
    '{"table":"t","columns":[{"name":"ts","type":"TIMESTAMPTZ","length":64},{"name":"c","type":"VARCHAR"}],"tags":[{"name":"g","type":"INT4","primary":true}],"data":[{"ts":1,"c":"a\\n\'","g":-2},{"ts":2,"c":null,"g":1.5e3}]}',
  line_influxdb:
    'm\\,x,t=a\\ b c1=11i16,c2="x\\"y",c3=L"z",c4=\'w\',c5=\\"v\\",c6=true,c7=1.5f32 1648432611249\nm,t=b c=1u -5',
  line_opentsdb: 'put m.c 1648432611249 10.3 a=b c=d\nm.c 1648432611249 -1e5 a=b',
  json_opentsdb:
    '[{"metric":"m.c","timestamp":1648432611249,"value":"x\\u0041","tags":{"a":"b","n":1}},{"metric":"m","timestamp":1,"value":true,"tags":{"a":false}}]',
} as const
const parsers = {
  json_kaiwudb: new KaiwuJsonParser(),
  line_influxdb: new KaiwuLineParser(),
  line_opentsdb: new KaiwuTelnetParser(),
  json_opentsdb: new KaiwuOpenTsdbParser(),
} as const
type Format = keyof typeof samples

/** A sample with some bytes replaced, taken out, doubled, or cut off. */
const damaged = fc
  .tuple(
    fc.constantFrom(...(Object.keys(samples) as Format[])),
    fc.array(
      fc.record({
        at: fc.nat(400),
        out: fc.nat(12),
        put: fc.oneof(
          fc.constantFrom(
            '"',
            '\\',
            "'",
            ',',
            '{',
            '}',
            '[',
            ']',
            ':',
            '=',
            ' ',
            '\n',
            '\0',
            'é',
            '',
          ),
          fc.string({ maxLength: 3 }),
        ),
      }),
      { maxLength: 4 },
    ),
  )
  .map(([format, changes]) => {
    let text: string = samples[format]
    for (const { at, out, put } of changes) {
      const from = at % (text.length + 1)
      text = text.slice(0, from) + put + text.slice(from + out)
    }
    return { format, text }
  })

test('any text is read or refused with its place, and what is read can be looked at', () => {
  fc.assert(
    fc.property(damaged, ({ format, text }) => {
      try {
        const rows = parsers[format].parse(Buffer.from(text))
        const count = 'width' in rows ? rows.rows * rows.width : (rows.first[rows.rows] ?? 0)
        for (let i = 0; i < count; i += 1) expect(typeof rows.text(i)).toBe('string')
      } catch (error) {
        expect(error).toBeInstanceOf(TidewireError)
        const { code, message } = error as TidewireError
        expect(code).toBe('FORMATS_INVALID')
        expect(message).toMatch(new RegExp(`^${format} at line \\d+, column \\d+: .`, 's'))
      }
    }),
    { numRuns: 3000 },
  )
})

test('any bytes are read or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
      for (const parser of Object.values(parsers)) {
        try {
          parser.parse(bytes)
        } catch (error) {
          expect(error).toMatchObject({ code: 'FORMATS_INVALID' })
        }
      }
    }),
  )
})

test('strict JSON: what is read as json_kaiwudb or OpenTSDB JSON is JSON', () => {
  fc.assert(
    fc.property(damaged, ({ format, text }) => {
      if (!format.startsWith('json')) return
      try {
        parsers[format].parse(Buffer.from(text))
      } catch {
        return
      }
      expect(() => JSON.parse(text)).not.toThrow()
    }),
    { numRuns: 3000 },
  )
})
