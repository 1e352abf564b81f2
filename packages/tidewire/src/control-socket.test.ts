import { createConnection, type Server } from 'node:net'
import { isAbsolute } from 'node:path'
import { TidewireError } from '@tidewire/core'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ask, controlAddress, controlAddresses, listenForControl } from './control-socket.ts'
import { raise } from './errors.ts'

interface Question {
  readonly op: string
}

interface Part {
  readonly part: number
}

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listening(
  name: string,
  answer: (question: Question, reply: (part: Part) => void) => Promise<void>,
): Promise<string> {
  const address = controlAddress('test', `${name} of ${process.pid}`)
  servers.push(await listenForControl<Question, Part>(address, answer))
  return address
}

describe('a control socket', () => {
  it('hands over every reply, in order', async () => {
    const address = await listening('parts', async ({ op }, reply) => {
      for (let part = 0; part < op.length; part += 1) reply({ part })
    })
    const parts: number[] = []
    expect(await ask<Question, Part>(address, { op: 'abc' }, ({ part }) => parts.push(part))).toBe(
      true,
    )
    expect(parts).toEqual([0, 1, 2])
    expect(await controlAddresses('test')).toContain(address)
  })

  it('says when nobody listens', async () => {
    expect(await ask(controlAddress('test', 'nobody'), {}, () => undefined)).toBe(false)
  })

  it("throws the answerer's error with its hint", async () => {
    const address = await listening('refuses', async () => {
      throw raise('CLI_NO_TOPIC', { topic: 't' })
    })
    const error = await ask(address, {}, () => undefined).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(TidewireError)
    expect((error as TidewireError).card).toMatchObject({
      code: 'CLI_NO_TOPIC',
      message: 'topic t does not exist',
      hint: 'List the topics with `tidewire kafka-topics --list`.',
    })
  })

  it('gives up a silent answerer when its signal is aborted', async () => {
    const controller = new AbortController()
    const address = await listening('silent', () => {
      controller.abort(new Error('enough'))
      return new Promise(() => undefined)
    })
    await expect(ask(address, {}, () => undefined, controller.signal)).rejects.toThrow('enough')
  })

  it('ends a connection that sends more than a request', async () => {
    const address = await listening('flooded', async () => undefined)
    const socket = createConnection(address)
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => undefined)
    const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
    socket.write('x'.repeat(20_000))
    await closed
  })
})

describe.skipIf(process.platform === 'win32')('the folder of sockets', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('is the usual one where XDG_RUNTIME_DIR is empty', () => {
    vi.stubEnv('XDG_RUNTIME_DIR', '')
    expect(isAbsolute(controlAddress('test', 'a'))).toBe(true)
  })

  it('that cannot be used is an error that names it', async () => {
    vi.stubEnv('XDG_RUNTIME_DIR', import.meta.filename)
    const address = controlAddress('test', 'a')
    await expect(listenForControl(address, async () => undefined)).rejects.toMatchObject({
      code: 'CLI_FOLDER',
      message: expect.stringContaining(import.meta.filename),
    })
  })
})
