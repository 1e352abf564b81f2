import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { TDengineDevServer } from '../server.ts'
import { sql, TmqClient } from './tmq.test.kit.ts'

let server: TDengineDevServer
let name = ''
let count = 0
const clients: TmqClient[] = []

beforeAll(async () => {
  server = await TDengineDevServer.start()
})
afterAll(async () => await server.close())

beforeEach(async () => {
  count += 1
  name = `g${count}`
  await sql(server, `create database ${name} vgroups 4`)
  await run('create stable m (ts timestamp, v int) tags (t int)')
  await run(`create topic ${name} as stable m`)
  return async () => {
    for (const client of clients.splice(0)) await client.close()
  }
})

const run = (text: string) => sql(server, text, name)
const T = 1700000000000

async function open(more?: Record<string, unknown>): Promise<TmqClient> {
  const client = await TmqClient.open(server)
  clients.push(client)
  if (more !== undefined) await client.subscribe([name], { group_id: name, ...more })
  return client
}

/** Writes one row with the value to a table of its own. */
const write = (...values: number[]) =>
  run(
    `insert into ${values.map(v => `t${v} using m tags (${v}) values (${T + v}, ${v})`).join(' ')}`,
  )

const valuesOf = (rows: readonly unknown[][]) =>
  rows.map(row => Number(row[2])).sort((a, b) => a - b)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe('groups', () => {
  test('consumers of a group share the vgroups, and another takes over what one leaves', async () => {
    await write(...range(0, 40))
    const a = await open({})
    const b = await open({})
    const [own, other] = [await a.drain(), await b.drain()]
    expect(own.length).toBeGreaterThan(0)
    expect(other.length).toBeGreaterThan(0)
    expect(valuesOf([...own, ...other])).toEqual(range(0, 40))
    await b.ask('commit', { message_id: 0 })
    await b.ask('unsubscribe')
    await write(...range(40, 60))
    const rest: unknown[][] = []
    await vi.waitFor(
      async () => {
        rest.push(...(await a.drain(100)))
        expect(valuesOf(rest)).toEqual(range(40, 60))
      },
      { timeout: 5000 },
    )
  })

  test('a group resumes at its commit', async () => {
    await write(1, 2)
    const first = await open({})
    expect(valuesOf(await first.drain())).toEqual([1, 2])
    await first.ask('commit', { message_id: 1 })
    await write(3)
    expect(valuesOf(await first.drain())).toEqual([3])
    await first.close()
    clients.pop()
    const second = await open({})
    expect(valuesOf(await second.drain())).toEqual([3])
  })

  test('a consumer that does not poll is put out, and is told so', async () => {
    const idle = await open({ max_poll_interval_ms: '1000' })
    await vi.waitFor(async () => expect(await run('show consumers')).toEqual([]), {
      timeout: 4000,
      interval: 200,
    })
    expect(await idle.send('poll', { blocking_time: 0 })).toMatchObject({ code: 0x3e6 })
    await write(1)
    await idle.ask('unsubscribe')
    await idle.subscribe([name])
    expect(valuesOf(await idle.drain())).toEqual([1])
  })

  test('groups are listed, and dropped when nobody is in them', async () => {
    await write(1)
    const client = await open({ client_id: 'me' })
    await client.drain()
    await client.ask('commit', { message_id: 1 })
    const [consumer] = await run('show consumers')
    expect(consumer?.slice(1, 4)).toEqual([name, 'me', 'root'])
    expect((await run('show subscriptions')).filter(([topic]) => topic === name).length).toBe(4)
    await expect(run(`drop consumer group ${name} on ${name}`)).rejects.toThrow('0x3ec')
    await expect(run(`drop topic ${name}`)).rejects.toThrow('0x3eb')
    await client.ask('unsubscribe')
    await run(`drop consumer group ${name} on ${name}`)
    await expect(run(`drop consumer group ${name} on ${name}`)).rejects.toThrow('0x3e8')
    await run(`drop consumer group if exists ${name} on ${name}`)
    await client.subscribe([name])
    expect(valuesOf(await client.drain())).toEqual([1])
  })
})

