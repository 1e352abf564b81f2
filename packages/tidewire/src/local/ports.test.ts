import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { choosePorts, parsePort } from './choose-ports.ts'
import { freePort, isFree, portHolder } from './port-holder.ts'

const host = '127.0.0.1'
let server: Server
let taken = 0

beforeAll(async () => {
  server = createServer()
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const address = server.address()
  taken = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => void server.close())

describe('ports', () => {
  it('knows which are free', async () => {
    expect(await isFree(host, taken)).toBe(false)
    expect(await isFree(host, await freePort(host))).toBe(true)
  })

  it.runIf(process.platform === 'linux')('knows who holds one', async () => {
    expect(await portHolder(taken)).toContain(`process ${process.pid} (`)
    expect(await portHolder(await freePort(host))).toBeNull()
  })

  it('moves away from one that is in use, when asked to, and else says so', async () => {
    const free = { tdenginePort: '0', kwdbPort: '0', connectPort: '0' }
    const flags = { ...free, kafkaPort: String(taken) }
    const chosen = await choosePorts(host, { ...flags, freePorts: true })
    expect(chosen.kafka).not.toBe(taken)
    expect(new Set(Object.values(chosen)).size).toBe(4)
    await expect(choosePorts(host, flags)).rejects.toMatchObject({ code: 'CLI_PORT_BUSY' })
  })

  it.each(['x', '-1', '65536', '1.5', ''])('takes %j for no port', text => {
    expect(() => parsePort(text, '--kafka-port')).toThrow(/no port/)
  })
})
