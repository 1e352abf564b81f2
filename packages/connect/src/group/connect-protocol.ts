import { StructureReader, StructureWriter } from '@tidewire/kafka'

/*
 * The data that Connect workers exchange in JoinGroup and SyncGroup (Kafka Connect: ConnectProtocol v0,
 * IncrementalCooperativeConnectProtocol v1 and v2):
 *
 *   Metadata   := int16 version | STRING url | INT64 configOffset | v1, v2: NULLABLE BYTES allocation (an Assignment)
 *   Assignment := int16 version | INT16 error | STRING leader | STRING leaderUrl | INT64 configOffset
 *                 | ARRAY<Work> assigned | v1, v2: ARRAY<Work> revoked | INT32 delayMs
 *   Work       := STRING connector | ARRAY<INT32> tasks      (task -1 is the connector itself)
 */

/** The part of a connector's work that a worker does: tasks by number, -1 for the connector itself. */
export interface AssignedWork {
  readonly connector: string
  readonly tasks: readonly number[]
}

/** What a worker tells when it joins. */
export interface WorkerMetadata {
  readonly version: number
  readonly url: string
  readonly configOffset: bigint
  /** What the worker runs at the moment; null on the first join and in version 0. */
  readonly allocation: WorkAssignment | null
}

/** What the leader hands to a worker. */
export interface WorkAssignment {
  readonly version: number
  /** 0 none, 1 configuration mismatch. */
  readonly error: number
  readonly leader: string
  readonly leaderUrl: string
  readonly configOffset: bigint
  readonly assigned: readonly AssignedWork[]
  readonly revoked: readonly AssignedWork[]
  readonly delayMs: number
}

/** Protocol names with their metadata versions, most wanted first, for each value of `connect.protocol`. */
export const offeredProtocols = {
  sessioned: [
    ['sessioned', 2],
    ['compatible', 1],
    ['default', 0],
  ],
  compatible: [
    ['compatible', 1],
    ['default', 0],
  ],
  eager: [['default', 0]],
} as const satisfies Record<string, readonly (readonly [string, number])[]>

function readWork(reader: StructureReader): AssignedWork[] {
  return (
    reader.array(() => ({
      connector: reader.string(),
      tasks: reader.array(() => reader.int32()) ?? [],
    })) ?? []
  )
}

function writeWork(writer: StructureWriter, work: readonly AssignedWork[] | null): void {
  writer.array(work, ({ connector, tasks }) => {
    writer.string(connector)
    writer.array(tasks, task => writer.int32(task))
  })
}

/** Encodes join metadata. */
export function encodeMetadata(metadata: WorkerMetadata): Buffer {
  const writer = new StructureWriter()
    .int16(metadata.version)
    .string(metadata.url)
    .int64(metadata.configOffset)
  if (metadata.version > 0) {
    const { allocation } = metadata
    writer.nullableBytes(allocation === null ? null : encodeAssignment(allocation))
  }
  return writer.toBuffer()
}

/** Decodes join metadata; fields that are missing at the end count as absent. Throws `RangeError` on other nonsense. */
export function decodeMetadata(bytes: Buffer): WorkerMetadata {
  const reader = new StructureReader(bytes)
  const version = reader.int16()
  const url = reader.string()
  const configOffset = reader.int64()
  const allocation = version > 0 && reader.left > 0 ? reader.nullableBytes() : null
  return {
    version,
    url,
    configOffset,
    allocation:
      allocation === null || allocation.length === 0 ? null : decodeAssignment(allocation),
  }
}

/** Encodes an assignment. */
export function encodeAssignment(assignment: WorkAssignment): Buffer {
  const writer = new StructureWriter()
    .int16(assignment.version)
    .int16(assignment.error)
    .string(assignment.leader)
    .string(assignment.leaderUrl)
    .int64(assignment.configOffset)
  writeWork(writer, assignment.assigned)
  if (assignment.version > 0) {
    writeWork(writer, assignment.revoked)
    writer.int32(assignment.delayMs)
  }
  return writer.toBuffer()
}

/** Decodes an assignment; fields that are missing at the end count as empty. Throws `RangeError` on other nonsense. */
export function decodeAssignment(bytes: Buffer): WorkAssignment {
  const reader = new StructureReader(bytes)
  return {
    version: reader.int16(),
    error: reader.int16(),
    leader: reader.string(),
    leaderUrl: reader.string(),
    configOffset: reader.int64(),
    assigned: reader.left > 0 ? readWork(reader) : [],
    revoked: reader.left > 0 ? readWork(reader) : [],
    delayMs: reader.left > 0 ? reader.int32() : 0,
  }
}
