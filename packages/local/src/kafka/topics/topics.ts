import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrokerConfig, checkTopicConfig, logSettings } from '../config/broker-config.ts'
import { isMissing, replaceFile } from '../log/file-io.ts'
import { type LogHost, PartitionLog } from '../log/partition-log.ts'
import { errorCode, ProtocolError } from '../protocol/error-code.ts'
import type { Topic } from './topic.ts'
import { checkTopicName, metricName } from './topic-name.ts'

/** What a new topic is to be. */
export interface NewTopic {
  readonly name: string
  readonly partitions: number
  readonly config: ReadonlyMap<string, string>
  readonly internal?: boolean
}

interface StoredTopic {
  readonly name: string
  readonly id: string
  readonly partitions: number
  readonly internal: boolean
  readonly config: Readonly<Record<string, string>>
}

interface StoredCatalog {
  readonly format: number
  readonly clusterId: string
  /** Producer ids below this one were handed out. */
  readonly nextProducerId: string
  readonly topics: readonly StoredTopic[]
}

interface MutableTopic extends Topic {
  readonly partitions: PartitionLog[]
}

const format = 1
const catalogFile = 'catalog.json'
const deletedSuffix = '.deleted'
const openAtOnce = 8
const producerIdBlock = 1000n

/** A topic may have this many partitions; each costs an open file. */
const mostPartitions = 1000

/**
 * The topics of the broker. What exists is what `catalog.json` says, which is replaced as a whole at every change: a
 * topic is there when its folder and its entry are, and gone when its entry is.
 */
export class Topics {
  readonly clusterId: string
  readonly #directory: string
  readonly #broker: BrokerConfig
  readonly #host: LogHost
  readonly #byName = new Map<string, MutableTopic>()
  readonly #byId = new Map<string, MutableTopic>()
  #nextProducerId: bigint
  #producerIdsLeft = 0n
  /** Changes happen one after the other. */
  #changes: Promise<unknown> = Promise.resolve()

  private constructor(
    directory: string,
    broker: BrokerConfig,
    host: LogHost,
    stored: StoredCatalog,
  ) {
    this.#directory = directory
    this.#broker = broker
    this.#host = host
    this.clusterId = stored.clusterId
    this.#nextProducerId = BigInt(stored.nextProducerId)
  }

  /** Opens the topics in `directory`, recovering their logs. */
  static async open(directory: string, broker: BrokerConfig, host: LogHost): Promise<Topics> {
    await mkdir(join(directory, 'topics'), { recursive: true })
    const stored = await readCatalog(join(directory, catalogFile))
    const topics = new Topics(directory, broker, host, stored)
    await topics.#openAll(stored.topics)
    if (stored.topics.length === 0) await topics.#store()
    await topics.#removeLeftovers()
    return topics
  }

