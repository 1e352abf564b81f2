import { createHash } from 'node:crypto'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServiceName } from './service.ts'

/** What can be asked of a running environment; one JSON object a line. */
export type ControlRequest =
  | { readonly op: 'status' }
  | { readonly op: 'stop' }
  | { readonly op: 'stop-service' | 'start-service'; readonly service: ServiceName }

/** The state of one service. */
export interface ServiceStatus {
  readonly up: boolean
  readonly pid: number | null
  readonly address: string
  readonly restarts: number
}

/** Lines of an answer: progress for people, then the end. */
export type ControlReply =
  | { readonly line: string }
  | { readonly services: Readonly<Record<ServiceName, ServiceStatus>> }
  | { readonly error: string }
  | { readonly done: true }

/** Longest request; nothing legitimate comes near. */
const maxRequest = 4096

/** Where the environment of a data directory answers: a socket in a folder only the user can enter, or a pipe. */
export function controlAddress(dataDir: string): string {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\tidewire-${name}`
  // Socket paths are short by law of the system, data directories are not.
  const folder = process.env.XDG_RUNTIME_DIR ?? join(tmpdir(), `tidewire-${userInfo().uid}`)
  return join(folder, `tidewire-${name}.sock`)
}

async function privateFolder(address: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = join(address, '..')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (process.env.XDG_RUNTIME_DIR === undefined) await chmod(folder, 0o700)
}

/** Answers requests until closed. The address must be free: see `send`. */
export async function listenForControl(
  address: string,
  answer: (request: ControlRequest, reply: (reply: ControlReply) => void) => Promise<void>,
): Promise<Server> {
  await privateFolder(address)
  if (process.platform !== 'win32') await rm(address, { force: true })
  const server = createServer(socket => serve(socket, answer))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  return server
}

function serve(
  socket: Socket,
  answer: (request: ControlRequest, reply: (reply: ControlReply) => void) => Promise<void>,
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
    const reply = (message: ControlReply) => {
      if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
    }
    const finish = () => {
      reply({ done: true })
      socket.end()
    }
    const fail = (error: unknown) => {
      reply({ error: error instanceof Error ? error.message : String(error) })
      finish()
    }
    try {
      answer(JSON.parse(text.slice(0, end)), reply).then(finish, fail)
    } catch (error) {
      fail(error)
    }
  })
}

/** Sends a request; yields the answer's lines, or returns false when nobody listens there. */
export async function send(
  address: string,
  request: ControlRequest,
  onReply: (reply: ControlReply) => void,
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
  socket.write(`${JSON.stringify(request)}\n`)
  for await (const line of createInterface({ input: socket })) {
    const reply: ControlReply = JSON.parse(line)
    if ('done' in reply) break
    onReply(reply)
  }
  socket.destroy()
  return true
}
