import type {
  Admin,
  ConfigSource,
  GroupDescription,
  NewTopic,
  PartitionPosition,
  TopicConfigEntry,
  TopicDescription,
  TopicPartition,
} from './api.ts'
import { listOffsets } from './fetch/list-offsets.ts'
import { fetchCommitted } from './group/committed-offsets.ts'
import { alterOffsets, deleteOffsets, removeMembers } from './group/group-changes.ts'
import type { Cluster } from './wire/cluster.ts'
import type { Link } from './wire/link.ts'
import { protocolCode } from './wire/protocol-error.ts'

const topicResource = 2

/** Names of the codes of `config_source` in DescribeConfigs. */
const configSources: Readonly<Record<number, ConfigSource>> = {
  1: 'topic',
  2: 'dynamic broker',
  3: 'dynamic default broker',
  4: 'static broker',
  5: 'default',
}

/** `Admin` over the raw requests of the protocol; group members' blobs stay undecoded, whatever their protocol. */
export class KafkaAdmin implements Admin {
  readonly #cluster: Cluster

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  get #timeoutMs(): number {
    return this.#cluster.options.link.requestTimeoutMs
  }

  async #atController<T>(work: (link: Link) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return await this.#cluster.retrying(async attempt => {
      // The controller may have moved: learn where it is now.
      if (attempt > 1) await this.#cluster.metadata([], signal)
      return await work(await this.#cluster.controller(signal))
    }, signal)
  }

  async createTopics(topics: readonly NewTopic[], signal?: AbortSignal): Promise<void> {
    const { requests } = this.#cluster
    await this.#atController(async link => {
      const wanted = topics.map(topic => ({
        name: topic.name,
        numPartitions: topic.partitions,
        replicationFactor: topic.replicationFactor,
        assignments: [],
        configs: Object.entries(topic.config ?? {}).map(([name, value]) => ({ name, value })),
      }))
      const doing = `creating topic ${topics.map(t => t.name).join(', ')}`
      const args = [wanted, this.#timeoutMs, false] as const
      const answer = await link.call(requests.createTopics, doing, [...args], signal)
      for (const t of answer.topics) {
        if (t.errorCode !== protocolCode.none) {
          throw this.#cluster.error(t.errorCode, { doing, topic: t.name, text: t.errorMessage })
        }
      }
    }, signal)
    await this.#cluster.awaitCreated(
      topics.map(topic => topic.name),
      signal,
    )
  }

  async deleteTopics(names: readonly string[], signal?: AbortSignal): Promise<void> {
    await this.#atController(async link => {
      const doing = `deleting topic ${names.join(', ')}`
      const args = [names.map(name => ({ name })), this.#timeoutMs] as const
      const answer = await link.call(this.#cluster.requests.deleteTopics, doing, [...args], signal)
      for (const t of answer.responses) {
        if (t.errorCode !== protocolCode.none) {
          const topic = t.name ?? names.join(', ')
          throw this.#cluster.error(t.errorCode, { doing, topic, text: t.errorMessage })
        }
      }
    }, signal)
    for (const name of names) this.#cluster.deleted(name)
  }

  async listTopics(signal?: AbortSignal): Promise<readonly string[]> {
    const topics = await this.#cluster.retrying(() => this.#cluster.metadata(null, signal), signal)
    return topics.map(topic => topic.name).sort()
  }

  async describeTopics(
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly TopicDescription[]> {
    return await this.#cluster.retrying(
      async () => {
        const topics = await this.#cluster.metadata(names, signal)
        return topics.map(topic => {
          if (topic.code !== protocolCode.none) {
            const doing = `describing topic ${topic.name}`
            throw this.#cluster.error(topic.code, { doing, topic: topic.name })
          }
          const partitions = topic.partitions.map(p => ({
            partition: p.partition,
            leader: p.leader,
            replicas: p.replicas,
            isr: p.isr,
          }))
          return { name: topic.name, topicId: topic.topicId, internal: topic.internal, partitions }
        })
      },
      signal,
      names,
    )
  }

  async createPartitions(topic: string, total: number, signal?: AbortSignal): Promise<void> {
    await this.#atController(async link => {
      const doing = `growing topic ${topic} to ${total} partitions`
      const answer = await link.call(
        this.#cluster.requests.createPartitions,
        doing,
        [[{ name: topic, count: total, assignments: null }], this.#timeoutMs, false],
        signal,
      )
      for (const t of answer.results) {
        if (t.errorCode !== protocolCode.none) {
          throw this.#cluster.error(t.errorCode, { doing, topic, text: t.errorMessage })
        }
      }
    }, signal)
    this.#cluster.forget(topic)
  }

  async describeTopicConfig(
    topic: string,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, TopicConfigEntry>> {
    return await this.#cluster.retrying(
      async () => {
        const link = await this.#cluster.any(signal)
        const doing = `reading the configuration of topic ${topic}`
        const answer = await link.call(
          this.#cluster.requests.describeConfigs,
          doing,
          [[{ resourceType: topicResource, resourceName: topic, configurationKeys: null }]],
          signal,
        )
        const config = new Map<string, TopicConfigEntry>()
        for (const result of answer.results) {
          if (result.errorCode !== protocolCode.none) {
            const text = result.errorMessage
            throw this.#cluster.error(result.errorCode, { doing, topic, text })
          }
          for (const { name, value, configSource } of result.configs) {
            const source = configSources[configSource] ?? 'unknown'
            config.set(name, { value: value ?? null, source })
          }
        }
        return config
      },
      signal,
      [topic],
    )
  }

  async alterTopicConfig(
    topic: string,
    set: Readonly<Record<string, string | null>>,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#atController(async link => {
      const doing = `changing the configuration of topic ${topic}`
      const configs = Object.entries(set).map(([name, value]) =>
        value === null
          ? ({ name, configOperation: 1 } as const)
          : ({ name, configOperation: 0, value } as const),
      )
      const answer = await link.call(
        this.#cluster.requests.incrementalAlterConfigs,
        doing,
        [[{ resourceType: topicResource, resourceName: topic, configs }], false],
        signal,
      )
      for (const r of answer.responses) {
        if (r.errorCode !== protocolCode.none) {
          throw this.#cluster.error(r.errorCode, { doing, topic, text: r.errorMessage })
        }
      }
    }, signal)
  }

  async listOffsets(
    partitions: readonly TopicPartition[],
    timestamp: bigint,
    signal?: AbortSignal,
  ): Promise<readonly PartitionPosition[]> {
    return await listOffsets(this.#cluster, this.#cluster.links, partitions, timestamp, { signal })
  }

  async listGroups(signal?: AbortSignal) {
    return await this.#cluster.retrying(async () => {
      await this.#cluster.metadata([], signal)
      const groups = []
      // Every broker knows the groups it coordinates.
      for (const broker of this.#cluster.brokers()) {
        const link = await this.#cluster.links.get(broker, signal)
        const doing = 'listing groups'
        const answer = await link.call(this.#cluster.requests.listGroups, doing, [[], []], signal)
        if (answer.errorCode !== protocolCode.none) {
          throw this.#cluster.error(answer.errorCode, { doing })
        }
        for (const g of answer.groups) {
          groups.push({
            groupId: g.groupId,
            protocolType: g.protocolType,
            state: g.groupState,
          })
        }
      }
      return groups.sort((a, b) => (a.groupId < b.groupId ? -1 : 1))
    }, signal)
  }

  async describeGroup(groupId: string, signal?: AbortSignal): Promise<GroupDescription> {
    return await this.#cluster.atCoordinator(
      groupId,
      async (link, coordinator) => {
        const doing = `describing group ${groupId}`
        const { describeGroups } = this.#cluster.requests
        const answer = await link.call(describeGroups, doing, [[groupId], false], signal)
        const group = answer.groups[0]
        const code = group?.errorCode ?? protocolCode.groupIdNotFound
        if (group === undefined || code !== protocolCode.none) {
          throw this.#cluster.error(code, { doing, group: groupId })
        }
        // Before version 6 of the request, a broker describes a group it does not know as dead.
        if (group.groupState === 'Dead' && group.protocolType === '') {
          throw this.#cluster.error(protocolCode.groupIdNotFound, { doing, group: groupId })
        }
        return {
          groupId,
          coordinator,
          state: group.groupState,
          protocolType: group.protocolType,
          protocol: group.protocolData,
          members: group.members.map(m => ({
            memberId: m.memberId,
            clientId: m.clientId,
            clientHost: m.clientHost,
            metadata: m.memberMetadata,
            assignment: m.memberAssignment,
          })),
        }
      },
      signal,
    )
  }

  async deleteGroups(groupIds: readonly string[], signal?: AbortSignal): Promise<void> {
    for (const group of groupIds) {
      await this.#cluster.atCoordinator(
        group,
        async link => {
          const doing = `deleting group ${group}`
          const { deleteGroups } = this.#cluster.requests
          const answer = await link.call(deleteGroups, doing, [[group]], signal)
          const code = answer.results[0]?.errorCode ?? protocolCode.none
          if (code !== protocolCode.none) throw this.#cluster.error(code, { doing, group })
        },
        signal,
      )
    }
  }

  async committedOffsets(
    groupId: string,
    signal?: AbortSignal,
  ): Promise<readonly PartitionPosition[]> {
    return await fetchCommitted(this.#cluster, this.#cluster.links, groupId, null, signal)
  }

  async removeGroupMembers(groupId: string, memberIds: readonly string[], signal?: AbortSignal) {
    await removeMembers(this.#cluster, groupId, memberIds, signal)
  }

  async alterGroupOffsets(
    groupId: string,
    offsets: readonly PartitionPosition[],
    signal?: AbortSignal,
  ) {
    await alterOffsets(this.#cluster, groupId, offsets, signal)
  }

  async deleteGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    signal?: AbortSignal,
  ) {
    await deleteOffsets(this.#cluster, groupId, partitions, signal)
  }

  async clusterId(signal?: AbortSignal): Promise<string> {
    await this.#cluster.retrying(() => this.#cluster.metadata([], signal), signal)
    return this.#cluster.clusterId
  }

  async brokers(signal?: AbortSignal) {
    await this.#cluster.retrying(() => this.#cluster.metadata([], signal), signal)
    return this.#cluster.brokers()
  }
}
