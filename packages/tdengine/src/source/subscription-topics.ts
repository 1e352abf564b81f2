import { createHash } from 'node:crypto'
import type { TDengineClient } from '../client/api.ts'
import { serverCodeOf } from '../client/server-error.ts'
import { quoteName } from '../dialect/identifier.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import { type TopicNaming, topicOf } from './profile.ts'
import type { SourceTable } from './table-shape.ts'

/** The longest name that a TDengine topic has. */
const longestName = 192

/** A TDengine topic to subscribe to, and where its rows go. */
export interface SourceTopic {
  /** Name in TDengine. */
  readonly name: string
  /** Name in Kafka. */
  readonly kafkaTopic: string
  /** The table that all its rows are of; null for a topic of the whole database. */
  readonly table: SourceTable | null
}

/** A topic as it should be. */
interface WantedTopic {
  readonly kafkaTopic: string
  readonly table: SourceTable | null
  /** What stands behind the name in CREATE TOPIC. */
  readonly definition: string
}

/** A name that TDengine takes, from the name in Kafka: dots and backticks cannot be. */
function safeName(kafkaTopic: string): string {
  return kafkaTopic.replace(/[.`]/g, '_').slice(0, longestName)
}

function definitionOf(database: string, table: SourceTable | null): string {
  if (table === null) return `WITH META AS DATABASE ${quoteName(database)}`
  const name = `${quoteName(database)}.${quoteName(table.name)}`
  return table.kind === 'super' ? `WITH META AS STABLE ${name}` : `AS SELECT * FROM ${name}`
}

/** True when every table has a topic of its own. */
function isPerTable(naming: TopicNaming): boolean {
  return naming.style === 'delimited' && naming.perTable
}

/** The tables that a task must know: a topic of the whole database needs only one, so that new ones restart nothing. */
export function subscribedTables(
  naming: TopicNaming,
  tables: readonly SourceTable[],
): readonly SourceTable[] {
  return isPerTable(naming) ? tables : tables.slice(0, 1)
}

/** The topics that a configuration asks for: one for each Kafka topic, so that no topic ever mixes two tables' columns. */
function wantedTopics(
  naming: TopicNaming,
  database: string,
  tables: readonly SourceTable[],
): readonly WantedTopic[] {
  if (tables.length === 0) return []
  const wanted = (table: SourceTable | null, name: string): WantedTopic => ({
    kafkaTopic: topicOf(naming, database, name),
    table,
    definition: definitionOf(database, table),
  })
  return isPerTable(naming) ? tables.map(table => wanted(table, table.name)) : [wanted(null, '')]
}

/** Topics of TDengine, as far as they are ours or have been in our way. */
async function existingTopics(
  client: TDengineClient,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const list = names.map(textLiteral).join(',')
  const { rows } = await client.query(
    `SELECT topic_name, \`sql\` FROM information_schema.ins_topics WHERE topic_name IN (${list})`,
    signal,
  )
  return new Map(rows.map(([name, sql]) => [String(name), String(sql)]))
}

const createPrefix = (name: string) => `CREATE TOPIC IF NOT EXISTS ${quoteName(name)} `

/** Server codes of tables that are gone. */
export const tableGone: ReadonlySet<number | null> = new Set([0x2603, 0x0362, 0x0618, 0x2662])

/**
 * Finds or makes the TDengine topics of a configuration. A topic has the name of the Kafka topic, as the Java connector
 * names it; where a topic of that name means something else (the Java connector's has fixed columns and no table names),
 * it is left alone and ours has a number of its definition behind the name. Tables that
 * went meanwhile have none.
 */
export async function ensureTopics(
  client: TDengineClient,
  naming: TopicNaming,
  database: string,
  tables: readonly SourceTable[],
  signal: AbortSignal,
): Promise<readonly SourceTopic[]> {
  const wanted = wantedTopics(naming, database, tables).map(topic => {
    const name = safeName(topic.kafkaTopic)
    const mark = createHash('sha256').update(topic.definition).digest('hex').slice(0, 8)
    return { ...topic, names: [name, `${name.slice(0, longestName - 9)}-${mark}`] }
  })
  if (wanted.length === 0) return []
  const names = wanted.flatMap(topic => topic.names)
  const existing = await existingTopics(client, names, signal)
  const topics: SourceTopic[] = []
  for (const { kafkaTopic, table, definition, names: choices } of wanted) {
    const sqlOf = (name: string) => createPrefix(name) + definition
    const own = choices.find(name => existing.get(name) === sqlOf(name))
    const name = own ?? choices.find(choice => !existing.has(choice)) ?? choices[1] ?? kafkaTopic
    if (own === undefined) {
      try {
        await client.execute(sqlOf(name), signal)
      } catch (error) {
        if (tableGone.has(serverCodeOf(error))) continue
        throw error
      }
    }
    topics.push({ name, kafkaTopic, table })
  }
  return topics
}
