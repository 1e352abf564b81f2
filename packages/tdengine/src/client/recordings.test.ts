import { convertTime, type TimeUnit } from '@tidewire/core'
import { describe, expect, test } from 'vitest'
import {
  type RecordedLine,
  readRecording,
  recordingsOf,
  replayServer,
  wholeFrame,
} from '../recording.test.kit.ts'
import type { TDengineType, TDengineValue } from '../wire/data-type.ts'
import { decodeTmqBody, decodeTmqReply, tmqRawType } from '../wire/tmq-message.ts'
import { parseTDengineUrl } from './address.ts'
import type { QueryResult } from './api.ts'
import { connectTDengine } from './client.ts'
import { decodeRestResult } from './rest-result.ts'

const digits: Readonly<Record<string, number>> = { s: 0, ms: 3, us: 6, ns: 9 }

/** RFC 3339 in UTC with the digits of the unit, as REST prints times. */
function timeText(value: bigint, unit: TimeUnit): string {
  const seconds = convertTime(value, unit, 's')
  const places = digits[unit]!
  const fraction = value - seconds * 10n ** BigInt(places)
  const date = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  return `${date}.${fraction.toString().padStart(places, '0')}Z`
}

/** A value as the recordings write it. */
function recorded(value: TDengineValue, type: TDengineType, unit: TimeUnit): unknown {
  if (value === null) return null
  if (Buffer.isBuffer(value)) return value.toString('hex')
  if (type === 'TIMESTAMP') return timeText(value as bigint, unit)
  if (type === 'JSON') return JSON.parse(value as string)
  if (value === 0) return 0
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : { $int: value.toString() }
  }
  return value
}

function recordedRows(result: QueryResult) {
  return result.rows.map(row =>
    row.map((value, i) => {
      const column = result.columns[i]!
      return recorded(value, column.type, result.unit)
    }),
  )
}

/** The number that a recorded one means: FLOAT was printed with 32 bits, -0 was recorded as 0. */
function meantNumber(value: unknown, type: TDengineType | undefined): unknown {
  if (type !== 'FLOAT' && type !== 'DOUBLE') return value
  const integer = (value as { $int?: string } | null)?.$int
  const number = integer === undefined ? value : Number(integer)
  return typeof number === 'number' && type === 'FLOAT' ? Math.fround(number) : number
}

function meantRows(rows: readonly (readonly unknown[])[], result: QueryResult) {
  return rows.map(row => row.map((value, i) => meantNumber(value, result.columns[i]?.type)))
}

/** Whatever is a statement in a recording, in its order. */
function statementsOf(lines: readonly RecordedLine[]): string[] {
  return lines.flatMap(line => {
    if (line.t !== 'send') return []
    if (line.decoded?.action === 6) return [line.decoded.sql ?? '']
    return []
  })
}

const expectedRows = (lines: readonly RecordedLine[], sql: string) =>
  lines.find(line => line.t === 'expect' && line.sql === sql)?.rows

describe('the client reads the blocks of the real server', () => {
  test.each(recordingsOf('ws-fetch-'))('%s', async name => {
    const lines = readRecording(name)
    await using server = await replayServer(lines)
    await using client = await connectTDengine(
      parseTDengineUrl(`jdbc:TAOS-WS://127.0.0.1:${server.port}/g?user=root&password=taosdata`),
    )
    expect(client.serverVersion).toMatch(/^3\./)
    let compared = 0
    for (const sql of statementsOf(lines)) {
      const result = await client.query(sql)
      const rows = expectedRows(lines, sql)
      if (rows !== undefined) {
        compared += 1
        expect(recordedRows(result)).toEqual(meantRows(rows, result))
      } else if (sql === 'select * from t') {
        // 9000 rows (T0+i, i) in several blocks.
        compared += 1
        expect(result.rows.length).toBe(9000)
        expect(result.rows.every((row, i) => row[0] === 1_700_000_000_000n + BigInt(i))).toBe(true)
        expect(result.rows.every((row, i) => row[1] === i)).toBe(true)
      } else if (sql === 'select v from t order by ts desc') {
        compared += 1
        expect(result.rows.every((row, i) => row[0] === 8999 - i)).toBe(true)
      }
    }
    expect(compared).toBeGreaterThan(0)
    expect(server.unknown).toEqual([])
  })
})

describe('subscription messages of the real server', () => {
  test.each(recordingsOf('tmq-types'))('%s', name => {
    const lines = readRecording(name)
    const expectation = lines.find(line => line.t === 'expect')
    const rows = expectation?.rows ?? []
    const unit = /precision '(\w+)'/.exec(lines[0]?.sql ?? '')?.[1] as TimeUnit
    let messages = 0
    for (const line of lines) {
      if (line.t !== 'recv' || line.kind !== 'binary') continue
      const reply = decodeTmqReply(wholeFrame(line))
      expect(reply.rawType).toBe(tmqRawType.data)
      const found = decodeTmqBody(reply.body).flatMap(({ block }) =>
        Array.from({ length: block.rows }, (_, row) =>
          block.row(row).map((value, i) => recorded(value, block.column(i).type.name, unit)),
        ),
      )
      // A super table topic has no tags; the columns before them are the same.
      expect(found).toEqual(rows.map(row => row.slice(0, found[0]?.length)))
      messages += 1
    }
    expect(messages).toBeGreaterThan(0)
  })
})