describe('positions', () => {
  test('latest begins with the first poll', async () => {
    await write(1)
    const client = await open({ offset_reset: 'latest' })
    expect(await client.drain()).toEqual([])
    await write(2)
    expect(valuesOf(await client.drain(500))).toEqual([2])
  })

  test('seek reads again; auto commit covers what was polled when the next poll comes', async () => {
    await write(1)
    const client = await open({ auto_commit: 'true', auto_commit_interval_ms: '1' })
    const message = await client.poll(500)
    const pair = { topic: name, vgroup_id: message.vgroup_id }
    const committed = async () =>
      (await client.ask('committed', { topic_vgroup_ids: [pair] })).committed[0]
    expect(await committed()).toBe(-2147467247)
    await setTimeout(5)
    expect(await client.drain()).toEqual([])
    expect(await committed()).toBeGreaterThan(0)
    await client.ask('seek', { ...pair, offset: 0 })
    expect(valuesOf(await client.drain())).toEqual([1])
  })
})

describe('the socket', () => {
  test('a poll that waits gets what another consumer leaves', async () => {
    const leaving = await open({})
    const waiting = await open({})
    await write(...range(0, 20))
    await leaving.poll()
    const left = valuesOf(await waiting.drain())
    const poll = waiting.poll(5000)
    await leaving.ask('unsubscribe')
    const more = [...(await waiting.rows(await poll)), ...(await waiting.drain())]
    expect(valuesOf(more).length + left.length).toBe(20)
  })

  test('a poll ends as soon as a row is written', async () => {
    const client = await open({})
    await client.drain()
    const poll = client.poll(10_000)
    await write(7)
    expect(valuesOf(await client.rows(await poll))).toEqual([7])
  })

  test('a newer poll takes the place of one that waits', async () => {
    const client = await open({})
    const answers: string[] = []
    const running = client.poll(200).then(() => answers.push('running'))
    client.poll(0).then(
      () => answers.push('replaced'),
      () => undefined,
    )
    await Promise.all([running, client.poll(0).then(() => answers.push('newest'))])
    expect(answers).toEqual(['running', 'newest'])
  })

  test('what cannot be read gets no answer', async () => {
    const client = await open({})
    client.socket.send('{broken')
    client.socket.send(JSON.stringify({ action: 'nosuch', args: { req_id: 900 } }))
    client.socket.send(
      JSON.stringify({ action: 'poll', args: { req_id: 901, blocking_time: 'x' } }),
    )
    client.socket.send(
      JSON.stringify({ action: 'subscribe', args: { req_id: 902, topics: [1], group_id: 'g' } }),
    )
    client.socket.send(Buffer.from([1, 2, 3]))
    const seen: string[] = []
    client.socket.on('message', data => seen.push(String(data)))
    await client.ask('list_topics')
    expect(seen.length).toBe(1)
  })
})

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), rows: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('read' as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), who: fc.nat(2) }) },
)

test('a group gets every row that is written, whatever its consumers do', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async steps => {
      run += 1
      const group = `${name}_${run}`
      await sql(server, `create database ${group} vgroups 3`)
      await sql(server, 'create stable m (ts timestamp, v int) tags (t int)', group)
      await sql(server, `create topic ${group} as select ts, v from m`, group)
      const members: (TmqClient | undefined)[] = []
      const join = async () => {
        const client = await TmqClient.open(server)
        await client.subscribe([group], { group_id: group })
        return client
      }
      const found = new Set<number>()
      let written = 0
      for (const action of steps) {
        if (action.kind === 'write') {
          for (let i = 0; i < action.rows; i += 1) {
            const table = (written * 7) % 5
            await sql(
              server,
              `insert into t${table} using m tags (${table}) values (${T + written}, ${written})`,
              group,
            )
            written += 1
          }
          continue
        }
        members[action.who] ??= await join()
        const member = members[action.who]
        if (member === undefined) continue
        if (action.kind === 'kill') {
          member.socket.terminate()
          members[action.who] = undefined
          continue
        }
        const message = await member.poll()
        if (!message.have_message) continue
        // What is polled and not committed comes again, to whoever takes over.
        if (action.kind === 'read') {
          for (const [, , v] of await member.rows(message)) found.add(Number(v))
          await member.ask('commit', { message_id: message.message_id })
          continue
        }
        if (action.kind === 'leave') await member.ask('unsubscribe')
        await member.close()
        members[action.who] = undefined
      }
      for (const member of members) await member?.close()
      const last = await join()
      await vi.waitFor(
        async () => {
          for (const [, , v] of await last.drain(20)) found.add(Number(v))
          expect([...found].sort((a, b) => a - b)).toEqual(range(0, written))
        },
        { timeout: 4000 },
      )
      await last.close()
    }),
    { numRuns: 12 },
  )
}, 30_000)
