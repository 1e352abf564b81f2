import { type ChildProcess, spawn } from 'node:child_process'
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf, type Props } from '@tidewire/core'
import type { ConnectWorkerFlags } from '../commands/connect-worker.ts'
import { raise } from '../errors.ts'
import { stateFolder } from '../local/user-folders.ts'
import { interruptible, writeLine } from '../terminal.ts'
import { readConnectorFile, readProperties } from './config-file.ts'

/** How long `-daemon` waits for the worker, so that a start that fails is seen. */
const daemonWaitMs = 10_000

/** Runs a worker in the foreground until Ctrl-C or SIGTERM, or until it fails. */
async function runWorker(props: Props, connectors: readonly Props[] | null): Promise<void> {
  const { startWorker } = await import('@tidewire/connect')
  const { connectorPlugins } = await import('./plugins.ts')
  using interrupt = interruptible()
  await using worker = await startWorker({
    props,
    plugins: connectorPlugins,
    signal: interrupt.signal,
    ...(connectors === null ? {} : { standalone: { connectors } }),
  })
  // Somebody who started us as a child, as `-daemon` does, waits for this.
  process.send?.(worker.url)
  await Promise.race([interrupt.interrupted, worker.stopped])
}

/** Starts the same command line in the background, as Kafka's scripts do after `-daemon`. */
async function daemonise(name: string, args: readonly string[]): Promise<void> {
  const folder = process.env.LOG_DIR ?? join(stateFolder(), 'logs')
  const path = join(folder, `${name}.out`)
  await using log = await openLog(folder, path)
  const { size: logged } = await log.stat()
  const script = process.argv[1]
  if (script === undefined) throw raise('CLI_USAGE', { problem: 'cannot find the own script' })
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  await writeLine(`Started as process ${child.pid}; its log is ${path}`)
  const url = await readyUrl(child, path, logged)
  await writeLine(
    url === null ? 'It is not ready yet; its log says what it waits for.' : `It is ready at ${url}`,
  )
  child.removeAllListeners()
  if (child.connected) child.disconnect()
  child.unref()
}

async function openLog(folder: string, path: string): Promise<FileHandle> {
  try {
    await mkdir(folder, { recursive: true })
    return await open(path, 'a', 0o600)
  } catch (error) {
    const reason = messageOf(error)
    throw raise('CLI_FOLDER', { folder, reason, variable: 'LOG_DIR' }, { cause: error })
  }
}

/** The address of the worker, null when it takes long; throws `CLI_DAEMON` with its last words when it ends instead. */
async function readyUrl(child: ChildProcess, log: string, logged: number): Promise<string | null> {
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => late.resolve(null), daemonWaitMs)
  const ready = new Promise<string>((resolve, reject) => {
    child.once('message', url => resolve(String(url)))
    child.once('exit', () => {
      lastWords(log, logged).then(
        reason => reject(raise('CLI_DAEMON', { reason, log })),
        error => reject(error),
      )
    })
  })
  try {
    return await Promise.race([ready, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** What a process that ended has written for people behind its log of JSON lines. */
async function lastWords(log: string, from: number): Promise<string> {
  const text = (await readFile(log)).subarray(from).toString('utf8')
  const card = text.split('\n').filter(line => line !== '' && !line.startsWith('{'))
  return card.join('\n').replace(/^error: /, '') || 'without a word'
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