interface Source {
  readonly source: string
}

/** The text of every value of a REST body, by an independent way: the parser's own source positions. */
function sourcesOf(body: string): unknown[][] {
  const parse = JSON.parse as (
    text: string,
    reviver: (key: string, value: unknown, context: Source) => unknown,
  ) => { data: unknown[][] }
  return parse(body, (_, value, { source }) => (typeof value === 'number' ? { source } : value))
    .data
}

describe('REST bodies of the real server', () => {
  test.each(recordingsOf('rest-'))('%s', name => {
    let compared = 0
    for (const line of readRecording(name)) {
      if (line.t !== 'recv' || line.kind !== 'http' || line.body === undefined) continue
      const body = line.body
      if (!body.startsWith('{"code":')) continue
      const json = JSON.parse(body) as { code: number | string; column_meta?: unknown }
      if (typeof json.code === 'number' && json.code !== 0) {
        expect(() => decodeRestResult(body)).toThrow(/\[0x[0-9a-f]{4}\]/)
        continue
      }
      if (json.column_meta === undefined) continue
      const result = decodeRestResult(body)
      if (result.isUpdate) continue
      compared += 1
      const sources = sourcesOf(body).map(row => Object.values(row))
      if (new Set(result.columns.map(column => column.name)).size < result.columns.length) {
        // The parser keeps one of two members with the same name; the decoder keeps both.
        if (sources[0]?.length !== result.columns.length) continue
      }
      expect(result.rows.length).toBe(sources.length)
      for (const [r, row] of result.rows.entries()) {
        for (const [c, value] of row.entries()) {
          const source = sources[r]?.[c]
          const type = result.columns[c]!.type
          if (type === 'TIMESTAMP' && value !== null) {
            const text = String(source)
            const fraction = /\.(\d+)/.exec(text)?.[1] ?? ''
            const year = text.indexOf('-')
            const date = `+${text.slice(0, year).padStart(6, '0')}${text.slice(year)}`
            const seconds = BigInt(Date.parse(date.replace(/\.\d+/, ''))) / 1000n
            const scale = 10n ** BigInt(fraction.length)
            expect(value).toBe(seconds * scale + BigInt(fraction))
          } else if (type === 'JSON' && value !== null) {
            expect(sourcesOf(`{"data":[[${value as string}]]}`)[0]?.[0]).toEqual(source)
          } else if (typeof value === 'bigint') {
            expect(source).toEqual({ source: value.toString() })
          } else if (typeof value === 'number') {
            expect(value).toBe(meantNumber(Number((source as Source).source), type))
          } else expect(recorded(value, type, result.unit)).toEqual(source)
        }
      }
    }
    if (name.startsWith('rest-type-')) expect(compared).toBeGreaterThan(0)
  })
})

/** Statements that REST was given, with the decoded answers. */
function restResults(lines: readonly RecordedLine[]): Map<string, QueryResult> {
  const results = new Map<string, QueryResult>()
  for (const [i, line] of lines.entries()) {
    const body = lines[i + 1]?.body ?? ''
    if (line.t !== 'send' || line.path !== '/rest/sql/g' || !body.startsWith('{"code":0,')) continue
    results.set(line.body ?? '', decodeRestResult(body))
  }
  return results
}

const preparation = (lines: readonly RecordedLine[]) =>
  JSON.stringify(lines.filter(line => line.t === 'prep'))

describe('REST and raw blocks give the same values', () => {
  const pairs = recordingsOf('ws-fetch-').filter(name =>
    recordingsOf('rest-type-').includes(name.replace('ws-fetch-', 'rest-type-')),
  )
  test.each(pairs)('%s', async name => {
    const lines = readRecording(name)
    const rest = readRecording(name.replace('ws-fetch-', 'rest-type-'))
    expect(preparation(rest)).toBe(preparation(lines))
    const answers = restResults(rest)
    await using server = await replayServer(lines)
    await using client = await connectTDengine(
      parseTDengineUrl(`jdbc:TAOS-WS://127.0.0.1:${server.port}/g?user=root&password=taosdata`),
    )
    let compared = 0
    for (const sql of statementsOf(lines)) {
      const result = await client.query(sql)
      const answer = answers.get(sql)
      if (answer === undefined) continue
      compared += 1
      // REST cannot tell a JSON null from no value at all.
      const rows = result.rows.map(row =>
        row.map((value, i) =>
          value === 'null' && result.columns[i]?.type === 'JSON' ? null : value,
        ),
      )
      expect(answer.rows).toEqual(rows)
      expect(answer.columns).toEqual(result.columns)
    }
    expect(compared).toBeGreaterThan(0)
  })
})
