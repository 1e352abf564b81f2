import { type Api, defineApi } from '../protocol/api.ts'
import { array, bool, bytes, int16, int32, list, string, struct, uuid } from '../protocol/schema.ts'
import { operationsNotAsked } from './metadata.ts'

const listRequest = { statesFilter: array(string).since(4), typesFilter: array(string).since(5) }

const listResponse = {
  throttleTimeMs: int32.since(1).or(0),
  errorCode: int16,
  groups: list({
    groupId: string,
    protocolType: string,
    groupState: string.since(4).or(''),
    groupType: string.since(5).or('classic'),
  }),
}

/** Kafka protocol: ListGroups v0–v5. */
export const listGroupsApi: Api<typeof listRequest, typeof listResponse> = defineApi({
  key: 16,
  name: 'ListGroups',
  versions: [0, 5],
  flexible: 3,
  request: listRequest,
  response: listResponse,
})

const describeRequest = { groups: array(string), includeAuthorizedOperations: bool.since(3) }

const describeResponse = {
  throttleTimeMs: int32.since(1).or(0),
  groups: list({
    errorCode: int16,
    errorMessage: string.since(6).nullable(6).or(null),
    groupId: string,
    groupState: string,
    protocolType: string,
    protocolData: string,
    members: list({
      memberId: string,
      groupInstanceId: string.since(4).nullable(4).or(null),
      clientId: string,
      clientHost: string,
      memberMetadata: bytes,
      memberAssignment: bytes,
    }),
    authorizedOperations: int32.since(3).or(operationsNotAsked),
  }),
}

/** Kafka protocol: DescribeGroups v0–v6. */
export const describeGroupsApi: Api<typeof describeRequest, typeof describeResponse> = defineApi({
  key: 15,
  name: 'DescribeGroups',
  versions: [0, 6],
  flexible: 5,
  request: describeRequest,
  response: describeResponse,
})

const deleteRequest = { groupsNames: array(string) }

const deleteResponse = {
  throttleTimeMs: int32.or(0),
  results: list({ groupId: string, errorCode: int16 }),
}

/** Kafka protocol: DeleteGroups v0–v2. */
export const deleteGroupsApi: Api<typeof deleteRequest, typeof deleteResponse> = defineApi({
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 2],
  flexible: 2,
  request: deleteRequest,
  response: deleteResponse,
})

const partitionsById = list({ topicId: uuid, partitions: array(int32) })

const consumerHeartbeatRequest = {
  groupId: string,
  memberId: string,
  memberEpoch: int32,
  instanceId: string.nullable().or(null),
  rackId: string.nullable().or(null),
  rebalanceTimeoutMs: int32.or(-1),
  subscribedTopicNames: array(string).nullable().or(null),
  subscribedTopicRegex: string.since(1).nullable(1).or(null),
  serverAssignor: string.nullable().or(null),
  topicPartitions: partitionsById.nullable().or(null),
}

const consumerHeartbeatResponse = {
  throttleTimeMs: int32.or(0),
  errorCode: int16,
  errorMessage: string.nullable().or(null),
  memberId: string.nullable().or(null),
  memberEpoch: int32.or(0),
  heartbeatIntervalMs: int32.or(0),
  assignment: struct({ topicPartitions: partitionsById }).nullable().or(null),
}

/** Kafka protocol: ConsumerGroupHeartbeat v0–v1; always answered as unsupported. */
export const consumerGroupHeartbeatApi: Api<
  typeof consumerHeartbeatRequest,
  typeof consumerHeartbeatResponse
> = defineApi({
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  versions: [0, 1],
  flexible: 0,
  request: consumerHeartbeatRequest,
  response: consumerHeartbeatResponse,
})
