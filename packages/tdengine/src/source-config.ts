import {
  atLeast,
  between,
  type ConfigComplaint,
  type ConfigDef,
  type ConfigKeys,
  type ConfigOf,
  type ConfigValidator,
  defineConfig,
  type Props,
  readTime,
  timeRangeComplaints,
} from '@tidewire/core'
import { adapterKeys, connectionKeys, precision } from './config.ts'
import { isProfile116 } from './source/profile.ts'

/** A word of a list, in any letter case; empty and absent pass. */
function word(complaint: string, ...allowed: readonly string[]): ConfigValidator {
  return value =>
    value === null || (typeof value === 'string' && allowed.includes(value.toLowerCase()))
      ? null
      : `${complaint} must be one of (${allowed.join(', ')})`
}

/** A time as text; whether it lies in the past depends on the zone and is checked with it. */
const timeText: ConfigValidator = value =>
  value === null || (typeof value === 'string' && readTime(value, 'UTC') !== null)
    ? null
    : 'it must be a time like 2022-03-28 09:56:51'

const groupName: ConfigValidator = value =>
  typeof value === 'string' && (value.length > 192 || value.includes(':'))
    ? 'Value must have at most 192 characters and no colon'
    : null

/** The longest span of one query: 31 days. */
const longestQueryMs = 31 * 24 * 3600 * 1000

const readKeys = {
  'data.precision': {
    type: 'string',
    default: '',
    importance: 'medium',
    group: 'read',
    order: 1,
    width: 'short',
    displayName: 'Data Precision',
    doc: 'The unit of all times in the records: ms, us or ns. Empty: nanoseconds in line, milliseconds in JSON.',
    validator: precision,
  },
  'poll.interval.ms': {
    type: 'int',
    default: 1000,
    importance: 'medium',
    group: 'read',
    order: 2,
    width: 'short',
    displayName: 'Monitoring Table Change Interval (ms)',
    doc: 'How often a table is asked for new rows and the database for new tables, in milliseconds.',
    validator: atLeast(0),
  },
  'topic.prefix': {
    type: 'string',
    importance: 'high',
    group: 'read',
    order: 3,
    width: 'medium',
    displayName: 'Topic Prefix',
    doc: 'The first part of the topic name. It may be left out (then it is empty) as long as no key of release 1.1.6 is set.',
  },
  'timestamp.initial': {
    type: 'string',
    default: null,
    importance: 'medium',
    group: 'read',
    order: 4,
    width: 'medium',
    displayName: 'Unix time value of initial timestamp',
    doc: 'Rows from this time on are read, that time included: yyyy-MM-dd HH:mm:ss in the zone of connection.timezone. Absent: all rows.',
    validator: timeText,
  },
  'fetch.max.rows': {
    type: 'int',
    default: 100,
    importance: 'low',
    group: 'read',
    order: 5,
    width: 'short',
    displayName: 'Max Rows Per Batch',
    doc: 'A poll hands over whole blocks of the server (up to 4096 rows) until it has at least so many rows, and 256 KiB.',
    validator: atLeast(1),
  },
  'query.interval.ms': {
    type: 'long',
    default: 0,
    importance: 'low',
    group: 'read',
    order: 6,
    width: 'medium',
    displayName: 'query interval from TDengine, unit: millisecond',
    doc: 'The longest span of time of one query over the history, in milliseconds; 0: chosen by the number of rows. Stretches without rows are skipped at once.',
    validator: between(0, longestQueryMs),
  },
  'topic.per.stable': {
    type: 'boolean',
    default: true,
    importance: 'low',
    group: 'read',
    order: 7,
    width: 'short',
    displayName: 'Topic for each Super Table',
    doc: 'With release 1.1.6 naming: a topic for each table (true) or one for the database (false).',
  },
  'topic.ignore.db': {
    type: 'boolean',
    default: false,
    importance: 'low',
    group: 'read',
    order: 8,
    width: 'short',
    displayName: 'Ignore Database Name',
    doc: 'With a topic for each table: leaves the database out of the topic name.',
  },
  'out.format': {
    type: 'string',
    default: 'line',
    importance: 'medium',
    group: 'read',
    order: 9,
    width: 'short',
    displayName: 'out format may be one of json or line',
    doc: 'The form of the records: line (line protocol), json, opentsdb-json or flat-json. json means OpenTSDB JSON, and flat JSON when a key of release 1.1.6 is set.',
    validator: word('out.format config', 'line', 'json', 'opentsdb-json', 'flat-json'),
  },
  'out.format.json.no.array': {
    type: 'boolean',
    default: true,
    importance: 'low',
    width: 'none',
    doc: 'Accepted; flat JSON is always one object a record and OpenTSDB JSON always an array.',
  },
  'topic.delimiter': {
    type: 'string',
    default: '-',
    importance: 'low',
    group: 'read',
    order: 10,
    width: 'short',
    displayName: 'Topic Delimiter',
    doc: 'Joins the parts of topic names of release 1.1.6.',
    aliases: ['topic.delimeter'],
  },
  tables: {
    type: 'list',
    default: [],
    importance: 'low',
    width: 'none',
    doc: 'The tables of one task. The connector sets it; use tables.include and tables.exclude to choose.',
  },
  'read.method': {
    type: 'string',
    default: 'subscription',
    importance: 'low',
    group: 'read',
    order: 11,
    width: 'short',
    displayName: 'read method may be one of subscription or query',
    doc: 'How rows are read: by query or by subscription. Without subscription.group.id it means query.',
    validator: word('read method', 'subscription', 'query'),
  },
  'subscription.group.id': {
    type: 'string',
    default: null,
    importance: 'low',
    group: 'read',
    order: 12,
    width: 'short',
    displayName: 'subscription group id',
    doc: 'The consumer group of a subscription: at most 192 characters, no colon.',
    validator: groupName,
  },
  'subscription.wal.only': {
    type: 'boolean',
    default: true,
    importance: 'low',
    group: 'read',
    order: 13,
    width: 'short',
    displayName: 'only subscription wal data',
    doc: 'true: a subscription reads what the write-ahead log keeps; false: a new one that begins with earliest first reads what the tables hold.',
  },
  'subscription.from': {
    type: 'string',
    default: 'latest',
    importance: 'low',
    group: 'read',
    order: 14,
    width: 'short',
    displayName: 'subscription from latest or earliest',
    doc: 'Where a new subscription begins: latest or earliest. A table that appears later is read from its first row in any case.',
    validator: word('subscription.from config', 'latest', 'earliest'),
  },
} as const satisfies ConfigKeys

