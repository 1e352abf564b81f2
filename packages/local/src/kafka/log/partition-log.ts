import { mkdir } from 'node:fs/promises'
import { messageOf } from '@tidewire/core'
import { type BatchHeader, placeBatch, stampAppendTime } from '@tidewire/kafka/records'
import { errorCode, ProtocolError } from '../protocol/error-code.ts'
import type { FileRegion } from '../protocol/wire-writer.ts'
import { writeCheckpoint } from './checkpoint.ts'
import { compact, dirtySegments, discardCompacted, installCompacted } from './compaction.ts'
import { syncData } from './file-io.ts'
import { LogReader } from './log-reader.ts'
import type { LogSettings } from './log-settings.ts'
import type { ProducerStates } from './producer-states.ts'
import { recoverLog } from './recovery.ts'
import { expiredSegments } from './retention.ts'
import { Segment, SegmentGone } from './segment.ts'

/** Bytes after which index and producer states are stored, so that recovery reads no more than this. */
const checkpointInterval = 16 * 1024 * 1024

/** Bytes that one write to the file takes at most; more waiting batches go into the next one. */
const largestWrite = 4 * 1024 * 1024

/** The one leader epoch of a broker that is alone. */
export const leaderEpoch = 0

/** What a producer is told of its batch. */
export interface Appended {
  readonly baseOffset: bigint
  /** Milliseconds; -1n when the producer's own timestamps are kept. */
  readonly appendTime: bigint
}

interface PendingAppend {
  readonly bytes: Buffer
  readonly header: BatchHeader
  resolve(appended: Appended): void
  reject(error: unknown): void
}

/** What a log needs from its broker. */
export interface LogHost {
  /** Throws to simulate a failing disk; called before every write. */
  beforeWrite(bytes: number): void
  warn(message: string): void
}

/**
 * The log of one partition: segment files with record batches as they arrived. Appends are queued, put together into
 * one write where several wait, and acknowledged when the write has returned. A batch is visible to readers only then.
 * Appending, cutting off and compacting stand together: they take turns at the same list of segments.
 */
export class PartitionLog {
  readonly directory: string
  readonly producers: ProducerStates
  readonly #host: LogHost
  readonly #segments: Segment[]
  readonly #waiters = new Set<(bytes: number) => void>()
  readonly #reader: LogReader
  #settings: LogSettings
  #nextOffset: bigint
  #logStartOffset: bigint
  #queue: PendingAppend[] = []
  /** The chain of everything that changes files: appends, checkpoints, retention, compaction. */
  #work: Promise<unknown> = Promise.resolve()
  #checkpoints: Promise<void> = Promise.resolve()
  #draining = false
  #sinceCheckpoint = 0
  #sinceFlush = 0
  #unflushedSince = 0
  /** Everything before it is compacted, since this process began. */
  #cleanTo = 0n
  #closed = false

  private constructor(
    directory: string,
    settings: LogSettings,
    host: LogHost,
    recovered: Awaited<ReturnType<typeof recoverLog>>,
  ) {
    this.directory = directory
    this.#settings = settings
    this.#host = host
    this.#segments = recovered.segments
    this.#nextOffset = recovered.nextOffset
    this.#logStartOffset = recovered.logStartOffset
    this.producers = recovered.producers
    this.#reader = new LogReader(this)
  }

  /** Opens the log in `directory`, creating it or recovering it from the files that are there. */
  static async open(
    directory: string,
    settings: LogSettings,
    host: LogHost,
  ): Promise<PartitionLog> {
    await mkdir(directory, { recursive: true })
    const recovered = await recoverLog(directory, settings, message => host.warn(message))
    return new PartitionLog(directory, settings, host, recovered)
  }

  get settings(): LogSettings {
    return this.#settings
  }

  set settings(settings: LogSettings) {
    this.#settings = settings
  }

  get logStartOffset(): bigint {
    return this.#logStartOffset
  }

  /** Offset of the next record, and high watermark: every acknowledged record lies below it. */
  get nextOffset(): bigint {
    return this.#nextOffset
  }

