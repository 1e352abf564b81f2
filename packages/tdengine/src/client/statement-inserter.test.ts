import { describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { parseTDengineUrl } from './address.ts'
import { connectTDengine } from './client.ts'
import {
  reply,
  type Script,
  scriptedAdapter,
  type TextRequest,
} from './scripted-adapter.test.kit.ts'

const sql = 'INSERT INTO `m` (tbname,`t`,`_ts`) VALUES (?,?,?)'

/** A server with prepared statements; `fail` answers a step with a code and words. */
function statements(
  fail: (action: string, count: number) => readonly [number, string] | null = () => null,
): Script & { readonly steps: string[] } {
  const steps: string[] = []
  let statement = 0
  const answer = (action: string, say: (fields: object) => void, fields: object) => {
    steps.push(action)
    const failure = fail(action, steps.filter(step => step === action).length)
    say(failure === null ? fields : { code: failure[0], message: failure[1] })
  }
  return {
    steps,
    text(request: TextRequest, socket: WebSocket) {
      const { action, args } = request
      if (!action.startsWith('stmt2_')) return false
      if (action === 'stmt2_init') statement += 1
      const id = args.stmt_id ?? statement
      answer(action, fields => reply(socket, request, fields), { stmt_id: id, affected: 3 })
      return true
    },
    binary(request, socket) {
      if (request.action !== 9) return false
      const say = (fields: object) =>
        socket.send(
          JSON.stringify({
            code: 0,
            message: '',
            action: 'stmt2_bind',
            req_id: Number(request.requestId),
            ...fields,
          }),
        )
      answer(`bind ${request.resourceId}`, say, {})
      return true
    },
  }
}

async function connected(port: number) {
  return connectTDengine(parseTDengineUrl(`jdbc:TAOS-WS://127.0.0.1:${port}`))
}

const frame = () => Buffer.alloc(64)

describe('inserting columns', () => {
  test('prepares once, then binds and executes, each step after the reply to the one before', async () => {
    const script = statements()
    await using server = await scriptedAdapter(script)
    await using client = await connected(server.port)
    const inserter = client.columnInserter('g')
    expect(await inserter.insert(sql, frame())).toBe(3)
    expect(await inserter.insert(sql, frame())).toBe(3)
    expect(script.steps).toEqual([
      'stmt2_init',
      'stmt2_prepare',
      'bind 1',
      'stmt2_exec',
      'bind 1',
      'stmt2_exec',
    ])
    const conn = server.seen.texts.filter(({ action }) => action === 'conn')
    expect(conn.map(({ args }) => args.db)).toEqual(['', 'g'])
  })

  test('fills in the head of the frame', async () => {
    await using server = await scriptedAdapter(statements())
    await using client = await connected(server.port)
    const bytes = frame()
    await client.columnInserter('g').insert(sql, bytes)
    expect(bytes.readBigUInt64LE(8)).toBe(1n)
    expect(bytes.readBigUInt64LE(16)).toBe(9n)
    expect([bytes.readUInt16LE(24), bytes.readInt32LE(26)]).toEqual([1, -1])
  })

  test.each(['bind 1', 'stmt2_exec'])('gives a statement up after a failed %s', async failing => {
    const script = statements((action, count) =>
      action === failing && count === 1 ? [0x60b, 'success'] : null,
    )
    await using server = await scriptedAdapter(script)
    await using client = await connected(server.port)
    const inserter = client.columnInserter('g')
    await expect(inserter.insert(sql, frame())).rejects.toMatchObject({
      code: 'TDENGINE_REFUSED',
      // The message of an earlier step is not the reason.
      message: expect.stringContaining('Timestamp data out of range'),
    })
    expect(await inserter.insert(sql, frame())).toBe(3)
    expect(script.steps.filter(step => step !== 'stmt2_close').slice(-4)).toEqual([
      'stmt2_init',
      'stmt2_prepare',
      'bind 2',
      'stmt2_exec',
    ])
    expect(script.steps).toContain('stmt2_close')
  })

  test('prepares again on a new connection', async () => {
    const script = statements()
    await using server = await scriptedAdapter(script)
    await using client = await connected(server.port)
    const inserter = client.columnInserter('g')
    await inserter.insert(sql, frame())
    for (const socket of server.sockets) socket.terminate()
    await expect.poll(() => inserter.insert(sql, frame()).catch(() => 0), { timeout: 5000 }).toBe(3)
    expect(script.steps.filter(step => step === 'stmt2_prepare').length).toBeGreaterThan(1)
  })

  test('forgets its statements when it is told', async () => {
    const script = statements()
    await using server = await scriptedAdapter(script)
    await using client = await connected(server.port)
    const inserter = client.columnInserter('g')
    await inserter.insert(sql, frame())
    inserter.forget()
    await inserter.insert(sql, frame())
    expect(script.steps.filter(step => step === 'stmt2_prepare')).toHaveLength(2)
  })

  test('says so when the server is older than 3.3.6', async () => {
    await using server = await scriptedAdapter({ version: '3.3.5.0' })
    await using client = await connected(server.port)
    await expect(client.columnInserter('g').insert(sql, frame())).rejects.toMatchObject({
      code: 'TDENGINE_STATEMENTS',
      message: expect.stringContaining('3.3.5.0'),
    })
  })
})
