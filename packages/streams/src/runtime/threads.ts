import { getCompileCacheDir } from 'node:module'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { messageOf, streamError } from '../errors.ts'
import type { Plan } from '../graph/plan.ts'
import { type ControlLink, localLink } from './control-link.ts'
import { Host } from './host.ts'
import type { ToCoordinator, ToHost } from './message.ts'

/** What a worker thread needs to build the same job. */
export interface ThreadData {
  readonly jobFile: string
  readonly thread: number
  /** Where compiled code is kept; undefined when it is not. */
  readonly compileCache: string | undefined
}

/** Threads that run subtasks. */
export interface Threads extends AsyncDisposable {
  readonly links: readonly ControlLink<ToHost, ToCoordinator>[]
  /** Ports of each thread to the others. */
  readonly peers: readonly (readonly (MessagePort | null)[])[]
}

/** The calling thread alone. */
export function thisThread(plan: Plan): Threads {
  const [coordinator, host] = localLink<ToHost, ToCoordinator>()
  new Host(plan, 0, host)
  return { links: [coordinator], peers: [[null]], async [Symbol.asyncDispose]() {} }
}

/**
 * Memory for young objects of a thread, in MiB. Rows live for a moment only; without a limit V8 lets this grow with the
 * number of rows instead of collecting them.
 */
const youngMiB = 32

/** Worker threads that have begun to load a job file, while others still find out what there is to run. */
export class WarmThreads {
  readonly #workers: StartedWorker[]

  /** Starts so many threads; they do not keep the process alive until they are taken. */
  constructor(jobFile: string, count: number) {
    this.#workers = Array.from({ length: count }, (_, thread) => {
      const started = startWorker(jobFile, thread)
      started.worker.unref()
      return started
    })
  }

  /** The first `count` of them; those that are missing are started, the others end. */
  take(jobFile: string, count: number): StartedWorker[] {
    const warm = this.#workers.splice(0)
    for (const { worker } of warm.slice(count)) void worker.terminate()
    return Array.from({ length: count }, (_, thread) => {
      const started = warm[thread] ?? startWorker(jobFile, thread)
      started.worker.ref()
      return started
    })
  }

  /** Ends those that were not taken. */
  end(): void {
    for (const { worker } of this.#workers.splice(0)) void worker.terminate()
  }
}

/** A worker thread, and what it has said that nobody has heard yet. */
export interface StartedWorker {
  readonly worker: Worker
  readonly said: ToCoordinator[]
}

function startWorker(jobFile: string, thread: number): StartedWorker {
  const entry = new URL(
    import.meta.url.endsWith('.ts') ? './thread.process.ts' : './thread.process.js',
    import.meta.url,
  )
  const data: ThreadData = { jobFile, thread, compileCache: getCompileCacheDir() }
  const worker = new Worker(entry, {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: youngMiB },
  })
  // What goes wrong while it is warmed up is told when it is taken: a thread that has ended has no number.
  worker.on('error', () => undefined)
  const said: ToCoordinator[] = []
  worker.on('message', (message: ToCoordinator) => said.push(message))
  return { worker, said }
}

/** Worker threads that import the job file again. `ended` is told when one ends by itself. */
export function workerThreads(
  started: readonly StartedWorker[],
  parallelism: number,
  ended: (thread: number, error: Error) => void,
): Threads {
  const workers = started.map(({ worker }) => worker)
  const count = workers.length
  let ending = false
  for (const [thread, worker] of workers.entries()) {
    const fail = (reason: string, cause?: unknown): void => {
      if (!ending) ended(thread, streamError('STREAM_THREAD', { reason }, { cause }))
    }
    worker.on('error', error => fail(messageOf(error), error))
    worker.on('exit', code => fail(`exit code ${code}`))
    // -1: it has ended already.
    if (worker.threadId === -1) queueMicrotask(() => fail('it ended while it was started'))
    worker.postMessage({ kind: 'plan', parallelism } satisfies ToHost)
  }
  const links = started.map(
    ({ worker, said }): ControlLink<ToHost, ToCoordinator> => ({
      post: (message, transfer = []) => worker.postMessage(message, transfer),
      listen: receive => {
        worker.removeAllListeners('message')
        for (const message of said.splice(0)) receive(message)
        worker.on('message', receive)
      },
    }),
  )
  const peers: (MessagePort | null)[][] = workers.map(() => workers.map(() => null))
  for (let a = 0; a < count; a += 1) {
    for (let b = a + 1; b < count; b += 1) {
      const { port1, port2 } = new MessageChannel()
      const [rowA, rowB] = [peers[a], peers[b]]
      if (rowA !== undefined) rowA[b] = port1
      if (rowB !== undefined) rowB[a] = port2
    }
  }
  return {
    links,
    peers,
    async [Symbol.asyncDispose]() {
      ending = true
      await Promise.all(workers.map(worker => worker.terminate()))
    },
  }
}
