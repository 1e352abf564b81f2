import { alterConfigsApi, describeConfigsApi, incrementalAlterConfigsApi } from '../apis/configs.ts'
import { storeChanges } from '../config/broker-changes.ts'
import { checkBrokerKey, checkTopicConfig, topicKey, topicValue } from '../config/broker-config.ts'
import { brokerKeys } from '../config/broker-keys.ts'
import { type ConfigKey, configType, listOf } from '../config/config-key.ts'
import { topicKeys } from '../config/topic-keys.ts'
import { answerFor, errorCode, ProtocolError } from '../protocol/error-code.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'
import type { Topic } from '../topics/topic.ts'
import { checkTopicName } from '../topics/topic-name.ts'
import { configSource, describeTopicKey } from './config-description.ts'

/** Kinds of things that have a configuration. */
const resourceType = { topic: 2, broker: 4 } as const

/** Operations of IncrementalAlterConfigs. */
const operation = { set: 0, delete: 1, append: 2, subtract: 3 } as const

interface Resource {
  readonly resourceType: number
  readonly resourceName: string
}

/** A change: the new value, or null to go back to the default. */
type Change = readonly [name: string, value: string | null]

function topicOf(broker: Broker, name: string): Topic {
  checkTopicName(name)
  const topic = broker.topics.get(name)
  if (topic === undefined) {
    throw new ProtocolError(
      errorCode.unknownTopicOrPartition,
      'This server does not host this topic-partition.',
    )
  }
  return topic
}

function checkBroker(broker: Broker, name: string): void {
  if (name === '' || name === String(broker.nodeId)) return
  throw new ProtocolError(
    errorCode.invalidRequest,
    `Unexpected broker id, expected ${broker.nodeId} or empty string, but received ${name}`,
  )
}

function unsupported({ resourceType: type }: Resource): ProtocolError {
  return new ProtocolError(errorCode.invalidRequest, `Unsupported resource type ${type}`)
}

