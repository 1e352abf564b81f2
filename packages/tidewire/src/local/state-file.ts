import { existsSync } from 'node:fs'
import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { messageOf } from '@tidewire/core'
import { raise } from '../errors.ts'
import { reachable } from './effective-properties.ts'
import { hostPort, type ServiceName, serviceNames } from './service.ts'
import { dataFolder, stateFolder } from './user-folders.ts'

/** What is known of a running local environment; kept in `tidewire.json` of the data directory. */
export interface LocalState {
  /** Process that supervises the services. */
  readonly pid: number
  /** Socket (or pipe) on which it answers. */
  readonly control: string
  readonly host: string
  readonly ports: Readonly<Record<ServiceName, number>>
}

function stateFile(dataDir: string): string {
  return join(dataDir, 'tidewire.json')
}

function hasPorts(value: unknown): value is LocalState['ports'] {
  if (typeof value !== 'object' || value === null) return false
  const ports = new Map<string, unknown>(Object.entries(value))
  return serviceNames.every(name => Number.isInteger(ports.get(name)))
}

function isState(value: unknown): value is LocalState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'control' in value &&
    typeof value.control === 'string' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'ports' in value &&
    hasPorts(value.ports)
  )
}

/** Makes a folder and its parents. Node's own recursive mkdir never returns where nothing can be made, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EEXIST') return
    const parent = dirname(folder)
    if (code !== 'ENOENT' || existsSync(parent)) throw error
    await makeFolder(parent)
    await makeFolder(folder)
  }
}

/** Makes the data directory, for this user alone; throws `CLI_DATA_DIR` when that cannot be done. */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir)
    await access(dataDir, constants.W_OK | constants.X_OK)
    if (!(await stat(dataDir)).isDirectory()) throw new Error('it is a file')
  } catch (error) {
    const reason = messageOf(error)
    throw raise('CLI_DATA_DIR', { folder: dataDir, reason }, { cause: error })
  }
}

/** The state of an environment, or null when there is none or the file is damaged. */
export async function readState(dataDir: string): Promise<LocalState | null> {
  try {
    const state: unknown = JSON.parse(await readFile(stateFile(dataDir), 'utf8'))
    return isState(state) ? state : null
  } catch {
    return null
  }
}

/** Writes the state so that readers see the old one or the new one, never a part. */
export async function writeState(dataDir: string, state: LocalState): Promise<void> {
  const draft = `${stateFile(dataDir)}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, stateFile(dataDir))
}

/** Removes the state file. */
export async function removeState(dataDir: string): Promise<void> {
  await rm(stateFile(dataDir), { force: true })
}

function pointerFile(): string {
  return join(stateFolder(), 'current')
}

/** Remembers the data directory that was started last, for commands that do not name one. */
export async function rememberCurrent(dataDir: string): Promise<void> {
  await mkdir(dirname(pointerFile()), { recursive: true })
  await writeFile(pointerFile(), `${dataDir}\n`)
}

/** Forgets a data directory that was deleted, so that commands mean the usual one again. */
export async function forgetCurrent(dataDir: string): Promise<void> {
  const pointer = await readFile(pointerFile(), 'utf8').catch(() => '')
  if (pointer.trim() === dataDir) await rm(pointerFile(), { force: true })
}

/** The data directory to start in: as given, else TIDEWIRE_CURRENT, else one per user. */
export function startDataDir(given: string | undefined): string {
  const named = given ?? process.env.TIDEWIRE_CURRENT
  return named !== undefined && named !== '' ? resolve(named) : join(dataFolder(), 'local')
}

/** The data directory that commands mean: as given, else TIDEWIRE_CURRENT, else the one started last. */
export async function currentDataDir(given: string | undefined): Promise<string> {
  if ((given ?? process.env.TIDEWIRE_CURRENT ?? '') !== '') return startDataDir(given)
  const pointer = await readFile(pointerFile(), 'utf8').catch(() => '')
  return pointer.trim() === '' ? startDataDir(undefined) : pointer.trim()
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** `host:port` of a service of the running local environment, or null when none is running. */
export async function localAddress(name: ServiceName): Promise<string | null> {
  const state = await readState(await currentDataDir(undefined))
  if (state === null || !isAlive(state.pid)) return null
  return hostPort(reachable(state.host), state.ports[name])
}
