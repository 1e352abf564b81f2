import {
  atLeast,
  between,
  type ConfigKeys,
  type ConfigValidator,
  defineConfig,
} from '@tidewire/core'
import { databaseOptionsComplaint } from './sink/database-name.ts'
import { mappedField } from './sink/typed-row.ts'

const url: ConfigValidator = value =>
  typeof value === 'string' && value.startsWith('jdbc:TAOS')
    ? null
    : 'check connection.url is correct'

const zoneNames = Intl.supportedValuesOf('timeZone')

/** Any IANA zone name; a beginning of one passes too, as it does in the Java connector. */
const timeZone: ConfigValidator = value => {
  const complaint = 'Invalid time zone identifier'
  if (typeof value !== 'string' || /^[+-]/.test(value)) return complaint
  if (zoneNames.some(name => name.startsWith(value)) || 'UTC'.startsWith(value)) return null
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return null
  } catch {
    return complaint
  }
}

/** A time unit of line protocol, or none. */
export const precision: ConfigValidator = value =>
  typeof value === 'string' && /^(|ms|us|ns)$/i.test(value)
    ? null
    : 'database precision config must be one of (ms, us, ns)'

const schemaless: ConfigValidator = value =>
  typeof value === 'string' && /^(line|telnet|json)$/i.test(value)
    ? null
    : 'schemaless config must be one of (line, telnet, json)'

const writeMethod: ConfigValidator = value =>
  typeof value === 'string' && /^(auto|schemaless|typed)$/i.test(value)
    ? null
    : 'write.method must be one of (auto, schemaless, typed)'

const databaseOptions: ConfigValidator = value =>
  Array.isArray(value) ? databaseOptionsComplaint(value.map(String)) : null

const mappedFields: ConfigValidator = value => {
  const bad = Array.isArray(value)
    ? value.find(one => mappedField(String(one)) === null)
    : undefined
  return bad === undefined ? null : `${String(bad)} is not member[:column[:TYPE]][=default]`
}

/** Character sets of the Java platform that the web platform does not name. */
const javaCharsets = /^(utf-?32(-?[bl]e)?(-bom)?|utf-?16|cesu-8|ibm-?\w+|cp\d+|ascii7|x-[\w-]+)$/i

const charset: ConfigValidator = value => {
  const complaint = 'Charset is invalid.'
  if (typeof value !== 'string' || value === '') return complaint
  if (javaCharsets.test(value)) return null
  try {
    new TextDecoder(value)
    return null
  } catch {
    return complaint
  }
}

/** Keys that say where TDengine is; the sink's and the source's are the same. */
export const connectionKeys = {
  'connection.url': {
    type: 'string',
    importance: 'high',
    group: 'Connection',
    order: 1,
    width: 'long',
    displayName: 'JDBC URL',
    doc: 'Where TDengine is, as a JDBC URL: jdbc:TAOS://host:6030, jdbc:TAOS-RS://host:6041 or jdbc:TAOS-WS://host:6041. Every form means taosAdapter on that host.',
    validator: url,
  },
  'connection.user': {
    type: 'string',
    default: 'root',
    importance: 'high',
    group: 'Connection',
    order: 2,
    width: 'medium',
    displayName: 'JDBC User',
    doc: 'The account at TDengine.',
    aliases: ['connection.username'],
  },
  'connection.password': {
    type: 'password',
    default: 'taosdata',
    importance: 'high',
    group: 'Connection',
    order: 3,
    width: 'medium',
    displayName: 'JDBC Password',
    doc: 'The password of the account. It is shown as [hidden] wherever it appears.',
  },
  'connection.attempts': {
    type: 'int',
    default: 3,
    importance: 'low',
    group: 'Connection',
    order: 4,
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
    order: 5,
    width: 'short',
    displayName: 'JDBC connection backoff in milliseconds',
    doc: 'The pause between two connection attempts, in milliseconds.',
  },
  'connection.database': {
    type: 'string',
    default: '',
    importance: 'medium',
    group: 'Connection',
    order: 6,
    width: 'medium',
    displayName: 'JDBC Database',
    doc: 'Sink: the database of all records; empty: a database per topic, see connection.database.prefix. Source: the database that is read.',
  },
  'connection.timezone': {
    type: 'string',
    default: 'UTC',
    importance: 'medium',
    group: 'Connection',
    order: 7,
    width: 'medium',
    displayName: 'connection time zone',
    doc: 'The time zone of timestamp.initial and timestamp.end of the source. It has no effect on time stamps of records, which are numbers.',
    validator: timeZone,
  },
} as const satisfies ConfigKeys

