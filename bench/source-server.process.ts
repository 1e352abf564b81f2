// A TDengine that only answers what the source connector asks: one super table of 100 series, a row of each series every
// millisecond, in blocks of 4096 rows. source-server.process.ts ROWS
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encodeBlock, RawBlock } from '@tidewire/tdengine/wire'
import { WebSocketServer } from 'ws'
import { type BlockResult, type Column, serveBlocks } from './block-server.ts'

const series = 100
const rows = Number(process.argv[2] ?? 1_000_000)
const times = Math.ceil(rows / series)
const begin = 1_648_432_611_249_000_000n
const step = 1_000_000n
const blockRows = 4096

function small(columns: readonly Column[], values: readonly (readonly unknown[])[]): BlockResult {
  const block = encodeBlock(
    columns.map(({ type, length }, i) => ({
      type,
      length,
      values: values.map(row => row[i]),
    })) as never,
  )
  return { columns, blocks: (values.length === 0 ? [] : [block])[Symbol.iterator]() }
}

const text = (name: string) => ({ name, type: 'VARCHAR', length: 64 }) as const
const bigint = (name: string) => ({ name, type: 'BIGINT', length: 8 }) as const
const time = (name: string) => ({ name, type: 'TIMESTAMP', length: 8 }) as const

/** The numbers of the times that a WHERE clause asks for: from the first to before the second. */
function rangeOf(sql: string): readonly [number, number] {
  const from = /`_ts` >= (-?\d+)/.exec(sql)?.[1]
  const to = /`_ts` < (-?\d+)/.exec(sql)?.[1]
  const index = (at: string | undefined, missing: number) => {
    if (at === undefined) return missing
    const number = Number((BigInt(at) - begin + step - 1n) / step)
    return Math.min(times, Math.max(0, number))
  }
  return [index(from, 0), index(to, times)]
}

const numbers = Array.from({ length: 10_007 }, (_, i) => ((i * 7919) % 2000) / 100)
const number = (seed: number) => numbers[seed % numbers.length] as number

/** A block of a series for the time `from` on: the tags and names of all such blocks are made once. */
function template(s: number, count: number): Buffer {
  const each = <T>(value: T) => Array.from({ length: count }, () => value)
  return encodeBlock([
    { type: 'VARCHAR', length: 192, values: each(`t_be97833a0e1f523fcdaeb6291d6fdf${s}`) },
    { type: 'TIMESTAMP', values: each(begin) },
    { type: 'NCHAR', length: 64, values: each(`California.LosAngeles${s}`) },
    { type: 'NCHAR', length: 8, values: each(String(s)) },
    { type: 'DOUBLE', values: each(0) },
    { type: 'DOUBLE', values: each(0) },
    { type: 'DOUBLE', values: each(0) },
  ] as never)
}

const templates = new Map<string, RawBlock>()

function* meterBlocks(from: number, to: number): Generator<Buffer> {
  for (let s = 0; s < series; s += 1) {
    for (let at = from; at < to; at += blockRows) {
      const count = Math.min(blockRows, to - at)
      const key = `${s} ${count}`
      const block = templates.get(key) ?? new RawBlock(template(s, count))
      templates.set(key, block)
      const { bytes } = block
      const column = (i: number) => block.column(i).dataStart
      const [times, current, voltage, phase] = [column(1), column(4), column(5), column(6)]
      let time = begin + BigInt(at) * step
      for (let i = 0; i < count; i += 1, time += step) {
        const n = at + i
        bytes.writeBigInt64LE(time, times + 8 * i)
        bytes.writeDoubleLE(number(n + s), current + 8 * i)
        bytes.writeDoubleLE(200 + ((n + s) % 50), voltage + 8 * i)
        bytes.writeDoubleLE(number(n * 3 + s), phase + 8 * i)
      }
      yield bytes
    }
  }
}

function answer(sql: string): BlockResult {
  if (/ins_databases/.test(sql)) return small([text('name'), text('precision')], [['power', 'ns']])
  if (/create_time/.test(sql)) return small([time('create_time')], [[begin]])
  if (/ins_stables/.test(sql)) return small([text('stable_name')], [['meters']])
  if (/ins_tables/.test(sql)) return small([text('table_name')], [])
  if (/^describe/i.test(sql)) {
    const columns = ['_ts', 'current', 'voltage', 'phase'].map((name, i) => [
      name,
      i === 0 ? 'TIMESTAMP' : 'DOUBLE',
      8n,
      '',
    ])
    const tags = ['location', 'groupid'].map(name => [name, 'NCHAR', 64n, 'TAG'])
    return small(
      [text('field'), text('type'), bigint('length'), text('note')],
      [...columns, ...tags],
    )
  }
  const [from, to] = rangeOf(sql)
  if (/INTERVAL/.test(sql)) return small([time('_wstart'), bigint('count(*)')], [])
  if (/COUNT\(\*\)/.test(sql)) {
    return small([bigint('count(*)')], [[BigInt(Math.max(0, to - from) * series)]])
  }
  if (/FIRST/.test(sql)) {
    return small([time('first')], to > from ? [[begin + BigInt(from) * step]] : [])
  }
  const nchar = (name: string) => ({ name, type: 'NCHAR', length: 64 }) as const
  const double = (name: string) => ({ name, type: 'DOUBLE', length: 8 }) as const
  return {
    columns: [
      text('tbname'),
      time('_ts'),
      nchar('location'),
      nchar('groupid'),
      double('current'),
      double('voltage'),
      double('phase'),
    ],
    blocks: meterBlocks(from, to),
  }
}

const server = createServer()
new WebSocketServer({ server, path: '/ws' }).on('connection', socket =>
  serveBlocks(socket, 2, answer),
)
server.listen(0, '127.0.0.1', () => {
  console.log(`ready ${(server.address() as AddressInfo).port}`)
})
