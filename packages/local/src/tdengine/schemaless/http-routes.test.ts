import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TDengineDevServer } from '../server.ts'

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Exchange extends Sent {
  readonly status: number
  readonly answer: string
}

interface Recording {
  readonly name: string
  readonly prepare: readonly string[]
  readonly exchanges: readonly Exchange[]
}

/** The writes of a recording with what the real adapter answered. */
async function recording(name: string): Promise<Recording> {
  const file = new URL(`../../../../../test/golden/tdengine/${name}.jsonl`, import.meta.url)
  const records = (await readFile(file, 'utf8'))
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>)
  const prepare = records.filter(r => r.t === 'prep').map(r => r.sql as string)
  const exchanges: Exchange[] = []
  let sent: Sent | undefined
  for (const record of records) {
    if (record.t === 'send') sent = record as unknown as Sent
    else if (record.t === 'recv' && sent !== undefined && !sent.path.startsWith('/rest/')) {
      exchanges.push({ ...sent, status: record.status as number, answer: record.body as string })
    }
  }
  return { name, prepare, exchanges }
}

const recordings = await Promise.all(
  ['influx-ok', 'influx-errors', 'influx-escapes', 'influx-precision-ms', 'opentsdb-json'].map(
    recording,
  ),
)

let server: TDengineDevServer

beforeAll(async () => {
  server = await TDengineDevServer.start()
})

afterAll(async () => {
  await server.close()
})

const root = `Basic ${Buffer.from('root:taosdata').toString('base64')}`

async function post(path: string, body: string, authorization?: string): Promise<[number, string]> {
  const headers = authorization === undefined ? {} : { authorization }
  const response = await fetch(server.url + path, { method: 'POST', body, headers })
  return [response.status, await response.text()]
}

async function sql(text: string): Promise<void> {
  const [, answer] = await post('/rest/sql', text, root)
  expect(JSON.parse(answer)).toMatchObject({ code: 0 })
}

describe('schemaless HTTP routes answer as taosAdapter 3.3.7.5', () => {
  test.each(recordings)('$name', async ({ prepare, exchanges }) => {
    await sql('drop database if exists g')
    for (const text of prepare) await sql(text)
    for (const exchange of exchanges) {
      const { method, path, headers, body } = exchange
      const response = await fetch(server.url + path, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body }),
      })
      const mask = (text: string) => text.replace(/SML:0x[0-9a-f]+/, 'SML:0x')
      expect([path, body, response.status, mask(await response.text())]).toEqual([
        path,
        body,
        exchange.status,
        mask(exchange.answer),
      ])
    }
  })

  test('telnet lines are trimmed, empty ones dropped, put cut off', async () => {
    await sql('create database if not exists tn')
    const path = '/opentsdb/v1/put/telnet/tn'
    const lines = '  put a 1700000000 1 h=x \r\n\r\n\na 1700000001 2 h=x\n'
    expect(await post(path, lines, root)).toEqual([204, ''])
    expect(await post(path, '', root)).toEqual([204, ''])
    expect(await post(path, '\r\n\n', root)).toEqual([204, ''])
    expect(await post(path, '  \n', root)).toEqual([
      500,
      '{"code":500,"message":"[0x3002] line num is invalid"}',
    ])
    expect(await post(path, 'put put', root)).toEqual([
      500,
      '{"code":500,"message":"[0x20a] SML telnet invalid measure:"}',
    ])
    expect(await post(path, 'a', `Basic ${Buffer.from('root:x').toString('base64')}`)).toEqual([
      500,
      '{"code":500,"message":"[0x357] Authentication failure"}',
    ])
    expect(await post(path, 'a', 'Taosd abc')).toEqual([
      400,
      '{"code":400,"message":"get auth error"}',
    ])
    expect(await post(`${path}?req_id=-1`, 'a', root)).toEqual([
      400,
      '{"code":400,"message":"illegal param, req_id must be numeric strconv.ParseUint: parsing \\"-1\\": invalid syntax"}',
    ])
  })
})
