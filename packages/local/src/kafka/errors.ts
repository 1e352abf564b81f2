import { errorFactory } from '@tidewire/core'

/** The error table of the local Kafka broker. */
export const kafkaServerErrors = {
  LOCAL_KAFKA_DIR_LOCKED: {
    message: 'the data directory {directory} is in use by another broker{owner}',
    retriable: false,
    hint: 'Stop the other broker, or give this one a directory of its own.',
  },
  LOCAL_KAFKA_LISTEN: {
    message: 'the broker cannot listen on {host}:{port}: {reason}',
    retriable: false,
    hint: 'Choose another port; port 0 takes any that is free.',
  },
  LOCAL_KAFKA_CONFIG: {
    message: 'the broker configuration is wrong: {reason}',
    retriable: false,
    hint: 'Correct the named key; keys and values are those of a Kafka broker.',
  },
} as const

/** Raises an error of this table. */
export const raise: ReturnType<typeof errorFactory<typeof kafkaServerErrors>> =
  errorFactory(kafkaServerErrors)
