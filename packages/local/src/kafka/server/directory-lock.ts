import { lockDirectory } from '@tidewire/core'
import { raise } from '../errors.ts'

/** Holds the data directory of a broker. Throws `LOCAL_KAFKA_DIR_LOCKED` while another server has it. */
export async function lockDataDirectory(directory: string): Promise<{ release(): void }> {
  const lock = await lockDirectory(directory, 'broker')
  if (lock.held) return lock
  throw raise('LOCAL_KAFKA_DIR_LOCKED', { directory, owner: lock.owner })
}
