import type { Admin, TopicConfigEntry, TopicDescription } from '@tidewire/kafka'
import type { TopicsFlags } from '../commands/kafka-tools.ts'
import { raise } from '../errors.ts'
import { writeLine } from '../terminal.ts'
import { connectionProps, connectKafka, parseCount, parsePairs } from './cluster.ts'

const actions = ['create', 'list', 'describe', 'alter', 'delete'] as const
type Action = (typeof actions)[number]

function actionOf(flags: TopicsFlags): Action {
  const chosen = actions.filter(action => flags[action] === true)
  const [action] = chosen
  if (action !== undefined && chosen.length === 1) return action
  const problem = `exactly one action is needed: ${actions.map(a => `--${a}`).join(', ')}`
  throw raise('CLI_USAGE', { problem })
}

function required(flags: TopicsFlags, action: Action): string {
  if (flags.topic !== undefined && flags.topic !== '') return flags.topic
  throw raise('CLI_USAGE', { problem: `--${action} needs --topic` })
}

/** Topics whose names match a pattern as a whole; a pattern that is no regular expression is a name. */
export function matching(names: readonly string[], pattern: string): readonly string[] {
  if (names.includes(pattern)) return [pattern]
  try {
    const expression = new RegExp(`^(?:${pattern})$`)
    return names.filter(name => expression.test(name)).toSorted()
  } catch {
    return []
  }
}

function isInternal(name: string): boolean {
  return name.startsWith('__')
}

async function selected(admin: Admin, flags: TopicsFlags): Promise<readonly string[]> {
  const all = (await admin.listTopics()).filter(
    name => flags.excludeInternal !== true || !isInternal(name),
  )
  if (flags.topic === undefined) return all.toSorted()
  const found = matching(all, flags.topic)
  if (found.length === 0 && flags.ifExists !== true && flags.list !== true) {
    throw raise('CLI_NO_TOPIC', { topic: flags.topic })
  }
  return found
}

async function create(admin: Admin, flags: TopicsFlags): Promise<void> {
  const name = required(flags, 'create')
  if (flags.ifNotExists === true && (await admin.listTopics()).includes(name)) return
  const partitions = parseCount(flags.partitions ?? '1', '--partitions', 1)
  // -1 asks the broker for its own default.
  const replicationFactor =
    flags.replicationFactor === undefined
      ? -1
      : parseCount(flags.replicationFactor, '--replication-factor', 1)
  const config = parsePairs(flags.config, '--config')
  await admin.createTopics([{ name, partitions, replicationFactor, config }])
  await writeLine(`Created topic ${name}.`)
}

/** The settings that are not the default, of the topic itself or of its broker, as Kafka's own tool prints them. */
export function configText(config: ReadonlyMap<string, TopicConfigEntry>): string {
  return [...config]
    .filter(([, entry]) => entry.source !== 'default')
    .map(([key, entry]) => `${key}=${entry.value ?? ''}`)
    .join(',')
}

/** A topic id as Kafka prints it: the bytes of the UUID in base64url, without padding. */
function topicIdText(id: string): string {
  const hex = id.replaceAll('-', '')
  return /^[0-9a-f]{32}$/i.test(hex) ? Buffer.from(hex, 'hex').toString('base64url') : id
}

/** A topic as Kafka's own tool prints it: a line for the topic, a line per partition, tabs between. */
export function describeText(topic: TopicDescription, config: string): string {
  const replication = topic.partitions[0]?.replicas.length ?? 0
  const head = [
    `Topic: ${topic.name}`,
    `TopicId: ${topicIdText(topic.topicId)}`,
    `PartitionCount: ${topic.partitions.length}`,
    `ReplicationFactor: ${replication}`,
    `Configs: ${config}`,
  ].join('\t')
  const lines = topic.partitions
    .toSorted((a, b) => a.partition - b.partition)
    .map(partition =>
      [
        `\tTopic: ${topic.name}`,
        `Partition: ${partition.partition}`,
        `Leader: ${partition.leader < 0 ? 'none' : partition.leader}`,
        `Replicas: ${partition.replicas.join(',')}`,
        `Isr: ${partition.isr.join(',')}`,
      ].join('\t'),
    )
  return [head, ...lines].join('\n')
}

async function describe(admin: Admin, flags: TopicsFlags): Promise<void> {
  const names = await selected(admin, flags)
  if (names.length === 0) return
  for (const topic of await admin.describeTopics(names)) {
    const config = await admin.describeTopicConfig(topic.name)
    await writeLine(describeText(topic, configText(config)))
  }
}

async function alter(admin: Admin, flags: TopicsFlags): Promise<void> {
  const name = required(flags, 'alter')
  const changes = { ...parsePairs(flags.config, '--config') }
  const removed = Object.fromEntries(flags.deleteConfig.map(key => [key, null]))
  const changesConfig = flags.config.length + flags.deleteConfig.length > 0
  if (flags.partitions === undefined && !changesConfig) {
    throw raise('CLI_USAGE', { problem: '--alter needs --partitions, --config or --delete-config' })
  }
  if ((await selected(admin, { ...flags, topic: name })).length === 0) return
  if (flags.partitions !== undefined) {
    await admin.createPartitions(name, parseCount(flags.partitions, '--partitions', 1))
  }
  if (changesConfig) await admin.alterTopicConfig(name, { ...changes, ...removed })
}

async function remove(admin: Admin, flags: TopicsFlags): Promise<void> {
  required(flags, 'delete')
  const names = await selected(admin, flags)
  if (names.length > 0) await admin.deleteTopics(names)
}

/** `tidewire kafka-topics` */
export async function runTopics(flags: TopicsFlags): Promise<void> {
  const action = actionOf(flags)
  const props = await connectionProps({ flags, files: [flags.commandConfig], pairs: [] })
  await using kafka = await connectKafka(props, 'kafka-topics')
  const { admin } = kafka
  switch (action) {
    case 'create':
      await create(admin, flags)
      return
    case 'list':
      for (const name of await selected(admin, flags)) await writeLine(name)
      return
    case 'describe':
      await describe(admin, flags)
      return
    case 'alter':
      await alter(admin, flags)
      return
    case 'delete':
      await remove(admin, flags)
      return
  }
}
