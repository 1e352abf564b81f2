import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { TDengineDevServer } from '../server.ts'

const folder = new URL('../../../../../test/golden/tdengine/', import.meta.url)
// Two more recordings end with the death of the real adapter.
const files = readdirSync(folder).filter(
  name => /^(stmt2-.*|ws-stmt-v1)\.jsonl$/.test(name) && !name.includes('nobind'),
)

interface Line {
  readonly t: string
  readonly kind?: string
  readonly sql?: string
  readonly db?: string
  readonly json?: Record<string, unknown>
  readonly hex?: string
  readonly text?: string
  readonly path?: string
  readonly rows?: readonly unknown[]
}

let server: TDengineDevServer
beforeAll(async () => {
  server = await TDengineDevServer.start()
})
afterAll(() => server.close())

async function rest(sql: string, database = ''): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/rest/sql/${database}`, {
    method: 'POST',
    body: sql,
    headers: { Authorization: `Basic ${btoa('root:taosdata')}` },
  })
  return JSON.parse(await response.text(), (_key, value, context?: { source?: string }) =>
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    /^-?\d+$/.test(context?.source ?? '')
      ? { $int: context?.source }
      : value,
  )
}

/** Timing is the clock's; the text of a failed execution is left over from an earlier failure on the real server. */
function comparable(reply: Record<string, unknown>): Record<string, unknown> {
  const { timing: _timing, message, ...rest } = reply
  return reply.action === 'stmt2_exec' && reply.code !== 0 ? rest : { ...rest, message }
}

describe('recorded prepared statements', () => {
  test.each(files)('%s', async name => {
    const lines = readFileSync(new URL(name, folder), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Line)
    await rest('drop database if exists g')
    let socket: WebSocket | undefined
    const received: (Record<string, unknown> | Buffer)[] = []
    let wake = () => {}
    const next = async (): Promise<Record<string, unknown> | Buffer> => {
      while (received.length === 0) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      return received.shift() as Record<string, unknown> | Buffer
    }
    let compared = 0
    for (const line of lines) {
      if (line.t === 'prep') {
        expect((await rest(line.sql ?? '', line.db)).code, line.sql).toBe(0)
      } else if (line.t === 'open') {
        socket = new WebSocket(server.url.replace('http', 'ws') + line.path)
        socket.on('message', (data: Buffer, binary: boolean) => {
          received.push(binary ? data : JSON.parse(data.toString()))
          wake()
        })
        await new Promise(resolve => socket?.once('open', resolve))
      } else if (line.t === 'send') {
        socket?.send(
          line.kind === 'binary'
            ? Buffer.from(line.hex ?? '', 'hex')
            : (line.text ?? JSON.stringify(line.json)),
        )
      } else if (line.t === 'recv') {
        const reply = await next()
        if (!Buffer.isBuffer(reply)) expect(comparable(reply)).toEqual(comparable(line.json ?? {}))
        else expect(line.kind).toBe('binary')
        compared += 1
      } else if (line.t === 'expect') {
        expect((await rest(line.sql ?? '', line.db)).data).toEqual(line.rows)
        compared += 1
      }
    }
    socket?.terminate()
    expect(compared).toBeGreaterThan(4)
  })
})
