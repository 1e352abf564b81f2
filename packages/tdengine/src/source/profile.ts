import type { TimeUnit } from '@tidewire/core'
import type { SourceConfig } from '../source-config.ts'

/** Keys that only release 1.1.6 of the Java connector has; one of them makes a configuration one of that release. */
const keys116 = [
  'topic.per.stable',
  'topic.ignore.db',
  'topic.delimiter',
  'topic.delimeter',
  'read.method',
  'query.interval.ms',
]

/** True for a configuration that follows the rules of release 1.1.6, false for one of the user page. */
export function isProfile116(props: Readonly<Record<string, string>>): boolean {
  return Object.keys(props).some(key => keys116.includes(key) || key.startsWith('subscription.'))
}

/** What records look like. */
export type OutputFormat = 'line' | 'opentsdb-json' | 'flat-json'

/** How tags are written in line protocol. */
export type TagStyle = 'typed' | 'plain' | 'quoted'

/** How topics are named. */
export interface TopicNaming {
  readonly prefix: string
  readonly style: 'database' | 'delimited'
  readonly delimiter: string
  readonly perTable: boolean
  readonly withDatabase: boolean
}

/** How rows become records. */
export interface OutputSettings {
  readonly format: OutputFormat
  readonly tags: TagStyle
  /** Unit of every time in a record. */
  readonly unit: TimeUnit
  readonly tableNameTag: string | null
}

/** What a configuration means, profile and overrides applied. */
export interface SourceSettings {
  readonly readMethod: 'query' | 'subscription'
  readonly naming: TopicNaming
  readonly output: OutputSettings
}

const units: Readonly<Record<string, TimeUnit>> = { ms: 'ms', us: 'us', ns: 'ns' }

/** Applies the profile of a configuration and the keys that override it. */
export function settingsOf(
  config: SourceConfig,
  props: Readonly<Record<string, string>>,
): SourceSettings {
  const is116 = isProfile116(props)
  const format = formatOf(config['out.format'].toLowerCase(), is116)
  const naming = config['topic.naming'].toLowerCase()
  const tags = config['line.tags'].toLowerCase()
  const delimited = naming === 'delimited' || (naming === 'auto' && is116)
  const group = config['subscription.group.id'] ?? ''
  const subscribes = config['read.method'].toLowerCase() === 'subscription' && group !== ''
  return {
    readMethod: subscribes ? 'subscription' : 'query',
    naming: {
      // Kafka Connect trims values; the Java connector of 1.1.6 takes them as they are, which topics forbid anyway.
      prefix: config['topic.prefix'],
      style: delimited ? 'delimited' : 'database',
      delimiter: config['topic.delimiter'],
      perTable: config['topic.per.stable'],
      withDatabase: !config['topic.ignore.db'],
    },
    output: {
      format,
      tags: tags === 'auto' ? (is116 ? 'plain' : 'typed') : (tags as TagStyle),
      unit: units[config['data.precision'].toLowerCase()] ?? (format === 'line' ? 'ns' : 'ms'),
      tableNameTag: config['table.name.tag'] === '' ? null : config['table.name.tag'],
    },
  }
}

function formatOf(text: string, is116: boolean): OutputFormat {
  if (text === 'json') return is116 ? 'flat-json' : 'opentsdb-json'
  return text as OutputFormat
}

/** The topic of a table's records. */
export function topicOf(naming: TopicNaming, database: string, table: string): string {
  if (naming.style === 'database') return naming.prefix + database
  const parts = [naming.prefix]
  if (!naming.perTable || naming.withDatabase) parts.push(database)
  if (naming.perTable) parts.push(table)
  return parts.join(naming.delimiter)
}
