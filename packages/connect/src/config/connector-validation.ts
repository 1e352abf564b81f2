import {
  type ConfigComplaint,
  type ConfigDef,
  type ConfigKey,
  type ConfigKeys,
  type ConnectorPlugin,
  defineConfig,
  type Props,
  secretMask,
  splitList,
} from '@tidewire/core'
import type { ConverterPlugin } from '../converters/converter.ts'
import type { PluginRegistry } from '../plugins/plugin-registry.ts'
import { raise } from '../raise.ts'
import { type OverridePolicy, overrideComplaint } from './client-overrides.ts'
import { definitionView, groupsOf, type ValidationView, type ValueView } from './definition-view.ts'
import { sinkFrameworkKeys, sourceFrameworkKeys } from './framework-keys.ts'
import { isSecretName, maskProps, maskValue, type SecretRule } from './secret-values.ts'
import { topicCreationComplaints } from './topic-creation.ts'
import { topicPattern } from './topic-pattern.ts'
import { transformChecks } from './transform-keys.ts'

type Entry = ValidationView['configs'][number]

/** A submitted configuration; values may be null where the client sent null. */
export type SubmittedProps = Readonly<Record<string, string | null>>

/** Which keys of this connector's configuration are secret. */
export function secretRuleFor(plugin: ConnectorPlugin | undefined): SecretRule {
  const declared = new Set(plugin?.config.secrets() ?? [])
  for (const key of Object.values(plugin?.config.keys ?? {})) {
    if (key.type === 'password') for (const alias of key.aliases ?? []) declared.add(alias)
  }
  return key => declared.has(key) || isSecretName(key)
}

/** The configuration that `GET /connector-plugins/X/config` shows of a connector: its own keys, then the worker's. */
export function connectorDefinition(registry: PluginRegistry, plugin: ConnectorPlugin): ConfigDef {
  return defineConfig({ ...plugin.config.keys, ...frameworkKeys(registry, plugin) })
}

/** The worker's own keys for a connector of this type. */
export function frameworkKeys(registry: PluginRegistry, plugin: ConnectorPlugin): ConfigKeys {
  return plugin.type === 'sink' ? sinkFrameworkKeys(registry) : sourceFrameworkKeys(registry)
}

/** Java's way of printing a map, which tools find in one of the error texts. */
function mapText(props: SubmittedProps): string {
  const given = Object.entries(props).filter(([, value]) => value !== null)
  const shown = maskProps(Object.fromEntries(given) as Props, isSecretName)
  const entries = Object.keys(props)
    .toSorted()
    .map(key => `${key}=${shown[key] ?? 'null'}`)
  return `{${entries.join(', ')}}`
}

/** The plugin that a configuration names; throws as Kafka Connect answers. */
export function pluginOf(registry: PluginRegistry, props: SubmittedProps): ConnectorPlugin {
  const name = props['connector.class']
  if (name === undefined || name === null) {
    throw raise('CONNECT_BAD_REQUEST', {
      text: `Connector config ${mapText(props)} contains no connector type`,
    })
  }
  return registry.connector(name)
}

/** What the connector itself has to say against a configuration; it may ask the other system. */
export async function connectorComplaints(
  registry: PluginRegistry,
  submitted: SubmittedProps,
  signal: AbortSignal,
): Promise<readonly ConfigComplaint[]> {
  const plugin = pluginOf(registry, submitted)
  const given = Object.entries(submitted).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  const { props } = plugin.config.resolveAliases(Object.fromEntries(given))
  return (await plugin.validate?.(props, signal)) ?? []
}

/**
 * Checks a connector configuration without running any of the connector's code; secrets are masked in the answer.
 * `createsTopics`: the worker's `topic.creation.enable`; `complaints`: what the connector itself says.
 */
export function validateConnector(
  registry: PluginRegistry,
  submitted: SubmittedProps,
  policy: OverridePolicy,
  createsTopics = true,
  complaints: readonly ConfigComplaint[] = [],
): ValidationView {
  const plugin = pluginOf(registry, submitted)
  const secret = secretRuleFor(plugin)
  const entries: Entry[] = []
  const given: Record<string, string> = {}
  for (const [key, value] of Object.entries(submitted)) {
    if (value === null) {
      entries.push(
        undeclared(key, null, ['Null value can not be supplied as the configuration value.']),
      )
    } else given[key] = value
  }
  const framework = defineConfig(frameworkKeys(registry, plugin))
  const groups = groupsOf(framework)
  const overKeys = plugin.type === 'sink' ? topicComplaints(given) : exactlyOnceComplaints(given)
  entries.push(...checked(framework, given, secret, overKeys))
  const transforms = transformChecks(given)
  entries.push(...transforms.entries)
  groups.push(...transforms.groups)

  const { props } = plugin.config.resolveAliases(given)
  const extra = new Map<string, string[]>()
  for (const { key, message } of complaints) {
    extra.set(key, [...(extra.get(key) ?? []), message])
  }
  const known = new Set(Object.keys(framework.keys))
  const own = defineConfig(
    Object.fromEntries(Object.entries(plugin.config.keys).filter(([name]) => !known.has(name))),
  )
  entries.push(...checked(own, props, secret, extra))
  groups.push(...groupsOf(own))

  for (const side of ['key', 'value', 'header'] as const) {
    const name = given[`${side}.converter`]
    const converter = name === undefined ? undefined : registry.findConverter(name)
    if (converter === undefined) continue
    const prefix = `${side}.converter.`
    entries.push(...converterEntries(converter, side, prefix, given))
    groups.push(...groupsOf(converter.config))
  }
  entries.push(...overrideEntries(given, policy))
  if (createsTopics && plugin.type === 'source') entries.push(...topicCreationEntries(given))

  return {
    name: plugin.className,
    error_count: entries.reduce((sum, entry) => sum + entry.value.errors.length, 0),
    groups: [...new Set(groups)],
    configs: entries,
  }
}

