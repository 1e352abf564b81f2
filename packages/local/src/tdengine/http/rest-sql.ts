import type { ServerResponse } from 'node:http'
import { TimeZone, utc } from '../../time-zone.ts'
import { EngineError } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { execute } from '../sql/execute.ts'
import type { RowBlock, RowsResult } from '../sql/result.ts'
import { newSession } from '../sql/session.ts'
import { isUnprintable, restTypeName, restValue } from './json-text.ts'

/** Code of errors that the adapter itself makes. */
const adapterCode = 0xffff

interface Parameters {
  readonly zone: TimeZone
  readonly connectionZone: TimeZone | undefined
  readonly rowWithMeta: boolean
  readonly timing: boolean
}

const trueWords: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const falseWords: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])
const int64 = [-(1n << 63n), (1n << 63n) - 1n] as const

function readParameters(query: URLSearchParams): Parameters {
  const rowWithMeta = query.get('row_with_meta') ?? ''
  if (rowWithMeta !== '' && !trueWords.has(rowWithMeta) && !falseWords.has(rowWithMeta)) {
    throw new EngineError(
      adapterCode,
      `illegal param, row_with_meta must be boolean strconv.ParseBool: parsing ${JSON.stringify(rowWithMeta)}: invalid syntax`,
    )
  }
  const requestId = query.get('req_id') ?? ''
  if (requestId !== '') {
    const why = int64Problem(requestId)
    if (why !== undefined) {
      throw new EngineError(
        adapterCode,
        `illegal param, req_id must be numeric strconv.ParseInt: parsing ${JSON.stringify(requestId)}: ${why}`,
      )
    }
  }
  return {
    zone: zoneOf(query.get('tz')) ?? utc,
    connectionZone: zoneOf(query.get('conn_tz')),
    rowWithMeta: trueWords.has(rowWithMeta),
    timing: query.get('timing') === 'true',
  }
}

function int64Problem(text: string): string | undefined {
  if (!/^[+-]?\d+$/.test(text)) return 'invalid syntax'
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return value < int64[0] || value > int64[1] ? 'value out of range' : undefined
}

function zoneOf(name: string | null): TimeZone | undefined {
  if (name === null || name === '') return undefined
  const zone = TimeZone.find(name)
  if (zone === undefined) throw new EngineError(adapterCode, `unknown time zone ${name}`)
  return zone
}

/** Nanoseconds since a moment of `process.hrtime.bigint()`. */
export function nanosSince(start: bigint): bigint {
  return process.hrtime.bigint() - start
}

/** Sends a JSON body with its length. */
export function sendJson(response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(text, 'utf8')
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  })
  response.end(body)
}

/** Sends an error of the REST interface: `code`, `desc`, `timing`. */
export function sendRestError(
  response: ServerResponse,
  status: number,
  code: number,
  desc: string,
  start: bigint,
): void {
  sendJson(
    response,
    status,
    `{"code":${code},"desc":${JSON.stringify(desc)},"timing":${nanosSince(start)}}`,
  )
}

/** Answers `POST /rest/sql[/{db}]` once the user has been let in. */
export async function answerSql(
  engine: DuckEngine,
  response: ServerResponse,
  request: {
    readonly user: string
    readonly database: string | undefined
    readonly query: URLSearchParams
    readonly body: Buffer
    readonly start: bigint
  },
): Promise<void> {
  const { start } = request
  let parameters: Parameters
  try {
    if (request.body.length === 0) throw new EngineError(0x1106, 'request is empty')
    parameters = readParameters(request.query)
    if (request.body.toString('utf8').trim() === '') throw new EngineError(0x1107, 'no sql input')
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause
    sendRestError(response, 400, cause.code, cause.message, start)
    return
  }
  const zone = parameters.connectionZone ?? utc
  const selected = request.database
  // `use db` runs first and its failure is ignored, so that CREATE DATABASE works.
  const known = selected !== undefined && engine.database(selected) !== undefined
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const session = newSession(request.user, known ? selected : undefined, zone, gone.signal)
  const result = await execute(engine, session, request.body.toString('utf8').trim())
  const shown = parameters.connectionZone ?? parameters.zone
  if (result.kind === 'update') {
    const row = parameters.rowWithMeta
      ? `{"affected_rows":${result.affectedRows}}`
      : `[${result.affectedRows}]`
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' })
    response.write('')
    response.end(
      `{"code":0,"column_meta":[["affected_rows","INT",4]],"data":[${row}],"rows":1${timingText(parameters, start)}}`,
    )
    return
  }
  await streamRows(response, result, parameters, shown, start)
}

function timingText(parameters: Parameters, start: bigint): string {
  return parameters.timing ? `,"timing":${nanosSince(start)}` : ''
}

async function streamRows(
  response: ServerResponse,
  result: RowsResult,
  parameters: Parameters,
  zone: TimeZone,
  start: bigint,
): Promise<void> {
  try {
    let block = await result.next()
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' })
    if (block?.columns.some(column => column.some(isUnprintable)) === true) {
      response.end()
      return
    }
    const meta = result.columns.map(
      ({ name, type }) =>
        `[${JSON.stringify(name)},${JSON.stringify(restTypeName(type))},${type.length}]`,
    )
    response.write(`{"code":0,"column_meta":[${meta.join(',')}],"data":[`)
    let rows = 0
    while (block !== undefined) {
      const text = blockText(result, block, parameters.rowWithMeta, zone)
      const wrote = response.write(rows === 0 ? text : `,${text}`)
      rows += block.rows
      if (!wrote && !response.destroyed) await drained(response)
      if (response.destroyed) return
      block = await result.next()
    }
    response.end(`],"rows":${rows}${timingText(parameters, start)}}`)
  } finally {
    await result.close()
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.once('drain', done)
    response.once('close', done)
  })
}

function blockText(result: RowsResult, block: RowBlock, withMeta: boolean, zone: TimeZone): string {
  const names = result.columns.map(({ name }) => JSON.stringify(name))
  const rows: string[] = []
  for (let row = 0; row < block.rows; row += 1) {
    const cells = result.columns.map(({ type }, i) => {
      const value = restValue(type, block.columns[i]?.[row] ?? null, result.precision, zone)
      return withMeta ? `${names[i]}:${value}` : value
    })
    rows.push(withMeta ? `{${cells.join(',')}}` : `[${cells.join(',')}]`)
  }
  return rows.join(',')
}
