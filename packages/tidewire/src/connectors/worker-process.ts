import { spawn } from 'node:child_process'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Props } from '@tidewire/core'
import type { ConnectWorkerFlags } from '../commands/connect-worker.ts'
import { raise } from '../errors.ts'
import { stateFolder } from '../local/user-folders.ts'
import { interruptible, writeLine } from '../terminal.ts'
import { readConnectorFile, readProperties } from './config-file.ts'

/** Runs a worker in the foreground until Ctrl-C or SIGTERM, or until it fails. */
async function runWorker(props: Props, connectors: readonly Props[] | null): Promise<void> {
  const { startWorker } = await import('@tidewire/connect')
  const { connectorPlugins } = await import('./plugins.ts')
  using interrupt = interruptible()
  await using worker = await startWorker({
    props,
    plugins: connectorPlugins,
    ...(connectors === null ? {} : { standalone: { connectors } }),
  })
  await Promise.race([interrupt.interrupted, worker.stopped])
}

/** Starts the same command line in the background, as Kafka's scripts do after `-daemon`. */
async function daemonise(name: string, args: readonly string[]): Promise<void> {
  const folder = process.env.LOG_DIR ?? join(stateFolder(), 'logs')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${name}.out`)
  await using log = await open(path, 'a', 0o600)
  const script = process.argv[1]
  if (script === undefined) throw raise('CLI_USAGE', { problem: 'cannot find the own script' })
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  await writeLine(`Started as process ${child.pid}; its log is ${path}`)
}

/** `connect-distributed FILE` */
export async function runDistributed(file: string, flags: ConnectWorkerFlags): Promise<void> {
  const props = await readProperties(file)
  if (flags.daemon === true) await daemonise('connectDistributed', ['connect-distributed', file])
  else await runWorker(props, null)
}

/** `connect-standalone FILE CONNECTOR…` */
export async function runStandalone(
  file: string,
  connectorFiles: readonly string[],
  flags: ConnectWorkerFlags,
): Promise<void> {
  const props = await readProperties(file)
  const connectors: Props[] = []
  for (const path of connectorFiles) {
    const { name, config } = await readConnectorFile(path)
    if (name === null) throw raise('CLI_CONFIG_FILE', { file: path, reason: 'it has no name' })
    connectors.push({ ...config, name })
  }
  const args = ['connect-standalone', file, ...connectorFiles]
  if (flags.daemon === true) await daemonise('connectStandalone', args)
  else await runWorker(props, connectors)
}
