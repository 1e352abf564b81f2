import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { parseKwdbUrl } from './address.ts'
import { kwdbClient } from './client.ts'

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise<void>(resolve => server.close(() => resolve()))
  }
})

/** A server that is no KWDB; answers its port. */
async function serve(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => {}).resume()
    answer(socket)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  return (server.address() as AddressInfo).port
}

const client = (url: string, attempts = 1) =>
  kwdbClient(parseKwdbUrl(url, { user: 'root' }), { connect: { attempts, backoffMs: 1 } })

test('a port where nobody listens can be tried again, and is named', async () => {
  const port = await serve(() => {})
  await new Promise<void>(resolve => servers.pop()?.close(() => resolve()))
  await using kwdb = client(`jdbc:kaiwudb://127.0.0.1:${port}`)
  await expect(kwdb.query('SELECT 1')).rejects.toMatchObject({
    code: 'KWDB_CONNECT',
    retriable: true,
    message: expect.stringContaining(`127.0.0.1:${port}`),
  })
})

test('the HTTP port is told from the SQL port', async () => {
  const port = await serve(socket => {
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  })
  await using kwdb = client(`jdbc:kaiwudb://127.0.0.1:${port}`)
  await expect(kwdb.query('SELECT 1')).rejects.toMatchObject({
    code: 'KWDB_PROTOCOL',
    retriable: false,
    card: { hint: expect.stringContaining('8080 is HTTP') },
  })
})

test('a server that says nothing is given up after connectTimeout', async () => {
  const port = await serve(() => {})
  await using kwdb = client(`jdbc:kaiwudb://127.0.0.1:${port}?connectTimeout=0.1&sslmode=disable`)
  await expect(kwdb.query('SELECT 1')).rejects.toMatchObject({
    code: 'KWDB_CONNECT',
    retriable: true,
  })
})

test('connecting ends at once when it is aborted', async () => {
  const controller = new AbortController()
  const port = await serve(() => controller.abort())
  await using kwdb = client(`jdbc:kaiwudb://127.0.0.1:${port}`, 1000)
  await expect(kwdb.query('SELECT 1', controller.signal)).rejects.toMatchObject({
    name: 'AbortError',
  })
})

test('the hosts of a URL are tried in turn, as often as the attempts say', async () => {
  let asked = 0
  const port = await serve(socket => {
    asked += 1
    socket.destroy()
  })
  await using kwdb = client(`jdbc:kaiwudb://127.0.0.1:${port},127.0.0.1:${port}?sslmode=disable`, 3)
  await expect(kwdb.query('SELECT 1')).rejects.toMatchObject({ code: 'KWDB_CONNECT' })
  expect(asked).toBe(6)
})

test('a closed client says so', async () => {
  const kwdb = client('jdbc:kaiwudb://127.0.0.1:1')
  await kwdb[Symbol.asyncDispose]()
  await expect(kwdb.query('SELECT 1')).rejects.toMatchObject({ code: 'KWDB_CLOSED' })
})
