import type { Format } from '../config.ts'

/** How topics are named. */
export interface TopicNaming {
  readonly prefix: string
  readonly delimiter: string
  readonly perTable: boolean
  readonly withDatabase: boolean
  /** Added as the last part; null for names without it. */
  readonly format: Format | null
}

const longestTopic = 249

/**
 * The topic of a table's records: prefix, database, table and format as configured. Characters that Kafka does not allow
 * in topics become underscores, and names are cut to its 249 characters.
 */
export function topicOf(naming: TopicNaming, database: string, table: string): string {
  const { prefix, delimiter, perTable, withDatabase, format } = naming
  const parts = prefix === '' ? [] : [prefix]
  if (!perTable || withDatabase) parts.push(database)
  if (perTable) parts.push(table)
  if (format !== null) parts.push(format)
  return parts
    .join(delimiter)
    .replace(/[^A-Za-z0-9._-]/gu, '_')
    .slice(0, longestTopic)
}
