import {
  atLeast,
  between,
  type ConfigComplaint,
  type ConfigKeys,
  type ConfigValidator,
  defineConfig,
  invalidValue,
  type Props,
  readTime,
  timeRangeComplaints,
} from '@tidewire/core'
import { connectionKeys, format, formatOf, formats } from './config.ts'
import { unitsOfRecords } from './source/output.ts'

/** A time as text; whether it lies in the past depends on the zone and is checked with it. */
const timeText: ConfigValidator = value =>
  value === null || (typeof value === 'string' && readTime(isoless(value), 'UTC') !== null)
    ? null
    : 'it must be a time like 2022-03-28 09:56:51'

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const zone: ConfigValidator = value =>
  isZone(String(value)) ? null : 'it must be a time zone like UTC or Asia/Shanghai'

/** One of a list of words, in any letter case; absent passes. */
function word(...allowed: readonly string[]): ConfigValidator {
  return value =>
    value === null ||
    (typeof value === 'string' && allowed.some(one => one.toLowerCase() === value.toLowerCase()))
      ? null
      : `it must be one of (${allowed.join(', ')})`
}

const topicPart: ConfigValidator = value =>
  typeof value === 'string' && /^[A-Za-z0-9._-]*$/.test(value)
    ? null
    : 'topics consist of letters, digits, dots, underscores and hyphens'

/** The longest span of one query: 31 days. */
const longestQueryMs = 31 * 24 * 3600 * 1000

const readKeys = {
  'topic.prefix': {
    type: 'string',
    importance: 'high',
    group: 'Read',
    order: 1,
    width: 'medium',
    displayName: 'Topic Prefix',
    doc: 'The first part of topic names. Topics are named prefix-database-table.',
    validator: topicPart,
  },
  'topic.delimiter': {
    type: 'string',
    default: '-',
    importance: 'low',
    group: 'Read',
    order: 2,
    width: 'short',
    displayName: 'Topic Delimiter',
    doc: 'Joins the parts of topic names.',
    validator: topicPart,
    aliases: ['topic.delimeter'],
  },
  'timestamp.initial': {
    type: 'string',
    default: null,
    importance: 'medium',
    group: 'Read',
    order: 3,
    width: 'medium',
    displayName: 'Initial Timestamp',
    doc: 'Rows from this time on are read, that time included: yyyy-MM-dd HH:mm:ss in the zone of connection.timezone, or ISO 8601 with an offset. Absent: all rows.',
    validator: timeText,
  },
  'poll.interval.ms': {
    type: 'int',
    default: 5000,
    importance: 'medium',
    group: 'Read',
    order: 4,
    width: 'short',
    displayName: 'Poll Interval (ms)',
    doc: 'How often the database is asked for new and dropped tables, and each table for new rows, in milliseconds.',
    validator: atLeast(0),
  },
  'fetch.max.rows': {
    type: 'int',
    default: 100,
    importance: 'low',
    group: 'Read',
    order: 5,
    width: 'short',
    displayName: 'Max Rows Per Poll',
    doc: 'The most rows that one poll hands over. Statements ask for 10,000 rows at a time, or for so many when that is more.',
    validator: atLeast(1),
  },
  'query.interval.ms': {
    type: 'long',
    default: 1000,
    importance: 'low',
    group: 'Read',
    order: 6,
    width: 'medium',
    displayName: 'Query Interval (ms)',
    doc: 'The span of time that the first query over the history of a table covers, in milliseconds. Later ones grow and shrink with the number of rows, and stretches without rows are skipped. 0: chosen by the number of rows alone.',
    validator: between(0, longestQueryMs),
  },
  'topic.per.stable': {
    type: 'boolean',
    default: true,
    importance: 'low',
    group: 'Read',
    order: 7,
    width: 'short',
    displayName: 'Topic for each Table',
    doc: 'A topic for each table (true) or one for the database (false).',
  },
  'topic.ignore.db': {
    type: 'boolean',
    default: false,
    importance: 'low',
    group: 'Read',
    order: 8,
    width: 'short',
    displayName: 'Ignore Database Name',
    doc: 'With a topic for each table: leaves the database out of the topic name.',
  },
  'out.format': {
    type: 'string',
    default: 'json_kaiwudb',
    importance: 'medium',
    group: 'Read',
    order: 9,
    width: 'medium',
    displayName: 'Out Format',
    doc: 'The format of the records: json_kaiwudb, json_opentsdb, line_opentsdb or line_influxdb. The OpenTSDB formats make one record for each column of a row.',
    validator: format,
    recommended: [...formats],
  },
  'read.method': {
    type: 'string',
    default: 'query',
    importance: 'low',
    group: 'Read',
    order: 10,
    width: 'short',
    displayName: 'Read Method',
    doc: 'How rows are read. query is the only method.',
    validator: word('query'),
    recommended: ['query'],
  },
} as const satisfies ConfigKeys

