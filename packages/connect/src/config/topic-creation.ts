import { type ConfigValidator, defineConfig, type Props, splitList } from '@tidewire/core'
import { topicPattern } from './topic-pattern.ts'
import { under } from './worker-settings.ts'

const prefix = 'topic.creation.'

/** Topics of one group, and what they are created with. */
export interface TopicGroup {
  readonly name: string
  /** -1 for the default of the broker. */
  readonly partitions: number
  /** -1 for the default of the broker. */
  readonly replicationFactor: number
  /** Further settings of the topic, as the configuration has them. */
  readonly config: Props
}

/** Which group a topic belongs to. */
export interface TopicGroups {
  groupOf(topic: string): TopicGroup
}

/** What is wrong with one key of the configuration. */
export interface TopicCreationComplaint {
  readonly key: string
  readonly message: string
}

const positiveOrDefault =
  (text: string): ConfigValidator =>
  value =>
    typeof value === 'number' && value !== -1 && value < 1
      ? `${text}, or -1 to use the broker's default`
      : null

const patterns: ConfigValidator = value => {
  try {
    if (Array.isArray(value)) topicPattern(value.join('|'))
    return null
  } catch {
    return 'Invalid regular expression'
  }
}

/** The keys of one group; a group without defaults must say how many partitions and copies it wants. */
function groupConfig(defaults?: TopicGroup) {
  const needed = (value: number | undefined) => (value === undefined ? {} : { default: value })
  const list = { type: 'list', default: '', importance: 'low', validator: patterns } as const
  return defineConfig({
    include: { ...list, doc: 'Regular expressions of the topics that belong to the group.' },
    exclude: { ...list, doc: 'Regular expressions of the topics that do not.' },
    'replication.factor': {
      type: 'short',
      importance: 'low',
      doc: 'Copies of each partition; -1 for the default of the broker.',
      validator: positiveOrDefault(
        'Replication factor must be positive and not larger than the number of brokers in the Kafka cluster',
      ),
      ...needed(defaults?.replicationFactor),
    },
    partitions: {
      type: 'int',
      importance: 'low',
      doc: 'Partitions of each topic; -1 for the default of the broker.',
      validator: positiveOrDefault('Number of partitions must be positive'),
      ...needed(defaults?.partitions),
    },
  })
}

type GroupConfig = ReturnType<typeof groupConfig>

function namesOf(props: Props): string[] {
  return [...new Set(splitList(props[`${prefix}groups`] ?? ''))]
}

/** The keys of a group, the prefix taken off; patterns of the default group do not count, as in Kafka Connect. */
function given(props: Props, group: string): Props {
  const own = under(props, `${prefix}${group}.`)
  if (group !== 'default') return own
  const { include: _include, exclude: _exclude, ...rest } = own
  return rest
}

function groupFrom(name: string, config: GroupConfig, own: Props): TopicGroup {
  const { 'replication.factor': replicationFactor, partitions } = config.parse(own)
  const other = Object.entries(own).filter(([key]) => !(key in config.keys))
  return { name, replicationFactor, partitions, config: Object.fromEntries(other) }
}

/** True when the connector wants its topics created by the worker (Kafka Connect: any `topic.creation.` key). */
function usesTopicCreation(props: Props): boolean {
  return Object.keys(props).some(key => key.startsWith(prefix))
}

/** What is wrong with the `topic.creation.` keys of a source connector, in Kafka's words. */
export function topicCreationComplaints(props: Props): TopicCreationComplaint[] {
  if (!usesTopicCreation(props)) return []
  const complaints: TopicCreationComplaint[] = []
  const check = (group: string, config: GroupConfig) => {
    const head = `${prefix}${group}.`
    for (const { name, errors } of config.validate(given(props, group))) {
      for (const error of errors) {
        const message = error.replace(
          /configuration ("?)([\w.]+)/,
          (_, quote: string, key: string) => `configuration ${quote}${head}${key}`,
        )
        complaints.push({ key: head + name, message })
      }
    }
  }
  check('default', groupConfig())
  // What the default group lacks is said once, not again for each group.
  const defaults = { name: 'default', partitions: -1, replicationFactor: -1, config: {} }
  for (const name of namesOf(props)) {
    if (name !== 'default') check(name, groupConfig(defaults))
  }
  return complaints
}

/** Keys of `topic.creation.` that no group reads, because its name is not among `topic.creation.groups`. */
export function unreadTopicCreationKeys(props: Props): string[] {
  const heads = ['default', ...namesOf(props)].map(name => `${prefix}${name}.`)
  return Object.keys(props).filter(
    key =>
      key.startsWith(prefix) &&
      key !== `${prefix}groups` &&
      !heads.some(head => key.startsWith(head)),
  )
}

/** The groups of a source connector; null when it wants no topics created. Throws `CONFIG_INVALID`. */
export function topicGroups(props: Props): TopicGroups | null {
  if (!usesTopicCreation(props)) return null
  const defaults = groupFrom('default', groupConfig(), given(props, 'default'))
  const config = groupConfig(defaults)
  const chosen = namesOf(props)
    .filter(name => name !== 'default')
    .map(name => {
      const own = given(props, name)
      const { include, exclude } = config.parse(own)
      return {
        includes: topicPattern(include.join('|')),
        excludes: topicPattern(exclude.join('|')),
        group: groupFrom(name, config, own),
      }
    })
  return {
    groupOf: topic =>
      chosen.find(({ includes, excludes }) => includes.test(topic) && !excludes.test(topic))
        ?.group ?? defaults,
  }
}
