import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyBytes, offsetOf, valueBytes } from '@tidewire/core'
import {
  encodeBatch,
  type PlainRecord,
  readBatchHeader,
  readRecordSet,
} from '@tidewire/kafka/records'
import { BrokerConfig, logSettings } from '../config/broker-config.ts'
import { type Appended, type LogHost, PartitionLog } from './partition-log.ts'

/** A folder that is removed at the end of the block. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'tidewire-log-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A host whose disk can be made full. */
export function testHost(): LogHost & { full: boolean; readonly warnings: string[] } {
  const warnings: string[] = []
  return {
    full: false,
    warnings,
    beforeWrite() {
      if (this.full) throw new Error('ENOSPC: no space left on device')
    },
    warn: message => warnings.push(message),
  }
}

/** Opens a log with a topic's configuration. */
export function openLog(
  directory: string,
  config: Readonly<Record<string, string>> = {},
  host: LogHost = testHost(),
): Promise<PartitionLog> {
  const settings = logSettings(new Map(Object.entries(config)), new BrokerConfig())
  return PartitionLog.open(directory, settings, host)
}

/** A record with a text as value, and perhaps a key. */
export function textRecord(value: string | null, key?: string, timestamp = 1000n): PlainRecord {
  return {
    key: key === undefined ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    timestamp,
  }
}

/** Appends records as one batch. */
export function appendRecords(
  log: PartitionLog,
  records: readonly PlainRecord[],
  options: Parameters<typeof encodeBatch>[1] = {},
): Promise<Appended> {
  const bytes = encodeBatch(records, options)
  return log.append(bytes, readBatchHeader(bytes))
}

/** A record as it is read back. */
export interface ReadRecord {
  readonly offset: bigint
  readonly key: string | null
  readonly value: string | null
}

/** The bytes of one read. */
export async function readBytes(
  log: PartitionLog,
  offset: bigint,
  maxBytes = 1_000_000,
  firstAlways = true,
): Promise<Buffer | null> {
  const region = await log.read(offset, maxBytes, firstAlways)
  if (region === null) return null
  const bytes = Buffer.alloc(region.size)
  for (let at = 0; at < bytes.length; ) at += await region.read(bytes.subarray(at), at)
  region.release()
  return bytes
}

/** All records from `offset` on. */
export async function readRecords(log: PartitionLog, offset = 0n): Promise<ReadRecord[]> {
  const found: ReadRecord[] = []
  for (let at = offset; at < log.nextOffset; ) {
    const bytes = await readBytes(log, at)
    if (bytes === null) break
    const set = readRecordSet(bytes, { topic: 't', partition: 0, fromOffset: at })
    for (const batch of set.batches) {
      for (let i = 0; i < batch.count; i += 1) {
        found.push({
          offset: offsetOf(batch, i),
          key: keyBytes(batch, i)?.toString('utf8') ?? null,
          value: valueBytes(batch, i)?.toString('utf8') ?? null,
        })
      }
    }
    if (set.nextOffset === at) break
    at = set.nextOffset
  }
  return found
}
