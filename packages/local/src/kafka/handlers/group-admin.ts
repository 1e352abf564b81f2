import {
  consumerGroupHeartbeatApi,
  deleteGroupsApi,
  describeGroupsApi,
  listGroupsApi,
} from '../apis/group-admin.ts'
import type { Group } from '../groups/group.ts'
import { noBytes } from '../groups/group-answer.ts'
import { answerFor, errorCode } from '../protocol/error-code.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'

/** From this version on DescribeGroups says that a group does not exist; before, it is "Dead". */
const notFoundSince = 6

function describe(group: Group) {
  const settled = group.state === 'Stable'
  const protocol = settled ? (group.protocol ?? '') : ''
  return {
    errorCode: errorCode.none,
    groupId: group.id,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: protocol,
    members: group.members.map(member => ({
      memberId: member.id,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: settled ? member.metadataOf(protocol) : noBytes,
      memberAssignment: settled ? member.assignment : noBytes,
    })),
  }
}

function dead(groupId: string, code: number, message: string | null) {
  return {
    errorCode: code,
    errorMessage: message,
    groupId,
    groupState: 'Dead',
    protocolType: '',
    protocolData: '',
    members: [],
  }
}

/** ListGroups, DescribeGroups, DeleteGroups, and the refusal of the newer consumer protocol. */
export function groupAdminRoutes(broker: Broker): readonly Route[] {
  return [
    route({
      api: listGroupsApi,
      handle({ statesFilter, typesFilter }) {
        const states = new Set(statesFilter.map(state => state.toLowerCase()))
        const types = new Set(typesFilter.map(type => type.toLowerCase()))
        const groups = broker.groups
          .all()
          .filter(group => states.size === 0 || states.has(group.state.toLowerCase()))
          .filter(() => types.size === 0 || types.has('classic'))
        return {
          errorCode: errorCode.none,
          groups: groups.map(group => ({
            groupId: group.id,
            protocolType: group.protocolType ?? '',
            groupState: group.state,
          })),
        }
      },
      refuse: (_request, { code }) => ({ errorCode: code, groups: [] }),
    }),
    route({
      api: describeGroupsApi,
      handle: (request, { version }) => ({
        groups: request.groups.map(groupId => {
          if (groupId === '') return dead(groupId, errorCode.invalidGroupId, null)
          const group = broker.groups.get(groupId)
          if (group !== undefined) return describe(group)
          return version < notFoundSince
            ? dead(groupId, errorCode.none, null)
            : dead(groupId, errorCode.groupIdNotFound, `Group ${groupId} not found.`)
        }),
      }),
      refuse: (request, { code, message }) => ({
        groups: request.groups.map(groupId => dead(groupId, code, message)),
      }),
    }),
    route({
      api: deleteGroupsApi,
      handle: async request => ({
        results: await Promise.all(
          request.groupsNames.map(async groupId => {
            try {
              await broker.groups.delete(groupId)
              return { groupId, errorCode: errorCode.none }
            } catch (error) {
              return { groupId, errorCode: answerFor(error).code }
            }
          }),
        ),
      }),
      refuse: (request, { code }) => ({
        results: request.groupsNames.map(groupId => ({ groupId, errorCode: code })),
      }),
    }),
    route({
      api: consumerGroupHeartbeatApi,
      handle: () => ({
        errorCode: errorCode.unsupportedVersion,
        errorMessage:
          'The local broker has the classic group protocol only: set group.protocol=classic',
      }),
      refuse: (_request, { code, message }) => ({ errorCode: code, errorMessage: message }),
    }),
  ]
}
