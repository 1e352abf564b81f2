import { mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { lockDirectory } from '@tidewire/core'
import { messageOf, streamError } from '../errors.ts'
import type { Checkpoint } from './checkpoint.ts'

/** Layout of the state file; a newer one is refused. */
const formatVersion = 1

/** The files of a checkpoint; a folder with anything else in it is none. */
const stateFile = 'state.bin'
const summaryFile = 'summary.json'

/** What stands beside the state, for people and for checking it. */
interface Summary {
  readonly format: number
  readonly job: string
  readonly checkpoint: number
  readonly time: string
  readonly bytes: number
  readonly crc32: number
}

/**
 * Checkpoints of one job in a folder: `chk-<id>/state.bin` with `chk-<id>/summary.json`. A checkpoint appears by a
 * rename when it is whole and on disk; a crash leaves the ones before.
 */
export class CheckpointStore {
  readonly directory: string
  readonly #retained: number

  constructor(directory: string, retained: number) {
    this.directory = directory
    this.#retained = retained
  }

  /**
   * Takes the folder for this job until it is released, and removes what a crash left half written. Throws
   * `STREAM_CHECKPOINT_LOCKED` while another job has it, `STREAM_CHECKPOINT_STORE` when nothing can be written there.
   */
  async open(): Promise<Disposable> {
    let lock: Awaited<ReturnType<typeof lockDirectory>>
    try {
      await mkdir(this.directory, { recursive: true })
      lock = await lockDirectory(this.directory, 'job')
    } catch (error) {
      throw storeFailed(this.directory, error)
    }
    if (!lock.held) {
      throw streamError('STREAM_CHECKPOINT_LOCKED', {
        directory: this.directory,
        owner: lock.owner,
      })
    }
    const { release } = lock
    await this.#remove(/^chk-\d+\.tmp-\w+$/)
    return { [Symbol.dispose]: release }
  }

  /** Stores a checkpoint durably, then removes the oldest ones. Throws `STREAM_CHECKPOINT_STORE`. */
  async save(checkpoint: Checkpoint): Promise<string> {
    const path = join(this.directory, `chk-${checkpoint.id}`)
    await writeCheckpoint(path, checkpoint)
    const all = await this.#ids()
    for (const id of all.slice(0, Math.max(0, all.length - this.#retained))) {
      await rm(join(this.directory, `chk-${id}`), { recursive: true, force: true })
    }
    return path
  }

  /**
   * The newest whole checkpoint, or null when there is none; `damaged` is told of newer ones that cannot be read. Throws
   * `STREAM_RESTORE` when none of them can: beginning anew would drop their state in silence.
   */
  async latest(damaged: (path: string, reason: string) => void): Promise<Checkpoint | null> {
    const ids = await this.#ids()
    let last: unknown = null
    for (const id of ids.toReversed()) {
      const path = join(this.directory, `chk-${id}`)
      try {
        return await readCheckpoint(path)
      } catch (error) {
        last = error
        damaged(path, messageOf(error))
      }
    }
    if (last !== null) throw last
    return null
  }

  /** Stores the checkpoint that a job begins with as its newest one, so that whatever was here before is older. */
  async adopt(checkpoint: Checkpoint): Promise<Checkpoint> {
    const id = Math.max(checkpoint.id, await this.highestId()) + 1
    const adopted = { ...checkpoint, id }
    await writeCheckpoint(join(this.directory, `chk-${id}`), adopted)
    return adopted
  }

  /** The highest id of a checkpoint, readable or not; 0 without any. */
  async highestId(): Promise<number> {
    return (await this.#ids()).at(-1) ?? 0
  }

  /** Removes all checkpoints, and what a crash left of unfinished ones: the job has come to its end. */
  async clear(): Promise<void> {
    await this.#remove(/^chk-\d+(\.tmp-\w+)?$/)
  }

  async #remove(names: RegExp): Promise<void> {
    for (const name of await this.#names()) {
      if (names.test(name)) await rm(join(this.directory, name), { recursive: true, force: true })
    }
  }

  /** Ids of the stored checkpoints, oldest first. */
  async #ids(): Promise<number[]> {
    return (await this.#names())
      .map(name => /^chk-(\d+)$/.exec(name)?.[1])
      .filter(id => id !== undefined)
      .map(Number)
      .sort((a, b) => a - b)
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.directory)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw storeFailed(this.directory, error)
    }
  }
}

/**
 * Writes a checkpoint as the folder `path`, which appears when it is whole. It may replace another checkpoint or an
 * empty folder, nothing else. Throws `STREAM_CHECKPOINT_STORE`.
 */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  let unfinished: string | null = null
  try {
    await refuseForeign(path)
    await mkdir(dirname(path), { recursive: true })
    // A name of its own: whatever else lies there stays.
    unfinished = await mkdtemp(`${path}.tmp-`)
    const state = serialize(checkpoint)
    const summary: Summary = {
      format: formatVersion,
      job: checkpoint.job,
      checkpoint: checkpoint.id,
      time: new Date(checkpoint.time).toISOString(),
      bytes: state.length,
      crc32: crc32(state),
    }
    await writeDurably(join(unfinished, stateFile), state)
    await writeDurably(
      join(unfinished, summaryFile),
      Buffer.from(`${JSON.stringify(summary, null, 2)}\n`),
    )
    await syncFolder(unfinished)
    await rm(path, { recursive: true, force: true })
    await rename(unfinished, path)
    await syncFolder(dirname(path))
  } catch (error) {
    if (unfinished !== null) await rm(unfinished, { recursive: true, force: true }).catch(() => {})
    throw storeFailed(path, error)
  }
}

/** Whatever is no checkpoint belongs to somebody else. */
async function refuseForeign(path: string): Promise<void> {
  let names: string[]
  try {
    names = await readdir(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const foreign = names.find(name => name !== stateFile && name !== summaryFile)
  if (foreign !== undefined) {
    throw new Error(`it has other files in it (${foreign}), which would be lost; name a new folder`)
  }
}

/** Reads a checkpoint or savepoint. Throws `STREAM_RESTORE` when it is not whole or of a newer format. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const refuse = (reason: string, cause?: unknown): Error =>
    streamError('STREAM_RESTORE', { path, reason }, { cause })
  let summary: Partial<Summary>
  let state: Buffer
  try {
    summary = (JSON.parse(await readFile(join(path, summaryFile), 'utf8')) ??
      {}) as Partial<Summary>
    state = await readFile(join(path, stateFile))
  } catch (error) {
    throw refuse(messageOf(error), error)
  }
  if (typeof summary.format !== 'number') throw refuse('it is no checkpoint')
  if (summary.format > formatVersion) {
    throw refuse(`it has format ${summary.format}, this version reads up to ${formatVersion}`)
  }
  if (state.length !== summary.bytes || crc32(state) !== summary.crc32) {
    throw refuse('its state file is damaged')
  }
  return deserialize(state) as Checkpoint
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot sync a folder; a rename is durable there in its own way.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function storeFailed(directory: string, error: unknown): Error {
  return streamError(
    'STREAM_CHECKPOINT_STORE',
    { directory, reason: messageOf(error) },
    { cause: error },
  )
}
