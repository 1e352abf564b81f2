import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeRecord, type LogRecord, recordLength } from './log-record.ts'

/** Bytes after which the log goes on in a new file. */
const segmentBytes = 8 * 1024 * 1024
/** Bytes between two known positions of a file. */
const markBytes = 64 * 1024
/** Bytes read at once. */
const readBytes = 256 * 1024

interface Mark {
  readonly version: number
  readonly at: number
}

interface Segment {
  /** Version of the first entry; the file is named by it. */
  readonly first: number
  readonly path: string
  size: number
  /** Time of the newest entry, in ms; unknown for files of an earlier run until they are asked. */
  newest: number | undefined
  /** Time of the oldest entry, in ms. */
  oldest: number | undefined
  readonly marks: Mark[]
}

/** How long, and how much of it, a log is kept. */
export interface Retention {
  /** Seconds; negative for ever. */
  readonly seconds: number
  /** Bytes; 0 or less for no limit. */
  readonly bytes: number
}

/** What an append has written, until the store's transaction is decided. */
interface Pending {
  readonly segment: Segment
  readonly bytes: number
  readonly count: number
  readonly time: number
  readonly marks: readonly Mark[]
}

/**
 * The change log of one vgroup: files of entries, the oldest of which go when their retention is over. Entries are
 * written before the store commits and become visible after it; at start, entries of transactions that the store does
 * not know are cut off.
 */
export class VgroupLog {
  readonly #folder: string
  readonly #segments: Segment[]
  #end: number
  #writer: FileHandle | undefined
  #writerOf: Segment | undefined
  #pending: Pending | undefined
  #dirty = false

  private constructor(folder: string, segments: Segment[], end: number) {
    this.#folder = folder
    this.#segments = segments
    this.#end = end
  }

  /** Opens a log, dropping what belongs to transactions after `transaction`. */
  static async open(folder: string, transaction: number): Promise<VgroupLog> {
    await mkdir(folder, { recursive: true })
    const names = (await readdir(folder)).filter(name => name.endsWith('.log')).sort()
    const segments: Segment[] = []
    for (const name of names) {
      const path = join(folder, name)
      const { size, mtimeMs } = await stat(path)
      segments.push({
        first: Number.parseInt(name, 10),
        path,
        size,
        newest: mtimeMs,
        oldest: undefined,
        marks: [],
      })
    }
    const last = segments.at(-1)
    const end = last === undefined ? 1 : await recover(last, transaction)
    return new VgroupLog(folder, segments, end)
  }

  /** Version of the oldest entry that is kept; 0 as long as nothing has been dropped. */
  get begin(): number {
    const first = this.#segments[0]?.first ?? this.#end
    return first <= 1 ? 0 : first
  }

  /** Version of the next entry. */
  get end(): number {
    return this.#end
  }

