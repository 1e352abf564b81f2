import { once } from 'node:events'
import { isRetriable, Secret, TidewireError } from '@tidewire/core'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import {
  parseTDengineUrl,
  type TDengineClient,
  type TmqConsumer,
  type TmqMessage,
  type TmqOptions,
  tmqConsumer,
} from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { adminClient } from '../tdengine-source/source-harness.ts'
import { ConnectionCutter } from './connection-cutter.ts'

let server: TDengineDevServer
let taos: TDengineClient

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  taos = await adminClient(server)
  await taos.execute('CREATE DATABASE tmq VGROUPS 1')
  await taos.execute('CREATE STABLE tmq.s (ts TIMESTAMP, v INT) TAGS (t INT)')
  await taos.execute('CREATE TOPIC data WITH META AS STABLE tmq.s')
  for (const n of [1, 2, 3]) await insert(n)
})

afterAll(async () => {
  await taos[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function insert(n: number): Promise<void> {
  await taos.execute(`INSERT INTO tmq.a USING tmq.s TAGS (1) VALUES (${1700000000000 + n}, ${n})`)
}

let groups = 0

function consumer(
  more: Partial<TmqOptions> = {},
  port = server.port,
  password = 'taosdata',
): TmqConsumer {
  groups += 1
  const address = parseTDengineUrl(`jdbc:TAOS-WS://127.0.0.1:${port}?messageWaitTimeout=2000`, {
    user: 'root',
    password: new Secret(password),
  })
  return tmqConsumer(address, { group: `g${groups}`, topics: ['data'], reset: 'earliest', ...more })
}

/** Messages until one of rows has come; each with the values of its rows. */
async function rows(of: TmqConsumer): Promise<{ message: TmqMessage; values: unknown[] }> {
  for (;;) {
    const message = await of.poll(2000)
    if (message === null) throw new Error('no message came')
    const values = message.blocks.flatMap(({ block }) =>
      Array.from({ length: block.rows }, (_, row) => block.value(row, 1)),
    )
    if (values.length > 0) return { message, values }
  }
}

async function failure(work: Promise<unknown>): Promise<TidewireError> {
  const error = await work.then(
    () => expect.unreachable(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TidewireError)
  return error as TidewireError
}

describe('subscription client', () => {
  it('reads changes of tables and rows, and knows its topics, shares and positions', async () => {
    await using one = consumer()
    const meta = await one.poll(2000)
    expect(meta).toMatchObject({ kind: 'meta', topic: 'data', database: 'tmq', blocks: [] })
    expect(meta?.meta?.metas[0]).toMatchObject({
      type: 'create',
      tableType: 'super',
      tableName: 's',
    })
    const { message, values } = await rows(one)
    expect(values).toEqual([1, 2, 3])
    expect(message.blocks[0]?.tableName).toBe('a')
    expect(await one.listTopics()).toEqual(['data'])
    const [share] = await one.assignment('data')
    expect(share).toMatchObject({ topic: 'data', vgroup: message.vgroup })
    expect(await one.position(message)).toBe(message.next)
    expect(await one.committed(message)).toBeNull()
    await one.commit()
    expect(await one.committed(message)).toBe(message.next)
    await one.commitOffset(message, message.offset)
    expect(await one.committed(message)).toBe(message.offset)
    await one.seek(message, message.offset)
    expect((await rows(one)).values).toEqual([1, 2, 3])
    await one.unsubscribe()
    // What was committed is where the group goes on.
    expect(await one.poll(0)).toBeNull()
  })

  it('gives nothing after the wait, and stops waiting when it is told to', async () => {
    await using one = consumer({ reset: 'latest' })
    const begun = performance.now()
    expect(await one.poll(50)).toBeNull()
    expect(performance.now() - begun).toBeGreaterThanOrEqual(45)
    const abort = new AbortController()
    const polling = one.poll(60_000, abort.signal)
    setTimeout(() => abort.abort(), 20)
    await expect(polling).rejects.toThrow()
    await insert(4)
    expect((await rows(one)).values).toEqual([4])
  })

  it('goes on behind the last message when its connection was cut', async () => {
    await using cutter = await ConnectionCutter.open(server.port)
    await using one = consumer({}, cutter.port)
    const { values } = await rows(one)
    cutter.cut()
    await insert(5)
    const again = await rows(one).catch(async error => {
      expect(isRetriable(error)).toBe(true)
      return await rows(one)
    })
    expect([...values, ...again.values].at(-1)).toBe(5)
    expect(again.values).not.toContain(1)
  })

  it('takes every option, and refuses bad ones with the reason', async () => {
    await using all = consumer({
      clientId: 'c',
      autoCommit: true,
      autoCommitIntervalMs: 1000,
      snapshot: false,
      withTableName: true,
      batchMeta: true,
      excludeReplicated: false,
      sessionTimeoutMs: 10_000,
      maxPollIntervalMs: 60_000,
      config: { 'min.poll.rows': '1' },
    })
    await all.connect()
    await using bad = consumer({ config: { nonsense: '1' } })
    const option = await failure(bad.connect())
    expect(option.code).toBe('TDENGINE_TMQ_OPTION')
    expect(isRetriable(option)).toBe(false)
    await using group = consumer({ group: '' })
    expect((await failure(group.connect())).code).toBe('TDENGINE_TMQ_OPTION')
    await using topic = consumer({ topics: ['none'] })
    expect((await failure(topic.connect())).message).toContain('Topic not exist')
    await using login = consumer({}, server.port, 'wrong')
    expect((await failure(login.connect())).code).toBe('TDENGINE_TMQ_LOGIN')
  })

  it('reads a snapshot, which has no positions', async () => {
    await using one = consumer({ snapshot: true })
    const { message, values } = await rows(one)
    expect(message.next).toBeNull()
    expect(values).toContain(1)
  })

  it('begins anew where the log does not reach the wanted offset', async () => {
    const lost: bigint[] = []
    await using one = consumer({
      start: async () => 1_000_000n,
      lost: (_, wanted) => lost.push(wanted),
    })
    expect((await rows(one)).values).toContain(1)
    expect(lost).toEqual([1_000_000n])
  })

  it('gives up a request that is never answered, and refuses servers that are too old', async () => {
    const old = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(old, 'listening')
    try {
      let version: string | null = '3.0.5.0'
      old.on('connection', socket => {
        socket.on('message', data => {
          const { action, args } = JSON.parse(String(data))
          if (action === 'version' && version !== null) {
            socket.send(
              JSON.stringify({ code: 0, message: '', action, req_id: args.req_id, version }),
            )
          }
        })
      })
      const { port } = old.address() as { port: number }
      await using one = consumer({}, port)
      const refused = await failure(one.connect())
      expect(refused.code).toBe('TDENGINE_TMQ_VERSION')
      version = '3.3.7.5'
      const silent = await failure(one.connect())
      expect(silent.code).toBe('TDENGINE_TIMEOUT')
      expect(isRetriable(silent)).toBe(true)
    } finally {
      for (const socket of old.clients) socket.terminate()
      old.close()
    }
  })
})
