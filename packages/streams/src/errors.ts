import { errorFactory } from '@tidewire/core'

/** The error table of `streams`. */
export const streamErrors = {
  STREAM_GRAPH: {
    message: 'the job cannot be built: {reason}',
    retriable: false,
    status: 400,
  },
  STREAM_JOB_FILE: {
    message: 'the job file {file} cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'A job file is a module whose default export is a function that takes the environment and builds the job.',
  },
  STREAM_FUNCTION: {
    message: 'the function of operator "{operator}" failed: {reason}',
    retriable: true,
    about:
      'Whether a restart helps depends on the function; the restart strategy decides how often it is tried.',
  },
  STREAM_SUBTASK: {
    message: 'operator "{operator}" (subtask {subtask} of {parallelism}) failed: {reason}',
    retriable: true,
  },
  STREAM_THREAD: {
    message: 'a worker thread ended: {reason}',
    retriable: true,
    hint: 'Look for out-of-memory or process.exit() in the functions of the job.',
  },
  STREAM_CHECKPOINT: {
    message: 'checkpoint {id} failed: {reason}',
    retriable: true,
  },
  STREAM_CHECKPOINT_STORE: {
    message: 'the checkpoint folder {directory} cannot be used: {reason}',
    retriable: false,
  },
  STREAM_RESTORE: {
    message: 'the job cannot resume from {path}: {reason}',
    retriable: false,
  },
  STREAM_RESTARTS: {
    message: 'the job failed and is not restarted ({attempts} restart(s) done): {reason}',
    retriable: false,
  },
  STREAM_FILE: {
    message: 'the file {file} cannot be {doing}: {reason}',
    retriable: false,
  },
} as const

/** Makes the errors of this package. */
export const streamError = errorFactory(streamErrors)

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
