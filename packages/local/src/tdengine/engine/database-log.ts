import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeRecord, type LogRecord, type VgroupVersion } from './log-record.ts'
import { LogSegment } from './log-segment.ts'

/** Bytes after which the log goes on in a new file. */
const segmentBytes = 8 * 1024 * 1024

/** How long, and how much of it, a log is kept. */
export interface LogRetention {
  /** WAL_RETENTION_PERIOD in seconds; negative for ever. */
  readonly seconds: number
  /** WAL_RETENTION_SIZE in bytes; 0 or less for no limit. */
  readonly bytes: number
  /** Whether every commit waits for the disk: WAL_LEVEL 2. */
  readonly sync: boolean
}

/** A change that waits for its transaction. */
interface Staged {
  readonly vgroups: readonly number[]
  readonly body: Buffer
}

/** What has been written and waits for the store's commit. */
interface Written {
  readonly segment: LogSegment
  readonly size: number
  readonly time: number
  readonly entries: readonly { readonly at: number; readonly vgroups: readonly VgroupVersion[] }[]
}

/**
 * The change log of one database: files of entries, each with its number in every vgroup that it is for. Entries are
 * written before the store commits and visible after it. At start, entries of transactions that the store does not know
 * are cut off, so the log holds what was committed, no less and no more; the oldest files go when their retention is
 * over. A killed process loses nothing; a machine that loses power may, unless WAL_LEVEL is 2.
 */
export class DatabaseLog {
  readonly #folder: string
  readonly #segments: LogSegment[]
  readonly #next = new Map<number, bigint>()
  #staged: Staged[] = []
  #written: Written | undefined
  #dirty = false
  #writer: { readonly handle: FileHandle; readonly segment: LogSegment } | undefined

  private constructor(folder: string, segments: LogSegment[]) {
    this.#folder = folder
    this.#segments = segments
  }

  /** Opens a log without the entries of transactions after `transaction`. */
  static async open(folder: string, transaction: number): Promise<DatabaseLog> {
    await mkdir(folder, { recursive: true })
    const names = (await readdir(folder)).filter(name => name.endsWith('.log')).sort()
    const segments: LogSegment[] = []
    for (const name of names) {
      const path = join(folder, name)
      const segment = await LogSegment.open(path, Number.parseInt(name, 10))
      if (segment === undefined) await rm(path, { force: true })
      else segments.push(segment)
    }
    const log = new DatabaseLog(folder, segments)
    const last = segments.at(-1)
    for (const [vgroup, next] of last?.first ?? []) log.#next.set(vgroup, next)
    await last?.recover(transaction, record => {
      for (const { vgroup, version } of record.vgroups) log.#next.set(vgroup, version + 1n)
    })
    return log
  }

  /** Version of the oldest entry of a vgroup that is kept, and of the next one. */
  range(vgroup: number): { readonly first: bigint; readonly next: bigint } {
    return {
      first: this.#segments[0]?.first.get(vgroup) ?? 1n,
      next: this.#next.get(vgroup) ?? 1n,
    }
  }

  /** Whether a change waits for its transaction. */
  get hasStaged(): boolean {
    return this.#staged.length > 0
  }

  /** Keeps a change for the transaction that is under way. */
  stage(vgroups: readonly number[], body: Buffer): void {
    this.#staged.push({ vgroups, body })
  }