/** Our own connection keys, shown after those of the Java connector. */
export const adapterKeys = {
  'connection.adapter.port': {
    type: 'int',
    default: null,
    importance: 'low',
    group: 'Connection',
    order: 8,
    width: 'short',
    displayName: 'taosAdapter port',
    doc: 'The port of taosAdapter, when it is not the port of the URL, or 6041 for a native URL (jdbc:TAOS://host:6030).',
    validator: between(1, 65_535),
  },
} as const satisfies ConfigKeys

const writeKeys = {
  'data.precision': {
    type: 'string',
    default: '',
    importance: 'medium',
    group: 'Writes',
    order: 1,
    width: 'short',
    displayName: 'Data Precision',
    doc: 'The unit of the time stamps of line protocol: ms, us or ns; empty means ns. It does not apply to telnet and json.',
    validator: precision,
  },
  'batch.size': {
    type: 'int',
    default: 3000,
    importance: 'medium',
    group: 'Writes',
    order: 2,
    width: 'short',
    displayName: 'Batch Size',
    doc: 'The most records in one request to the database; 0 for no limit but request.max.bytes.',
    validator: atLeast(0),
  },
  'max.retries': {
    type: 'int',
    default: 3,
    importance: 'medium',
    group: 'Writes',
    order: 3,
    width: 'short',
    displayName: 'Maximum Retries',
    doc: 'How often one request is sent again after a failure that may pass. Then the worker delivers the records again, as often as it takes.',
    validator: atLeast(0),
  },
  'retry.backoff.ms': {
    type: 'int',
    default: 3000,
    importance: 'medium',
    group: 'Writes',
    order: 4,
    width: 'short',
    displayName: 'Retry Backoff (millis)',
    doc: 'The pause before a request is sent again, in milliseconds.',
    validator: atLeast(0),
  },
  'db.schemaless': {
    type: 'string',
    importance: 'high',
    group: 'Writes',
    order: 5,
    width: 'short',
    displayName: 'DB Schemaless Format',
    doc: 'The format of the records: line (InfluxDB line protocol), telnet or json (OpenTSDB).',
    validator: schemaless,
  },
  'connection.database.prefix': {
    type: 'string',
    default: '',
    importance: 'medium',
    group: 'Writes',
    order: 6,
    width: 'medium',
    displayName: 'JDBC sink destination Database prefix',
    doc: `Names the database of a topic when connection.database is empty: \${topic} is replaced by the topic; without a placeholder it is put before the topic.`,
  },
  'db.charset': {
    type: 'string',
    default: 'UTF-8',
    importance: 'low',
    width: 'none',
    doc: 'The character set of the Java driver. It has no effect here: text always goes to TDengine as UTF-8.',
    validator: charset,
  },
} as const satisfies ConfigKeys

