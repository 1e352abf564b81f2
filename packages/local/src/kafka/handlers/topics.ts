import {
  createPartitionsApi,
  createTopicsApi,
  deleteTopicsApi,
  listPartitionReassignmentsApi,
} from '../apis/topics.ts'
import { topicKeys } from '../config/topic-keys.ts'
import { answerFor, errorCode, ProtocolError } from '../protocol/error-code.ts'
import { zeroUuid } from '../protocol/schema.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'
import { describeTopicKey } from './config-description.ts'

/** "Take the broker's default" in CreateTopics. */
const useDefault = -1

interface TopicToCreate {
  readonly name: string
  readonly numPartitions: number
  readonly replicationFactor: number
  readonly assignments: readonly {
    readonly partitionIndex: number
    readonly brokerIds: readonly number[]
  }[]
  readonly configs: readonly { readonly name: string; readonly value: string | null }[]
}

/** Throws `ProtocolError` 38, 39 or 40 for what one broker cannot do; returns the number of partitions. */
function checkPlacement(asked: TopicToCreate, broker: Broker): number {
  const { assignments } = asked
  if (assignments.length > 0) {
    const bad = (reason: string) => new ProtocolError(errorCode.invalidReplicaAssignment, reason)
    if (asked.numPartitions !== useDefault || asked.replicationFactor !== useDefault) {
      throw new ProtocolError(
        errorCode.invalidRequest,
        'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
      )
    }
    const indexes = new Set(assignments.map(({ partitionIndex }) => partitionIndex))
    for (let i = 0; i < assignments.length; i += 1) {
      if (!indexes.has(i)) throw bad('partitions should be a consecutive 0-based integer sequence')
    }
    for (const { partitionIndex, brokerIds } of assignments) {
      if (brokerIds.length !== 1 || brokerIds[0] !== broker.nodeId) {
        throw bad(`Partition ${partitionIndex} can only be on broker ${broker.nodeId}.`)
      }
    }
    return assignments.length
  }
  const { replicationFactor, numPartitions } = asked
  if (replicationFactor !== useDefault && replicationFactor !== 1) {
    throw new ProtocolError(
      errorCode.invalidReplicationFactor,
      replicationFactor < 1
        ? 'Replication factor must be larger than 0.'
        : `Unable to replicate the partition ${replicationFactor} time(s): The target replication factor of ${replicationFactor} cannot be reached because only 1 broker(s) are registered.`,
    )
  }
  return numPartitions === useDefault ? broker.config.number('num.partitions') : numPartitions
}

function configOf(asked: TopicToCreate): ReadonlyMap<string, string> {
  const config = new Map<string, string>()
  for (const { name, value } of asked.configs) {
    if (value === null) {
      throw new ProtocolError(
        errorCode.invalidConfig,
        `Null value not supported for topic configs: ${name}`,
      )
    }
    config.set(name, value)
  }
  return config
}

/** CreateTopics, DeleteTopics, CreatePartitions and ListPartitionReassignments. */
export function topicRoutes(broker: Broker): readonly Route[] {
  const { topics } = broker

  const createOne = async (asked: TopicToCreate, twice: boolean, validateOnly: boolean) => {
    const { name } = asked
    try {
      if (twice) {
        throw new ProtocolError(errorCode.invalidRequest, 'Duplicate topic in the request.')
      }
      const partitions = checkPlacement(asked, broker)
      const topic = { name, partitions, config: configOf(asked) }
      if (validateOnly) topics.check(topic)
      const created = validateOnly ? undefined : await topics.create(topic)
      return {
        name,
        topicId: created?.id ?? zeroUuid,
        errorCode: errorCode.none,
        numPartitions: partitions,
        replicationFactor: 1,
        configs: topicKeys.map(key => {
          const { value, source } = describeTopicKey(key, topic.config, broker.config)
          return {
            name: key.name,
            value,
            readOnly: false,
            configSource: source,
            isSensitive: false,
          }
        }),
      }
    } catch (error) {
      const { code, message } = answerFor(error)
      return { name, topicId: zeroUuid, errorCode: code, errorMessage: message, configs: [] }
    }
  }

  const deleteOne = async (name: string | null, topicId: string) => {
    try {
      const topic = name === null ? topics.byId(topicId) : topics.get(name)
      if (topic === undefined) {
        throw new ProtocolError(
          name === null ? errorCode.unknownTopicId : errorCode.unknownTopicOrPartition,
          'This server does not host this topic-partition.',
        )
      }
      if (topic.internal) {
        throw new ProtocolError(errorCode.invalidRequest, `Topic ${topic.name} is internal.`)
      }
      if (!broker.config.flag('delete.topic.enable')) {
        throw new ProtocolError(errorCode.topicDeletionDisabled, 'Topic deletion is disabled.')
      }
      await topics.delete(topic.name)
      await broker.groups.forgetTopic(topic.name)
      return { name: topic.name, topicId: topic.id, errorCode: errorCode.none }
    } catch (error) {
      const { code, message } = answerFor(error)
      return { name, topicId, errorCode: code, errorMessage: message }
    }
  }

  const asked = (request: {
    readonly topics: readonly { readonly name: string | null; readonly topicId: string }[]
    readonly topicNames: readonly string[]
  }) =>
    request.topics.length > 0
      ? request.topics
      : request.topicNames.map(name => ({ name, topicId: zeroUuid }))

  return [
    route({
      api: createTopicsApi,
      async handle(request) {
        const names = request.topics.map(({ name }) => name)
        const answers = []
        for (const topic of request.topics) {
          const twice = names.indexOf(topic.name) !== names.lastIndexOf(topic.name)
          answers.push(await createOne(topic, twice, request.validateOnly))
        }
        return { topics: answers }
      },
      refuse: (request, { code, message }) => ({
        topics: request.topics.map(({ name }) => ({
          name,
          topicId: zeroUuid,
          errorCode: code,
          errorMessage: message,
          configs: [],
        })),
      }),
    }),
    route({
      api: deleteTopicsApi,
      async handle(request) {
        const responses = []
        for (const { name, topicId } of asked(request)) {
          responses.push(await deleteOne(name, topicId))
        }
        return { responses }
      },
      refuse: (request, { code, message }) => ({
        responses: asked(request).map(topic => ({
          ...topic,
          errorCode: code,
          errorMessage: message,
        })),
      }),
    }),
    route({
      api: createPartitionsApi,
      async handle(request) {
        const results = []
        for (const { name, count, assignments } of request.topics) {
          try {
            if (assignments?.some(({ brokerIds }) => brokerIds.some(id => id !== broker.nodeId))) {
              throw new ProtocolError(
                errorCode.invalidReplicaAssignment,
                `Partitions can only be on broker ${broker.nodeId}.`,
              )
            }
            await topics.grow(name, count, request.validateOnly)
            results.push({ name, errorCode: errorCode.none })
          } catch (error) {
            const { code, message } = answerFor(error)
            results.push({ name, errorCode: code, errorMessage: message })
          }
        }
        return { results }
      },
      refuse: (request, { code, message }) => ({
        results: request.topics.map(({ name }) => ({
          name,
          errorCode: code,
          errorMessage: message,
        })),
      }),
    }),
    route({
      api: listPartitionReassignmentsApi,
      handle: () => ({ errorCode: errorCode.none, topics: [] }),
      refuse: (_request, { code, message }) => ({
        errorCode: code,
        errorMessage: message,
        topics: [],
      }),
    }),
  ]
}
