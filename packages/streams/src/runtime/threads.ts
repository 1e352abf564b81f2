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
  readonly parallelism: number
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

/** Worker threads that import the job file again. `ended` is told when one ends by itself. */
export function workerThreads(
  jobFile: string,
  parallelism: number,
  count: number,
  ended: (thread: number, error: Error) => void,
): Threads {
  const entry = new URL(
    import.meta.url.endsWith('.ts') ? './thread.process.ts' : './thread.process.js',
    import.meta.url,
  )
  let ending = false
  const workers = Array.from({ length: count }, (_, thread) => {
    const worker = new Worker(entry, {
      workerData: {
        jobFile,
        parallelism,
        thread,
        compileCache: getCompileCacheDir(),
      } satisfies ThreadData,
    })
    const fail = (reason: string, cause?: unknown): void => {
      if (!ending) ended(thread, streamError('STREAM_THREAD', { reason }, { cause }))
    }
    worker.on('error', error => fail(messageOf(error), error))
    worker.on('exit', code => fail(`exit code ${code}`))
    return worker
  })
  const links = workers.map(
    (worker): ControlLink<ToHost, ToCoordinator> => ({
      post: (message, transfer = []) => worker.postMessage(message, transfer),
      listen: receive => worker.on('message', receive),
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