  async #openAll(stored: readonly StoredTopic[]): Promise<void> {
    const jobs: (() => Promise<void>)[] = []
    for (const { name, id, partitions, internal, config } of stored) {
      const topic: MutableTopic = {
        name,
        id,
        internal,
        config: new Map(Object.entries(config)),
        partitions: [],
      }
      this.#add(topic)
      for (let i = 0; i < partitions; i += 1) {
        jobs.push(async () => {
          topic.partitions[i] = await this.#openPartition(topic, i)
        })
      }
    }
    const work = jobs.values()
    const worker = async () => {
      for (const job of work) await job()
    }
    await Promise.all(Array.from({ length: openAtOnce }, worker))
  }

  #openPartition(topic: Topic, partition: number): Promise<PartitionLog> {
    return PartitionLog.open(
      this.#folder(topic.name, partition),
      logSettings(topic.config, this.#broker),
      this.#host,
    )
  }

  #folder(name: string, partition: number): string {
    return join(this.#directory, 'topics', `${name}-${partition}`)
  }

  #add(topic: MutableTopic): void {
    this.#byName.set(topic.name, topic)
    this.#byId.set(topic.id, topic)
  }

  get(name: string): Topic | undefined {
    return this.#byName.get(name)
  }

  byId(id: string): Topic | undefined {
    return this.#byId.get(id)
  }

  all(): readonly Topic[] {
    return [...this.#byName.values()]
  }

  /** Creates a topic. Throws `ProtocolError` 17, 36, 37 or 40. */
  create(topic: NewTopic): Promise<Topic> {
    return this.#change(async () => {
      this.check(topic)
      const { name, partitions } = topic
      const created: MutableTopic = {
        name,
        id: newTopicId(),
        internal: topic.internal === true,
        config: topic.config,
        partitions: [],
      }
      for (let i = 0; i < partitions; i += 1) {
        await rm(this.#folder(name, i), { recursive: true, force: true })
        created.partitions.push(await this.#openPartition(created, i))
      }
      this.#add(created)
      await this.#store()
      return created
    })
  }

  /** Throws what `create` would throw, and changes nothing. */
  check(topic: NewTopic): void {
    checkTopicName(topic.name)
    if (this.#byName.has(topic.name)) {
      throw new ProtocolError(errorCode.topicAlreadyExists, `Topic '${topic.name}' already exists.`)
    }
    for (const existing of this.#byName.keys()) {
      // File names that differ only in case are one on some systems.
      const same = existing.toLowerCase() === topic.name.toLowerCase()
      if (same || metricName(existing) === metricName(topic.name)) {
        throw new ProtocolError(
          errorCode.invalidTopic,
          `Topic '${topic.name}' collides with existing topic: ${existing}`,
        )
      }
    }
    checkPartitionCount(topic.partitions)
    checkTopicConfig(topic.config)
  }

  /** The topic, created with the defaults if that is allowed; undefined when it does not exist. */
  async getOrCreate(name: string): Promise<Topic | undefined> {
    const topic = this.#byName.get(name)
    if (topic !== undefined) return topic
    if (!this.#broker.flag('auto.create.topics.enable')) return undefined
    try {
      return await this.create({
        name,
        partitions: this.#broker.number('num.partitions'),
        config: new Map(),
      })
    } catch (error) {
      if (error instanceof ProtocolError && error.code === errorCode.topicAlreadyExists) {
        return this.#byName.get(name)
      }
      throw error
    }
  }

  /** Deletes a topic with its records. Throws `ProtocolError` 3. */
  delete(name: string): Promise<void> {
    return this.#change(async () => {
      const topic = this.#byName.get(name)
      if (topic === undefined) {
        throw new ProtocolError(
          errorCode.unknownTopicOrPartition,
          'This server does not host this topic-partition.',
        )
      }
      this.#byName.delete(name)
      this.#byId.delete(topic.id)
      await this.#store()
      for (const [i, log] of topic.partitions.entries()) {
        await log.close({ checkpoint: false })
        const folder = this.#folder(name, i)
        const deleted = `${folder}.${topic.id}${deletedSuffix}`
        await rename(folder, deleted)
        await rm(deleted, { recursive: true, force: true })
      }
    })
  }

  /** Adds partitions. Throws `ProtocolError` 3 or 37. */
  grow(name: string, total: number, validateOnly: boolean): Promise<void> {
    return this.#change(async () => {
      const topic = this.#byName.get(name)
      if (topic === undefined) {
        throw new ProtocolError(
          errorCode.unknownTopicOrPartition,
          'This server does not host this topic-partition.',
        )
      }
      const current = topic.partitions.length
      if (total <= current) {
        throw new ProtocolError(
          errorCode.invalidPartitions,
          total === current
            ? `Topic already has ${current} partition(s).`
            : `The topic ${name} currently has ${current} partition(s); ${total} would not be an increase.`,
        )
      }
      checkPartitionCount(total)
      if (validateOnly) return
      for (let i = current; i < total; i += 1) {
        await rm(this.#folder(name, i), { recursive: true, force: true })
        topic.partitions.push(await this.#openPartition(topic, i))
      }
      await this.#store()
    })
  }

  /** Replaces a topic's own configuration. Throws `ProtocolError` 40. */
  configure(topic: Topic, config: ReadonlyMap<string, string>): Promise<void> {
    return this.#change(async () => {
      checkTopicConfig(config)
      topic.config = config
      this.#applySettings(topic)
      await this.#store()
    })
  }

  /** Applies the broker's changed defaults to every log. */
  applyDefaults(): void {
    for (const topic of this.#byName.values()) this.#applySettings(topic)
  }

  #applySettings(topic: Topic): void {
    const settings = logSettings(topic.config, this.#broker)
    for (const log of topic.partitions) log.settings = settings
  }

  /** A producer id that was never given out before, also not before a crash. */
  newProducerId(): Promise<bigint> {
    return this.#change(async () => {
      if (this.#producerIdsLeft === 0n) {
        this.#nextProducerId += producerIdBlock
        await this.#store()
        this.#producerIdsLeft = producerIdBlock
      }
      const id = this.#nextProducerId - this.#producerIdsLeft
      this.#producerIdsLeft -= 1n
      return id
    })
  }

  #change<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#changes.then(work)
    this.#changes = result.catch(() => {})
    return result
  }

  async #store(): Promise<void> {
    const catalog: StoredCatalog = {
      format,
      clusterId: this.clusterId,
      nextProducerId: String(this.#nextProducerId),
      topics: Array.from(this.#byName.values(), topic => ({
        name: topic.name,
        id: topic.id,
        partitions: topic.partitions.length,
        internal: topic.internal,
        config: Object.fromEntries(topic.config),
      })),
    }
    await replaceFile(join(this.#directory, catalogFile), `${JSON.stringify(catalog, null, 2)}\n`)
  }

  /** Folders that a kill left behind in the middle of a deletion or a creation. */
  async #removeLeftovers(): Promise<void> {
    const folder = join(this.#directory, 'topics')
    for (const name of await readdir(folder)) {
      const dash = name.lastIndexOf('-')
      const topic = this.#byName.get(name.slice(0, dash))
      const known = topic !== undefined && Number(name.slice(dash + 1)) < topic.partitions.length
      if (!known) await rm(join(folder, name), { recursive: true, force: true })
    }
  }

  /** Closes all logs. */
  async close(): Promise<void> {
    await this.#changes
    for (const topic of this.#byName.values()) {
      for (const log of topic.partitions) await log.close({ checkpoint: true })
    }
  }
}

function checkPartitionCount(partitions: number): void {
  if (partitions >= 1 && partitions <= mostPartitions) return
  throw new ProtocolError(
    errorCode.invalidPartitions,
    partitions < 1
      ? 'Number of partitions must be larger than 0.'
      : `The local broker takes at most ${mostPartitions} partitions for a topic.`,
  )
}

function newTopicId(): string {
  // Kafka avoids ids whose text form begins with a dash: they look like options on a command line.
  for (;;) {
    const id = randomBytes(16)
    if (!id.toString('base64url').startsWith('-')) return id.toString('hex')
  }
}

async function readCatalog(path: string): Promise<StoredCatalog> {
  try {
    const stored = JSON.parse(await readFile(path, 'utf8')) as StoredCatalog
    if (stored.format !== format)
      throw new Error(`${path} has format ${stored.format}, not ${format}`)
    return stored
  } catch (error) {
    if (!isMissing(error)) throw error
    const clusterId = randomBytes(16).toString('base64url')
    return { format, clusterId, nextProducerId: '0', topics: [] }
  }
}
