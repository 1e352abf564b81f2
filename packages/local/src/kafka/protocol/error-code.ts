import { messageOf } from '@tidewire/core'
/** Kafka's error codes, as far as this broker answers with them. */
export const errorCode = {
  unknownServerError: -1,
  none: 0,
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopicOrPartition: 3,
  messageTooLarge: 10,
  offsetMetadataTooLarge: 12,
  coordinatorNotAvailable: 15,
  invalidTopic: 17,
  notEnoughReplicas: 19,
  invalidRequiredAcks: 21,
  illegalGeneration: 22,
  inconsistentGroupProtocol: 23,
  invalidGroupId: 24,
  unknownMemberId: 25,
  invalidSessionTimeout: 26,
  rebalanceInProgress: 27,
  unsupportedVersion: 35,
  topicAlreadyExists: 36,
  invalidPartitions: 37,
  invalidReplicationFactor: 38,
  invalidReplicaAssignment: 39,
  invalidConfig: 40,
  invalidRequest: 42,
  unsupportedForMessageFormat: 43,
  policyViolation: 44,
  outOfOrderSequenceNumber: 45,
  invalidProducerEpoch: 47,
  invalidTxnState: 48,
  transactionalIdAuthorizationFailed: 53,
  securityDisabled: 54,
  kafkaStorageError: 56,
  unknownProducerId: 59,
  nonEmptyGroup: 68,
  groupIdNotFound: 69,
  fetchSessionIdNotFound: 70,
  fencedLeaderEpoch: 74,
  unknownLeaderEpoch: 75,
  unsupportedCompressionType: 76,
  topicDeletionDisabled: 73,
  memberIdRequired: 79,
  groupMaxSizeReached: 81,
  fencedInstanceId: 82,
  invalidTimestamp: 32,
  groupSubscribedToTopic: 86,
  invalidRecord: 87,
  unknownTopicId: 100,
} as const

/** A request, or a part of one, that is answered with an error code. */
export class ProtocolError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.name = 'ProtocolError'
    this.code = code
  }
}

/** The code and text with which a failure is answered; what is no protocol error is the server's own. */
export function answerFor(error: unknown): { readonly code: number; readonly message: string } {
  if (error instanceof ProtocolError) return { code: error.code, message: error.message }
  const message = messageOf(error)
  return { code: errorCode.unknownServerError, message }
}