const ownWriteKeys = {
  'request.max.bytes': {
    type: 'int',
    default: 4_194_304,
    importance: 'low',
    group: 'Writes',
    order: 7,
    width: 'medium',
    displayName: 'Largest request (bytes)',
    doc: 'The most bytes in one request to the database. A single larger record is sent alone.',
    validator: between(1024, 67_108_864),
  },
  'write.method': {
    type: 'string',
    default: 'auto',
    importance: 'medium',
    group: 'Writes',
    order: 10,
    width: 'medium',
    displayName: 'Write Method',
    doc: 'auto: rows are parsed here and written as columns, lines go to the server only where they make or change tables. schemaless: the server parses all lines. typed: into tables with columns and tags of any types, made by people or by the connector; json then means flat JSON objects.',
    validator: writeMethod,
    recommended: ['auto', 'schemaless', 'typed'],
  },
  'write.connections': {
    type: 'int',
    default: 1,
    importance: 'low',
    group: 'Writes',
    order: 11,
    width: 'short',
    displayName: 'Write Connections',
    doc: 'How many connections of a task write columns of one database side by side. Each child table is always written by the same one, so its rows keep their order. The connections spread over the adapters in the URL.',
    validator: between(1, 32),
  },
  'child.table.name.tag': {
    type: 'string',
    default: null,
    importance: 'low',
    group: 'Writes',
    order: 8,
    width: 'medium',
    displayName: 'Tag that names child tables',
    doc: 'The tag whose value becomes the name of the child table. That tag is then no tag column. Empty: TDengine makes the name from all tags.',
    aliases: ['table.name.tag'],
  },
  'database.create.options': {
    type: 'list',
    default: [],
    importance: 'medium',
    group: 'Writes',
    order: 12,
    width: 'long',
    displayName: 'Options of new databases',
    doc: 'Options of CREATE DATABASE for databases that the connector makes, e.g. keep 365d, vgroups 4, replica 3. Several values of keep are written with colons: keep 30d:90d:365d. Databases that are there stay as they are.',
    validator: databaseOptions,
  },
  'table.name': {
    type: 'string',
    default: '',
    importance: 'medium',
    group: 'Typed',
    order: 1,
    width: 'medium',
    displayName: 'Table name',
    doc: `With write.method=typed: the super table of a record, as a template of fields and tags: \${site}_meters; \${topic} is the topic. Empty: the measurement of a line; for JSON the header tdengine.stable, else the topic.`,
  },
  'child.table.name': {
    type: 'string',
    default: '',
    importance: 'medium',
    group: 'Typed',
    order: 2,
    width: 'medium',
    displayName: 'Child table name',
    doc: `With write.method=typed: the child table of a record, as a template of fields and tags: d_\${site}_\${device}. Empty: the tag of child.table.name.tag, else the header tdengine.table, else a name made from all tags.`,
  },
  'time.field': {
    type: 'string',
    default: '',
    importance: 'low',
    group: 'Typed',
    order: 3,
    width: 'medium',
    displayName: 'Time field',
    doc: 'With write.method=typed and JSON: the member with the time, a number in the unit of data.precision (ms when that is empty) or a date. Empty: ts, _ts, time or timestamp.',
  },
  'tags.field': {
    type: 'string',
    default: 'tags',
    importance: 'low',
    group: 'Typed',
    order: 4,
    width: 'medium',
    displayName: 'Tags field',
    doc: 'With write.method=typed and JSON: the member whose members are the tags.',
  },
  'columns.map': {
    type: 'list',
    default: [],
    importance: 'medium',
    group: 'Typed',
    order: 5,
    width: 'long',
    displayName: 'Columns',
    doc: 'With write.method=typed and JSON: the members that become columns, each as member[:column[:TYPE]][=default], e.g. data.temp:temperature:FLOAT. A dot goes into an object. Empty: all members.',
    validator: mappedFields,
  },
  'tags.map': {
    type: 'list',
    default: [],
    importance: 'medium',
    group: 'Typed',
    order: 6,
    width: 'long',
    displayName: 'Tags',
    doc: 'With write.method=typed and JSON: the members that become tags, written like columns.map. Empty: the members of tags.field.',
    validator: mappedFields,
  },
  'mapping.file': {
    type: 'string',
    default: '',
    importance: 'medium',
    group: 'Typed',
    order: 8,
    width: 'long',
    displayName: 'Mapping file',
    doc: 'With write.method=typed: a JSON file on the machine of the worker with table.name, child.table.name, child.table.name.tag, time.field, tags.field, columns.map and tags.map. What it says wins over these keys of the configuration.',
  },
  'table.grow': {
    type: 'boolean',
    default: true,
    importance: 'medium',
    group: 'Typed',
    order: 7,
    width: 'short',
    displayName: 'Make and widen tables',
    doc: 'With write.method=typed: makes tables that are missing, adds columns and tags and lengthens texts. false: a record that does not fit the tables as they are is refused.',
  },
  'table.ttl.days': {
    type: 'int',
    default: 0,
    importance: 'low',
    group: 'Writes',
    order: 9,
    width: 'short',
    displayName: 'Lifetime of new child tables (days)',
    doc: 'After how many days TDengine removes child tables that this connector made; 0 for never.',
    validator: atLeast(0),
  },
  'db.timeunit': {
    type: 'string',
    default: null,
    importance: 'low',
    width: 'none',
    doc: 'A key of old samples. It is accepted and has no effect; use data.precision.',
  },
} as const satisfies ConfigKeys

/** The configuration of the sink connector: keys and order of the Java connector 1.1.6, then our own. */
export const sinkConfig = defineConfig({
  ...connectionKeys,
  ...writeKeys,
  ...adapterKeys,
  ...ownWriteKeys,
})

/** The parsed configuration of a sink task. */
export type SinkConfig = ReturnType<typeof sinkConfig.parse>
