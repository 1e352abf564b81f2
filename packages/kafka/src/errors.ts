import { errorFactory } from '@tidewire/core'

/** The error table of `kafka`. */
export const kafkaErrors = {
  KAFKA_CONFIG: {
    message: 'Kafka client configuration: {problem}',
    retriable: false,
    status: 400,
    hint: 'Correct the key that is named.',
  },
  KAFKA_CONNECT: {
    message: 'cannot connect to Kafka at {servers}: {reason}',
    retriable: true,
    hint: 'Check bootstrap.servers and security.protocol, and that the broker is up and reachable from here.',
  },
  KAFKA_TLS: {
    message: 'no TLS connection to Kafka at {servers}: {reason}',
    retriable: false,
    hint: 'Check security.protocol, the port, ssl.truststore.* and, when the broker asks for it, ssl.keystore.*.',
  },
  KAFKA_AUTHENTICATION: {
    message: 'Kafka at {servers} refused the login: {reason}',
    retriable: false,
    hint: 'Check sasl.mechanism and the user name and password in sasl.jaas.config.',
  },
  KAFKA_TOKEN: {
    message: 'no token for the login at Kafka from {endpoint}: {reason}',
    retriable: true,
    hint: 'Check sasl.oauthbearer.token.endpoint.url, and clientId, clientSecret and scope in sasl.jaas.config.',
    about: 'A refusal of the endpoint (4xx, or no token in its answer) is not retriable.',
  },
  KAFKA_NETWORK: {
    message: '{doing}: the connection to Kafka at {server} failed: {reason}',
    retriable: true,
    hint: 'When it fails every time: a listener that wants TLS or a login closes other connections, see security.protocol.',
  },
  KAFKA_TIMEOUT: {
    message: '{doing}: no answer from Kafka within {ms} ms',
    retriable: true,
    hint: 'The broker or the network is slow or hangs. Raise request.timeout.ms when it is only slow.',
  },
  KAFKA_UNSUPPORTED_API: {
    message:
      '{doing}: the broker at {server} does not offer {api} in a version this client speaks ({wanted}; broker: {offered})',
    retriable: false,
    hint: 'Kafka 2.7 and newer is supported.',
  },
  KAFKA_REQUEST_FAILED: {
    message: '{doing}: Kafka answered {name} ({code}): {text}',
    retriable: false,
    about:
      "Any other error of the Kafka protocol. Whether a retry can help is Kafka's own rule for that error.",
  },
  KAFKA_NOT_AUTHORIZED: {
    message: '{doing}: Kafka answered {name} ({code}): {text}',
    retriable: false,
    hint: 'Grant the principal of this client access with an ACL, or use another login.',
  },
  KAFKA_UNKNOWN_TOPIC: {
    message: '{doing}: topic {topic} does not exist',
    // Kafka counts UNKNOWN_TOPIC_OR_PARTITION among the retriable errors: metadata may lag behind a creation.
    retriable: true,
    status: 404,
    hint: 'Create the topic, or check its name.',
  },
  KAFKA_TOPIC_EXISTS: {
    message: '{doing}: topic {topic} exists already',
    retriable: false,
    status: 409,
    hint: 'Use the topic, choose another name, or delete it first.',
  },
  KAFKA_UNKNOWN_GROUP: {
    message: '{doing}: group {group} does not exist',
    retriable: false,
    status: 404,
    hint: 'Check its name; a group without members and offsets disappears by itself.',
  },
  KAFKA_OFFSET_OUT_OF_RANGE: {
    message:
      'offset {offset} of topic {topic}, partition {partition} is gone; the partition holds offsets {earliest} to {latest}',
    retriable: false,
    hint: 'Records were deleted before they were read (retention). Set auto.offset.reset to earliest or latest, or reset the offset of the group.',
  },
  KAFKA_NO_OFFSET: {
    message:
      'group {group} has no committed offset for topic {topic}, partition {partition}, and auto.offset.reset is none',
    retriable: false,
    hint: 'Set auto.offset.reset to earliest or latest, or commit an offset for the group.',
  },
  KAFKA_CORRUPT_RECORDS: {
    message: 'corrupt record batch{where}: {problem}',
    retriable: false,
    hint: 'The bytes in the log are damaged or were written by a faulty producer. Move the offset past this batch to go on.',
  },
  KAFKA_OLD_RECORDS: {
    message:
      'record batch{where} has message format {magic}; only format 2 (Kafka 0.11 and newer) is read',
    retriable: false,
    hint: 'Rewrite the topic, e.g. with MirrorMaker or kafka-console-consumer, so that it holds the current format.',
  },
  KAFKA_RECORD_TOO_LARGE: {
    message:
      'sending to topic {topic}, partition {partition}: a record of {bytes} bytes is over the limit: {reason}',
    retriable: false,
    hint: 'Raise max.request.size of the producer and max.message.bytes of the topic, or send smaller records.',
  },
  KAFKA_UNKNOWN_PARTITION: {
    message: 'sending to topic {topic}: it has {count} partition(s), none with number {partition}',
    retriable: false,
    hint: 'Partitions count from 0. Add partitions to the topic, or correct the number.',
  },
  KAFKA_DELIVERY_TIMEOUT: {
    message:
      'sending {count} record(s) to topic {topic}, partition {partition}: not acknowledged within {ms} ms: {reason}',
    retriable: true,
    hint: 'Solve what the reason names, or raise delivery.timeout.ms. The records may have been stored.',
  },
  KAFKA_BUFFER_FULL: {
    message:
      'sending {bytes} bytes: the send buffer (buffer.memory={limit}) had no room within max.block.ms',
    retriable: true,
    hint: 'The broker takes records more slowly than they arrive. Raise buffer.memory or max.block.ms.',
  },
  KAFKA_COMMIT_FENCED: {
    message:
      'committing offsets of group {group}: this member is no longer in the generation it read them in ({name})',
    retriable: false,
    hint: 'The group rebalanced. The records after the last commit are delivered again to the new owner.',
  },
  KAFKA_MEMBERSHIP_LOST: {
    message: 'group {group}: membership was lost, {name}',
    retriable: true,
    hint: 'The coordinator heard nothing from this member for session.timeout.ms, or work took longer than max.poll.interval.ms. It joins again by itself.',
  },
  KAFKA_MEMBER_FENCED: {
    message: 'group {group}: another member joined with group.instance.id {instance}',
    retriable: false,
    hint: 'Every running process needs a group.instance.id of its own.',
  },
  KAFKA_GROUP_PROTOCOL: {
    message: 'group assignment: {problem}',
    retriable: false,
    hint: 'A client of another kind uses the same group id. Give each application a group of its own.',
  },
  KAFKA_STREAM_RECORD: {
    message: 'record {topic}-{partition} at offset {offset} cannot be read as JSON: {reason}',
    retriable: false,
    hint: 'Give the source a deserializer function that returns undefined for such records.',
  },
  KAFKA_STREAM_ELEMENT: {
    message: 'an element of type {type} has no JSON',
    retriable: false,
    hint: 'Give the sink a serializer function, or map the elements to plain data first.',
  },
  KAFKA_CLOSED: {
    message: '{doing}: the Kafka client is closed',
    retriable: false,
    about: 'The program closed the client while this work was under way, as it does when it stops.',
  },
} as const

/** Makes the errors of this package. */
export const raise = errorFactory(kafkaErrors)
