import type { TidewireError } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { Library } from './library.ts'

/** Codes of the Kafka protocol that decide what happens next. */
export const protocolCode = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  notLeaderOrFollower: 6,
  requestTimedOut: 7,
  messageTooLarge: 10,
  coordinatorLoadInProgress: 14,
  coordinatorNotAvailable: 15,
  notCoordinator: 16,
  recordListTooLarge: 18,
  illegalGeneration: 22,
  unknownMemberId: 25,
  rebalanceInProgress: 27,
  topicAlreadyExists: 36,
  outOfOrderSequence: 45,
  duplicateSequence: 46,
  invalidProducerEpoch: 47,
  unknownProducerId: 59,
  groupIdNotFound: 69,
  fencedLeaderEpoch: 74,
  unknownLeaderEpoch: 75,
  memberIdRequired: 79,
  fencedInstanceId: 82,
} as const

/** What a broker's code was the answer to. */
export interface AnswerContext {
  /** What we were doing, as a gerund phrase. */
  readonly doing: string
  readonly topic?: string
  readonly group?: string
  /** The broker's own words, where the response carries some. */
  readonly text?: string | null | undefined
}

/** The codes of *_AUTHORIZATION_FAILED: topic, group, cluster, transactional id and delegation token. */
const authorization = new Set([29, 30, 31, 53, 65])

/** Makes the error for a code that a broker answered; whether it is retriable is Kafka's own table. */
export function protocolError(lib: Library, code: number, context: AnswerContext): TidewireError {
  const name = lib.protocolErrorsCodesById[code] ?? 'UNKNOWN_ERROR'
  const entry = lib.protocolErrors[name]
  const text = context.text || entry?.message || 'no explanation given'
  const facts = {
    doing: context.doing,
    serverCode: `${name} (${code})`,
    serverMessage: text,
  }
  if (code === protocolCode.unknownTopicOrPartition && context.topic !== undefined) {
    return raise('KAFKA_UNKNOWN_TOPIC', { doing: context.doing, topic: context.topic }, facts)
  }
  if (code === protocolCode.topicAlreadyExists && context.topic !== undefined) {
    return raise('KAFKA_TOPIC_EXISTS', { doing: context.doing, topic: context.topic }, facts)
  }
  if (code === protocolCode.groupIdNotFound && context.group !== undefined) {
    return raise('KAFKA_UNKNOWN_GROUP', { doing: context.doing, group: context.group }, facts)
  }
  const row = authorization.has(code) ? 'KAFKA_NOT_AUTHORIZED' : 'KAFKA_REQUEST_FAILED'
  return raise(
    row,
    { doing: context.doing, name, code, text },
    { ...facts, retriable: entry?.canRetry ?? false },
  )
}
