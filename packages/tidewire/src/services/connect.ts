import { startWorker } from '@tidewire/connect'
import type { Props } from '@tidewire/core'
import { connectorPlugins } from '../connectors/plugins.ts'
import type { OpenService } from './service.process.ts'

/** Opens a Connect worker with every connector that Tidewire brings. */
export async function open(props: Props): Promise<OpenService> {
  const worker = await startWorker({ props, plugins: connectorPlugins })
  const failed = worker.stopped.then(() => new Promise<never>(() => undefined))
  // Heard again by whoever asks for it; alone it must not end the process.
  failed.catch(() => undefined)
  return {
    address: new URL(worker.url).host,
    failed,
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  }
}
