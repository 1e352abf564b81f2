import type { ErrorTable } from '@tidewire/core'

/** The sink's rows of the error table of `tdengine`. */
export const sinkErrors = {
  TDENGINE_BAD_RECORD: {
    message: 'TDengine refused the record for database {database}',
    retriable: false,
    hint: 'Correct the producer of the record. With errors.tolerance=all the record goes to the dead-letter topic and the others are written.',
  },
  TDENGINE_ROW: {
    message: 'the record does not fit a table of database {database}: {reason}',
    retriable: false,
    hint: 'Correct the producer, the table, or columns.map and tags.map. With errors.tolerance=all the record goes to the dead-letter topic and the others are written.',
  },
  TDENGINE_MAPPING_FILE: {
    message: 'the mapping file {file} cannot be used: {reason}',
    retriable: false,
    hint: 'mapping.file is a JSON file on the machine of the worker, with the keys table.name, child.table.name, child.table.name.tag, time.field, tags.field, columns.map and tags.map.',
  },
  TDENGINE_VALUE_TYPE: {
    message: 'the value of the record is {type}, not text',
    retriable: false,
    hint: 'Set value.converter to org.apache.kafka.connect.storage.StringConverter.',
  },
  TDENGINE_VALUE_TEXT: {
    message: 'the value of the record is not text: {reason}',
    retriable: false,
    hint: 'Values must be UTF-8. For another character set, set value.converter.encoding.',
  },
  TDENGINE_VALUE_JSON: {
    message: 'the value of the record is neither a JSON object nor a JSON array',
    retriable: false,
    hint: 'db.schemaless=json takes OpenTSDB JSON; use db.schemaless=line for line protocol.',
  },
  TDENGINE_DATABASE_NAME: {
    message: 'the records of topic {topic} have no database: {name} is no database name, {reason}',
    retriable: false,
    hint: 'Set connection.database, or another connection.database.prefix.',
  },
  TDENGINE_SINK_ACCESS: {
    message: 'TDengine does not let user {user} write to database {database}',
    retriable: false,
    hint: 'Check connection.user and connection.password, or grant the user the right to write to the database.',
  },
  TDENGINE_SINK_WRITE: {
    message: 'TDengine cannot store {count} record(s) in database {database}',
    retriable: false,
    hint: 'Solve what the server names, then restart the task; no record was skipped.',
  },
  TDENGINE_SINK_UNAVAILABLE: {
    message: 'TDengine does not take {count} record(s) for database {database} at the moment',
    retriable: true,
    hint: 'Nothing is lost: the worker delivers the records again until the server takes them.',
  },
} as const satisfies ErrorTable