  /** Bytes of all segments. */
  get size(): number {
    let size = 0
    for (const segment of this.#segments) size += segment.size
    return size
  }

  get segments(): readonly Segment[] {
    return this.#segments
  }

  get #active(): Segment {
    const last = this.#segments.at(-1)
    if (last === undefined) throw new Error(`${this.directory} has no segment`)
    return last
  }

  /**
   * Appends one batch whose header was read and checked. `bytes` is changed in place (base offset, leader epoch).
   * Rejects with `ProtocolError` when the producer's sequence is wrong or the disk fails.
   */
  append(bytes: Buffer, header: BatchHeader): Promise<Appended> {
    if (this.#closed) return Promise.reject(closedError())
    return new Promise((resolve, reject) => {
      this.#queue.push({ bytes, header, resolve, reject })
      if (this.#draining) return
      this.#draining = true
      this.#exclusive(() => this.#drain()).catch(() => {})
    })
  }

  /** Runs `work` after everything before it that changes the files. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work)
    this.#work = result.catch(() => {})
    return result
  }

  async #drain(): Promise<void> {
    try {
      while (this.#queue.length > 0) {
        const group = this.#takeGroup()
        await this.#write(group)
      }
    } finally {
      this.#draining = false
    }
    // Not waited for: it is done when it is done, and until then recovery has a little more to read.
    if (this.#sinceCheckpoint >= checkpointInterval) {
      this.#checkpoint().catch((error: unknown) => this.#host.warn(`${this.directory}: ${error}`))
    }
  }

  #takeGroup(): readonly PendingAppend[] {
    let size = 0
    let count = 0
    for (const { bytes } of this.#queue) {
      if (count > 0 && size + bytes.length > largestWrite) break
      size += bytes.length
      count += 1
    }
    return this.#queue.splice(0, count)
  }

  async #write(group: readonly PendingAppend[]): Promise<void> {
    let rest = group
    while (rest.length > 0) {
      const first = rest[0]
      if (first === undefined) return
      try {
        if (this.#mustRoll(first)) await this.#roll()
      } catch (error) {
        for (const pending of rest) pending.reject(storageError(error))
        return
      }
      const room = this.#settings.segmentBytes - this.#active.size
      let size = 0
      let count = 0
      for (const { bytes } of rest) {
        if (count > 0 && size + bytes.length > room) break
        size += bytes.length
        count += 1
      }
      await this.#writeToActive(rest.slice(0, count))
      rest = rest.slice(count)
    }
  }

  #mustRoll(next: PendingAppend): boolean {
    const { size, createdAt, baseOffset } = this.#active
    if (size === 0) return false
    const { segmentBytes, segmentMs } = this.#settings
    return (
      size + next.bytes.length > segmentBytes ||
      (segmentMs > 0 && Date.now() - createdAt >= segmentMs) ||
      this.#nextOffset + BigInt(next.header.lastOffsetDelta) - baseOffset > 0x7fff_ffffn
    )
  }

  /** Closes the active segment and begins a new one at the next offset. */
  async #roll(): Promise<void> {
    await this.#checkpoint()
    const segment = new Segment(this.directory, this.#nextOffset, Date.now())
    await segment.create()
    this.#segments.push(segment)
  }

  async #writeToActive(group: readonly PendingAppend[]): Promise<void> {
    const active = this.#active
    const now = Date.now()
    const accepted: { readonly pending: PendingAppend; readonly baseOffset: bigint }[] = []
    const repeated: { readonly pending: PendingAppend; readonly baseOffset: bigint }[] = []
    const undo: (() => void)[] = []
    const buffers: Buffer[] = []
    let nextOffset = this.#nextOffset
    let size = 0
    for (const pending of group) {
      const { header, bytes } = pending
      try {
        const stored = this.producers.check(header)
        if (stored !== null) {
          // The first of the two may be in this very group: neither is stored before the write is done.
          repeated.push({ pending, baseOffset: stored })
          continue
        }
      } catch (error) {
        pending.reject(error)
        continue
      }
      placeBatch(bytes, 0, nextOffset, leaderEpoch)
      if (this.#settings.appendTime) stampAppendTime(bytes, 0, bytes.length, BigInt(now))
      undo.push(this.producers.record(header, nextOffset, now))
      accepted.push({ pending, baseOffset: nextOffset })
      buffers.push(bytes)
      size += bytes.length
      nextOffset += BigInt(header.lastOffsetDelta) + 1n
    }
    try {
      if (accepted.length > 0) {
        this.#host.beforeWrite(size)
        await active.append(buffers)
        await this.#flushIfAsked(active, Number(nextOffset - this.#nextOffset))
      }
    } catch (error) {
      for (const restore of undo.reverse()) restore()
      for (const { pending } of [...accepted, ...repeated]) pending.reject(storageError(error))
      return
    }
    for (const { pending, baseOffset } of repeated) {
      pending.resolve({ baseOffset, appendTime: -1n })
    }
    if (accepted.length === 0) return
    if (active.size === 0) active.createdAt = now
    for (const { pending, baseOffset } of accepted) {
      const timestamp = this.#settings.appendTime ? now : Number(pending.header.maxTimestamp)
      active.note(baseOffset, pending.bytes.length, timestamp, this.#settings.indexIntervalBytes)
    }
    this.#nextOffset = nextOffset
    this.#sinceCheckpoint += size
    for (const waiter of this.#waiters) waiter(size)
    const appendTime = this.#settings.appendTime ? BigInt(now) : -1n
    for (const { pending, baseOffset } of accepted) pending.resolve({ baseOffset, appendTime })
  }

  async #flushIfAsked(segment: Segment, records: number): Promise<void> {
    if (this.#sinceFlush === 0) this.#unflushedSince = Date.now()
    this.#sinceFlush += records
    if (this.#sinceFlush < this.#settings.flushMessages) return
    await this.#sync(segment)
  }

  async #sync(segment: Segment): Promise<void> {
    // Before the call: what is appended while it runs is not covered by it.
    this.#sinceFlush = 0
    const fd = await segment.acquire()
    try {
      await syncData(fd)
    } finally {
      segment.release()
    }
  }

  /** Forces data to the disk when some of it was written before `time` (`flush.ms`). */
  async flushOlderThan(time: number): Promise<void> {
    if (this.#sinceFlush === 0 || this.#unflushedSince > time) return
    await this.#exclusive(() => this.#sync(this.#active))
  }

  /**
   * Stores index and producer states as they are now; the data they speak of is forced to the disk first. Appends go on
   * meanwhile unless the caller waits.
   */
  #checkpoint(): Promise<void> {
    const active = this.#active
    const checkpoint = {
      logStartOffset: this.#logStartOffset,
      segment: active.baseOffset,
      position: active.size,
      nextOffset: this.#nextOffset,
      producers: this.producers.copy(),
    }
    this.#sinceCheckpoint = 0
    const stored = this.#checkpoints.then(async () => {
      await this.#sync(active)
      await active.storeIndex()
      await writeCheckpoint(this.directory, checkpoint)
    })
    this.#checkpoints = stored.catch(() => {})
    return stored
  }

  /** Calls `waiter` with the number of bytes of every append until the returned function is called. */
  onAppend(waiter: (bytes: number) => void): () => void {
    this.#waiters.add(waiter)
    return () => this.#waiters.delete(waiter)
  }

  /** Bytes that a reader at `offset` has before it, at least; exact enough for `min.bytes`. */
  bytesFrom(offset: bigint): number {
    return this.#reader.bytesFrom(offset)
  }

  /**
   * Batches from the one that holds `offset` on, at most `maxBytes`; whole batches only, the first one even when it is
   * larger if `firstAlways`. Null when there is nothing (that fits). The caller must release the region. Rejects with
   * `ProtocolError` 1 when the offset is outside the log.
   */
  async read(offset: bigint, maxBytes: number, firstAlways: boolean): Promise<FileRegion | null> {
    this.checkOffset(offset)
    return this.#reader.read(offset, maxBytes, firstAlways)
  }

  /** Throws `ProtocolError` 1 when the offset is outside the log. */
  checkOffset(offset: bigint): void {
    if (this.#closed) throw closedError()
    if (offset >= this.#logStartOffset && offset <= this.#nextOffset) return
    throw new ProtocolError(
      errorCode.offsetOutOfRange,
      `offset ${offset} is outside ${this.#logStartOffset} to ${this.#nextOffset}`,
    )
  }

  /** Moves the beginning of the log to `offset`, durably, and deletes segments that lie wholly before it. */
  async deleteBefore(offset: bigint): Promise<bigint> {
    await this.#exclusive(async () => {
      const target = offset < 0n ? this.#nextOffset : offset
      if (target > this.#nextOffset) this.checkOffset(target)
      if (target <= this.#logStartOffset) return
      this.#logStartOffset = target
      await this.#checkpoint()
      await this.#dropSegmentsBefore(target)
    })
    return this.#logStartOffset
  }

  /** Deletes sealed segments whose every record lies before `offset`. */
  async #dropSegmentsBefore(offset: bigint): Promise<void> {
    for (;;) {
      const [first, second] = this.#segments
      if (first === undefined || second === undefined || second.baseOffset > offset) return
      this.#segments.shift()
      this.#reader.forget(first)
      await first.remove()
    }
  }

  /** Deletes segments that are too old or too many. */
  retain(now: number): Promise<void> {
    return this.#exclusive(async () => {
      const count = expiredSegments(this.#segments, this.#settings, now)
      if (count === 0) return
      if (count === this.#segments.length) await this.#roll()
      const first = this.#segments[count]
      if (first === undefined) return
      if (first.baseOffset > this.#logStartOffset) this.#logStartOffset = first.baseOffset
      await this.#dropSegmentsBefore(first.baseOffset)
    })
  }

  /** One pass of compaction if it is worth its while. Appends and reads go on meanwhile. */
  async compact(now: number, memoryBytes: number, signal: AbortSignal): Promise<void> {
    const segments = dirtySegments(this.#segments, this.#settings, this.#cleanTo, now)
    const after = this.#segments[segments.length]
    if (segments.length === 0 || after === undefined) return
    const result = await compact({
      directory: this.directory,
      segments,
      endOffset: after.baseOffset,
      settings: this.#settings,
      dirtyFrom: this.#cleanTo,
      memoryBytes,
      now,
      signal,
    }).catch((error: unknown) => {
      if (error instanceof SegmentGone) return null
      throw error
    })
    // A segment was deleted meanwhile: the next pass sees the log as it is then.
    if (result === null) return
    const { compacted, cleanTo } = result
    await this.#exclusive(async () => {
      for (const change of compacted) {
        const { old, replacement } = change
        const first = old[0]
        const at = first === undefined ? -1 : this.#segments.indexOf(first)
        const isThere = old.every((segment, i) => this.#segments[at + i] === segment)
        // Retention or a deletion of records came first.
        if (at < 0 || !isThere || this.#closed) await discardCompacted(change)
        else {
          await installCompacted(change, () => {
            this.#segments.splice(at, old.length, replacement)
            for (const segment of old) this.#reader.forget(segment)
          })
        }
      }
      this.#cleanTo = cleanTo
    })
  }

  /** Closes idle files. */
  closeIdle(before: number): void {
    for (const segment of this.#segments) segment.closeIdle(before)
  }

  /** Stops appends; with `checkpoint`, a restart has nothing to read again. */
  async close(options: { readonly checkpoint: boolean }): Promise<void> {
    this.#closed = true
    for (const waiter of this.#waiters) waiter(Number.POSITIVE_INFINITY)
    await this.#exclusive(async () => {
      for (const pending of this.#queue.splice(0)) pending.reject(closedError())
      if (options.checkpoint && this.#sinceCheckpoint > 0) {
        // Without it a restart reads a little more; that is no reason to keep the rest from closing.
        await this.#checkpoint().catch((error: unknown) =>
          this.#host.warn(`${this.directory}: ${error}`),
        )
      }
      await this.#checkpoints
      for (const segment of this.#segments) segment.retire()
    })
  }
}

function closedError(): ProtocolError {
  return new ProtocolError(errorCode.unknownTopicOrPartition, 'the partition is closed')
}

function storageError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error
  const message = messageOf(error)
  return new ProtocolError(errorCode.kafkaStorageError, `the log cannot be written: ${message}`)
}
