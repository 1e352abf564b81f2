import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { messageOf, streamError } from '../errors.ts'
import type { Checkpoint } from './checkpoint.ts'

/** Layout of the state file; a newer one is refused. */
const formatVersion = 1

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

  /** The newest whole checkpoint, or null; `damaged` is told of those that cannot be read. */
  async latest(damaged: (path: string, reason: string) => void): Promise<Checkpoint | null> {
    for (const id of (await this.#ids()).toReversed()) {
      const path = join(this.directory, `chk-${id}`)
      try {
        return await readCheckpoint(path)
      } catch (error) {
        damaged(path, messageOf(error))
      }
    }
    return null
  }

  /** Removes all checkpoints, and what a crash left of unfinished ones: the job has come to its end. */
  async clear(): Promise<void> {
    for (const name of await this.#names()) {
      if (!/^chk-\d+(\.tmp-\d+)?$/.test(name)) continue
      await rm(join(this.directory, name), { recursive: true, force: true })
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

/** Writes a checkpoint as the folder `path`, which appears when it is whole. Throws `STREAM_CHECKPOINT_STORE`. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const unfinished = `${path}.tmp-${process.pid}`
  try {
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished, { recursive: true })
    const state = serialize(checkpoint)
    const summary: Summary = {
      format: formatVersion,
      job: checkpoint.job,
      checkpoint: checkpoint.id,
      time: new Date(checkpoint.time).toISOString(),
      bytes: state.length,
      crc32: crc32(state),
    }
    await writeDurably(join(unfinished, 'state.bin'), state)
    await writeDurably(
      join(unfinished, 'summary.json'),
      Buffer.from(`${JSON.stringify(summary, null, 2)}\n`),
    )
    await syncFolder(unfinished)
    await rm(path, { recursive: true, force: true })
    await rename(unfinished, path)
    await syncFolder(join(path, '..'))
  } catch (error) {
    throw storeFailed(path, error)
  }
}

/** Reads a checkpoint or savepoint. Throws `STREAM_RESTORE` when it is not whole or of a newer format. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const refuse = (reason: string, cause?: unknown): Error =>
    streamError('STREAM_RESTORE', { path, reason }, { cause })
  let summary: Summary
  let state: Buffer
  try {
    summary = JSON.parse(await readFile(join(path, 'summary.json'), 'utf8')) as Summary
    state = await readFile(join(path, 'state.bin'))
  } catch (error) {
    throw refuse(messageOf(error), error)
  }
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