/** DescribeConfigs, AlterConfigs and IncrementalAlterConfigs, for topics and the broker. */
export function configRoutes(broker: Broker): readonly Route[] {
  const describeKey = (
    key: ConfigKey,
    value: string | null,
    source: number,
    options: { readonly includeSynonyms: boolean; readonly includeDocumentation: boolean },
    synonyms: readonly { name: string; value: string | null; source: number }[],
    readOnly: boolean,
  ) => ({
    name: key.name,
    value,
    readOnly,
    configSource: source,
    isSensitive: false,
    synonyms: options.includeSynonyms ? synonyms : [],
    configType: configType[key.type],
    documentation: options.includeDocumentation ? key.doc : null,
  })

  const describe = (
    resource: Resource & { readonly configurationKeys: readonly string[] | null },
    options: { readonly includeSynonyms: boolean; readonly includeDocumentation: boolean },
  ) => {
    const { configurationKeys } = resource
    const asked = (key: ConfigKey) => configurationKeys?.includes(key.name) ?? true
    if (resource.resourceType === resourceType.topic) {
      const topic = topicOf(broker, resource.resourceName)
      return topicKeys.filter(asked).map(key => {
        const { value, source } = describeTopicKey(key, topic.config, broker.config)
        const synonyms = []
        if (source === configSource.topic) synonyms.push({ name: key.name, value, source })
        if (key.broker !== undefined) synonyms.push(...brokerSynonyms(broker, key.broker))
        return describeKey(key, value, source, options, synonyms, false)
      })
    }
    if (resource.resourceType === resourceType.broker) {
      checkBroker(broker, resource.resourceName)
      // The empty name asks for what was changed for all brokers, which is nothing by itself.
      const keys = resource.resourceName === '' ? [] : brokerKeys
      return keys.filter(asked).map(key => {
        const synonyms = brokerSynonyms(broker, key.name)
        const source = synonyms[0]?.source ?? configSource.default
        const value = broker.config.text(key.name)
        return describeKey(key, value, source, options, synonyms, false)
      })
    }
    throw unsupported(resource)
  }

  const apply = async (
    resource: Resource,
    changes: readonly Change[],
    replace: boolean,
    validateOnly: boolean,
  ): Promise<void> => {
    if (resource.resourceType === resourceType.topic) {
      const topic = topicOf(broker, resource.resourceName)
      if (topic.internal) {
        throw new ProtocolError(errorCode.policyViolation, `Topic ${topic.name} is internal.`)
      }
      const config = new Map(replace ? [] : topic.config)
      for (const [name, value] of changes) {
        if (topicKey(name) === undefined) {
          throw new ProtocolError(errorCode.invalidConfig, `Unknown topic config name: ${name}`)
        }
        if (value === null) config.delete(name)
        else config.set(name, value)
      }
      checkTopicConfig(config)
      if (!validateOnly) await broker.topics.configure(topic, config)
      return
    }
    if (resource.resourceType !== resourceType.broker) throw unsupported(resource)
    checkBroker(broker, resource.resourceName)
    for (const [name, value] of changes) checkBrokerKey(name, value)
    if (validateOnly) return
    for (const [name, value] of changes) broker.config.change(name, value)
    await storeChanges(broker.dataDir, broker.config)
    broker.topics.applyDefaults()
  }

  const answer = async (resource: Resource, work: () => Promise<void>) => {
    const { resourceType: type, resourceName } = resource
    try {
      await work()
      return { errorCode: errorCode.none, resourceType: type, resourceName }
    } catch (error) {
      const { code, message } = answerFor(error)
      return { errorCode: code, errorMessage: message, resourceType: type, resourceName }
    }
  }

  /** The values to set, of operations that may append to lists. */
  const resolve = (
    resource: Resource,
    configs: readonly {
      readonly name: string
      readonly configOperation: number
      readonly value: string | null
    }[],
  ): readonly Change[] =>
    configs.map(({ name, configOperation, value }) => {
      if (configOperation === operation.delete) return [name, null]
      if (value === null) {
        throw new ProtocolError(errorCode.invalidRequest, `Null value not supported for : ${name}`)
      }
      if (configOperation === operation.set) return [name, value]
      const current = listOf(currentValue(broker, resource, name))
      const given = listOf(value)
      if (configOperation === operation.append) {
        return [name, [...new Set([...current, ...given])].join(',')]
      }
      if (configOperation === operation.subtract) {
        return [name, current.filter(part => !given.includes(part)).join(',')]
      }
      throw new ProtocolError(errorCode.invalidRequest, `Unknown operation ${configOperation}`)
    })

  const refuseAll = (
    request: { readonly resources: readonly Resource[] },
    { code, message }: { readonly code: number; readonly message: string },
  ) => ({
    responses: request.resources.map(({ resourceType: type, resourceName }) => ({
      errorCode: code,
      errorMessage: message,
      resourceType: type,
      resourceName,
    })),
  })

  return [
    route({
      api: describeConfigsApi,
      handle: request => ({
        results: request.resources.map(resource => {
          const { resourceType: type, resourceName } = resource
          try {
            const configs = describe(resource, request)
            return { errorCode: errorCode.none, resourceType: type, resourceName, configs }
          } catch (error) {
            const { code, message } = answerFor(error)
            return {
              errorCode: code,
              errorMessage: message,
              resourceType: type,
              resourceName,
              configs: [],
            }
          }
        }),
      }),
      refuse: (request, refusal) => ({
        results: refuseAll(request, refusal).responses.map(result => ({ ...result, configs: [] })),
      }),
    }),
    route({
      api: alterConfigsApi,
      async handle(request) {
        const responses = []
        for (const resource of request.resources) {
          const changes = resource.configs.map(({ name, value }): Change => [name, value])
          responses.push(
            await answer(resource, () => apply(resource, changes, true, request.validateOnly)),
          )
        }
        return { responses }
      },
      refuse: refuseAll,
    }),
    route({
      api: incrementalAlterConfigsApi,
      async handle(request) {
        const responses = []
        for (const resource of request.resources) {
          responses.push(
            await answer(resource, async () => {
              const changes = resolve(resource, resource.configs)
              await apply(resource, changes, false, request.validateOnly)
            }),
          )
        }
        return { responses }
      },
      refuse: refuseAll,
    }),
  ]
}

function brokerSynonyms(broker: Broker, name: string) {
  const { config } = broker
  const synonyms = []
  const changed = config.changes.get(name)
  if (changed !== undefined) {
    synonyms.push({ name, value: changed, source: configSource.dynamicBroker })
  }
  const given = config.given(name)
  if (given !== undefined) synonyms.push({ name, value: given, source: configSource.staticBroker })
  const key = brokerKeys.find(known => known.name === name)
  if (key !== undefined) synonyms.push({ name, value: key.value, source: configSource.default })
  return synonyms
}

function currentValue(broker: Broker, resource: Resource, name: string): string {
  if (resource.resourceType !== resourceType.topic) return broker.config.text(name) ?? ''
  const key = topicKey(name)
  if (key === undefined) return ''
  return topicValue(key, topicOf(broker, resource.resourceName).config, broker.config) ?? ''
}
