import { fdatasync, ftruncate, open, read, writev } from 'node:fs'
import { open as openHandle, rename } from 'node:fs/promises'

/** Opens a file. Calls on plain descriptors are used here: a `FileHandle` costs an object and a queue per call. */
export function openFile(path: string, flags: string): Promise<number> {
  return new Promise((resolve, reject) => {
    open(path, flags, 0o644, (error, fd) => (error === null ? resolve(fd) : reject(error)))
  })
}

function readAt(fd: number, target: Buffer, length: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, target, 0, length, position, (error, count) =>
      error === null ? resolve(count) : reject(error),
    )
  })
}

/** Reads exactly `length` bytes unless the file ends before. */
export async function readFully(
  fd: number,
  target: Buffer,
  length: number,
  position: number,
): Promise<number> {
  let done = await readAt(fd, target, length, position)
  while (done < length) {
    const count = await readAt(fd, target.subarray(done), length - done, position + done)
    if (count === 0) break
    done += count
  }
  return done
}

function writeOnce(fd: number, buffers: readonly Buffer[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    writev(fd, buffers, position, (error, count) =>
      error === null ? resolve(count) : reject(error),
    )
  })
}

/** Writes all bytes at `position`; a short write is continued. */
export async function writeFully(
  fd: number,
  buffers: readonly Buffer[],
  position: number,
): Promise<void> {
  let rest = buffers
  let at = position
  for (;;) {
    let total = 0
    for (const buffer of rest) total += buffer.length
    if (total === 0) return
    const written = await writeOnce(fd, rest, at)
    if (written === total) return
    at += written
    rest = [Buffer.concat(rest).subarray(written)]
  }
}

/** Cuts a file off. */
export function truncateFile(fd: number, size: number): Promise<void> {
  return new Promise((resolve, reject) => {
    ftruncate(fd, size, error => (error === null ? resolve() : reject(error)))
  })
}

/** Resolves when the content is on disk. */
export function syncData(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(fd, error => (error === null ? resolve() : reject(error)))
  })
}

/** Replaces a file as a whole: readers see the old content or the new one, also after a crash. */
export async function replaceFile(path: string, content: string | Buffer): Promise<void> {
  const temporary = `${path}.new`
  const handle = await openHandle(temporary, 'w', 0o644)
  try {
    await handle.writeFile(content)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
}

/** True when the operating system says that the thing does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
