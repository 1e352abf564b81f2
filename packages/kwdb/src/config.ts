import {
  atLeast,
  between,
  type ConfigKeys,
  type ConfigValidator,
  defineConfig,
  nonEmpty,
} from '@tidewire/core'

const url: ConfigValidator = value =>
  typeof value === 'string' && /^jdbc:kaiwudb:\/\/|^(jdbc:)?postgres(ql)?:\/\//i.test(value)
    ? null
    : 'it is written jdbc:kaiwudb://host:port'

/** Names of the formats, as `protocol.type` and `out.format` take them. */
export const formats = ['json_kaiwudb', 'json_opentsdb', 'line_opentsdb', 'line_influxdb'] as const

/** A format of KWDB's connector. */
export type Format = (typeof formats)[number]

/** The format of that name, whatever the case of its letters; null for another text. */
export function formatOf(text: string): Format | null {
  return formats.find(one => one === text.trim().toLowerCase()) ?? null
}

/** One of the formats. */
export const format: ConfigValidator = value =>
  typeof value === 'string' && formatOf(value) !== null
    ? null
    : `it must be one of (${formats.join(', ')})`

/** Keys that say where KWDB is; the sink's and the source's are the same. */
export const connectionKeys = {
  'connection.url': {
    type: 'string',
    importance: 'high',
    group: 'Connection',
    order: 1,
    width: 'long',
    displayName: 'JDBC URL',
    doc: 'Where KWDB is: jdbc:kaiwudb://host:26257, several hosts with commas between them. Properties of the JDBC driver may follow a question mark: sslmode, sslrootcert, sslcert, sslkey, connectTimeout and socketTimeout (seconds), loadBalanceHosts.',
    validator: url,
  },
  'connection.user': {
    type: 'string',
    importance: 'high',
    group: 'Connection',
    order: 2,
    width: 'medium',
    displayName: 'JDBC User',
    doc: 'The account at KWDB. It needs the right to read or to write the tables, and CREATE on the database for tables made automatically.',
    validator: nonEmpty,
  },
  'connection.password': {
    type: 'password',
    default: '',
    importance: 'high',
    group: 'Connection',
    order: 3,
    width: 'medium',
    displayName: 'JDBC Password',
    doc: 'The password of the account. It is shown as [hidden] wherever it appears. A server started with --insecure asks for none.',
  },
  'connection.database': {
    type: 'string',
    importance: 'high',
    group: 'Connection',
    order: 4,
    width: 'medium',
    displayName: 'JDBC Database',
    doc: 'The time-series database. It must exist: the connector never creates one.',
    validator: nonEmpty,
  },
  'connection.attempts': {
    type: 'int',
    default: 3,
    importance: 'low',
    group: 'Connection',
    order: 5,
    width: 'short',
    displayName: 'JDBC connection attempts',
    doc: 'How many times a connection is tried before the worker is told; it starts again later, and nothing is lost.',
    validator: atLeast(1),
  },
  'connection.backoff.ms': {
    type: 'long',
    default: 5000,
    importance: 'low',
    group: 'Connection',
    order: 6,
    width: 'short',
    displayName: 'JDBC connection backoff in milliseconds',
    doc: 'The pause between two connection attempts, in milliseconds.',
    validator: atLeast(0),
  },
} as const satisfies ConfigKeys

const precision: ConfigValidator = value =>
  value === null || (typeof value === 'string' && /^(s|ms|us|ns)$/i.test(value))
    ? null
    : 'it must be one of (s, ms, us, ns)'

const valueType: ConfigValidator = value =>
  typeof value === 'string' && /^(varchar|float8)$/i.test(value)
    ? null
    : 'it must be one of (varchar, float8)'

const primaryTags: ConfigValidator = value =>
  Array.isArray(value) && value.length <= 4 ? null : 'a table has at most 4 primary tags'

