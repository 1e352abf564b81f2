import { tdengineSinkPlugin, tdengineSourcePlugin } from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences, type Exchange, pathOf, recordedExchanges } from './recorded-answers.ts'
import { Bench, eventually, type WorkerUnderTest } from './worker-bench.ts'

let bench: Bench
let worker: WorkerUnderTest

beforeAll(async () => {
  bench = await Bench.open()
  worker = await bench.worker([tdengineSinkPlugin, tdengineSourcePlugin])
})

afterAll(async () => {
  await worker[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
})

const exchanges = recordedExchanges('tdengine-plugins', '')

/** The keys that the Java connectors have; all others are ours, and stand behind them. */
const recordedKeys = new Map(
  exchanges.flatMap(({ name, response }) =>
    name === 'sink-config' || name === 'source-config'
      ? [[name, new Set((response.body as { name: string }[]).map(key => key.name))] as const]
      : [],
  ),
)

interface Shown {
  readonly name: string
}

/** A recorded answer with the password masked, which the Java connectors show in the clear. */
function masked(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body ?? null), (key, value) => {
    if (key === 'connection.password') return '[hidden]'
    if (value === null || typeof value !== 'object' || value.name !== 'connection.password') {
      return value
    }
    if (value.type !== undefined) return { ...value, type: 'PASSWORD', default_value: '[hidden]' }
    return { ...value, value: '[hidden]' }
  })
}

/** An answer without our own keys and their group, and without definitions where the recording left them out. */
function likeRecorded(body: unknown, { name, response }: Exchange): unknown {
  const known = recordedKeys.get(name.startsWith('source') ? 'source-config' : 'sink-config')
  const isKnown = (key: string) => known?.has(key) === true || key.includes('.converter.')
  if (name === 'plugins') {
    return (body as { class: string }[]).filter(plugin => plugin.class.includes('taosdata'))
  }
  if (name.includes('config')) return (body as Shown[]).filter(key => isKnown(key.name))
  if (!name.includes('validate')) return body
  const { groups, configs, ...rest } = body as {
    readonly groups: readonly string[]
    readonly configs: readonly { readonly definition: unknown; readonly value: Shown }[]
  }
  const [first] = (response.body as { configs: readonly object[] }).configs
  const hasDefinitions = first !== undefined && 'definition' in first
  return {
    ...rest,
    groups: groups.filter(group => group !== 'Typed'),
    configs: configs
      .filter(({ value }) => isKnown(value.name))
      .map(({ definition, value }) => (hasDefinitions ? { definition, value } : { value })),
  }
}

function expected({ name, response }: Exchange): unknown {
  const body = masked(response.body)
  return name === 'plugins'
    ? (body as { class: string }[]).filter(plugin => plugin.class.includes('taosdata'))
    : body
}

const send = async ({ request }: Exchange) =>
  await worker.call(request.method, pathOf(request), request.body)

async function check(exchange: Exchange): Promise<void> {
  const { status, body, text } = await send(exchange)
  expect({ status, text }).toMatchObject({ status: exchange.response.status })
  if (text === '') expect(exchange.response.body).toBeUndefined()
  else expect(differences(expected(exchange), likeRecorded(body, exchange))).toEqual([])
}

/** What is answered otherwise, with the reason. */
const otherwise: Readonly<
  Record<string, readonly [reason: string, check: (exchange: Exchange) => Promise<void>]>
> = {
  'source-validate-bad': [
    'every bad value is an error of its key, where the Java connector answers 500',
    async exchange => {
      const { status, body } = await send(exchange)
      expect(status).toBe(200)
      const wrong = body.configs.filter(
        (config: { value: { errors: readonly string[] } }) => config.value.errors.length > 0,
      )
      expect(wrong.map((config: { value: Shown }) => config.value.name).toSorted()).toEqual([
        'fetch.max.rows',
        'out.format',
        'query.interval.ms',
        'read.method',
        'subscription.from',
        'timestamp.initial',
      ])
    },
  ],
  'source-delete': [
    'is done at once, where the Java connector holds the whole worker for 90 seconds',
    async exchange => {
      expect((await send(exchange)).status).toBe(204)
    },
  ],
}

describe('the TDengine connectors, as a Connect worker shows the Java connectors 1.1.6', () => {
  for (const exchange of exchanges) {
    const title = `${String(exchange.n).padStart(2, '0')} ${exchange.name}`
    const [reason, other] = otherwise[exchange.name] ?? []
    it(reason === undefined ? title : `${title}: ${reason}`, async () => {
      if (other !== undefined) await other(exchange)
      else if (exchange.request.method === 'GET') await eventually(() => check(exchange), 5_000)
      else await check(exchange)
    })
  }
})
