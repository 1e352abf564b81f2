import { type BatchHeader, readBatchHeader, readRecordSet } from '@tidewire/kafka/records'
import { describeProducersApi, initProducerIdApi, produceApi } from '../apis/produce.ts'
import type { LogSettings } from '../log/log-settings.ts'
import type { Appended, PartitionLog } from '../log/partition-log.ts'
import { answerFor, errorCode, ProtocolError } from '../protocol/error-code.ts'
import { zeroUuid } from '../protocol/schema.ts'
import type { Broker } from '../server/broker.ts'
import { FailedWithoutAnswer } from '../server/connection-errors.ts'
import { type Route, route } from '../server/route.ts'
import { partitionOf, type Topic } from '../topics/topic.ts'
import { refuseTransaction, transactionsRefused } from './transactions.ts'

/** The first Produce version in which a producer may use zstd. */
const zstdVersion = 7

/**
 * Checks what a producer sent for a partition: one whole batch of format 2 with a right checksum. Only its header is
 * read, except that a compacted topic needs a key in every record.
 */
function checkBatch(
  bytes: Buffer | null,
  settings: LogSettings,
  origin: { readonly topic: string; readonly partition: number; readonly version: number },
): BatchHeader {
  const invalid = (reason: string) => new ProtocolError(errorCode.invalidRecord, reason)
  if (bytes === null || bytes.length === 0) {
    throw invalid('A produce request must have a record batch for each of its partitions')
  }
  if (bytes.length > settings.maxMessageBytes) {
    throw new ProtocolError(
      errorCode.messageTooLarge,
      `The record batch size in the append to ${origin.topic}-${origin.partition} is ${bytes.length} bytes which exceeds the maximum configured value of ${settings.maxMessageBytes}.`,
    )
  }
  const header = readHeader(bytes, origin)
  if (header.size !== bytes.length) {
    throw invalid('Produce requests are only allowed to contain exactly one record batch')
  }
  if (header.control) throw invalid('Clients are not allowed to write control records')
  if (header.recordCount === 0 || header.lastOffsetDelta !== header.recordCount - 1) {
    throw invalid(
      `The batch has ${header.recordCount} records and a last offset delta of ${header.lastOffsetDelta}`,
    )
  }
  if (header.transactional) {
    throw new ProtocolError(errorCode.invalidTxnState, transactionsRefused)
  }
  if (header.producerId >= 0n && (header.baseSequence < 0 || header.producerEpoch < 0)) {
    throw invalid('A batch with a producer id must have an epoch and a sequence')
  }
  if (header.compression === 'zstd' && origin.version < zstdVersion) {
    throw new ProtocolError(
      errorCode.unsupportedCompressionType,
      `Produce requests of version ${origin.version} are not allowed to use ZStandard compression`,
    )
  }
  checkTimestamps(header, settings)
  if (settings.compact) checkKeys(bytes, origin)
  return header
}

function readHeader(
  bytes: Buffer,
  origin: { readonly topic: string; readonly partition: number },
): BatchHeader {
  try {
    return readBatchHeader(bytes, 0, { origin })
  } catch (error) {
    const { message } = answerFor(error)
    const old = error instanceof Error && 'code' in error && error.code === 'KAFKA_OLD_RECORDS'
    throw new ProtocolError(
      old ? errorCode.unsupportedForMessageFormat : errorCode.corruptMessage,
      message,
    )
  }
}

function checkTimestamps(header: BatchHeader, settings: LogSettings): void {
  if (settings.appendTime || header.maxTimestamp < 0n) return
  const now = Date.now()
  const { timestampBeforeMaxMs, timestampAfterMaxMs } = settings
  const tooOld = now - Number(header.baseTimestamp) > timestampBeforeMaxMs
  if (tooOld || Number(header.maxTimestamp) - now > timestampAfterMaxMs) {
    throw new ProtocolError(
      errorCode.invalidTimestamp,
      `Timestamps ${header.baseTimestamp} to ${header.maxTimestamp} of the batch are out of range`,
    )
  }
}

function checkKeys(
  bytes: Buffer,
  origin: { readonly topic: string; readonly partition: number },
): void {
  for (const { count, keyLengths } of readRecordSet(bytes, { ...origin, checkCrcs: false })
    .batches) {
    for (let i = 0; i < count; i += 1) {
      if ((keyLengths[i] ?? -1) >= 0) continue
      throw new ProtocolError(
        errorCode.invalidRecord,
        `Compacted topic cannot accept message without key in topic partition ${origin.topic}-${origin.partition}.`,
      )
    }
  }
}

function produced(index: number, log: PartitionLog, { baseOffset, appendTime }: Appended) {
  return {
    index,
    errorCode: errorCode.none,
    baseOffset,
    logAppendTimeMs: appendTime,
    logStartOffset: log.logStartOffset,
  }
}

