import type { API, Library } from './library.ts'

/** One request of the Kafka protocol in all versions we speak, newest first. */
export interface Request<Args extends unknown[], Result> {
  readonly name: string
  readonly key: number
  readonly versions: readonly API<Args, Result>[]
}

/** Declares a request; the library gives every version of one request the same arguments and result. */
export function requestOf<Args extends unknown[], Result>(
  name: string,
  newest: API<Args, Result>,
  ...older: readonly API<never, unknown>[]
): Request<Args, Result> {
  const versions = [newest, ...(older as unknown as readonly API<Args, Result>[])]
  return { name, key: newest.key, versions }
}

type RequestFrom<T> = T extends API<infer Args, infer Result> ? Request<Args, Result> : never

/** The requests we send, except Fetch and Produce, which have codecs of their own. */
export interface Requests {
  readonly apiVersions: RequestFrom<Library['apiVersionsV3']['api']>
  readonly metadata: RequestFrom<Library['metadataV12']['api']>
  readonly describeCluster: RequestFrom<Library['describeClusterV0']['api']>
  readonly findCoordinator: RequestFrom<Library['findCoordinatorV4']['api']>
  readonly listOffsets: RequestFrom<Library['listOffsetsV7']['api']>
  readonly initProducerId: RequestFrom<Library['initProducerIdV4']['api']>
  readonly joinGroup: RequestFrom<Library['joinGroupV9']['api']>
  readonly syncGroup: RequestFrom<Library['syncGroupV5']['api']>
  readonly heartbeat: RequestFrom<Library['heartbeatV4']['api']>
  readonly leaveGroup: RequestFrom<Library['leaveGroupV5']['api']>
  readonly offsetCommit: RequestFrom<Library['offsetCommitV8']['api']>
  readonly offsetFetch: RequestFrom<Library['offsetFetchV8']['api']>
  readonly offsetDelete: RequestFrom<Library['offsetDeleteV0']['api']>
  readonly createTopics: RequestFrom<Library['createTopicsV7']['api']>
  readonly deleteTopics: RequestFrom<Library['deleteTopicsV6']['api']>
  readonly createPartitions: RequestFrom<Library['createPartitionsV3']['api']>
  readonly describeConfigs: RequestFrom<Library['describeConfigsV4']['api']>
  readonly incrementalAlterConfigs: RequestFrom<Library['incrementalAlterConfigsV1']['api']>
  readonly listGroups: RequestFrom<Library['listGroupsV4']['api']>
  readonly describeGroups: RequestFrom<Library['describeGroupsV5']['api']>
  readonly deleteGroups: RequestFrom<Library['deleteGroupsV2']['api']>
}

/**
 * The requests in the versions from 2.4 to 3.0 of Kafka on;
 * newer ones are left out where they name topics by id, which older brokers do not know.
 */
export function requestsOf(lib: Library): Requests {
  return {
    apiVersions: requestOf('ApiVersions', lib.apiVersionsV3.api),
    metadata: requestOf(
      'Metadata',
      lib.metadataV12.api,
      lib.metadataV11.api,
      lib.metadataV10.api,
      lib.metadataV9.api,
    ),
    describeCluster: requestOf('DescribeCluster', lib.describeClusterV0.api),
    findCoordinator: requestOf(
      'FindCoordinator',
      lib.findCoordinatorV4.api,
      lib.findCoordinatorV3.api,
    ),
    listOffsets: requestOf('ListOffsets', lib.listOffsetsV7.api, lib.listOffsetsV6.api),
    initProducerId: requestOf(
      'InitProducerId',
      lib.initProducerIdV4.api,
      lib.initProducerIdV3.api,
      lib.initProducerIdV2.api,
    ),
    joinGroup: requestOf(
      'JoinGroup',
      lib.joinGroupV9.api,
      lib.joinGroupV8.api,
      lib.joinGroupV7.api,
      lib.joinGroupV6.api,
    ),
    syncGroup: requestOf('SyncGroup', lib.syncGroupV5.api, lib.syncGroupV4.api),
    heartbeat: requestOf('Heartbeat', lib.heartbeatV4.api),
    leaveGroup: requestOf('LeaveGroup', lib.leaveGroupV5.api, lib.leaveGroupV4.api),
    offsetCommit: requestOf('OffsetCommit', lib.offsetCommitV8.api),
    offsetFetch: requestOf('OffsetFetch', lib.offsetFetchV8.api, lib.offsetFetchV7.api),
    offsetDelete: requestOf('OffsetDelete', lib.offsetDeleteV0.api),
    createTopics: requestOf(
      'CreateTopics',
      lib.createTopicsV7.api,
      lib.createTopicsV6.api,
      lib.createTopicsV5.api,
    ),
    deleteTopics: requestOf('DeleteTopics', lib.deleteTopicsV6.api),
    createPartitions: requestOf(
      'CreatePartitions',
      lib.createPartitionsV3.api,
      lib.createPartitionsV2.api,
    ),
    describeConfigs: requestOf('DescribeConfigs', lib.describeConfigsV4.api),
    incrementalAlterConfigs: requestOf(
      'IncrementalAlterConfigs',
      lib.incrementalAlterConfigsV1.api,
    ),
    listGroups: requestOf('ListGroups', lib.listGroupsV4.api),
    describeGroups: requestOf('DescribeGroups', lib.describeGroupsV5.api),
    deleteGroups: requestOf('DeleteGroups', lib.deleteGroupsV2.api),
  }
}
