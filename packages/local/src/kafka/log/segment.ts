import { close } from 'node:fs'
import { readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, openFile, readFully, truncateFile, writeFully } from './file-io.ts'
import { indexEntrySize, SegmentIndex } from './segment-index.ts'

/** The name of a segment's files: its base offset in twenty digits, as Kafka names them. */
function segmentName(baseOffset: bigint): string {
  return String(baseOffset).padStart(20, '0')
}

/** The segment was deleted or replaced before it could be opened. */
export class SegmentGone extends Error {
  constructor(path: string) {
    super(`${path} was deleted or replaced`)
    this.name = 'SegmentGone'
  }
}

/**
 * One file of a partition: record batches one after the other, and a sparse index beside it. The file is opened when it
 * is used, closed when it has been idle, and stays readable for those who hold it after it was deleted.
 */
export class Segment {
  readonly baseOffset: bigint
  readonly path: string
  index: SegmentIndex
  /** Bytes that are written and acknowledged; the file may be longer while a write is under way. */
  size = 0
  /** Largest timestamp of its records, milliseconds; -1 when there is none. */
  largestTimestamp = -1
  /** When its first batch was appended (or the segment opened), milliseconds. */
  createdAt: number
  #indexedOnDisk = 0
  #descriptor: Promise<number> | null = null
  #users = 0
  #lastUse = 0
  #retired = false

  constructor(directory: string, baseOffset: bigint, createdAt: number) {
    this.baseOffset = baseOffset
    this.path = join(directory, segmentName(baseOffset))
    this.index = new SegmentIndex()
    this.createdAt = createdAt
  }

  get logPath(): string {
    return `${this.path}.log`
  }

  get indexPath(): string {
    return `${this.path}.index`
  }

  /** Creates the empty file. */
  async create(): Promise<void> {
    this.#descriptor = openFile(this.logPath, 'w+')
    await this.#descriptor
  }

  /** Takes a batch that was written at the end into account: index, largest timestamp, size. */
  note(baseOffset: bigint, bytes: number, timestamp: number, indexInterval: number): void {
    const position = this.size
    if (position > 0 && position - this.index.lastPosition >= indexInterval) {
      this.index.add(Number(baseOffset - this.baseOffset), position, this.largestTimestamp)
    }
    if (timestamp > this.largestTimestamp) this.largestTimestamp = timestamp
    this.size = position + bytes
  }

  /** Opens the file for use until `release`. Throws `SegmentGone`: the file of that name may be another one now. */
  async acquire(): Promise<number> {
    if (this.#retired && this.#descriptor === null) throw new SegmentGone(this.logPath)
    this.#users += 1
    this.#lastUse = Date.now()
    try {
      this.#descriptor ??= openFile(this.logPath, 'r+')
      return await this.#descriptor
    } catch (error) {
      this.#descriptor = null
      this.#users -= 1
      throw error
    }
  }

  release(): void {
    this.#users -= 1
    if (this.#retired && this.#users === 0) this.#close()
  }

  /** Closes the file when nobody has used it since `time`. */
  closeIdle(time: number): void {
    if (this.#users === 0 && this.#lastUse < time) this.#close()
  }

  #close(): void {
    const descriptor = this.#descriptor
    this.#descriptor = null
    descriptor?.then(fd => close(fd, () => {})).catch(() => {})
  }

  /** Closes the file as soon as its last user is done. */
  retire(): void {
    this.#retired = true
    if (this.#users === 0) this.#close()
  }

  /** Deletes the files; who holds the segment can go on reading. */
  async remove(): Promise<void> {
    this.retire()
    for (const path of [this.logPath, this.indexPath]) {
      await unlink(path).catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
    }
  }

  /** Reads up to `target.length` bytes at `position`. */
  async read(target: Buffer, position: number): Promise<number> {
    const fd = await this.acquire()
    try {
      return await readFully(fd, target, target.length, position)
    } finally {
      this.release()
    }
  }

  /** Writes after the acknowledged end; on failure the file is cut back to it. */
  async append(buffers: readonly Buffer[]): Promise<void> {
    const fd = await this.acquire()
    try {
      await writeFully(fd, buffers, this.size)
    } catch (error) {
      await truncateFile(fd, this.size).catch(() => {})
      throw error
    } finally {
      this.release()
    }
  }

  /** Cuts the file to `size`, which is the end of a whole batch. */
  async truncate(size: number): Promise<void> {
    const fd = await this.acquire()
    try {
      await truncateFile(fd, size)
    } finally {
      this.release()
    }
    this.size = size
    this.index.cut(size)
    if (this.#indexedOnDisk > this.index.length) this.#indexedOnDisk = 0
  }

  /** Stores the index entries that are not on disk yet. */
  async storeIndex(): Promise<void> {
    const known = this.#indexedOnDisk
    const length = this.index.length
    if (known === length && known > 0) return
    if (known === 0) {
      await writeFile(this.indexPath, this.index.encode(0))
    } else {
      const fd = await openFile(this.indexPath, 'r+')
      try {
        await writeFully(fd, [this.index.encode(known)], known * indexEntrySize)
        await truncateFile(fd, length * indexEntrySize)
      } finally {
        close(fd, () => {})
      }
    }
    this.#indexedOnDisk = length
  }

  /** Loads the stored index, whose entries must lie below `size`. */
  async loadIndex(size: number): Promise<boolean> {
    try {
      const bytes = await readFile(this.indexPath)
      this.index = SegmentIndex.decode(bytes, size)
      this.#indexedOnDisk = this.index.length
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }
}
