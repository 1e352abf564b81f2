import type { ServerResponse } from 'node:http'
import { messageOf } from '@tidewire/core'
import { utc } from '../../time-zone.ts'
import { EngineError } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { execute } from '../sql/execute.ts'
import { newSession } from '../sql/session.ts'
import { csvRecords } from './csv-record.ts'
import { multipartParts } from './multipart.ts'
import { sendRestError } from './rest-sql.ts'

/** Code of errors that the adapter itself makes. */
const adapterCode = 0xffff

/** Bytes of one INSERT. */
const statementLimit = 1_000_000

/** Types whose fields the adapter quotes. */
const quoted: ReadonlySet<string> = new Set(['TIMESTAMP', 'VARCHAR', 'NCHAR'])

/** Answers `POST /rest/upload?db=&table=`: the rows of a CSV file are inserted, as taosAdapter does. */
export async function answerUpload(
  engine: DuckEngine,
  response: ServerResponse,
  request: {
    readonly user: string
    readonly query: URLSearchParams
    readonly contentType: string | undefined
    readonly body: Buffer
    readonly start: bigint
  },
): Promise<void> {
  const [database, table] = [request.query.get('db') ?? '', request.query.get('table') ?? '']
  for (const [name, value] of [
    ['db', database],
    ['table', table],
  ]) {
    if (value !== '') continue
    sendRestError(response, 400, adapterCode, `${name} required`, request.start)
    return
  }
  const session = newSession(request.user, undefined, utc)
  const name = `\`${database}\`.\`${table}\``
  const columns = await columnTypes(engine, session, name)
  const parts = multipartParts(request.contentType, request.body)
  if (parts === undefined) {
    throw new EngineError(adapterCode, "request Content-Type isn't multipart/form-data")
  }
  const prefix = `insert into ${name} values`
  let sql = prefix
  let rows = 0
  for (const part of parts) {
    if (part.name !== 'data') continue
    for (const record of recordsOf(part.content.toString('utf8'))) {
      if (record.length < columns.length) {
        throw new EngineError(adapterCode, 'column count not enough')
      }
      const text = `(${columns.map((type, i) => literal(type, record[i])).join(',')})`
      if (sql.length + text.length >= statementLimit) {
        await execute(engine, session, sql)
        sql = prefix
      }
      sql += text
      rows += 1
    }
  }
  if (sql.length > prefix.length) await execute(engine, session, sql)
  const body = Buffer.from(
    `{"code":0,"column_meta":[["affected_rows","INT",4]],"data":[[${rows}]],"rows":1}`,
  )
  response.writeHead(200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': body.length,
  })
  response.end(body)
}

function* recordsOf(text: string): Generator<readonly (string | undefined)[]> {
  try {
    yield* csvRecords(text)
  } catch (cause) {
    throw new EngineError(adapterCode, messageOf(cause))
  }
}

async function columnTypes(
  engine: DuckEngine,
  session: ReturnType<typeof newSession>,
  name: string,
): Promise<readonly string[]> {
  const result = await execute(engine, session, `describe ${name}`)
  if (result.kind !== 'rows') return []
  const types: string[] = []
  for (let block = await result.next(); block !== undefined; block = await result.next()) {
    const [, type = [], , note = []] = block.columns
    for (let row = 0; row < block.rows; row += 1) {
      if (note[row] !== 'TAG') types.push(String(type[row]))
    }
  }
  return types
}

function literal(type: string, field: string | undefined): string {
  if (field === undefined) return 'null'
  return quoted.has(type) ? `'${field.replace(/[\\'()]/g, '\\$&')}'` : field
}
