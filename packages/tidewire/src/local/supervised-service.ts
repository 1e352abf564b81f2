import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type FileHandle, mkdir, open, rename, stat, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { type Props, printProperties } from '@tidewire/core'
import type { FromService } from '../services/messages.ts'
import { nodeFlags, scriptPath } from './node-arguments.ts'
import { logFile, propertiesFile, type ServiceName, serviceFolder, titles } from './service.ts'

/** Milliseconds that a service has to stop by itself before it is killed. */
const stopGrace = 15_000
/** Milliseconds that a service has to become ready. */
const startGrace = 60_000
/** Milliseconds that a service that has failed has to end. */
const failureGrace = 1000
/** A log larger than this many bytes is set aside when the service starts. */
const maxLog = 32 * 1024 * 1024

const restartPolicy = { baseMs: 250, maxMs: 30_000, factor: 2 } as const
/** A service that ran this long (ms) starts again with the shortest delay. */
const stableAfter = 60_000

/** What a supervised service tells its supervisor. */
export interface ServiceEvents {
  readonly onReady: (name: ServiceName) => void
  readonly onCrash: (name: ServiceName, reason: string, delayMs: number) => void
}

/** Node's flags that bound the memory of a service. */
const memoryFlags: Readonly<Record<ServiceName, readonly string[]>> = {
  kafka: ['--max-old-space-size=512'],
  tdengine: ['--max-old-space-size=1024'],
  kwdb: ['--max-old-space-size=1024'],
  connect: ['--max-old-space-size=512'],
}

/** DuckDB works on libuv's threads; each service gets what it needs. */
const threadPool: Readonly<Record<ServiceName, string>> = {
  kafka: '4',
  tdengine: '8',
  kwdb: '8',
  connect: '4',
}

/** Why a service did not become ready, with the code of its error. */
export class ServiceFailure extends Error {
  readonly code: string

  constructor(code: string, reason: string) {
    super(reason)
    this.code = code
  }
}

type Wish = 'up' | 'down'

/** One service as a child process: started, watched, restarted with back-off, stopped. */
export class SupervisedService {
  readonly name: ServiceName
  readonly #dataDir: string
  readonly #props: Props
  readonly #events: ServiceEvents
  #child: ChildProcess | null = null
  #wish: Wish = 'down'
  #ready = false
  #restarts = 0
  #failures = 0
  #startedAt = 0
  #restarting = new AbortController()

  constructor(name: ServiceName, dataDir: string, props: Props, events: ServiceEvents) {
    this.name = name
    this.#dataDir = dataDir
    this.#props = props
    this.#events = events
  }

  get up(): boolean {
    return this.#ready
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  get restarts(): number {
    return this.#restarts
  }

  /** Starts the process and lets it load its code; it opens nothing before `open`. */
  async load(): Promise<void> {
    if (this.#child !== null) return
    const folder = serviceFolder(this.#dataDir, this.name)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const comment = `The properties that ${titles[this.name]} runs with; written at each start.`
    await writeFile(
      propertiesFile(this.#dataDir, this.name),
      printProperties(this.#props, comment),
      { mode: 0o600 },
    )
    await using log = await openLog(logFile(this.#dataDir, this.name))
    const child = fork(scriptPath('../services/service.process', import.meta.url), [this.name], {
      execArgv: [...nodeFlags(import.meta.url), ...memoryFlags[this.name]],
      env: { ...process.env, UV_THREADPOOL_SIZE: threadPool[this.name] },
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      serialization: 'json',
    })
    this.#child = child
    this.#startedAt = Date.now()
    child.on('error', () => undefined)
    child.on('exit', (code, signal) => this.#exited(child, code, signal))
  }

  /** Makes the loaded process open its port; resolves when it is ready, rejects with its reason. */
  async open(): Promise<void> {
    this.#wish = 'up'
    await this.load()
    const child = this.#child
    if (child === null) throw new Error('the process ended at once')
    const ready = answerOf(child)
    child.send({ type: 'open', props: this.#props }, () => undefined)
    try {
      await ready
    } catch (error) {
      await gone(child)
      throw error
    }
    this.#ready = true
    this.#events.onReady(this.name)
  }

  #exited(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#child !== child) return
    const wasReady = this.#ready
    this.#child = null
    this.#ready = false
    if (this.#wish === 'down' || (!wasReady && this.#restarts === 0)) return
    if (Date.now() - this.#startedAt > stableAfter) this.#failures = 0
    this.#restartLater(signal === null ? `exit code ${code}` : `signal ${signal}`)
  }

  #restartLater(reason: string): void {
    const { baseMs, factor, maxMs } = restartPolicy
    const ms = Math.min(maxMs, baseMs * factor ** this.#failures)
    this.#failures += 1
    this.#restarts += 1
    this.#events.onCrash(this.name, reason, ms)
    this.#restarting = new AbortController()
    void this.#restartAfter(ms, this.#restarting.signal)
  }

  async #restartAfter(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await delay(ms, undefined, { signal })
      await this.open()
    } catch (error) {
      // A process that is still there will exit, and its exit asks for the next attempt.
      if (signal.aborted || this.#child !== null) return
      if (this.#wish === 'up') this.#restartLater(error instanceof Error ? error.message : '')
    }
  }

  /** Asks the process to finish its work; kills it when it does not in time. */
  async stop(): Promise<void> {
    this.#wish = 'down'
    this.#restarting.abort()
    this.#ready = false
    const child = this.#child
    if (child === null) return
    const exited = once(child, 'exit')
    if (child.connected) child.send({ type: 'stop' }, () => undefined)
    else child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), stopGrace)
    await exited
    clearTimeout(timer)
  }

  /** Ends the process at once. */
  kill(): void {
    this.#wish = 'down'
    this.#restarting.abort()
    this.#child?.kill('SIGKILL')
  }
}

/** Waits until the process says that it is ready. */
function answerOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      finish(new Error(`not ready after ${startGrace / 1000} s`))
    }, startGrace)
    const onMessage = (message: unknown) => {
      const said = message as FromService
      if (said.type === 'ready') finish(null)
      else if (said.type === 'failed') finish(new ServiceFailure(said.code, said.reason))
    }
    const onExit = (code: number | null, signal: string | null) =>
      finish(new Error(`the process ended with ${signal ?? `exit code ${code}`}`))
    const finish = (error: Error | null) => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
      if (error === null) resolve()
      else reject(error)
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
  })
}

/** Waits until a process that has failed is gone, so that the next one finds ports and files free. */
async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  const timer = setTimeout(() => child.kill('SIGKILL'), failureGrace)
  await exited
  clearTimeout(timer)
}

async function openLog(file: string): Promise<FileHandle> {
  const size = await stat(file).then(
    found => found.size,
    () => 0,
  )
  if (size > maxLog) await rename(file, `${file}.1`)
  return open(file, 'a', 0o600)
}
