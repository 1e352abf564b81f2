import { KwdbDevServer } from '@tidewire/local/kwdb'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { KwdbSinkHarness } from './kwdb-sink-harness.ts'

let server: KwdbDevServer
let sink: KwdbSinkHarness

beforeAll(async () => {
  server = await KwdbDevServer.start({ port: 0 })
  sink = await KwdbSinkHarness.open(server)
})

afterAll(async () => {
  await sink[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const time = 1_700_000_000_000

/** Texts that are no data but syntax: of SQL, of escapes, of the connector's own literals. */
const syntax = fc
  .array(
    fc.constantFrom(
      "'",
      '"',
      '\\',
      '\n',
      '\r',
      '\t',
      '\b',
      '\f',
      '\v',
      '\x01',
      '\x1f',
      '\x7f',
      ';',
      '--',
      '/*',
      '*/',
      ',',
      '(',
      ')',
      "e'",
      "b'",
      "x'",
      '$1',
      '@v',
      '::',
      'NULL',
      "');DROP TABLE tsdb.t;--",
      '☃',
      '😀',
      'é',
      ' ',
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join(''))

const anyText = fc
  .oneof(
    syntax,
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  .filter(text => text.isWellFormed() && !text.includes('\0'))

const row = fc.record({
  text: fc.option(anyText),
  wide: fc.option(anyText),
  bytes: fc.option(fc.uint8Array({ maxLength: 20 })),
  whole: fc.option(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  real: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  flag: fc.option(fc.boolean()),
  tag: anyText,
  key: anyText.filter(text => Buffer.byteLength(text) <= 100),
})

it('every text, number and byte comes back as it was, whatever it looks like', async () => {
  const declared = {
    table: 't',
    columns: [
      { name: 'ts', type: 'TIMESTAMPTZ' },
      { name: 'text', type: 'VARCHAR', length: 1000 },
      { name: 'wide', type: 'NVARCHAR', length: 200 },
      { name: 'bytes', type: 'VARBYTES', length: 100 },
      { name: 'whole', type: 'INT8' },
      { name: 'real', type: 'FLOAT8' },
      { name: 'flag', type: 'BOOL' },
    ],
    tags: [
      { name: 'key', type: 'VARCHAR', length: 128, primary: true },
      { name: 'tag', type: 'VARCHAR', length: 1000 },
    ],
  }
  await sink.start({ 'protocol.type': 'json_kaiwudb' })
  let next = 0
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 20, maxLength: 60 }), async rows => {
      const first = next
      const data = rows.map(({ bytes, key, tag, whole, ...rest }) => {
        const hex = bytes === null ? null : `\\x${Buffer.from(bytes).toString('hex')}`
        // The tags of a series stay as they were first written, so each row is a series of its own.
        const own = `${next}${key}`
        const text = JSON.stringify({ ts: time + next, ...rest, bytes: hex, tag, key: own })
        next += 1
        return text.replace(/}$/, `,"whole":${whole}}`)
      })
      const head = JSON.stringify(declared).slice(0, -1)
      const half = rows.length >> 1
      await sink.values(
        `${head},"data":[${data.slice(0, half).join(',')}]}`,
        `${head},"data":[${data.slice(half).join(',')}]}`,
      )
      expect(sink.reported).toEqual([])
      const stored = await sink.objects(
        `SELECT text, wide, bytes, whole, "real", flag, "tag" FROM tsdb.t WHERE ts >= '${new Date(time + first).toISOString()}' ORDER BY ts`,
      )
      expect(stored).toHaveLength(rows.length)
      for (const [i, { bytes, flag, real, tag, text, whole, wide }] of rows.entries()) {
        const found = stored[i]
        expect(found).toMatchObject({
          text,
          wide,
          tag,
          whole: whole === null ? null : String(whole),
        })
        expect(found?.bytes).toBe(
          bytes === null ? null : `\\x${Buffer.from(bytes).toString('hex')}`,
        )
        expect(found?.flag).toBe(flag === null ? null : flag ? 't' : 'f')
        expect(found?.real == null ? null : Number(found.real) + 0).toBe(
          real === null ? null : real + 0,
        )
      }
    }),
    { numRuns: 12 },
  )
})
