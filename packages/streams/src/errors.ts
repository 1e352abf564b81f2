import { inspect } from 'node:util'
import { errorFactory } from '@tidewire/core'

/** The error table of `streams`. */
export const streamErrors = {
  STREAM_GRAPH: {
    message: 'the job cannot be built: {reason}',
    retriable: false,
    status: 400,
    hint: 'Correct the program that builds the job.',
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
    about: 'Something failed that has no error of its own; the reason has its words.',
  },
  STREAM_THREAD: {
    message: 'a worker thread ended: {reason}',
    retriable: true,
    hint: 'Look for out-of-memory or process.exit() in the functions of the job.',
  },
  STREAM_CHECKPOINT: {
    message: 'checkpoint {id} failed: {reason}',
    retriable: true,
    hint: 'The next one is tried after the interval; raise timeoutMs when sinks need longer.',
  },
  STREAM_CHECKPOINT_STORE: {
    message: 'the checkpoint folder {directory} cannot be used: {reason}',
    retriable: false,
    hint: 'Give a folder that this job alone writes to, with space left.',
  },
  STREAM_CHECKPOINT_LOCKED: {
    message: 'another job has the checkpoint folder {directory}{owner}',
    retriable: false,
    hint: 'Stop that one, or give this job a folder of its own.',
  },
  STREAM_STOP: {
    message:
      'the job was asked to stop, but its last checkpoint was not stored within {limitMs} ms',
    retriable: true,
    hint: 'Nothing is lost: run it again, and it goes on from the checkpoint before. Raise stopTimeoutMs when functions or sinks need longer.',
  },
  STREAM_RESTORE: {
    message: 'the job cannot resume from {path}: {reason}',
    retriable: false,
    hint: 'Give a checkpoint or savepoint of this job, or begin anew with restore: none.',
  },
  STREAM_RESTARTS: {
    message: 'the job failed and is not restarted ({attempts} restart(s) done): {reason}',
    retriable: false,
    hint: 'Correct what the reason says and run the job again: it goes on from its last checkpoint.',
  },
  STREAM_FILE: {
    message: 'the file {file} cannot be {doing}: {reason}',
    retriable: false,
    hint: 'Check the path, the permissions and the content of the file.',
  },
} as const

/** Makes the errors of this package. */
export const streamError = errorFactory(streamErrors)

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message
  // Functions of users may throw anything, even what has no text.
  return typeof error === 'object' && error !== null ? inspect(error, { depth: 1 }) : String(error)
}
