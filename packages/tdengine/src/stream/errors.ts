import type { ErrorTable } from '@tidewire/core'

/**
 * The error table of stream jobs' TDengine sources and sinks. The numbers are those of the Flink connector (0xa0..) and
 * of the JDBC driver (0x23..), which users look for.
 */
export const streamErrors = {
  TDENGINE_STREAM_PARAMETER: {
    message: 'TDengine ERROR (0xa000): the property {key} cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'Correct the property that is named; the reference lists them all.',
  },
  TDENGINE_STREAM_GROUP: {
    message: 'TDengine ERROR (0xa001): group.id cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'A group name has 1 to 192 characters and no colon.',
  },
  TDENGINE_STREAM_TOPIC: {
    message: 'TDengine ERROR (0xa002): the topic cannot be used: {reason}',
    retriable: false,
    status: 400,
    hint: 'Create it first: CREATE TOPIC name AS SELECT …',
  },
  TDENGINE_STREAM_SPLIT: {
    message: 'TDengine ERROR (0xa000): the splits cannot be made: {reason}',
    retriable: false,
    status: 400,
    hint: 'Correct the split description of the source; the job has not begun to read.',
  },
  TDENGINE_STREAM_DATABASE: {
    message:
      'TDengine ERROR (0xa010): the database to write to is not configured properly: {reason}',
    retriable: false,
    status: 400,
    hint: 'Set dbname to a database that exists.',
  },
  TDENGINE_STREAM_TABLE: {
    message: 'TDengine ERROR (0xa011): the table to write to is not configured properly: {reason}',
    retriable: false,
    status: 400,
    hint: 'Set super_table_name, or table_name for a normal table or one sub-table.',
  },
  TDENGINE_STREAM_NO_DATA: {
    message: 'TDengine ERROR (0xa012): nothing can be read: {reason}',
    retriable: false,
    status: 400,
    hint: 'Look whether the super table and its database are the right ones.',
  },
  TDENGINE_STREAM_DESERIALIZER: {
    message: 'TDengine ERROR (0xa013): value.deserializer is not set properly: {reason}',
    retriable: false,
    status: 400,
    hint: 'Use RowData, or give a function that makes the elements.',
  },
  TDENGINE_STREAM_COLUMNS: {
    message: 'TDengine ERROR (0xa014): the columns to write are not set properly: {reason}',
    retriable: false,
    status: 400,
    hint: 'List the columns as DESCRIBE shows them, with tbname for a super table.',
  },
  TDENGINE_STREAM_VALUE: {
    message: 'TDengine ERROR (0x2303): row {row}: {field} ({type}): {reason}',
    retriable: false,
    hint: 'Give a value of the type of the column. A timestamp is a bigint in nanoseconds, a Date, or text.',
  },
  TDENGINE_STREAM_TYPE: {
    message: 'TDengine ERROR (0x230f): column {column} has a type that cannot be used here: {type}',
    retriable: false,
    hint: 'Leave the column out of the fields.',
  },
  TDENGINE_STREAM_URL: {
    message: 'TDengine ERROR (0x2312): url is not set',
    retriable: false,
    status: 400,
    hint: 'Write jdbc:TAOS-WS://host:6041/database?user=root&password=…',
  },
  TDENGINE_STREAM_SQL: {
    message: 'TDengine ERROR (0x2357): the SQL text is empty',
    retriable: false,
    status: 400,
    hint: 'Give sql, or select and tableName.',
  },
  TDENGINE_STREAM_DELETE: {
    message: 'a delete of {table} reached a sink that is not told what to do with deletes',
    retriable: false,
    hint: 'Set sink.deletes to apply (deletes by sub-table and time stamp) or ignore.',
  },
} as const satisfies ErrorTable