const writeKeys = {
  'protocol.type': {
    type: 'string',
    importance: 'high',
    group: 'Writes',
    order: 1,
    width: 'medium',
    displayName: 'Protocol Type',
    doc: 'The format of the records: json_kaiwudb, json_opentsdb, line_opentsdb or line_influxdb.',
    validator: format,
    recommended: [...formats],
  },
  'timestamp.precision': {
    type: 'string',
    default: null,
    importance: 'medium',
    group: 'Writes',
    order: 2,
    width: 'short',
    displayName: 'Timestamp Precision',
    doc: 'The unit of the times in the records. json_kaiwudb: ms (default), us, ns; line_influxdb: ns (default), us, ms; the OpenTSDB formats: ms (default), s. A time is written in the unit of its column.',
    validator: precision,
    recommended: ['s', 'ms', 'us', 'ns'],
  },
  'batch.size': {
    type: 'int',
    default: 1000,
    importance: 'medium',
    group: 'Writes',
    order: 3,
    width: 'short',
    displayName: 'Batch Size',
    doc: 'The most records that are written together. A record may hold many rows: see insert.max.rows.',
    validator: atLeast(1),
  },
  'max.retries': {
    type: 'int',
    default: 3,
    importance: 'medium',
    group: 'Writes',
    order: 4,
    width: 'short',
    displayName: 'Maximum Retries',
    doc: 'How often one statement is sent again after a failure that may pass. Then the worker delivers the records again, as often as it takes.',
    validator: atLeast(0),
  },
  'retry.backoff.ms': {
    type: 'int',
    default: 3000,
    importance: 'medium',
    group: 'Writes',
    order: 5,
    width: 'short',
    displayName: 'Retry Backoff (millis)',
    doc: 'The pause before a statement is sent again, in milliseconds. (The user page of the Java connector says 3; its examples say 3000.)',
    validator: atLeast(0),
  },
} as const satisfies ConfigKeys

const ownWriteKeys = {
  'insert.max.rows': {
    type: 'int',
    default: 10_000,
    importance: 'low',
    group: 'Writes',
    order: 6,
    width: 'short',
    displayName: 'Most rows of a statement',
    doc: 'The most rows of one INSERT.',
    validator: between(1, 1_000_000),
  },
  'request.max.bytes': {
    type: 'int',
    default: 1_048_576,
    importance: 'low',
    group: 'Writes',
    order: 7,
    width: 'medium',
    displayName: 'Largest statement (bytes)',
    doc: 'The size at which an INSERT takes no more rows. A single larger row is sent alone.',
    validator: between(1024, 67_108_864),
  },
  'timestamp.cut': {
    type: 'boolean',
    default: true,
    importance: 'low',
    group: 'Writes',
    order: 8,
    width: 'short',
    displayName: 'Cut finer times',
    doc: 'What happens to a time with more digits than its column keeps. true: they are cut off, and a warning says so. false: the record is refused.',
  },
  'auto.create': {
    type: 'boolean',
    default: null,
    importance: 'medium',
    group: 'Tables',
    order: 1,
    width: 'short',
    displayName: 'Create tables',
    doc: 'Makes tables that are missing. Without this key it is true but for line_influxdb, whose lines do not say how long texts are; with true the lengths are those of the first record, at least 254.',
  },
  'auto.evolve': {
    type: 'boolean',
    default: false,
    importance: 'medium',
    group: 'Tables',
    order: 2,
    width: 'short',
    displayName: 'Change tables',
    doc: 'Adds columns and tags that a table does not have, and widens types and texts that are too short. false: a record that does not fit the table is refused.',
  },
  'opentsdb.value.type': {
    type: 'string',
    default: 'varchar',
    importance: 'low',
    group: 'Tables',
    order: 3,
    width: 'short',
    displayName: 'Type of OpenTSDB values',
    doc: 'The type of the column value in tables made for the OpenTSDB formats: varchar or float8.',
    validator: valueType,
    recommended: ['varchar', 'float8'],
  },
  'opentsdb.primary.tags': {
    type: 'list',
    default: [],
    importance: 'low',
    group: 'Tables',
    order: 4,
    width: 'medium',
    displayName: 'Primary tags of OpenTSDB tables',
    doc: 'Up to four tags that become the primary tags of tables made for the OpenTSDB formats and for line_influxdb. Empty: a tag primary_tag is added, the SHA-256 of all tags, as KWDB itself does it.',
    validator: primaryTags,
  },
  'opentsdb.metric.column': {
    type: 'boolean',
    default: false,
    importance: 'low',
    group: 'Tables',
    order: 5,
    width: 'short',
    displayName: 'Metrics as columns',
    doc: 'Takes a metric table.column for a column of an existing table of that name. false, or no such table or column: every metric is a table of its own, with the dot in its name.',
  },
} as const satisfies ConfigKeys

/** The configuration of the sink connector: the keys of the Java connector, then our own. */
export const sinkConfig = defineConfig({ ...connectionKeys, ...writeKeys, ...ownWriteKeys })

/** The parsed configuration of a sink task. */
export type SinkConfig = ReturnType<typeof sinkConfig.parse>

/** Units that each format takes, its default first (KWDB, parameters of the sink connector). */
export const timeUnits = {
  json_kaiwudb: ['ms', 'us', 'ns'],
  json_opentsdb: ['ms', 's'],
  line_opentsdb: ['ms', 's'],
  line_influxdb: ['ns', 'us', 'ms'],
} as const satisfies Record<Format, readonly ('s' | 'ms' | 'us' | 'ns')[]>
