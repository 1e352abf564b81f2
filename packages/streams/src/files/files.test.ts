import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StreamEnvironment } from '../environment.ts'
import { CollectSink } from '../numbers.test.kit.ts'
import { CsvReader, csvLine } from './csv.ts'
import { FileSink } from './file-sink.ts'
import { FileSource, type LineFormat } from './file-source.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-files-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function read<T>(files: string, format: LineFormat): Promise<T[]> {
  const sink = new CollectSink<T>()
  const env = new StreamEnvironment({ parallelism: 2 })
  env.from(new FileSource<T>(join(folder, files), format)).sinkTo(sink)
  await env.execute()
  return sink.rows
}

describe('files as sources', () => {
  it('reads JSON lines of several files, the last line without its end too', async () => {
    await writeFile(join(folder, 'a.jsonl'), '{"n":1}\n\n{"n":2}\r\n')
    await writeFile(join(folder, 'b.jsonl'), '{"n":3}')
    const rows = await read<{ n: number }>('*.jsonl', 'json')
    expect(rows.map(row => row.n).sort()).toEqual([1, 2, 3])
  })

  it('reads CSV by the names of its header', async () => {
    await writeFile(join(folder, 'a.csv'), '\uFEFFts,name\r\n1,"a ""b"", c"\r\n2,\r\n')
    expect(await read('a.csv', 'csv')).toEqual([
      { ts: '1', name: 'a "b", c' },
      { ts: '2', name: '' },
    ])
  })

  it('reads long files in pieces, each line once', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `line ${i} äöü`)
    await writeFile(join(folder, 'long.txt'), `${lines.join('\n')}\n`)
    expect(await read('long.txt', 'text')).toEqual(lines)
  })

  it('names file and line of what is wrong', async () => {
    await writeFile(join(folder, 'a.jsonl'), '{"n":1}\n{"n":')
    await expect(read('a.jsonl', 'json')).rejects.toThrow(/a\.jsonl cannot be read: line 2/)
    await expect(read('nothing.jsonl', 'json')).rejects.toThrow(/none of that name/)
    await writeFile(join(folder, 'a.csv'), 'a,b\n1\n')
    await expect(read('a.csv', 'csv')).rejects.toThrow(/line 2: it has 1 fields for 2 names/)
  })
})

describe('files as sinks', () => {
  it('writes JSON lines, and CSV with a header', async () => {
    const env = new StreamEnvironment()
    const rows = env.fromElements([
      { n: 2n ** 60n, name: 'a,"b"' },
      { n: 1n, name: null },
    ])
    rows.sinkTo(new FileSink(join(folder, 'out', 'rows.jsonl'), { kind: 'json' }))
    rows.sinkTo(new FileSink(join(folder, 'rows.csv'), { kind: 'csv', columns: ['n', 'name'] }))
    await env.execute()
    expect(await readFile(join(folder, 'out', 'rows.jsonl'), 'utf8')).toBe(
      '{"n":1152921504606846976,"name":"a,\\"b\\""}\n{"n":1,"name":null}\n',
    )
    expect(await readFile(join(folder, 'rows.csv'), 'utf8')).toBe(
      'n,name\n1152921504606846976,"a,""b"""\n1,\n',
    )
  })

  it('CSV lines read back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), values => {
        const texts = values.map(value => value.replaceAll(/[\r\n]/g, ' '))
        const reader = new CsvReader()
        reader.header(csvLine(texts.map((_, i) => `c${i}`)).trimEnd())
        expect(Object.values(reader.row(csvLine(texts).slice(0, -1)))).toEqual(texts)
      }),
    )
  })
})
