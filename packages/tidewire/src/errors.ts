import { errorFactory } from '@tidewire/core'

/** The error table of the command `tidewire`. */
export const cliErrors = {
  CLI_USAGE: {
    about: 'The command line cannot be understood; the message says where.',
    message: '{problem}',
    retriable: false,
    hint: 'Add --help to the command to see its options.',
  },
  CLI_FILE: {
    message: 'cannot read {file}: {reason}',
    retriable: false,
    hint: 'Check the path and the permissions of the file.',
  },
  CLI_CONFIG_FILE: {
    message: '{file} is not a connector configuration: {reason}',
    retriable: false,
    hint: 'Give a .properties file, {"name": …, "config": {…}} or a flat JSON object.',
  },
  CLI_REST_UNREACHABLE: {
    message: 'no Connect worker answers at {url}: {reason}',
    retriable: true,
    hint: 'Start one with `tidewire local start` or `tidewire connect-distributed`, or say where it is with --url.',
  },
  CLI_REST_ANSWER: {
    about: "The worker's own words say why; see the codes of the connect package.",
    message: 'the worker refused to {doing}: {reason}',
    retriable: false,
  },
  CLI_NO_CONNECTOR: {
    message: 'the worker cannot {doing}: {reason}',
    retriable: false,
    hint: 'List the connectors with `tidewire connector list`.',
  },
  CLI_DAEMON: {
    about: "The worker's own words say why.",
    message: 'the worker has ended at once: {reason}',
    retriable: false,
    hint: 'Its log is {log}.',
  },
  CLI_PORT_BUSY: {
    message: 'port {port} for {service} is in use{holder}',
    retriable: false,
    hint: 'Stop the other program, choose a port with {option}, or let Tidewire choose with --free-ports.',
  },
  CLI_DATA_DIR: {
    message: 'the data directory {folder} cannot be used: {reason}',
    retriable: false,
    hint: 'Give a folder that you may write to with --data-dir.',
  },
  CLI_FOLDER: {
    message: 'the folder {folder} cannot be used: {reason}',
    retriable: false,
    hint: 'Set {variable} to a folder that you may write to.',
  },
  CLI_LOCAL_RUNNING: {
    message: 'a local environment is already running in {dataDir} (process {pid})',
    retriable: false,
    hint: 'Use it, stop it with `tidewire local stop`, or start another one with --data-dir and --free-ports.',
  },
  CLI_LOCAL_NOT_RUNNING: {
    message: 'no local environment is running in {dataDir}',
    retriable: false,
    hint: 'Start one with `tidewire local start`.',
  },
  CLI_SERVICE_START: {
    message: '{service} did not start: {reason}',
    retriable: false,
    hint: 'Its log is {log}.',
  },
  CLI_DEMO: {
    message: 'the rows did not arrive within {seconds} s: {reason}',
    retriable: false,
    hint: 'The status of the connector above says why; please report it if it does not.',
  },
  CLI_NOT_SENT: {
    message: 'stopped before Kafka had taken {count} of {total} record(s): {reason}',
    retriable: false,
    hint: 'Those records may have been stored or not; the last ones of the input are missing.',
  },
  CLI_NO_JOB: {
    message: 'no job {name} runs',
    retriable: false,
    hint: 'List the running jobs with `tidewire job list`.',
  },
  CLI_JOB: {
    about: "The job's own words say why.",
    message: 'job {name}: {reason}',
    retriable: false,
  },
  CLI_JOB_RUNNING: {
    message: 'a job {name} is already running (process {pid})',
    retriable: false,
    hint: 'Stop it with `tidewire job stop`, or give this one another name with --name.',
  },
  CLI_NO_TOPIC: {
    message: 'topic {topic} does not exist',
    retriable: false,
    hint: 'List the topics with `tidewire kafka-topics --list`.',
  },
} as const

/** Makes errors of this package. */
export const raise = errorFactory(cliErrors)
