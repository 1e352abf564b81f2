import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import type { EngineValue } from '../engine/api.ts'
import { removeEntry, saveEntry, type Topic } from '../engine/catalog.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import type { SubscriptionDirectory } from '../engine/subscription-directory.ts'
import type { Consumer } from './consumer.ts'
import { tmqError } from './tmq-error.ts'

/** How long the vgroups of a consumer that left wait for a new owner, in ms: TDengine balances in rounds. */
const rebalanceMs = 1000
/** Between two looks for consumers that no longer poll, in ms. */
const sweepMs = 1000
/** How long DROP TOPIC waits for consumers whose sockets are being closed, in ms. */
const closingMs = 100

/** A consumer's share of a topic: one vgroup. */
export interface Assigned {
  readonly topic: string
  readonly vgroup: number
}

interface StoredGroup {
  readonly topic: string
  readonly group: string
  /** Vgroup and offset as text. */
  readonly offsets: readonly (readonly [number, string])[]
}

interface GroupState {
  readonly topic: string
  readonly group: string
  readonly offsets: Map<number, bigint>
  readonly owners: Map<number, Consumer>
}

function hexId(consumer: Consumer): string {
  return `0x${consumer.id.toString(16)}`
}

function keyOf(topic: string, group: string): string {
  return JSON.stringify([topic, group])
}

/** The consumer groups of a server: their members, who reads which vgroup, and their durable offsets. */
export class Subscriptions implements SubscriptionDirectory {
  readonly #engine: DuckEngine
  readonly #groups = new Map<string, GroupState>()
  readonly #consumers = new Set<Consumer>()
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #sweep: NodeJS.Timeout
  #nextConsumer = 1n

  private constructor(engine: DuckEngine) {
    this.#engine = engine
    this.#sweep = setInterval(() => this.#dropIdle(), sweepMs)
    this.#sweep.unref()
  }

