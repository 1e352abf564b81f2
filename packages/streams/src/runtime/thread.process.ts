import { parentPort, workerData } from 'node:worker_threads'
import { planOf } from '../graph/plan.ts'
import { graphOfFile } from '../job-file.ts'
import type { ControlLink } from './control-link.ts'
import { reportOf } from './failure.ts'
import { Host } from './host.ts'
import type { ToCoordinator, ToHost } from './message.ts'
import type { ThreadData } from './threads.ts'

const { jobFile, parallelism, thread } = workerData as ThreadData
const port = parentPort
if (port === null) throw new Error('this module runs as a worker thread')

// Listening begins at once, so that what the coordinator sends while the job file loads is not lost.
const early: ToHost[] = []
let receive = (message: ToHost): void => {
  early.push(message)
}
port.on('message', (message: ToHost) => receive(message))

const link: ControlLink<ToCoordinator, ToHost> = {
  post: (message, transfer = []) => {
    // The thread may be ended as soon as it has stopped: what was printed goes out before.
    if (message.kind === 'stopped') printed().then(() => port.postMessage(message))
    else port.postMessage(message, transfer)
  },
  listen: listener => {
    receive = listener
    for (const message of early.splice(0)) listener(message)
  },
}

try {
  const { graph } = await graphOfFile(jobFile)
  new Host(planOf(graph, parallelism), thread, link)
} catch (error) {
  link.post({ kind: 'failed', from: null, failure: reportOf(error) })
}

/** Resolves when the other thread has what functions of the job have printed here. */
async function printed(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      stream => new Promise<void>(resolve => stream.write('', () => resolve())),
    ),
  )
}
