import { type FileHandle, open, stat } from 'node:fs/promises'
import { decodeRecord, type LogRecord, recordLength, versionIn } from './log-record.ts'

/** Bytes between two known places of a vgroup. */
const markBytes = 64 * 1024
/** Bytes read at once. */
const readBytes = 256 * 1024

interface Mark {
  readonly version: bigint
  readonly at: number
}

/** Next version by vgroup. */
export type Versions = ReadonlyMap<number, bigint>

/** One file of a database's log: a head with the versions that come next, then entries. */
export class LogSegment {
  readonly path: string
  /** Number in the order of the log's files. */
  readonly number: number
  /** Versions that come next when the file begins. */
  readonly first: Versions
  /** Where entries begin. */
  readonly start: number
  size: number
  /** Time of the newest entry in ms. */
  newest: number
  /** Time of the oldest entry in ms; unknown in files of an earlier run. */
  oldest: number | undefined
  readonly #marks = new Map<number, Mark[]>()

  private constructor(
    path: string,
    number: number,
    first: Versions,
    start: number,
    size: number,
    newest: number,
  ) {
    this.path = path
    this.number = number
    this.first = first
    this.start = start
    this.size = size
    this.newest = newest
  }

  /** Begins a file. */
  static async create(
    path: string,
    number: number,
    first: Versions,
    time: number,
  ): Promise<LogSegment> {
    const text = Buffer.from(JSON.stringify([...first].map(([id, next]) => [id, String(next)])))
    const head = Buffer.alloc(4 + text.length)
    head.writeUInt32LE(text.length, 0)
    text.copy(head, 4)
    const handle = await open(path, 'w')
    try {
      await handle.write(head)
    } finally {
      await handle.close()
    }
    return new LogSegment(path, number, first, head.length, head.length, time)
  }

  /** Opens a file; undefined when its head is torn. */
  static async open(path: string, number: number): Promise<LogSegment | undefined> {
    const { size, mtimeMs } = await stat(path)
    const handle = await open(path, 'r')
    try {
      const length = Buffer.alloc(4)
      await handle.read(length, 0, 4, 0)
      const start = 4 + length.readUInt32LE(0)
      if (size < start) return undefined
      const text = Buffer.alloc(start - 4)
      await handle.read(text, 0, text.length, 4)
      const pairs = JSON.parse(text.toString('utf8')) as [number, string][]
      const first = new Map(pairs.map(([id, next]) => [id, BigInt(next)]))
      return new LogSegment(path, number, first, start, size, mtimeMs)
    } catch {
      return undefined
    } finally {
      await handle.close()
    }
  }

  /** Notes where entries of a vgroup stand. */
  mark(vgroup: number, version: bigint, at: number): void {
    const marks = this.#marks.get(vgroup)
    if (marks === undefined) this.#marks.set(vgroup, [{ version, at }])
    else if (at - (marks.at(-1)?.at ?? 0) >= markBytes) marks.push({ version, at })
  }

  /** Finds the end of the valid entries of known transactions, and cuts the rest off. */
  async recover(transaction: number, found: (record: LogRecord) => void): Promise<void> {
    let at = this.start
    await this.#walk(at, (bytes, from) => {
      const record = decodeRecord(bytes, from)
      if (record === undefined || record.transaction > transaction) return false
      for (const { vgroup, version } of record.vgroups) this.mark(vgroup, version, at)
      this.newest = record.time
      this.oldest ??= record.time
      at += recordLength(bytes, from)
      found(record)
      return true
    })
    if (at === this.size) return
    const handle = await open(this.path, 'r+')
    try {
      await handle.truncate(at)
    } finally {
      await handle.close()
    }
    this.size = at
  }

  /** Reads entries of a vgroup from a version on; `take` returns false to stop. */
  async read(
    vgroup: number,
    from: bigint,
    take: (record: LogRecord, version: bigint) => boolean,
  ): Promise<void> {
    const mark = this.#marks.get(vgroup)?.findLast(known => known.version <= from)
    await this.#walk(mark?.at ?? this.start, (bytes, at) => {
      const version = versionIn(bytes, at, vgroup)
      if (version === undefined || version < from) return true
      const record = decodeRecord(bytes, at)
      return record !== undefined && take(record, version)
    })
  }

  async #walk(from: number, visit: (bytes: Buffer, at: number) => boolean): Promise<void> {
    const to = this.size
    if (from >= to) return
    let handle: FileHandle
    try {
      handle = await open(this.path, 'r')
    } catch (cause) {
      // Its retention has ended meanwhile.
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return
      throw cause
    }
    try {
      let position = from
      let rest: Buffer = Buffer.alloc(0)
      while (position < to) {
        const need = Math.max(readBytes, recordLength(rest, 0) - rest.length)
        const chunk = Buffer.allocUnsafe(Math.min(need, to - position))
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, position)
        if (bytesRead === 0) return
        position += bytesRead
        const bytes =
          rest.length === 0
            ? chunk.subarray(0, bytesRead)
            : Buffer.concat([rest, chunk.subarray(0, bytesRead)])
        let at = 0
        while (at + recordLength(bytes, at) <= bytes.length) {
          if (!visit(bytes, at)) return
          at += recordLength(bytes, at)
        }
        rest = bytes.subarray(at)
      }
    } finally {
      await handle.close()
    }
  }
}