const ownReadKeys = {
  'timestamp.end': {
    type: 'string',
    default: null,
    importance: 'medium',
    group: 'read',
    order: 15,
    width: 'medium',
    displayName: 'End of the rows',
    doc: 'Rows before this time are read, that time not included; written like timestamp.initial. Absent: no end.',
    validator: timeText,
  },
  'tables.include': {
    type: 'list',
    default: [],
    importance: 'medium',
    group: 'read',
    order: 16,
    width: 'long',
    displayName: 'Tables to read',
    doc: 'Names of the super tables and normal tables that are read; * stands for any characters and ? for one. Empty: all.',
  },
  'tables.exclude': {
    type: 'list',
    default: [],
    importance: 'medium',
    group: 'read',
    order: 17,
    width: 'long',
    displayName: 'Tables to leave out',
    doc: 'Names of the super tables and normal tables that are not read, with * and ? as in tables.include.',
  },
  'topic.naming': {
    type: 'string',
    default: 'auto',
    importance: 'low',
    group: 'read',
    order: 18,
    width: 'short',
    displayName: 'Topic naming',
    doc: 'database: prefix and database name; delimited: as release 1.1.6 joins prefix, database and table. auto: delimited when a key of release 1.1.6 is set, else database.',
    validator: word('topic.naming', 'auto', 'database', 'delimited'),
  },
  'line.tags': {
    type: 'string',
    default: 'auto',
    importance: 'low',
    group: 'read',
    order: 19,
    width: 'short',
    displayName: 'Tags in line protocol',
    doc: 'typed: like fields, with quotes and suffixes; plain: bare values; quoted: bare values, VARCHAR in quotes. auto: plain when a key of release 1.1.6 is set, else typed.',
    validator: word('line.tags', 'auto', 'typed', 'plain', 'quoted'),
  },
  'table.name.tag': {
    type: 'string',
    default: null,
    importance: 'low',
    group: 'read',
    order: 20,
    width: 'medium',
    displayName: 'Tag that carries the child table',
    doc: 'The name of a tag that is added to every record with the name of the child table. Absent: only the header tdengine.table has it.',
  },
  'look.back.ms': {
    type: 'long',
    default: 600_000,
    importance: 'medium',
    group: 'read',
    order: 21,
    width: 'medium',
    displayName: 'Look-back (ms)',
    doc: 'Rows that come late by up to so many milliseconds are found at every poll and delivered once. Older ones: late.rows.check.interval.ms.',
    validator: atLeast(1000),
  },
  'look.back.max.rows': {
    type: 'int',
    default: 1_000_000,
    importance: 'low',
    group: 'read',
    order: 22,
    width: 'medium',
    displayName: 'Rows remembered in the look-back',
    doc: 'The most delivered rows of one table that are remembered one by one (about 24 bytes each). Beyond that a late row brings back its slice of the look-back.',
    validator: atLeast(0),
  },
  'late.rows.check.interval.ms': {
    type: 'long',
    default: 60_000,
    importance: 'low',
    group: 'read',
    order: 23,
    width: 'medium',
    displayName: 'Check for very late rows (ms)',
    doc: 'How often rows are looked for that came later than the look-back, in milliseconds; 0 for never. While a table has at most 50,000 rows from before the look-back, every poll looks for them.',
    validator: atLeast(0),
  },
} as const satisfies ConfigKeys

const declared = defineConfig({
  ...connectionKeys,
  ...readKeys,
  ...adapterKeys,
  ...ownReadKeys,
})

type SourceKeys = typeof declared extends ConfigDef<infer T> ? T : never

/** The parsed configuration of the source connector. */
export type SourceConfig = ConfigOf<SourceKeys>

/**
 * What a configuration leaves out because its profile has a default for it: a configuration of the user page needs no
 * `topic.prefix`. One that does not even say where TDengine is has no profile.
 */
function withProfileDefaults(props: Readonly<Record<string, string>>): Record<string, string> {
  const complete = { ...props }
  if (props['connection.url'] !== undefined && !isProfile116(props)) complete['topic.prefix'] ??= ''
  return complete
}

/** The configuration of the source connector: keys and order of the Java connector 1.1.6, then our own. */
export const sourceConfig: ConfigDef<SourceKeys> = {
  ...declared,
  resolveAliases(props) {
    const resolved = declared.resolveAliases(props)
    return { ...resolved, props: withProfileDefaults(resolved.props) }
  },
}

/** Errors across keys, by key: the times must be in order, the first in the past, the database named. */
export function sourceComplaints(props: Props, now: number): readonly ConfigComplaint[] {
  const zone = props['connection.timezone'] ?? 'UTC'
  const range = {
    initial: timeOf(props['timestamp.initial'], zone),
    end: timeOf(props['timestamp.end'], zone),
  }
  return timeRangeComplaints(props, range, now)
}

function timeOf(text: string | undefined, zone: string): bigint | null {
  return text === undefined ? null : readTime(text, zone)
}