const ownReadKeys = {
  'topic.append.format': {
    type: 'boolean',
    default: false,
    importance: 'low',
    group: 'Read',
    order: 11,
    width: 'short',
    displayName: 'Format in the Topic Name',
    doc: 'Adds the format as the last part of topic names: prefix-database-table-format.',
  },
  'timestamp.end': {
    type: 'string',
    default: null,
    importance: 'medium',
    group: 'Read',
    order: 12,
    width: 'medium',
    displayName: 'End of the Rows',
    doc: 'Rows before this time are read, that time not included; written like timestamp.initial. Absent: no end.',
    validator: timeText,
  },
  'timestamp.precision': {
    type: 'string',
    default: null,
    importance: 'medium',
    group: 'Read',
    order: 13,
    width: 'short',
    displayName: 'Timestamp Precision',
    doc: 'The unit of the times in the records. json_kaiwudb: that of the time column (default), ms, us, ns; line_influxdb: ns (default), us, ms; the OpenTSDB formats: ms (default), s. A time that the unit cannot carry exactly is refused.',
    validator: word('s', 'ms', 'us', 'ns'),
    recommended: ['s', 'ms', 'us', 'ns'],
  },
  'connection.timezone': {
    type: 'string',
    default: 'UTC',
    importance: 'low',
    group: 'Read',
    order: 14,
    width: 'medium',
    displayName: 'Time Zone',
    doc: 'The zone of timestamp.initial and timestamp.end. Times in records need none: numbers count from 1970 UTC, texts are in UTC.',
    validator: zone,
  },
  'json.primary.flag': {
    type: 'string',
    default: 'both',
    importance: 'low',
    group: 'Read',
    order: 15,
    width: 'short',
    displayName: 'Flag of Primary Tags',
    doc: 'How json_kaiwudb says that a tag is primary: isPrimary as the Java source connector writes it, primary as the Java sink connector reads it, or both.',
    validator: word('both', 'isPrimary', 'primary'),
    recommended: ['both', 'isPrimary', 'primary'],
  },
  'tables.include': {
    type: 'list',
    default: [],
    importance: 'medium',
    group: 'Read',
    order: 16,
    width: 'long',
    displayName: 'Tables to read',
    doc: 'Names of the tables that are read; * stands for any characters and ? for one. Empty: all time-series tables.',
  },
  'tables.exclude': {
    type: 'list',
    default: [],
    importance: 'medium',
    group: 'Read',
    order: 17,
    width: 'long',
    displayName: 'Tables to leave out',
    doc: 'Names of the tables that are not read, with * and ? as in tables.include.',
  },
  tables: {
    type: 'list',
    default: [],
    importance: 'low',
    width: 'none',
    doc: 'The tables of one task. The connector sets it; use tables.include and tables.exclude to choose.',
  },
  'look.back.ms': {
    type: 'long',
    default: 600_000,
    importance: 'medium',
    group: 'Read',
    order: 18,
    width: 'medium',
    displayName: 'Look-back (ms)',
    doc: 'Rows that come late by up to so many milliseconds are found at every poll and delivered once. Older ones: late.rows.check.interval.ms.',
    validator: atLeast(1000),
  },
  'look.back.max.rows': {
    type: 'int',
    default: 1_000_000,
    importance: 'low',
    group: 'Read',
    order: 19,
    width: 'medium',
    displayName: 'Rows remembered in the look-back',
    doc: 'The most delivered rows of one table that are remembered one by one (about 24 bytes each). Beyond that a late row brings back its slice of the look-back.',
    validator: atLeast(0),
  },
  'late.rows.check.interval.ms': {
    type: 'long',
    default: 60_000,
    importance: 'low',
    group: 'Read',
    order: 20,
    width: 'medium',
    displayName: 'Check for very late rows (ms)',
    doc: 'How often rows are looked for that came later than the look-back, in milliseconds; 0 for never.',
    validator: atLeast(0),
  },
} as const satisfies ConfigKeys

/** The configuration of the source connector: the keys of the Java connector, then our own. */
export const sourceConfig = defineConfig({ ...connectionKeys, ...readKeys, ...ownReadKeys })

/** The parsed configuration of the source connector. */
export type SourceConfig = ReturnType<typeof sourceConfig.parse>

/** A time of ISO 8601 without its `Z`, which {@link timeOf} takes into account. */
function isoless(text: string): string {
  return text.trim().replace(/(?:Z|[+-]\d{2}:?\d{2})$/i, '')
}

/** The instant of `timestamp.initial` or `timestamp.end` in nanoseconds since the epoch; null for other texts. */
export function timeOf(text: string | null | undefined, zoneName: string): bigint | null {
  if (text == null) return null
  const plain = isoless(text)
  const offset = text.trim().slice(plain.length)
  if (offset === '') return readTime(plain, zoneName)
  const nanos = readTime(plain, 'UTC')
  if (nanos === null || /^z$/i.test(offset)) return nanos
  const digits = offset.slice(1).replace(':', '')
  const minutes = BigInt(digits.slice(0, 2)) * 60n + BigInt(digits.slice(2))
  return nanos - (offset.startsWith('-') ? -minutes : minutes) * 60_000_000_000n
}

/** Errors across keys, by key: the times must be in order, the first in the past, the unit one of the format's. */
export function sourceComplaints(props: Props, now: number): readonly ConfigComplaint[] {
  const given = props['connection.timezone'] ?? 'UTC'
  const zoneName = isZone(given) ? given : 'UTC'
  const complaints = timeRangeComplaints(
    props,
    {
      initial: timeOf(props['timestamp.initial'], zoneName),
      end: timeOf(props['timestamp.end'], zoneName),
    },
    now,
  )
  const output = formatOf(props['out.format'] ?? 'json_kaiwudb')
  const unit = props['timestamp.precision']?.toLowerCase()
  if (output !== null && unit !== undefined && ['s', 'ms', 'us', 'ns'].includes(unit)) {
    const units: readonly string[] = unitsOfRecords[output]
    if (!units.includes(unit)) {
      const reason = `${output} has ${units.join(', ')}`
      complaints.push(invalidValue(props, 'timestamp.precision', reason))
    }
  }
  return complaints
}
