import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { cardOf, type ErrorCard, messageOf, TidewireError } from '@tidewire/core'
import { raise } from './errors.ts'

/** What ends an answer; before it come the lines of the answer itself. */
type Ending = { readonly done: true } | { readonly error: ErrorCard }

/** Longest request; nothing legitimate comes near. */
const maxRequest = 16_384

/** A folder only the user can enter. Socket paths are short by law of the system, so it is not the data directory. */
function socketFolder(): string {
  return runtimeFolder() ?? join(tmpdir(), `tidewire-${userInfo().uid}`)
}

/** The folder that the system has made for the user; an empty name counts as none (XDG base directories). */
function runtimeFolder(): string | null {
  return process.env.XDG_RUNTIME_DIR || null
}

/** Where something that is named answers: a socket, or a pipe on Windows. `kind` keeps names of different things apart. */
export function controlAddress(kind: string, name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\tidewire-${kind}-${hash}`
  return join(socketFolder(), `tidewire-${kind}-${hash}.sock`)
}

/** Addresses of everything of a kind that answers or has answered. */
export async function controlAddresses(kind: string): Promise<string[]> {
  const folder = process.platform === 'win32' ? '\\\\.\\pipe\\' : socketFolder()
  const names = await readdir(folder).catch(() => [])
  const prefix = `tidewire-${kind}-`
  return names.filter(name => name.startsWith(prefix)).map(name => join(folder, name))
}

/**
 * Answers requests, one JSON object a line, until closed. The address must be free: see `ask`. `answer` replies as often
 * as it wants; what it throws becomes an error of the asker. Throws `CLI_FOLDER` where no socket can be made.
 */
export async function listenForControl<Request, Reply extends object>(
  address: string,
  answer: (request: Request, reply: (reply: Reply) => void) => Promise<void>,
): Promise<Server> {
  const server = createServer(socket => serve(socket, answer))
  try {
    if (process.platform !== 'win32') {
      await mkdir(dirname(address), { recursive: true, mode: 0o700 })
      if (runtimeFolder() === null) await chmod(dirname(address), 0o700)
      await rm(address, { force: true })
    }
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(address, resolve)
    })
  } catch (error) {
    const reason = messageOf(error)
    const facts = { folder: dirname(address), reason, variable: 'XDG_RUNTIME_DIR' }
    throw raise('CLI_FOLDER', facts, { cause: error })
  }
  return server
}

function serve<Request, Reply extends object>(
  socket: Socket,
  answer: (request: Request, reply: (reply: Reply) => void) => Promise<void>,
): void {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())
  socket.on('data', piece => {
    text += piece
    if (text.length > maxRequest) socket.destroy()
    const end = text.indexOf('\n')
    if (end < 0) return
    socket.removeAllListeners('data')
    const send = (message: object): void => {
      if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
    }
    const finish = (ending: Ending): void => {
      send(ending)
      socket.end()
    }
    const fail = (error: unknown): void => finish({ error: cardOf(error) })
    try {
      answer(JSON.parse(text.slice(0, end)), send).then(() => finish({ done: true }), fail)
    } catch (error) {
      fail(error)
    }
  })
}

/**
 * Sends a request and hands over the replies; false when nobody listens there. Throws the answerer's error, and the
 * signal's reason when that is aborted first.
 */
export async function ask<Request, Reply extends object>(
  address: string,
  request: Request,
  onReply: (reply: Reply) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const socket = createConnection(address)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
  } catch {
    return false
  }
  socket.on('error', () => socket.destroy())
  const abort = (): void => void socket.destroy()
  signal?.addEventListener('abort', abort)
  const lines = createInterface({ input: socket })
  // A connection that breaks has no end for the lines to see.
  socket.once('close', () => lines.close())
  socket.write(`${JSON.stringify(request)}\n`)
  if (signal?.aborted) socket.destroy()
  try {
    for await (const line of lines) {
      const message: Reply | Ending = JSON.parse(line)
      if ('done' in message) return true
      if ('error' in message) throw new TidewireError(message.error)
      onReply(message)
    }
  } finally {
    signal?.removeEventListener('abort', abort)
    socket.destroy()
  }
  signal?.throwIfAborted()
  throw new Error('it ended before it had answered')
}
