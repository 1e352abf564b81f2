import { type Api, defineApi } from '../protocol/api.ts'
import { array, bool, bytes, int8, int16, int32, list, string } from '../protocol/schema.ts'

const findRequest = {
  key: string.until(3),
  keyType: int8.since(1).or(0),
  coordinatorKeys: array(string).since(4),
}

const findResponse = {
  throttleTimeMs: int32.since(1).or(0),
  errorCode: int16.until(3).or(0),
  errorMessage: string.since(1).until(3).nullable(1).or(null),
  nodeId: int32.until(3).or(-1),
  host: string.until(3).or(''),
  port: int32.until(3).or(-1),
  coordinators: list({
    key: string,
    nodeId: int32,
    host: string,
    port: int32,
    errorCode: int16,
    errorMessage: string.nullable().or(null),
  })
    .since(4)
    .or([]),
}

/** Kafka protocol: FindCoordinator v0–v6. */
export const findCoordinatorApi: Api<typeof findRequest, typeof findResponse> = defineApi({
  key: 10,
  name: 'FindCoordinator',
  versions: [0, 6],
  flexible: 3,
  request: findRequest,
  response: findResponse,
})

const joinRequest = {
  groupId: string,
  sessionTimeoutMs: int32,
  rebalanceTimeoutMs: int32.since(1).or(-1),
  memberId: string,
  groupInstanceId: string.since(5).nullable(5).or(null),
  protocolType: string,
  protocols: list({ name: string, metadata: bytes }),
  reason: string.since(8).nullable(8).or(null),
}

const joinResponse = {
  throttleTimeMs: int32.since(2).or(0),
  errorCode: int16,
  generationId: int32.or(-1),
  protocolType: string.since(7).nullable(7).or(null),
  protocolName: string.nullable(7).or(''),
  leader: string.or(''),
  skipAssignment: bool.since(9).or(false),
  memberId: string,
  members: list({
    memberId: string,
    groupInstanceId: string.since(5).nullable(5).or(null),
    metadata: bytes,
  }).or([]),
}

/** Kafka protocol: JoinGroup v0–v9. */
export const joinGroupApi: Api<typeof joinRequest, typeof joinResponse> = defineApi({
  key: 11,
  name: 'JoinGroup',
  versions: [0, 9],
  flexible: 6,
  request: joinRequest,
  response: joinResponse,
})

const syncRequest = {
  groupId: string,
  generationId: int32,
  memberId: string,
  groupInstanceId: string.since(3).nullable(3).or(null),
  protocolType: string.since(5).nullable(5).or(null),
  protocolName: string.since(5).nullable(5).or(null),
  assignments: list({ memberId: string, assignment: bytes }),
}

const syncResponse = {
  throttleTimeMs: int32.since(1).or(0),
  errorCode: int16,
  protocolType: string.since(5).nullable(5).or(null),
  protocolName: string.since(5).nullable(5).or(null),
  assignment: bytes.or(Buffer.alloc(0)),
}

/** Kafka protocol: SyncGroup v0–v5. */
export const syncGroupApi: Api<typeof syncRequest, typeof syncResponse> = defineApi({
  key: 14,
  name: 'SyncGroup',
  versions: [0, 5],
  flexible: 4,
  request: syncRequest,
  response: syncResponse,
})

const heartbeatRequest = {
  groupId: string,
  generationId: int32,
  memberId: string,
  groupInstanceId: string.since(3).nullable(3).or(null),
}

const heartbeatResponse = { throttleTimeMs: int32.since(1).or(0), errorCode: int16 }

/** Kafka protocol: Heartbeat v0–v4. */
export const heartbeatApi: Api<typeof heartbeatRequest, typeof heartbeatResponse> = defineApi({
  key: 12,
  name: 'Heartbeat',
  versions: [0, 4],
  flexible: 4,
  request: heartbeatRequest,
  response: heartbeatResponse,
})

const leaveRequest = {
  groupId: string,
  memberId: string.until(2),
  members: list({
    memberId: string,
    groupInstanceId: string.nullable().or(null),
    reason: string.since(5).nullable(5).or(null),
  }).since(3),
}

const leaveResponse = {
  throttleTimeMs: int32.since(1).or(0),
  errorCode: int16,
  members: list({ memberId: string, groupInstanceId: string.nullable(), errorCode: int16 })
    .since(3)
    .or([]),
}

/** Kafka protocol: LeaveGroup v0–v5. */
export const leaveGroupApi: Api<typeof leaveRequest, typeof leaveResponse> = defineApi({
  key: 13,
  name: 'LeaveGroup',
  versions: [0, 5],
  flexible: 4,
  request: leaveRequest,
  response: leaveResponse,
})
