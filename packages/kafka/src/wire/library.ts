/** The only file that names the Kafka client library; everything else goes through these types. */
import type { API, Connection, SASLOptions } from '@platformatic/kafka'

export type { Reader, Writer } from '@platformatic/kafka'
export type { API, Connection, SASLOptions }

/** The whole client library. */
export type WholeLibrary = typeof import('@platformatic/kafka')

/** The files of the library that encode the requests we send, by the name the library exports them under. */
const requestFiles = {
  apiVersionsV3: 'metadata/api-versions-v3',
  metadataV9: 'metadata/metadata-v9',
  metadataV10: 'metadata/metadata-v10',
  metadataV11: 'metadata/metadata-v11',
  metadataV12: 'metadata/metadata-v12',
  describeClusterV0: 'admin/describe-cluster-v0',
  findCoordinatorV3: 'metadata/find-coordinator-v3',
  findCoordinatorV4: 'metadata/find-coordinator-v4',
  listOffsetsV6: 'consumer/list-offsets-v6',
  listOffsetsV7: 'consumer/list-offsets-v7',
  initProducerIdV2: 'producer/init-producer-id-v2',
  initProducerIdV3: 'producer/init-producer-id-v3',
  initProducerIdV4: 'producer/init-producer-id-v4',
  joinGroupV6: 'consumer/join-group-v6',
  joinGroupV7: 'consumer/join-group-v7',
  joinGroupV8: 'consumer/join-group-v8',
  joinGroupV9: 'consumer/join-group-v9',
  syncGroupV4: 'consumer/sync-group-v4',
  syncGroupV5: 'consumer/sync-group-v5',
  heartbeatV4: 'consumer/heartbeat-v4',
  leaveGroupV4: 'consumer/leave-group-v4',
  leaveGroupV5: 'consumer/leave-group-v5',
  offsetCommitV8: 'consumer/offset-commit-v8',
  offsetFetchV7: 'consumer/offset-fetch-v7',
  offsetFetchV8: 'consumer/offset-fetch-v8',
  offsetDeleteV0: 'admin/offset-delete-v0',
  createTopicsV5: 'admin/create-topics-v5',
  createTopicsV6: 'admin/create-topics-v6',
  createTopicsV7: 'admin/create-topics-v7',
  deleteTopicsV6: 'admin/delete-topics-v6',
  createPartitionsV2: 'admin/create-partitions-v2',
  createPartitionsV3: 'admin/create-partitions-v3',
  describeConfigsV4: 'admin/describe-configs-v4',
  incrementalAlterConfigsV1: 'admin/incremental-alter-configs-v1',
  listGroupsV4: 'admin/list-groups-v4',
  describeGroupsV5: 'admin/describe-groups-v5',
  deleteGroupsV2: 'admin/delete-groups-v2',
} as const

const partFiles = [
  'apis/definitions.js',
  'protocol/reader.js',
  'protocol/writer.js',
  'protocol/errors.js',
  'errors.js',
] as const

/** The parts of the client library that every connection needs. */
export type Library = Pick<
  WholeLibrary,
  | keyof typeof requestFiles
  | 'createAPI'
  | 'Reader'
  | 'Writer'
  | 'ResponseError'
  | 'protocolErrors'
  | 'protocolErrorsCodesById'
>

/**
 * Loads what of the library we use, file by file: the whole takes five times the time and 40 MB more memory (a JSON
 * schema compiler, 260 request versions, schema registries). The files are those of the exact version we depend on;
 * should their places change, the whole library is loaded instead.
 */
export async function loadLibrary(): Promise<Library> {
  try {
    const root = import.meta.resolve('@platformatic/kafka')
    const load = async (file: string): Promise<object> => await import(new URL(file, root).href)
    const parts = await Promise.all(partFiles.map(load))
    const names = Object.entries(requestFiles)
    const requests = await Promise.all(
      names.map(async ([name, file]) => [name, await load(`apis/${file}.js`)] as const),
    )
    return Object.assign({}, ...parts, Object.fromEntries(requests)) as Library
  } catch {
    return await loadWhole()
  }
}

/** Loads all of the library: logging in needs it. */
export async function loadWhole(): Promise<WholeLibrary> {
  return await import('@platformatic/kafka')
}