  /** Reads the groups of the store. */
  static async open(engine: DuckEngine): Promise<Subscriptions> {
    const subscriptions = new Subscriptions(engine)
    const rows = await engine.store.rows(
      "SELECT body FROM catalog_entry WHERE kind = 'offset' ORDER BY name",
    )
    for (const { body } of rows) {
      const { topic, group, offsets } = JSON.parse(String(body)) as StoredGroup
      subscriptions.#groups.set(keyOf(topic, group), {
        topic,
        group,
        offsets: new Map(offsets.map(([vgroup, offset]) => [vgroup, BigInt(offset)])),
        owners: new Map(),
      })
    }
    return subscriptions
  }

  /** Stops the timers. */
  close(): void {
    clearInterval(this.#sweep)
    for (const timer of this.#timers) clearTimeout(timer)
  }

  /** A number for a new consumer. */
  newConsumerId(): bigint {
    const id = (BigInt(Date.now()) << 20n) | (this.#nextConsumer & 0xf_ffffn)
    this.#nextConsumer += 1n
    return id
  }

  /** Makes a consumer a member of its group for topics; 0x03E1 when one does not exist. Its vgroups are assigned at once. */
  async join(consumer: Consumer, topics: readonly string[]): Promise<void> {
    const { catalog } = this.#engine
    for (const topic of topics) if (!catalog.topics.has(topic)) throw tmqError('TOPIC_NOT_EXIST')
    for (const topic of new Set(topics)) {
      const key = keyOf(topic, consumer.group)
      if (this.#groups.has(key)) continue
      const state: GroupState = {
        topic,
        group: consumer.group,
        offsets: new Map(),
        owners: new Map(),
      }
      this.#groups.set(key, state)
      await this.#save(state)
    }
    consumer.lost = false
    consumer.polledAt = Date.now()
    this.#consumers.add(consumer)
    consumer.topics = [...new Set(topics)]
    for (const topic of consumer.topics) this.#balance(topic, consumer.group)
  }

  /** Takes a consumer out of its group; its vgroups go to the others in the next round. */
  leave(consumer: Consumer): void {
    if (!this.#consumers.delete(consumer)) return
    const { topics, group } = consumer
    for (const topic of topics) {
      const state = this.#groups.get(keyOf(topic, group))
      for (const [vgroup, owner] of state?.owners ?? []) {
        if (owner === consumer) state?.owners.delete(vgroup)
      }
    }
    consumer.topics = []
    consumer.assign([])
    const timer = globalThis.setTimeout(() => {
      this.#timers.delete(timer)
      for (const topic of topics) this.#balance(topic, group)
    }, rebalanceMs)
    timer.unref()
    this.#timers.add(timer)
  }

  /** The vgroups that hold a topic's data. */
  vgroups(topic: string): readonly number[] {
    const known = this.#engine.catalog.topics.get(topic)
    const state = known && this.#engine.catalog.databases.get(known.database)
    if (state === undefined) return []
    return Array.from({ length: state.database.vgroups }, (_, i) => state.firstVgroup + i)
  }

  /** The committed offset of a group; undefined when there is none. */
  committed(topic: string, group: string, vgroup: number): bigint | undefined {
    return this.#groups.get(keyOf(topic, group))?.offsets.get(vgroup)
  }

  /** Commits offsets; resolves when they are durable. */
  async commit(
    group: string,
    offsets: readonly (Assigned & { readonly offset: bigint })[],
  ): Promise<void> {
    for (const [topic, own] of Map.groupBy(offsets, ({ topic }) => topic)) {
      const state = this.#groups.get(keyOf(topic, group))
      if (state === undefined) continue
      for (const { vgroup, offset } of own) state.offsets.set(vgroup, offset)
      await this.#save(state)
    }
  }

  /** Before a topic is dropped: its consumers lose it, its groups and offsets go; 0x03EB when it has any, unless forced. */
  async dropTopic(topic: string, force: boolean): Promise<void> {
    const isUsed = () => [...this.#consumers].some(({ topics }) => topics.includes(topic))
    const end = performance.now() + closingMs
    while (!force && isUsed()) {
      if (performance.now() >= end) throw tmqError('TOPIC_SUBSCRIBED')
      await setTimeout(closingMs / 10)
    }
    const gone = [...this.#groups].filter(([, state]) => state.topic === topic)
    for (const consumer of this.#consumers) {
      if (!consumer.topics.includes(topic)) continue
      consumer.topics = consumer.topics.filter(name => name !== topic)
      consumer.assign(consumer.assigned().filter(share => share.topic !== topic))
    }
    await this.#remove(gone.map(([key]) => key))
  }

  /** DROP CONSUMER GROUP. */
  async dropGroup(group: string, topic: string, ifExists: boolean): Promise<void> {
    const key = keyOf(topic, group)
    if (!this.#groups.has(key)) {
      if (ifExists) return
      throw tmqError('GROUP_NOT_EXIST')
    }
    const used = [...this.#consumers].some(
      consumer => consumer.group === group && consumer.topics.includes(topic),
    )
    if (used) throw tmqError('GROUP_IN_USE')
    await this.#remove([key])
  }

  consumers(): readonly (readonly EngineValue[])[] {
    return [...this.#consumers].map(consumer => {
      const { options, topics } = consumer
      return [
        hexId(consumer),
        consumer.group,
        options.client,
        options.user,
        hostname(),
        'ready',
        topics.join(','),
        BigInt(consumer.createdAt),
        BigInt(consumer.subscribedAt),
        BigInt(consumer.rebalancedAt),
        `tbname:1,commit:0,interval:${options.autoCommitMs}ms,reset:${options.reset}`,
        BigInt(consumer.polledAt),
      ]
    })
  }

  subscriptions(): readonly (readonly EngineValue[])[] {
    return [...this.#groups.values()].flatMap(({ topic, group, offsets, owners }) =>
      this.vgroups(topic).map(vgroup => {
        const owner = owners.get(vgroup)
        const offset = offsets.get(vgroup)
        const { next } = this.#engine.log.range(vgroup)
        return [
          topic,
          group,
          vgroup,
          owner === undefined ? null : hexId(owner),
          owner?.options.user ?? null,
          owner === undefined ? null : hostname(),
          offset === undefined ? null : `wal:${offset}/${next}`,
          null,
        ]
      }),
    )
  }

  /** The topic of that name. */
  topic(name: string): Topic | undefined {
    return this.#engine.catalog.topics.get(name)
  }

  #balance(topic: string, group: string): void {
    const state = this.#groups.get(keyOf(topic, group))
    if (state === undefined) return
    const members = [...this.#consumers].filter(
      consumer => consumer.group === group && consumer.topics.includes(topic),
    )
    if (members.length === 0) return
    const vgroups = this.vgroups(topic)
    const least = Math.floor(vgroups.length / members.length)
    let more = vgroups.length % members.length
    const shares = new Map<Consumer, number[]>()
    const free = new Set(vgroups)
    for (const member of members) {
      const quota = more > 0 ? least + 1 : least
      more -= 1
      const kept = vgroups.filter(vgroup => state.owners.get(vgroup) === member).slice(0, quota)
      for (const vgroup of kept) free.delete(vgroup)
      shares.set(member, kept)
    }
    more = vgroups.length % members.length
    for (const member of members) {
      const quota = more > 0 ? least + 1 : least
      more -= 1
      const own = shares.get(member) ?? []
      for (const vgroup of free) {
        if (own.length >= quota) break
        own.push(vgroup)
        free.delete(vgroup)
      }
    }
    state.owners.clear()
    for (const [member, own] of shares) {
      for (const vgroup of own) state.owners.set(vgroup, member)
      member.assign([
        ...member.assigned().filter(share => share.topic !== topic),
        ...own.sort((a, b) => a - b).map(vgroup => ({ topic, vgroup })),
      ])
    }
  }

  #dropIdle(): void {
    const now = Date.now()
    for (const consumer of this.#consumers) {
      if (!consumer.polling && now - consumer.polledAt > consumer.options.maxPollMs) {
        consumer.lost = true
        this.leave(consumer)
      }
    }
  }

  async #save(state: GroupState): Promise<void> {
    const stored: StoredGroup = {
      topic: state.topic,
      group: state.group,
      offsets: [...state.offsets].map(([vgroup, offset]) => [vgroup, String(offset)]),
    }
    await this.#engine.store.change(connection =>
      saveEntry(connection, 'offset', keyOf(state.topic, state.group), stored),
    )
  }

  async #remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    await this.#engine.store.changeAlone(async connection => {
      for (const key of keys) await removeEntry(connection, 'offset', key)
    })
    for (const key of keys) this.#groups.delete(key)
  }
}
