import { offsetCommitApi, offsetDeleteApi, offsetFetchApi } from '../apis/group-offsets.ts'
import { subscribedTopics } from '../groups/consumer-subscription.ts'
import type { Group } from '../groups/group.ts'
import type { OffsetToCommit } from '../groups/group-coordinator.ts'
import { errorCode } from '../protocol/error-code.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'

/** OffsetCommit, OffsetFetch and OffsetDelete. */
export function groupOffsetRoutes(broker: Broker): readonly Route[] {
  /** The error of the whole request; the group is created for a commit without membership. */
  const checkCommit = (request: {
    readonly groupId: string
    readonly generationId: number
    readonly memberId: string
    readonly groupInstanceId: string | null
  }): number => {
    if (request.groupId === '') return errorCode.invalidGroupId
    const group = broker.groups.get(request.groupId)
    if (group !== undefined) return group.checkCommit(request)
    return request.generationId < 0 ? errorCode.none : errorCode.illegalGeneration
  }

  const fetchGroup = (
    groupId: string,
    asked:
      | readonly { readonly name: string; readonly partitionIndexes: readonly number[] }[]
      | null,
  ) => {
    const offsets = broker.groups.offsets(groupId)
    const topics =
      asked ??
      Array.from(offsets, ([name, partitions]) => ({
        name,
        partitionIndexes: [...partitions.keys()],
      }))
    return topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map(partitionIndex => {
        const stored = offsets.get(name)?.get(partitionIndex)
        return {
          partitionIndex,
          committedOffset: stored?.offset ?? -1n,
          committedLeaderEpoch: stored?.leaderEpoch ?? -1,
          metadata: stored?.metadata ?? '',
          errorCode: errorCode.none,
        }
      }),
    }))
  }

  return [
    route({
      api: offsetCommitApi,
      async handle(request) {
        const problem = checkCommit(request)
        const longest = broker.config.number('offset.metadata.max.bytes')
        const accepted: OffsetToCommit[] = []
        const topics = request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(asked => {
            const { partitionIndex } = asked
            const metadata = asked.committedMetadata ?? ''
            let code = problem
            if (code === errorCode.none) {
              if (broker.topics.get(name)?.partitions[partitionIndex] === undefined) {
                code = errorCode.unknownTopicOrPartition
              } else if (Buffer.byteLength(metadata) > longest) {
                code = errorCode.offsetMetadataTooLarge
              } else {
                accepted.push({
                  topic: name,
                  partition: partitionIndex,
                  offset: asked.committedOffset,
                  leaderEpoch: asked.committedLeaderEpoch,
                  metadata,
                })
              }
            }
            return { partitionIndex, errorCode: code }
          }),
        }))
        await broker.groups.commit(request.groupId, accepted)
        return { topics }
      },
      refuse: (request, { code }) => ({
        topics: request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code })),
        })),
      }),
    }),
    route({
      api: offsetFetchApi,
      handle(request, { version }) {
        if (version < 8) {
          // Version 1 cannot ask for everything: a list of none is none.
          return { topics: fetchGroup(request.groupId, request.topics) }
        }
        return {
          groups: request.groups.map(({ groupId, topics }) => ({
            groupId,
            topics: fetchGroup(groupId, topics),
          })),
        }
      },
      refuse: (request, { code }) => ({
        topics: (request.topics ?? []).map(({ name, partitionIndexes }) => ({
          name,
          partitions: partitionIndexes.map(partitionIndex => ({
            partitionIndex,
            committedOffset: -1n,
            metadata: '',
            errorCode: code,
          })),
        })),
        errorCode: code,
        groups: request.groups.map(({ groupId }) => ({ groupId, topics: [], errorCode: code })),
      }),
    }),
    route({
      api: offsetDeleteApi,
      async handle(request) {
        const group = broker.groups.get(request.groupId)
        const problem = checkDelete(group)
        if (problem !== errorCode.none || group === undefined)
          return { errorCode: problem, topics: [] }
        const subscribed = subscribedTopics(group)
        const accepted: { topic: string; partition: number }[] = []
        const topics = request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => {
            let code: number = errorCode.none
            if (subscribed.has(name)) code = errorCode.groupSubscribedToTopic
            else if (broker.topics.get(name)?.partitions[partitionIndex] === undefined) {
              code = errorCode.unknownTopicOrPartition
            } else accepted.push({ topic: name, partition: partitionIndex })
            return { partitionIndex, errorCode: code }
          }),
        }))
        await broker.groups.forget(request.groupId, accepted)
        return { errorCode: errorCode.none, topics }
      },
      refuse: (_request, refusal) => ({ errorCode: refusal.code, topics: [] }),
    }),
  ]
}

/** Offsets of a group with members can be deleted only where it is known what they read. */
function checkDelete(group: Group | undefined): number {
  if (group === undefined) return errorCode.groupIdNotFound
  if (group.members.length > 0 && group.protocolType !== 'consumer') return errorCode.nonEmptyGroup
  return errorCode.none
}
