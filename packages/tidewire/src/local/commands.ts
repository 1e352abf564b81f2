import { existsSync } from 'node:fs'
import { rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { DestroyFlags, LocalFlags, LogsFlags, StatusFlags } from '../commands/local.ts'
import { ask } from '../control-socket.ts'
import { raise } from '../errors.ts'
import { exitCodes } from '../exit-code.ts'
import { writeLine } from '../terminal.ts'
import type { ControlReply, ControlRequest, ServiceStatus } from './control.ts'
import { printLog } from './log-tail.ts'
import { isServiceName, logFile, type ServiceName, serviceNames, titles } from './service.ts'
import { currentDataDir, forgetCurrent, readState, removeState } from './state-file.ts'

export { start } from './start.ts'

/** Asks the environment with this address for something and prints the lines of its answer; false when none is there. */
async function askFor(request: ControlRequest, address: string): Promise<boolean> {
  return await ask<ControlRequest, ControlReply>(address, request, reply => {
    if ('line' in reply) process.stdout.write(`${reply.line}\n`)
  })
}

/** Stops the environment of a data directory; false when none is running there. */
async function stopIn(dataDir: string): Promise<boolean> {
  const state = await readState(dataDir)
  if (state === null) return false
  const answered = await askFor({ op: 'stop' }, state.control)
  // Nobody answers: the supervisor was killed, and its services ended with it.
  if (!answered) await removeState(dataDir)
  return answered
}

/** `local stop` */
export async function stop(flags: LocalFlags): Promise<void> {
  const dataDir = await currentDataDir(flags.dataDir)
  await writeLine(`Using TIDEWIRE_CURRENT: ${dataDir}`)
  if (!(await stopIn(dataDir))) await writeLine('Nothing is running.')
}

async function statusOf(
  dataDir: string,
): Promise<Readonly<Record<ServiceName, ServiceStatus>> | null> {
  const state = await readState(dataDir)
  if (state === null) return null
  let found: Readonly<Record<ServiceName, ServiceStatus>> | null = null
  await ask<ControlRequest, ControlReply>(state.control, { op: 'status' }, reply => {
    if ('services' in reply) found = reply.services
  })
  return found
}

/** `local status`: one line per service; exit code 1 when one is not up. */
export async function status(flags: StatusFlags): Promise<void> {
  const dataDir = await currentDataDir(flags.dataDir)
  const services = await statusOf(dataDir)
  if (flags.json === true) {
    const allUp = serviceNames.every(name => services?.[name].up === true)
    if (!allUp) process.exitCode = exitCodes.failure
    await writeLine(JSON.stringify({ dataDir, services }, null, 2))
    return
  }
  await writeLine(`Using TIDEWIRE_CURRENT: ${dataDir}`)
  for (const name of serviceNames.toSorted((a, b) => (titles[a] < titles[b] ? -1 : 1))) {
    const up = services?.[name].up === true
    if (!up) process.exitCode = exitCodes.failure
    await writeLine(`${titles[name]} is [${up ? 'UP' : 'DOWN'}]`)
  }
}

/** `local services NAME start|stop|status` */
export async function service(
  name: ServiceName,
  verb: 'start' | 'stop' | 'status',
  flags: LocalFlags,
): Promise<void> {
  const dataDir = await currentDataDir(flags.dataDir)
  await writeLine(`Using TIDEWIRE_CURRENT: ${dataDir}`)
  if (verb === 'status') {
    const up = (await statusOf(dataDir))?.[name].up === true
    if (!up) process.exitCode = exitCodes.failure
    await writeLine(`${titles[name]} is [${up ? 'UP' : 'DOWN'}]`)
    return
  }
  const state = await readState(dataDir)
  const op = verb === 'start' ? 'start-service' : 'stop-service'
  const answered = state !== null && (await askFor({ op, service: name }, state.control))
  if (!answered) throw raise('CLI_LOCAL_NOT_RUNNING', { dataDir })
}

async function confirmed(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    throw raise('CLI_USAGE', { problem: 'there is no terminal to ask on; confirm with --yes' })
  }
  const prompt = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim())
  } finally {
    prompt.close()
  }
}

/** `local destroy`: only what a local environment writes is deleted, never what else lies in the folder. */
export async function destroy(flags: DestroyFlags): Promise<void> {
  const dataDir = await currentDataDir(flags.dataDir)
  const own = [...serviceNames, 'tidewire.json', 'tidewire.stdout']
    .map(name => join(dataDir, name))
    .filter(path => existsSync(path))
  if (own.length === 0) {
    await forgetCurrent(dataDir)
    await writeLine(`No local environment lies in ${dataDir}; nothing is deleted.`)
    return
  }
  if (flags.yes !== true && !(await confirmed(`Delete all data in ${dataDir}?`))) return
  await stopIn(dataDir)
  for (const path of own) await rm(path, { recursive: true, force: true })
  // Fails, and should, when there is something of somebody else in it.
  await rmdir(dataDir).catch(() => undefined)
  await forgetCurrent(dataDir)
  await writeLine(`Deleted: ${dataDir}`)
}

/** `local logs` */
export async function logs(name: string, flags: LogsFlags): Promise<void> {
  if (!isServiceName(name)) {
    throw raise('CLI_USAGE', {
      problem: `there is no service ${name}; the services are ${serviceNames.join(', ')}`,
    })
  }
  const lines = Number(flags.lines)
  if (!Number.isSafeInteger(lines) || lines < 0) {
    throw raise('CLI_USAGE', { problem: `--lines ${flags.lines} is no number of lines` })
  }
  const file = logFile(await currentDataDir(flags.dataDir), name)
  if (flags.path === true) await writeLine(file)
  else await printLog(file, lines, flags.follow === true)
}

/** `local current` */
export async function current(flags: LocalFlags): Promise<void> {
  await writeLine(await currentDataDir(flags.dataDir))
}
