import type { ErrorTable } from '@tidewire/core'

/** The source's rows of the error table of `tdengine`. */
export const sourceErrors = {
  TDENGINE_SOURCE_DATABASE: {
    message: 'TDengine has no database {database} to read from',
    retriable: true,
    hint: 'Create the database or correct connection.database; the source never creates one, and begins by itself when it is there.',
  },
  TDENGINE_SOURCE_CONFIG: {
    message: 'the configuration of the source cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'Correct the key that the reason names; the same configuration is refused again.',
  },
  TDENGINE_SOURCE_ROW: {
    message: 'a row of {table} cannot be written as {format}: column {column} {reason}',
    retriable: false,
    hint: 'Use out.format=flat-json, which carries every value, leave the table out with tables.exclude, or set errors.tolerance=all to skip such rows; they are counted and logged.',
  },
  TDENGINE_SOURCE_ACCESS: {
    message: 'TDengine does not let user {user} read database {database}',
    retriable: false,
    hint: 'Check connection.user and connection.password, or grant the user the right to read the database.',
  },
  TDENGINE_SOURCE_OFFSET: {
    message: 'the position {offset} cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'A position is {"timestamp_millisecond":1648432611249,"timestamp_nanosecond":249000000} for a partition {"table":"meters"}: rows after that time are read.',
  },
} as const satisfies ErrorTable
