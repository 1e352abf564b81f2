import { TidewireError } from '@tidewire/core'
import { raise } from '../errors.ts'

/** What the server said, for an error's card. */
export function serverFacts(error: TidewireError): { serverCode?: string; serverMessage?: string } {
  const { serverCode, serverMessage } = error.card
  return {
    ...(serverCode === undefined ? {} : { serverCode }),
    serverMessage: serverMessage ?? error.message,
  }
}

/** The error of a record that the server refused, with the server's words. */
export function refusedRecord(reason: unknown, database: string, sample: string): TidewireError {
  const server = reason instanceof TidewireError ? serverFacts(reason) : {}
  const doing = `writing the record to database ${database}`
  return raise('TDENGINE_BAD_RECORD', { database }, { doing, sample, ...server, cause: reason })
}

/** The error that stops the task, since no retry helps; `count` is 0 where the database was to be made. */
export function stopped(error: unknown, database: string, count: number): TidewireError {
  const server = error instanceof TidewireError ? serverFacts(error) : {}
  const doing =
    count === 0
      ? `creating database ${database}`
      : `writing ${count} record(s) to database ${database}`
  return raise('TDENGINE_SINK_WRITE', { count, database }, { doing, ...server, cause: error })
}
