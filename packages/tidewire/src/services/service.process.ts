// The process of one service of a local environment; its supervisor talks to it over IPC.
import { enableCompileCache } from 'node:module'
import { cardOf, describeError, type Props } from '@tidewire/core'
import { cacheFolder } from '../local/user-folders.ts'
import type { FromService, ToService } from './messages.ts'

/** A service that is open: where it listens, and how it is closed. */
export interface OpenService extends AsyncDisposable {
  readonly address: string
  /** Rejects when the service fails later on. */
  readonly failed?: Promise<never>
}

/** Milliseconds that broker and database outlive a supervisor that was killed. */
const orphanGrace = 1500

type Open = (props: Props) => Promise<OpenService>

enableCompileCache(cacheFolder())

const modules: Readonly<Record<string, () => Promise<{ readonly open: Open }>>> = {
  kafka: () => import('./kafka.ts'),
  tdengine: () => import('./tdengine.ts'),
  kwdb: () => import('./kwdb.ts'),
  connect: () => import('./connect.ts'),
}

function tell(message: FromService): void {
  if (process.connected) process.send?.(message)
}

function fail(error: unknown): void {
  const reason = describeError(error)
  console.error(reason)
  tell({ type: 'failed', code: cardOf(error).code, reason })
  process.exitCode = 1
  // Leaves the message time to go out; whatever is still open must not keep the process.
  if (process.connected) process.disconnect()
  setTimeout(() => process.exit(1), 200).unref()
}

const loading = modules[process.argv[2] ?? '']?.()
let opening: Promise<OpenService> | null = null
let stopping = false

async function start(props: Props): Promise<void> {
  if (loading === undefined) throw new RangeError(`unknown service ${process.argv[2]}`)
  const { open } = await loading
  opening = open(props)
  const service = await opening
  tell({ type: 'ready', address: service.address })
  service.failed?.catch(fail)
}

async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  try {
    await (await opening)?.[Symbol.asyncDispose]()
    process.exit(0)
  } catch (error) {
    console.error(describeError(error))
    process.exit(1)
  }
}

process.on('message', (message: ToService) => {
  if (message.type === 'stop') void stop()
  else start(message.props).catch(fail)
})
// Without its supervisor a service would be a stray that nobody can find. The worker goes first, as in an orderly stop:
// the broker stays until it has left its group, the database until its last batch is written.
process.on('disconnect', () => {
  const wait = process.argv[2] === 'connect' ? 0 : orphanGrace
  setTimeout(() => void stop(), wait)
})
process.on('SIGTERM', () => void stop())
// Ctrl-C reaches the whole process group; the supervisor decides in which order services stop.
process.on('SIGINT', () => undefined)
