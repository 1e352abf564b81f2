import type { StreamKey } from './node.ts'

/** A hash of a key, 0 to 2^32 - 1 (FNV-1a); the same in every process, since it decides where stored state goes. */
function keyHash(key: StreamKey): number {
  const text = typeof key === 'string' ? key : `${typeof key}:${key}`
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return hash >>> 0
}

/** The subtask that has a key. */
export function ownerOfKey(key: StreamKey, parallelism: number): number {
  return keyHash(key) % parallelism
}