  /** Bytes of all entries. */
  get size(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, 0)
  }

  /** Writes encoded entries behind the end; they are invisible until {@link commit}. */
  async append(entries: readonly Buffer[], time: number, retention: Retention): Promise<void> {
    const segment = await this.#segmentFor(time, retention)
    const handle = await this.#handle(segment)
    const marks: Mark[] = []
    let at = segment.size
    let marked = segment.marks.at(-1)?.at ?? 0
    for (const [i, entry] of entries.entries()) {
      if (at - marked >= markBytes) {
        marks.push({ version: this.#end + i, at })
        marked = at
      }
      at += entry.length
    }
    this.#dirty = true
    this.#pending = {
      segment,
      bytes: at - segment.size,
      count: entries.length,
      time,
      marks,
    }
    const { bytesWritten } = await handle.writev([...entries], segment.size)
    if (bytesWritten < at - segment.size) throw new Error('the change log was written only in part')
  }

  /** Makes visible what was appended. */
  commit(): void {
    const pending = this.#pending
    if (pending === undefined) return
    this.#pending = undefined
    this.#dirty = false
    const { segment } = pending
    segment.size += pending.bytes
    segment.newest = pending.time
    segment.oldest ??= pending.time
    segment.marks.push(...pending.marks)
    this.#end += pending.count
  }

  /** Forgets what was appended; {@link clean} must follow before the store commits again. */
  rollback(): void {
    this.#pending = undefined
  }

  /** Cuts off what a rolled back append left in the file. */
  async clean(): Promise<void> {
    if (!this.#dirty) return
    const segment = this.#segments.at(-1)
    if (segment !== undefined) await (await this.#handle(segment)).truncate(segment.size)
    this.#dirty = false
  }

  /** The entries from `from` on, up to but without `to`. Bodies are views of a buffer of their own. */
  async *read(from: number, to: number): AsyncGenerator<LogRecord> {
    let version = Math.max(from, 1)
    while (version < Math.min(to, this.#end)) {
      const index = this.#segments.findLastIndex(({ first }) => first <= version)
      const segment = this.#segments[index] ?? this.#segments[0]
      if (segment === undefined) return
      version = Math.max(version, segment.first)
      const mark = segment.marks.findLast(known => known.version <= version)
      let found = false
      for await (const record of readSegment(segment, mark?.at ?? 0, segment.size)) {
        if (record.version < version) continue
        if (record.version >= Math.min(to, this.#end)) return
        found = true
        version = record.version + 1
        yield record
      }
      const next = this.#segments[this.#segments.indexOf(segment) + 1]
      if (next !== undefined) version = Math.max(version, next.first)
      else if (!found) return
    }
  }

  /** Drops the files whose retention is over. */
  async trim(retention: Retention, now: number): Promise<void> {
    for (;;) {
      const [first, second] = this.#segments
      if (first === undefined || second === undefined) return
      const old = retention.seconds >= 0 && now - (first.newest ?? now) > retention.seconds * 1000
      const big = retention.bytes > 0 && this.size > retention.bytes
      if (!old && !big) return
      this.#segments.shift()
      await rm(first.path, { force: true })
    }
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.#writer?.close()
    this.#writer = undefined
    this.#writerOf = undefined
  }

  /** Closes and removes everything. */
  async remove(): Promise<void> {
    await this.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #segmentFor(time: number, retention: Retention): Promise<Segment> {
    const last = this.#segments.at(-1)
    const limit =
      retention.bytes > 0 ? Math.min(segmentBytes, Math.ceil(retention.bytes / 2)) : segmentBytes
    const age = retention.seconds > 0 ? Math.max(1000, retention.seconds * 250) : Infinity
    const full =
      last !== undefined &&
      last.size > 0 &&
      (last.size >= limit || (last.oldest !== undefined && time - last.oldest > age))
    if (last !== undefined && !full) return last
    await this.close()
    const segment: Segment = {
      first: this.#end,
      path: join(this.#folder, `${String(this.#end).padStart(16, '0')}.log`),
      size: 0,
      newest: time,
      oldest: undefined,
      marks: [],
    }
    this.#segments.push(segment)
    await this.trim(retention, time)
    return segment
  }

  async #handle(segment: Segment): Promise<FileHandle> {
    if (this.#writer !== undefined && this.#writerOf === segment) return this.#writer
    await this.close()
    await mkdir(this.#folder, { recursive: true })
    const handle = await open(segment.path, segment.size === 0 ? 'w' : 'r+')
    this.#writer = handle
    this.#writerOf = segment
    return handle
  }
}

/** Finds the end of a file's valid entries, cuts the rest off, and returns the version after the last one. */
async function recover(segment: Segment, transaction: number): Promise<number> {
  let version = segment.first
  let at = 0
  let marked = 0
  for await (const record of readSegment(segment, 0, segment.size)) {
    if (record.version !== version || record.transaction > transaction) break
    if (at - marked >= markBytes) {
      segment.marks.push({ version, at })
      marked = at
    }
    version += 1
    at += recordBytes(record)
    segment.newest = record.time
    segment.oldest ??= record.time
  }
  if (at < segment.size) {
    const handle = await open(segment.path, 'r+')
    try {
      await handle.truncate(at)
    } finally {
      await handle.close()
    }
    segment.size = at
  }
  return version
}

function recordBytes(record: LogRecord): number {
  return recordLength(Buffer.alloc(0), 0) + record.body.length
}

async function* readSegment(segment: Segment, from: number, to: number): AsyncGenerator<LogRecord> {
  if (from >= to) return
  let handle: FileHandle
  try {
    handle = await open(segment.path, 'r')
  } catch (cause) {
    // Its retention ended in the meantime.
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
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
      let at = 0
      while (at + recordLength(bytes, at) <= bytes.length) {
        const record = decodeRecord(bytes, at)
        if (record === undefined) return
        yield record
        at += recordLength(bytes, at)
      }
      rest = bytes.subarray(at)
    }
  } finally {
    await handle.close()
  }
}
