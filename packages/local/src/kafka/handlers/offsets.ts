import { deleteRecordsApi, listOffsetsApi, offsetForLeaderEpochApi } from '../apis/offsets.ts'
import { leaderEpoch, type PartitionLog } from '../log/partition-log.ts'
import { findTime, largestTime } from '../log/time-search.ts'
import { answerFor, errorCode, ProtocolError } from '../protocol/error-code.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'
import { partitionOf } from '../topics/topic.ts'
import { checkLeaderEpoch } from './fetch.ts'

/** Timestamps of ListOffsets that mean something else than a time. */
const special = {
  latest: -1n,
  earliest: -2n,
  maxTimestamp: -3n,
  earliestLocal: -4n,
  latestTiered: -5n,
} as const

interface Found {
  readonly offset: bigint
  readonly timestamp: bigint
}

const nothing: Found = { offset: -1n, timestamp: -1n }

async function find(log: PartitionLog, timestamp: bigint): Promise<Found> {
  switch (timestamp) {
    case special.latest:
      return { offset: log.nextOffset, timestamp: -1n }
    case special.earliest:
    case special.earliestLocal:
      return { offset: log.logStartOffset, timestamp: -1n }
    case special.maxTimestamp:
      return (await largestTime(log)) ?? nothing
    case special.latestTiered:
      return nothing
    default:
      if (timestamp < 0n) {
        throw new ProtocolError(errorCode.unsupportedVersion, `timestamp ${timestamp}`)
      }
      return (await findTime(log, timestamp)) ?? nothing
  }
}

/** ListOffsets, OffsetForLeaderEpoch and DeleteRecords. */
export function offsetRoutes(broker: Broker): readonly Route[] {
  const listOne = async (
    name: string,
    asked: {
      readonly partitionIndex: number
      readonly currentLeaderEpoch: number
      readonly timestamp: bigint
    },
  ) => {
    const { partitionIndex } = asked
    try {
      const log = partitionOf(broker.topics.get(name), partitionIndex)
      checkLeaderEpoch(asked.currentLeaderEpoch)
      const found = await find(log, asked.timestamp)
      const epoch = found.offset < 0n ? -1 : leaderEpoch
      return { partitionIndex, errorCode: errorCode.none, ...found, leaderEpoch: epoch }
    } catch (error) {
      return { partitionIndex, errorCode: answerFor(error).code }
    }
  }

  const endOfEpoch = (
    topic: string,
    asked: {
      readonly partition: number
      readonly currentLeaderEpoch: number
      readonly leaderEpoch: number
    },
  ) => {
    const { partition } = asked
    try {
      const log = partitionOf(broker.topics.get(topic), partition)
      checkLeaderEpoch(asked.currentLeaderEpoch)
      if (asked.leaderEpoch !== leaderEpoch) return { partition, errorCode: errorCode.none }
      return { partition, errorCode: errorCode.none, leaderEpoch, endOffset: log.nextOffset }
    } catch (error) {
      return { partition, errorCode: answerFor(error).code }
    }
  }

  const deleteBefore = async (name: string, partitionIndex: number, offset: bigint) => {
    try {
      const topic = broker.topics.get(name)
      const log = partitionOf(topic, partitionIndex)
      if (topic?.internal === true || !log.settings.delete) {
        throw new ProtocolError(
          errorCode.policyViolation,
          'Records of a topic can be deleted only when its cleanup.policy has delete',
        )
      }
      const lowWatermark = await log.deleteBefore(offset)
      return { partitionIndex, lowWatermark, errorCode: errorCode.none }
    } catch (error) {
      return { partitionIndex, lowWatermark: -1n, errorCode: answerFor(error).code }
    }
  }

  return [
    route({
      api: listOffsetsApi,
      handle: async request => ({
        topics: await Promise.all(
          request.topics.map(async ({ name, partitions }) => ({
            name,
            partitions: await Promise.all(partitions.map(asked => listOne(name, asked))),
          })),
        ),
      }),
      refuse: (request, { code }) => ({
        topics: request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code })),
        })),
      }),
    }),
    route({
      api: offsetForLeaderEpochApi,
      handle: request => ({
        topics: request.topics.map(({ topic, partitions }) => ({
          topic,
          partitions: partitions.map(asked => endOfEpoch(topic, asked)),
        })),
      }),
      refuse: (request, { code }) => ({
        topics: request.topics.map(({ topic, partitions }) => ({
          topic,
          partitions: partitions.map(({ partition }) => ({ partition, errorCode: code })),
        })),
      }),
    }),
    route({
      api: deleteRecordsApi,
      handle: async request => ({
        topics: await Promise.all(
          request.topics.map(async ({ name, partitions }) => ({
            name,
            partitions: await Promise.all(
              partitions.map(({ partitionIndex, offset }) =>
                deleteBefore(name, partitionIndex, offset),
              ),
            ),
          })),
        ),
      }),
      refuse: (request, { code }) => ({
        topics: request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({
            partitionIndex,
            lowWatermark: -1n,
            errorCode: code,
          })),
        })),
      }),
    }),
  ]
}