/** The errors of a validation, in order. */
function validationErrors(view: ValidationView): string[] {
  return view.configs.flatMap(entry => entry.value.errors)
}

/** Throws `CONNECT_CONFIG_REJECTED` with Kafka Connect's text when a validation found errors. */
export function rejectInvalid(view: ValidationView): void {
  const errors = validationErrors(view)
  if (errors.length === 0) return
  throw raise('CONNECT_CONFIG_REJECTED', { count: errors.length, errors: errors.join('\n') })
}

function undeclared(name: string, value: string | null, errors: readonly string[]): Entry {
  return {
    definition: null,
    value: { name, value, recommended_values: [], errors, visible: true },
  }
}

function shownValue(name: string, key: ConfigKey, value: string | null, secret: SecretRule) {
  if (value === null) return null
  if (key.type === 'password') return value === '' ? '' : secretMask
  return maskValue(name, value, secret)
}

function checked(
  def: ConfigDef,
  props: Props,
  secret: SecretRule,
  extra: ReadonlyMap<string, readonly string[]> = new Map(),
  prefix = '',
): Entry[] {
  return def.validate(props).flatMap(({ name, value, errors }): Entry[] => {
    const key = def.keys[name]
    if (key === undefined || key.internal === true) return []
    const unparsable = key.type === 'class' && errors.length > 0
    const view: ValueView = {
      name: prefix + name,
      value: unparsable ? null : shownValue(prefix + name, key, value, secret),
      recommended_values: key.recommended ?? [],
      errors: [...errors.map(text => prefixed(text, name, prefix)), ...(extra.get(name) ?? [])],
      visible: true,
    }
    return [{ definition: definitionView(name, key, prefix), value: view }]
  })
}

function prefixed(text: string, name: string, prefix: string): string {
  if (prefix === '') return text
  return text
    .replace(`configuration "${name}"`, `configuration "${prefix}${name}"`)
    .replace(`configuration ${name}:`, `configuration ${prefix}${name}:`)
}

function converterEntries(
  converter: ConverterPlugin,
  side: string,
  prefix: string,
  given: Props,
): Entry[] {
  const props: Record<string, string> = {}
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith(prefix)) props[key.slice(prefix.length)] = value
  }
  props['converter.type'] ??= side
  return checked(converter.config, props, isSecretName, new Map(), prefix)
}

/** A source that must deliver exactly once is refused, in Kafka Connect's words: this worker has no transactions. */
function exactlyOnceComplaints(given: Props): ReadonlyMap<string, readonly string[]> {
  const isRequired = given['exactly.once.support']?.trim().toLowerCase() === 'required'
  return isRequired
    ? new Map([
        [
          'exactly.once.support',
          ['This worker does not have exactly-once source support enabled.'],
        ],
      ])
    : new Map()
}

/** Kafka Connect's rules over the topic keys of a sink (`SinkConnectorConfig.validate`). */
function topicComplaints(given: Props): Map<string, string[]> {
  const complaints = new Map<string, string[]>()
  const topics = splitList(given.topics ?? '')
  const pattern = (given['topics.regex'] ?? '').trim()
  const deadLetters = (given['errors.deadletterqueue.topic.name'] ?? '').trim()
  const both = (text: string) => {
    complaints.set('topics', [text])
    complaints.set('topics.regex', [text])
  }
  if (topics.length > 0 && pattern !== '') {
    both('topics and topics.regex are mutually exclusive options, but both are set.')
  } else if (topics.length === 0 && pattern === '') {
    both('Must configure one of topics or topics.regex')
  }
  if (deadLetters === '') return complaints
  if (topics.includes(deadLetters)) {
    complaints.set('topics', [
      ...(complaints.get('topics') ?? []),
      `The DLQ topic '${deadLetters}' may not be included in the list of topics ('topics=[${topics.join(', ')}]') consumed by the connector`,
    ])
  }
  if (pattern !== '' && matches(pattern, deadLetters)) {
    complaints.set('topics.regex', [
      ...(complaints.get('topics.regex') ?? []),
      `The DLQ topic '${deadLetters}' may not be included in the regex matching the topics ('topics.regex=${pattern}') consumed by the connector`,
    ])
  }
  return complaints
}

function matches(pattern: string, text: string): boolean {
  try {
    return topicPattern(pattern).test(text)
  } catch {
    return false
  }
}

function overrideEntries(given: Props, policy: OverridePolicy): Entry[] {
  return Object.entries(given).flatMap(([key, value]) => {
    const match = /^(?:consumer|producer|admin)\.override\.(.+)$/.exec(key)
    if (match === null) return []
    const complaint = overrideComplaint(policy, match[1] ?? '')
    return [
      undeclared(key, maskValue(key, value, isSecretName), complaint === null ? [] : [complaint]),
    ]
  })
}

/** Keys of `topic.creation.` show only when something is wrong with them: Kafka Connect declares none of them here. */
function topicCreationEntries(given: Props): Entry[] {
  const errors = new Map<string, string[]>()
  for (const { key, message } of topicCreationComplaints(given)) {
    errors.set(key, [...(errors.get(key) ?? []), message])
  }
  return [...errors].map(([key, messages]) => undeclared(key, given[key] ?? null, messages))
}