  /** Writes what is staged; part of a transaction of the store. */
  async write(transaction: number, time: number, retention: LogRetention): Promise<void> {
    const staged = this.#staged
    this.#staged = []
    const segment = await this.#segment(time, retention)
    const handle = await this.#handle(segment)
    const next = new Map(this.#next)
    const entries: { readonly at: number; readonly vgroups: readonly VgroupVersion[] }[] = []
    const buffers: Buffer[] = []
    let at = segment.size
    for (const { vgroups, body } of staged) {
      const versions = vgroups.map(vgroup => {
        const version = next.get(vgroup) ?? 1n
        next.set(vgroup, version + 1n)
        return { vgroup, version }
      })
      const bytes = encodeRecord({ transaction, time, vgroups: versions, body })
      entries.push({ at, vgroups: versions })
      buffers.push(bytes)
      at += bytes.length
    }
    this.#dirty = true
    this.#written = { segment, size: at, time, entries }
    const { bytesWritten } = await handle.writev(buffers, segment.size)
    if (segment.size + bytesWritten < at) throw new Error('the change log was written only in part')
    if (retention.sync) await handle.datasync()
  }

  /** Makes visible what was written; returns the vgroups that have new entries. */
  commit(): ReadonlySet<number> {
    const changed = new Set<number>()
    const written = this.#written
    if (written === undefined) return changed
    this.#written = undefined
    this.#dirty = false
    const { segment, size, time, entries } = written
    segment.size = size
    segment.newest = time
    segment.oldest ??= time
    for (const { at, vgroups } of entries) {
      for (const { vgroup, version } of vgroups) {
        segment.mark(vgroup, version, at)
        this.#next.set(vgroup, version + 1n)
        changed.add(vgroup)
      }
    }
    return changed
  }

  /** Forgets what was staged or written. */
  rollback(): void {
    this.#staged = []
    this.#written = undefined
  }

  /** Cuts off what a transaction that was rolled back has left in the file. */
  async clean(): Promise<void> {
    if (!this.#dirty) return
    const last = this.#segments.at(-1)
    if (last !== undefined) await (await this.#handle(last)).truncate(last.size)
    this.#dirty = false
  }

  /** Reads entries of a vgroup from a version on, in order; `take` returns false to stop. */
  async read(
    vgroup: number,
    from: bigint,
    take: (record: LogRecord, version: bigint) => boolean,
  ): Promise<void> {
    const start = this.#segments.findLastIndex(({ first }) => (first.get(vgroup) ?? 1n) <= from)
    const end = this.range(vgroup).next
    let going = true
    for (const segment of this.#segments.slice(Math.max(0, start))) {
      await segment.read(vgroup, from, (record, version) => {
        going = version < end && take(record, version)
        return going
      })
      if (!going) return
    }
  }

  /** Closes the file. */
  async close(): Promise<void> {
    const writer = this.#writer
    this.#writer = undefined
    await writer?.handle.close()
  }

  /** Closes and removes everything. */
  async remove(): Promise<void> {
    await this.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #segment(time: number, retention: LogRetention): Promise<LogSegment> {
    const last = this.#segments.at(-1)
    if (last !== undefined && !isFull(last, time, retention)) return last
    await this.close()
    const number = (last?.number ?? 0) + 1
    const path = join(this.#folder, `${String(number).padStart(10, '0')}.log`)
    const segment = await LogSegment.create(path, number, new Map(this.#next), time)
    this.#segments.push(segment)
    await this.#trim(time, retention)
    return segment
  }

  async #trim(time: number, retention: LogRetention): Promise<void> {
    for (;;) {
      const [first, second] = this.#segments
      if (first === undefined || second === undefined) return
      const size = this.#segments.reduce((sum, segment) => sum + segment.size, 0)
      const old = retention.seconds >= 0 && time - first.newest > retention.seconds * 1000
      if (!old && !(retention.bytes > 0 && size > retention.bytes)) return
      this.#segments.shift()
      await rm(first.path, { force: true })
    }
  }

  async #handle(segment: LogSegment): Promise<FileHandle> {
    if (this.#writer?.segment === segment) return this.#writer.handle
    await this.close()
    const handle = await open(segment.path, 'r+')
    this.#writer = { handle, segment }
    return handle
  }
}

function isFull(segment: LogSegment, time: number, retention: LogRetention): boolean {
  if (segment.size === segment.start) return false
  const half = retention.bytes > 0 ? retention.bytes / 2 : segmentBytes
  const age =
    retention.seconds > 0 ? Math.max(1000, retention.seconds * 250) : Number.POSITIVE_INFINITY
  const oldest = segment.oldest ?? time
  return segment.size >= Math.min(half, segmentBytes) || time - oldest > age
}
