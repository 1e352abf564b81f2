import type { ErrorTable } from '@tidewire/core'

/** The source's rows of the error table of `kwdb`. */
export const sourceErrors = {
  KWDB_SOURCE_DATABASE: {
    message: 'KWDB has no database {database} to read from',
    retriable: true,
    hint: 'Create the database or correct connection.database; the source never creates one, and begins by itself when it is there.',
  },
  KWDB_SOURCE_RELATIONAL: {
    message: 'database {database} is no time-series database',
    retriable: false,
    status: 400,
    hint: 'The source reads time-series databases (CREATE TS DATABASE). Correct connection.database.',
  },
  KWDB_SOURCE_ROW: {
    message: 'a row of {table} cannot be written: {reason}',
    retriable: false,
    hint: 'Use out.format=json_kaiwudb, which carries nearly every value, leave the table out with tables.exclude, or set errors.tolerance=all to skip such records; they are counted and logged.',
  },
  KWDB_SOURCE_OFFSET: {
    message: 'the position {offset} cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'A position is {"timestamp_millisecond":1648432611249,"timestamp_nanosecond":249000000} for a partition {"db":"benchmark","table":"cpu"}: rows after that time are read.',
  },
} as const satisfies ErrorTable
