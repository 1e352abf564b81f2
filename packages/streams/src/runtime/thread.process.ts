import { enableCompileCache, flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ControlLink } from './control-link.ts'
import type { ToCoordinator, ToHost } from './message.ts'
import type { ThreadData } from './threads.ts'

const { jobFile, thread, compileCache } = workerData as ThreadData
const port = parentPort
if (port === null) throw new Error('this module runs as a worker thread')
// A thread does not take it over from its process, and without it half of its start is compiling.
if (compileCache !== undefined) enableCompileCache(compileCache)

// Listening begins at once, so that what the coordinator sends while the job file loads is not lost.
const early: ToHost[] = []
let receive = (message: ToHost): void => {
  early.push(message)
}
port.on('message', (message: ToHost) => receive(message))

const link: ControlLink<ToCoordinator, ToHost> = {
  post: (message, transfer = []) => {
    // The thread may be ended as soon as it has stopped: what was printed goes out before.
    if (message.kind === 'stopped') {
      // A thread that is ended from outside keeps nothing by itself.
      flushCompileCache()
      printed().then(() => port.postMessage(message))
    } else {
      port.postMessage(message, transfer)
    }
  },
  listen: listener => {
    receive = listener
    for (const message of early.splice(0)) listener(message)
  },
}

const { reportOf } = await import('./failure.ts')
try {
  const [{ graphOfFile }, { planOf }, { Host }] = await Promise.all([
    import('../job-file.ts'),
    import('../graph/plan.ts'),
    import('./host.ts'),
  ])
  const { graph } = await graphOfFile(jobFile)
  new Host(planOf(graph, await parallelismOfJob()), thread, link)
} catch (error) {
  link.post({ kind: 'failed', from: null, failure: reportOf(error) })
}

/** What the first message says; it may come long before or after the job file is loaded. */
async function parallelismOfJob(): Promise<number> {
  const first = early.shift() ?? (await new Promise<ToHost>(resolve => (receive = resolve)))
  // Between this message and the host there may be others.
  receive = message => {
    early.push(message)
  }
  if (first.kind !== 'plan') throw new RangeError(`${first.kind} before the plan`)
  return first.parallelism
}

/** Resolves when the other thread has what functions of the job have printed here. */
async function printed(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      stream => new Promise<void>(resolve => stream.write('', () => resolve())),
    ),
  )
}