function failed(index: number, error: unknown) {
  const { code, message } = answerFor(error)
  return { index, errorCode: code, baseOffset: -1n, errorMessage: message }
}

/** Produce, InitProducerId and DescribeProducers. */
export function produceRoutes(broker: Broker): readonly Route[] {
  const append = async (
    topic: Topic | undefined,
    index: number,
    bytes: Buffer | null,
    acks: number,
    version: number,
    missing: number,
  ) => {
    try {
      if (topic === undefined) {
        throw new ProtocolError(missing, 'This server does not host this topic-partition.')
      }
      const log = partitionOf(topic, index)
      if (topic.internal) {
        throw new ProtocolError(errorCode.invalidTopic, `${topic.name} is written by the broker`)
      }
      const { settings } = log
      if (acks === -1 && settings.minInsyncReplicas > 1) {
        throw new ProtocolError(
          errorCode.notEnoughReplicas,
          `min.insync.replicas is ${settings.minInsyncReplicas}; the local broker is one replica`,
        )
      }
      const header = checkBatch(bytes, settings, { topic: topic.name, partition: index, version })
      return produced(index, log, await log.append(bytes as Buffer, header))
    } catch (error) {
      return failed(index, error)
    }
  }

  return [
    route({
      api: produceApi,
      async handle(request, { version, clientId }) {
        const { acks } = request
        if (acks !== 0 && acks !== 1 && acks !== -1) {
          throw new ProtocolError(errorCode.invalidRequiredAcks, `acks ${acks}`)
        }
        if (request.transactionalId !== null) {
          throw refuseTransaction(broker, clientId)
        }
        const responses = await Promise.all(
          request.topicData.map(async ({ name, topicId, partitionData }) => {
            const named = topicId === zeroUuid
            const topic = named ? broker.topics.get(name) : broker.topics.byId(topicId)
            const missing = named ? errorCode.unknownTopicOrPartition : errorCode.unknownTopicId
            return {
              name,
              topicId,
              partitionResponses: await Promise.all(
                partitionData.map(({ index, records }) =>
                  append(topic, index, records, acks, version, missing),
                ),
              ),
            }
          }),
        )
        if (acks !== 0) return { responses }
        // Who wants no answer learns of a failure by the end of the connection, as with Kafka.
        for (const { partitionResponses } of responses) {
          for (const partition of partitionResponses) {
            if (partition.errorCode !== errorCode.none) {
              throw new FailedWithoutAnswer(
                `a batch sent with acks=0 failed with ${partition.errorCode}`,
              )
            }
          }
        }
        return null
      },
      refuse: (request, { code, message }) => ({
        responses: request.topicData.map(({ name, topicId, partitionData }) => ({
          name,
          topicId,
          partitionResponses: partitionData.map(({ index }) =>
            failed(index, new ProtocolError(code, message)),
          ),
        })),
      }),
    }),
    route({
      api: initProducerIdApi,
      async handle(request, { clientId }) {
        if (request.transactionalId !== null) {
          throw refuseTransaction(broker, clientId)
        }
        return {
          errorCode: errorCode.none,
          producerId: await broker.topics.newProducerId(),
          producerEpoch: 0,
        }
      },
      refuse: (_request, { code }) => ({ errorCode: code }),
    }),
    route({
      api: describeProducersApi,
      handle: request => ({
        topics: request.topics.map(({ name, partitionIndexes }) => ({
          name,
          partitions: partitionIndexes.map(index => describeProducers(broker, name, index)),
        })),
      }),
      refuse: (request, { code, message }) => ({
        topics: request.topics.map(({ name, partitionIndexes }) => ({
          name,
          partitions: partitionIndexes.map(partitionIndex => ({
            partitionIndex,
            errorCode: code,
            errorMessage: message,
            activeProducers: [],
          })),
        })),
      }),
    }),
  ]
}

function describeProducers(broker: Broker, name: string, partitionIndex: number) {
  try {
    const log = partitionOf(broker.topics.get(name), partitionIndex)
    return {
      partitionIndex,
      errorCode: errorCode.none,
      activeProducers: Array.from(log.producers.entries(), ([producerId, state]) => ({
        producerId,
        producerEpoch: state.epoch,
        lastSequence: state.batches.at(-1)?.lastSequence ?? -1,
        lastTimestamp: state.batches.at(-1)?.timestamp ?? -1n,
        coordinatorEpoch: -1,
      })),
    }
  } catch (error) {
    const { code, message } = answerFor(error)
    return { partitionIndex, errorCode: code, errorMessage: message, activeProducers: [] }
  }
}
