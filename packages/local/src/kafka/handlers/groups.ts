import {
  findCoordinatorApi,
  heartbeatApi,
  joinGroupApi,
  leaveGroupApi,
  syncGroupApi,
} from '../apis/group-membership.ts'
import type { Group } from '../groups/group.ts'
import { errorCode } from '../protocol/error-code.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'
import { refuseTransaction } from './transactions.ts'

const coordinatorType = { group: 0, transaction: 1 } as const

/** The member id is required in its own round trip from this version of JoinGroup on. */
const memberIdRequiredSince = 4

const skipAssignmentSince = 9

/** FindCoordinator, JoinGroup, SyncGroup, Heartbeat and LeaveGroup, for groups of any protocol type. */
export function groupRoutes(broker: Broker): readonly Route[] {
  const coordinator = (keyType: number, clientId: string) => {
    if (keyType === coordinatorType.group) {
      const { nodeId, host, port } = broker
      return { errorCode: errorCode.none, errorMessage: null, nodeId, host, port }
    }
    if (keyType !== coordinatorType.transaction) {
      return noCoordinator(errorCode.invalidRequest, `unknown coordinator type ${keyType}`)
    }
    const { code, message } = refuseTransaction(broker, clientId)
    return noCoordinator(code, message)
  }
  const existing = (id: string, unknown: number): Group | number => {
    if (id === '') return errorCode.invalidGroupId
    return broker.groups.get(id) ?? unknown
  }

  return [
    route({
      api: findCoordinatorApi,
      handle: ({ keyType, coordinatorKeys }, { version, clientId }) =>
        version < 4
          ? coordinator(keyType, clientId)
          : {
              coordinators: coordinatorKeys.map(key => ({
                key,
                ...coordinator(keyType, clientId),
              })),
            },
      refuse: ({ coordinatorKeys }, { code, message }) => ({
        ...noCoordinator(code, message),
        coordinators: coordinatorKeys.map(key => ({ key, ...noCoordinator(code, message) })),
      }),
    }),
    route({
      api: joinGroupApi,
      async handle(request, { version, clientId, clientHost }) {
        const { groupId, memberId, sessionTimeoutMs } = request
        const failed = (code: number) => ({ errorCode: code, memberId })
        if (groupId === '') return failed(errorCode.invalidGroupId)
        const { config } = broker
        if (
          sessionTimeoutMs < config.number('group.min.session.timeout.ms') ||
          sessionTimeoutMs > config.number('group.max.session.timeout.ms')
        ) {
          return failed(errorCode.invalidSessionTimeout)
        }
        // A group comes into being with its first member, not with a request that is refused.
        if (broker.groups.get(groupId) === undefined) {
          if (memberId !== '') return failed(errorCode.unknownMemberId)
          if (request.protocolType === '' || request.protocols.length === 0) {
            return failed(errorCode.inconsistentGroupProtocol)
          }
        }
        const answer = await broker.groups.getOrCreate(groupId).join({
          memberId,
          groupInstanceId: request.groupInstanceId,
          clientId,
          clientHost,
          sessionTimeoutMs,
          // Version 0 knows one timeout for both.
          rebalanceTimeoutMs:
            request.rebalanceTimeoutMs < 0 ? sessionTimeoutMs : request.rebalanceTimeoutMs,
          protocolType: request.protocolType,
          // Copies: the request's buffer does not live on with the member.
          protocols: request.protocols.map(({ name, metadata }) => ({
            name,
            metadata: Buffer.from(metadata),
          })),
          needsMemberId: version >= memberIdRequiredSince,
          canSkipAssignment: version >= skipAssignmentSince,
        })
        // Before version 7 the name of the protocol cannot be null.
        return version < 7 ? { ...answer, protocolName: answer.protocolName ?? '' } : answer
      },
      refuse: ({ memberId }, { code }) => ({ errorCode: code, memberId }),
    }),
    route({
      api: syncGroupApi,
      handle(request) {
        const group = existing(request.groupId, errorCode.unknownMemberId)
        return typeof group === 'number' ? { errorCode: group } : group.sync(request)
      },
      refuse: (_request, { code }) => ({ errorCode: code }),
    }),
    route({
      api: heartbeatApi,
      handle(request) {
        const group = existing(request.groupId, errorCode.unknownMemberId)
        return { errorCode: typeof group === 'number' ? group : group.heartbeat(request) }
      },
      refuse: (_request, { code }) => ({ errorCode: code }),
    }),
    route({
      api: leaveGroupApi,
      handle(request, { version }) {
        const group = existing(request.groupId, errorCode.unknownMemberId)
        const leave = (memberId: string, instanceId: string | null) =>
          typeof group === 'number' ? group : group.leave(memberId, instanceId)
        if (version < 3) return { errorCode: leave(request.memberId, null) }
        if (group === errorCode.invalidGroupId) return { errorCode: group }
        return {
          errorCode: errorCode.none,
          members: request.members.map(({ memberId, groupInstanceId }) => ({
            memberId,
            groupInstanceId,
            errorCode: leave(memberId, groupInstanceId),
          })),
        }
      },
      refuse: (_request, { code }) => ({ errorCode: code }),
    }),
  ]
}

function noCoordinator(code: number, message: string) {
  return { errorCode: code, errorMessage: message, nodeId: -1, host: '', port: -1 }
}
