/** The error table of `connect`. */
export const connectErrors = {
  CONNECT_WORKER_CONFIG: {
    message: 'the worker configuration cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'Correct the named key in the worker file and start the worker again.',
  },
  CONNECT_CONFIG_PROVIDER: {
    message: 'a configuration value cannot be taken from {what}: {reason}',
    retriable: false,
    status: 400,
    hint: 'Check the reference in the configuration, and that the worker may read the file.',
  },
  CONNECT_GROUP_BUSY: {
    message:
      'another worker ({members}) is a live member of group {group}; several workers cannot share work yet',
    retriable: false,
    hint: 'Stop the other worker, or give this one its own group.id and its own config, offset and status topics. A worker that has crashed leaves by itself when its session (session.timeout.ms) has expired.',
  },
  CONNECT_GROUP_FOREIGN: {
    message: 'group {group} holds members of protocol type {type}, not Kafka Connect workers',
    retriable: false,
    hint: 'Choose another group.id for the worker.',
  },
  CONNECT_LEADERSHIP: {
    message:
      'another worker leads group {group} now ({leader}); several workers cannot share work yet, so this one stops',
    retriable: false,
    hint: 'Run one worker per group.id.',
  },
  CONNECT_INTERNAL_TOPIC: {
    message: 'the internal topic {topic} cannot be used: {reason}',
    retriable: false,
    hint: 'Kafka Connect needs this topic with cleanup.policy=compact; the config topic must have exactly one partition.',
  },
  CONNECT_STORE_TIMEOUT: {
    message: 'the topic {topic} could not be {action} within {ms} ms',
    retriable: true,
    hint: 'Check that the Kafka cluster answers and that the worker may read and write the topic.',
  },
  CONNECT_DEADLINE: {
    message: '{what} of connector {connector} did not finish within {ms} ms',
    retriable: true,
    hint: 'The connector waits for another system; check that it can be reached from this machine.',
  },
  CONNECT_LISTENER: {
    message: 'cannot listen on {listener}: {reason}',
    retriable: false,
    hint: 'Free the port or set another address with `listeners`, e.g. listeners=http://127.0.0.1:8084.',
  },
  CONNECT_UNKNOWN_CLASS: {
    about: 'The connector.class is not a plugin of this worker; the message lists those that are.',
    message:
      'Failed to find any class that implements Connector and which name matches {name}, available connectors are: {known}',
    retriable: false,
    status: 500,
  },
  CONNECT_CONFIG_REJECTED: {
    about: 'Correct the keys that the message lists, and submit the configuration again.',
    message:
      'Connector configuration is invalid and contains the following {count} error(s):\n{errors}\nYou can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
    retriable: false,
    status: 400,
  },
  CONNECT_NO_TASKS: {
    about: 'Correct what the reason names in the connector configuration.',
    message: 'connector {connector} returned no usable task configuration: {reason}',
    retriable: false,
  },
  CONNECT_TASK_CONFIG: {
    message: 'the task configuration cannot be used: {reason}',
    retriable: false,
    hint: 'Correct the connector configuration; the worker does not retry configuration errors.',
  },
  CONNECT_CONVERSION: {
    message: 'the {part} of the record could not be converted by {converter}: {reason}',
    retriable: false,
    hint: 'Check that the converter fits what is in the topic, or set errors.tolerance=all to skip such records.',
  },
  CONNECT_RECORD_NOT_TOLERATED: {
    about: 'A record could not be converted or written and errors.tolerance is none.',
    message: '{reason}',
    retriable: false,
    hint: 'Correct the record at its source. To skip such records set errors.tolerance=all; errors.deadletterqueue.topic.name keeps them.',
  },
  CONNECT_DEAD_LETTER: {
    about:
      'Retriable when the cause is; a letter that is too large, for example, is refused again and fails the task.',
    message: 'the dead letter could not be stored in topic {topic}',
    retriable: true,
    hint: 'Check that the topic exists and that the worker may write to it.',
  },
  CONNECT_TOPIC_CREATION: {
    about: 'The card of the cause says why; the worker tries again when that can help.',
    message: 'topic {topic} could not be created',
    retriable: true,
  },
  CONNECT_BAD_REQUEST: {
    about:
      "The REST interface's answer in the words of Kafka Connect: the request cannot be understood or is not allowed now.",
    message: '{text}',
    retriable: false,
    status: 400,
  },
  CONNECT_NOT_FOUND: {
    about:
      "The REST interface's answer in the words of Kafka Connect: the connector, task, plugin or logger does not exist.",
    message: '{text}',
    retriable: false,
    status: 404,
  },
  CONNECT_CONFLICT: {
    about:
      "The REST interface's answer in the words of Kafka Connect: the name of the connector is taken.",
    message: '{text}',
    retriable: false,
    status: 409,
  },
  CONNECT_TOO_LARGE: {
    about:
      "The REST interface's answer in the words of Kafka Connect: the request body is over the limit that it names.",
    message: '{text}',
    retriable: false,
    status: 413,
  },
  CONNECT_SERVER: {
    about:
      "The REST interface's answer in the words of Kafka Connect: the worker could not do it; its log has the reason.",
    message: '{text}',
    retriable: false,
    status: 500,
  },
} as const
