import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { raise } from '../errors.ts'

/** Holds a data directory for this process; the operating system lets go of it when the process ends in any way. */
export interface DirectoryLock {
  release(): void
}

/**
 * Locks the directory. Throws `LOCAL_KAFKA_DIR_LOCKED` while another server, of this process or another, holds it.
 *
 * SQLite is used for its file locks, which are the system's own (Node has no call for them): an exclusive transaction on
 * an empty database.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const { DatabaseSync } = await import('node:sqlite')
  const pidFile = join(directory, 'broker.pid')
  const database = new DatabaseSync(join(directory, 'broker.lock'))
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    throw raise('LOCAL_KAFKA_DIR_LOCKED', { directory, owner: ownerOf(pidFile) }, { cause: error })
  }
  writeFileSync(pidFile, `${process.pid}\n`)
  return { release: () => database.close() }
}

function ownerOf(pidFile: string): string {
  try {
    return ` (process ${readFileSync(pidFile, 'utf8').trim()})`
  } catch {
    return ''
  }
}
