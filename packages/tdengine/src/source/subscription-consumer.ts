import type { Logger } from '@tidewire/core'
import { parseTDengineUrl } from '../client/address.ts'
import type { TDengineClient } from '../client/api.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import type { SourceConfig } from '../source-config.ts'
import type { TmqConsumer, TmqOptions } from '../tmq/api.ts'
import { tmqConsumer } from '../tmq/consumer.ts'
import type { TopicNaming } from './profile.ts'
import { ensureTopics, type SourceTopic } from './subscription-topics.ts'
import type { SourceTable } from './table-shape.ts'

/** A consumer of the topics as a configuration says. It is connected with its first use. */
export function openSubscription(
  config: SourceConfig,
  topics: readonly SourceTopic[],
  more: Pick<TmqOptions, 'reset' | 'start' | 'lost'>,
  log: Logger,
): TmqConsumer {
  const port = config['connection.adapter.port']
  const address = parseTDengineUrl(config['connection.url'], {
    user: config['connection.user'],
    password: config['connection.password'],
    ...(port === null ? {} : { adapterPort: port }),
  })
  const options: TmqOptions = {
    ...more,
    group: config['subscription.group.id'] ?? '',
    topics: topics.map(topic => topic.name),
    autoCommit: false,
    ...(config['subscription.wal.only'] ? {} : { snapshot: true }),
  }
  return tmqConsumer({ ...address, database: null, notes: [] }, options, log)
}

/** What the connector knows when tables come or go. */
export interface Preparation {
  readonly client: TDengineClient
  readonly config: SourceConfig
  readonly naming: TopicNaming
  readonly database: string
  readonly tables: readonly SourceTable[]
  /** True for the first list of tables since the connector began. */
  readonly first: boolean
  readonly log: Logger
}

/**
 * Makes the topics before the tasks begin. A group that has committed nothing for any of them is put at their end, if
 * `subscription.from` is `latest`. That is done for the first list of tables only, and committed; so nothing that comes
 * later is ever taken for history, and a table that appears later is read from its first row. Resolves with the number
 * of vgroups of the database: so many tasks can share the subscription.
 */
export async function prepareSubscription(
  { client, config, naming, database, tables, first, log }: Preparation,
  signal: AbortSignal,
): Promise<number> {
  const topics = await ensureTopics(client, naming, database, tables, signal)
  const latest = config['subscription.from'].toLowerCase() === 'latest'
  if (first && latest) await beginAtEnd(client, config, topics, log, signal)
  const { rows } = await client.query(
    `SELECT \`vgroups\` FROM information_schema.ins_databases WHERE name = ${textLiteral(database)}`,
    signal,
  )
  return Math.max(1, Number(rows[0]?.[0] ?? 1))
}

async function beginAtEnd(
  client: TDengineClient,
  config: SourceConfig,
  topics: readonly SourceTopic[],
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  if (topics.length === 0) return
  const names = topics.map(topic => textLiteral(topic.name)).join(',')
  const { rows } = await client.query(
    `SELECT COUNT(*) FROM information_schema.ins_subscriptions WHERE topic_name IN (${names})` +
      ` AND consumer_group = ${textLiteral(config['subscription.group.id'] ?? '')} AND \`offset\` IS NOT NULL`,
    signal,
  )
  if (Number(rows[0]?.[0] ?? 0) > 0) return
  await using consumer = openSubscription(config, topics, { reset: 'latest' }, log)
  for (const { name } of topics) {
    for (const share of await consumer.assignment(name, signal)) {
      await consumer.commitOffset(share, share.end, signal)
    }
  }
}
