import type { ErrorTable } from '@tidewire/core'

/** The sink's rows of the error table of `kwdb`. */
export const sinkErrors = {
  KWDB_BAD_RECORD: {
    message: 'KWDB refused the record for table {table} of database {database}',
    retriable: false,
    hint: 'Correct the producer of the record. With errors.tolerance=all the record goes to the dead-letter topic and the others are written.',
  },
  KWDB_ROW: {
    message: 'the record does not fit table {table} of database {database}: {reason}',
    retriable: false,
    hint: 'Correct the producer or the table. With errors.tolerance=all the record goes to the dead-letter topic and the others are written.',
  },
  KWDB_NO_TABLE: {
    message: 'there is no table {table} in database {database}',
    retriable: false,
    hint: 'Create the table, or set auto.create=true. Tables are not made for line_influxdb by default, since its lines do not say how long texts are.',
  },
  KWDB_COLUMN: {
    message: 'table {table} of database {database} has no {role} {name}',
    retriable: false,
    hint: 'Correct the producer, add it to the table, or set auto.evolve=true.',
  },
  KWDB_VALUE_TYPE: {
    message: 'the value of the record is {type}, not text',
    retriable: false,
    hint: 'Set value.converter to org.apache.kafka.connect.storage.StringConverter.',
  },
  KWDB_SINK_DATABASE: {
    message: 'database {database} does not exist, or user {user} may not see it',
    retriable: false,
    hint: 'Create it: CREATE TS DATABASE name. The connector never creates databases.',
  },
  KWDB_SINK_RELATIONAL: {
    message: 'database {database} is not a time-series database',
    retriable: false,
    hint: 'Name a database made by CREATE TS DATABASE in connection.database.',
  },
  KWDB_SINK_ACCESS: {
    message: 'KWDB does not let user {user} write to database {database}',
    retriable: false,
    hint: 'Check connection.user and connection.password, or grant the user INSERT, and CREATE for tables made automatically.',
  },
  KWDB_SINK_WRITE: {
    message: 'KWDB cannot store {count} row(s) in database {database}',
    retriable: false,
    hint: 'Solve what the server names, then restart the task; no record was skipped.',
  },
  KWDB_SINK_UNAVAILABLE: {
    message: 'KWDB does not take {count} row(s) for database {database} at the moment',
    retriable: true,
    hint: 'Nothing is lost: the worker delivers the records again until the server takes them.',
  },
} as const satisfies ErrorTable
