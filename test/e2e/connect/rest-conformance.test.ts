import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainFileSink } from './file-sink-plugin.ts'
import { fileSource } from './file-source-plugin.ts'
import { differences, type Exchange, pathOf, recordedExchanges } from './recorded-answers.ts'
import { Bench, eventually, type WorkerUnderTest } from './worker-bench.ts'

/** Exchanges that this worker answers otherwise, with the reason. */
const otherwise: Readonly<Record<string, string>> = {
  plugins: 'lists the plugins that a Kafka distribution has',
  'plugins-all': 'lists the plugins that a Kafka distribution has',
  'plugins-bad-bool': 'lists the plugins that a Kafka distribution has',
  'plugin-config-transform': 'no transformations yet',
  'plugin-config-predicate': 'no predicates yet',
  'validate-with-transform': 'no transformations yet',
  'create-failing-source': 'no transformations yet',
  'status-failed-task': 'no transformations yet',
  'task-status-failed': 'no transformations yet',
  'restart-only-failed-include-tasks': 'no transformations yet',
  'delete-failing': 'no transformations yet',
  loggers: 'names a logger of a Java library',
  'loggers-after': 'names a logger of a Java library',
}

let bench: Bench
let worker: WorkerUnderTest
beforeAll(async () => {
  bench = await Bench.open()
  worker = await bench.worker([plainFileSink(), fileSource()])
})
afterAll(async () => {
  await worker[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
})

/** Calls of the recorded scenario that were left out as duplicates but change state, by the exchange they precede. */
const between: Readonly<Record<number, readonly [method: string, path: string]>> = {
  149: ['PUT', '/connectors/src1/pause'],
  152: ['PUT', '/connectors/src1/stop'],
}

async function send({ request }: Exchange): Promise<Response> {
  const body =
    request.bodyText ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
  return await fetch(`${worker.worker.url}${pathOf(request)}`, {
    method: request.method,
    headers: request.headers ?? {},
    ...(body === undefined ? {} : { body }),
  })
}

async function check(exchange: Exchange): Promise<void> {
  const { response, request } = exchange
  const answer = await send(exchange)
  const text = await answer.text()
  expect({ status: answer.status, text }).toMatchObject({ status: response.status })
  const type = response.headers?.['Content-Type']
  if (type !== undefined) expect(answer.headers.get('content-type')).toBe(type)
  const location = response.headers?.Location
  if (location !== undefined) {
    expect(answer.headers.get('location')).toBe(
      location.replace('http://<host>:<port>', worker.worker.url),
    )
  }
  if (request.method === 'HEAD') return
  if (response.body === undefined) expect(text).toBe(response.bodyText ?? '')
  else expect(differences(response.body, JSON.parse(text))).toEqual([])
}

/** Waits until what a change started has come about, as the recorded answers presuppose. */
async function settle({ request, response }: Exchange): Promise<void> {
  if (response.status >= 300) return
  const path = pathOf(request)
  const [, area, name, part] = path.split(/[/?]/)
  if (area !== 'connectors' || request.method === 'GET') return
  const body = request.body as { name?: string; initial_state?: string } | undefined
  const connector = name === undefined ? body?.name : decodeURIComponent(name)
  if (connector === undefined || part === 'topics' || part === 'offsets') return
  const url = `/connectors/${encodeURIComponent(connector)}`
  await eventually(async () => {
    const status = await worker.call('GET', `${url}/status`)
    if (status.status === 404) {
      if ((await worker.call('GET', url)).status !== 404) throw new Error('no status yet')
      return
    }
    const { state } = status.body.connector
    const tasks: { state: string }[] = status.body.tasks
    const wanted = part === 'pause' ? 'PAUSED' : part === 'stop' ? 'STOPPED' : null
    if (wanted !== null && state !== wanted) throw new Error(`is ${state}, wanted ${wanted}`)
    if (!['RUNNING', 'PAUSED', 'STOPPED'].includes(state)) throw new Error(`is ${state}`)
    if (state === 'RUNNING' && tasks.length === 0) throw new Error('has no tasks yet')
    if (tasks.some(task => task.state !== state)) throw new Error(status.text)
    if (part === 'resume' && state !== 'RUNNING') throw new Error(`is ${state}`)
  })
}

describe('REST interface, exchange by exchange as Kafka Connect 3.9.2 answered', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tidewire-conformance-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(join(dir, 'in.txt'), 'line one\nline two\nline three\n')
  writeFileSync(join(dir, 'out.txt'), '')
  const exchanges = recordedExchanges('connect-rest', dir)

  for (const exchange of exchanges) {
    const title = `${String(exchange.n).padStart(3, '0')} ${exchange.name}`
    const reason = otherwise[exchange.name]
    if (reason !== undefined) {
      it.skip(`${title}: ${reason}`, () => {})
      continue
    }
    it(title, async () => {
      const missing = between[exchange.n]
      if (missing !== undefined) await worker.call(...missing)
      if (exchange.request.method === 'GET') await eventually(() => check(exchange), 3_000)
      else {
        await check(exchange)
        await settle(exchange)
      }
    })
  }
})
