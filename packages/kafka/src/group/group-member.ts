import { setTimeout as delay } from 'node:timers/promises'
import { isRetriable, messageOf, retryDelay, TidewireError } from '@tidewire/core'
import type { GroupAssignment, GroupMember, GroupOptions, PartitionPosition } from '../api.ts'
import { raise } from '../errors.ts'
import { abortable } from '../wire/abortable.ts'
import type { Cluster } from '../wire/cluster.ts'
import type { Link } from '../wire/link.ts'
import type { Links } from '../wire/links.ts'
import { protocolCode } from '../wire/protocol-error.ts'
import { commitTopics } from './commit-topics.ts'

/** Codes that say the coordinator is elsewhere or not ready: look for it again. */
const moved = new Set<number>([
  protocolCode.coordinatorLoadInProgress,
  protocolCode.coordinatorNotAvailable,
  protocolCode.notCoordinator,
])

/** Codes of a commit that arrives after the group went on without this member. */
const fencedCommit = new Set<number>([
  protocolCode.illegalGeneration,
  protocolCode.unknownMemberId,
  protocolCode.fencedInstanceId,
  protocolCode.rebalanceInProgress,
])

/** How long a member that stops waits for the name it is about to be given, in milliseconds. */
const namePatienceMs = 2000

/** Thrown inside the loop to begin a new round of joining. */
class Rejoin extends Error {
  /** True when the coordinator no longer knows us, so that what we held is lost. */
  readonly lost: boolean

  constructor(reason: string, lost: boolean) {
    super(reason)
    this.lost = lost
  }
}

/**
 * Membership in a group of any protocol type, kept up by one loop: join, sync, heartbeat, and around again when the
 * group changes. Before a JoinGroup is sent, `onRevoked` of the old assignment has completed, so that what it commits
 * still counts; heartbeats go on meanwhile. One file, since every step can end in any other one. Rule: Kafka protocol,
 * JoinGroup, SyncGroup, Heartbeat, LeaveGroup.
 */
export class CoordinatedMember implements GroupMember {
  readonly #cluster: Cluster
  readonly #options: GroupOptions
  readonly #links: Links
  readonly #stop = new AbortController()
  readonly #first = Promise.withResolvers<void>()
  #loop: Promise<void> = Promise.resolve()
  #memberId = ''
  /** Settles when the JoinGroup under way is answered, and `#memberId` is the name it gave. */
  #naming: Promise<void> = Promise.resolve()
  #generation = -1
  /** True from `onAssigned` until the assignment is revoked or lost. */
  #holding = false
  /** Resolves the pause between heartbeats early. */
  #nudge = Promise.withResolvers<void>()
  #rejoinWanted = false
  /** The revocation under way; it outlives the connection it began on. */
  #revoking: Promise<void> | null = null
  /** When the coordinator last answered, in milliseconds since the epoch. */
  #lastContact = 0

  private constructor(cluster: Cluster, options: GroupOptions) {
    this.#cluster = cluster
    this.#options = options
    // JoinGroup is answered when the whole group has joined, which may take the rebalance timeout.
    const requestTimeoutMs = Math.max(
      cluster.options.link.requestTimeoutMs,
      options.rebalanceTimeoutMs + 5000,
    )
    this.#links = cluster.newLinks({ requestTimeoutMs })
  }

  /** Joins and resolves when the first assignment is in force; rejects when that fails for good. */
  static async join(
    cluster: Cluster,
    options: GroupOptions,
    signal?: AbortSignal,
  ): Promise<CoordinatedMember> {
    const member = new CoordinatedMember(cluster, options)
    member.#loop = member.#run()
    try {
      await abortable(member.#first.promise, signal)
      return member
    } catch (error) {
      await member[Symbol.asyncDispose]()
      throw error
    }
  }

  get memberId(): string {
    return this.#memberId
  }

  get generation(): number {
    return this.#generation
  }

  rejoin(): void {
    this.#rejoinWanted = true
    this.#nudge.resolve()
  }

  /** `meant` gives those of the offsets that count, each time they are about to be sent. */
  async commit(
    offsets: readonly PartitionPosition[],
    signal?: AbortSignal,
    meant: () => Promise<readonly PartitionPosition[]> = async () => offsets,
  ): Promise<void> {
    if (offsets.length === 0) return
    const group = this.#options.groupId
    // Without a generation the broker would take the commit as one from outside the group, and not check it.
    if (this.#generation < 0) {
      throw raise('KAFKA_COMMIT_FENCED', { group, name: 'not in the group' })
    }
    const doing = `committing offsets of group ${group}`
    // The generation of the call counts, not that of a later attempt: a retry must not slip into the next one.
    const from = [group, this.#generation, this.#memberId, this.#instanceId] as const
    await this.#cluster.retrying(async () => {
      const topics = commitTopics(await meant())
      if (topics.length === 0) return
      const args = [...from, topics] as const
      const link = await this.#coordinator(signal)
      const answer = await link.call(this.#cluster.requests.offsetCommit, doing, [...args], signal)
      for (const topic of answer.topics) {
        for (const { errorCode } of topic.partitions) {
          if (errorCode === protocolCode.none) continue
          const error = this.#cluster.error(errorCode, { doing, topic: topic.name, group })
          if (!fencedCommit.has(errorCode)) throw error
          const name = error.card.serverCode
          throw raise('KAFKA_COMMIT_FENCED', { group, name }, { doing, cause: error })
        }
      }
    }, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    this.#nudge.resolve()
    await this.#loop
    this.#cluster.release(this.#links)
  }

  get #instanceId(): string | null {
    return this.#options.groupInstanceId ?? null
  }

  async #coordinator(signal?: AbortSignal): Promise<Link> {
    const server = await this.#cluster.coordinator(this.#options.groupId, signal)
    return await this.#links.get(server, signal)
  }

  /** The whole life of the member. */
  async #run(): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; ) {
      try {
        const link = await this.#coordinator(signal)
        if (!this.#holding) await this.#enter(link, signal)
        failures = 0
        this.#first.resolve()
        await this.#stay(link, signal)
        await this.#revoke(link, signal)
      } catch (error) {
        if (signal.aborted) break
        failures += 1
        if (error instanceof Rejoin) {
          if (error.lost) await this.#lose(error)
          // A coordinator that refuses us again and again must not be asked without a pause.
          if (failures > 2) await this.#pause(retryDelay(this.#cluster.backoff, failures - 2))
          continue
        }
        if (!isRetriable(error)) {
          await this.#end(error)
          return
        }
        // The coordinator has given us up by now, even if it cannot tell us.
        const silence = Date.now() - this.#lastContact
        if (this.#holding && silence > this.#options.sessionTimeoutMs) await this.#lose(error)
        await this.#pause(retryDelay(this.#cluster.backoff, failures))
      }
    }
    await this.#leave()
  }

  /** Membership cannot go on: everybody concerned is told, and the group is not kept waiting. */
  async #end(error: unknown): Promise<void> {
    await this.#lose(error)
    await this.#sayGoodbye()
    this.#first.reject(error)
    this.#options.onEnded?.(error)
  }

  async #pause(ms: number): Promise<void> {
    const timer = setTimeout(() => this.#nudge.resolve(), ms)
    await this.#nudge.promise
    clearTimeout(timer)
    this.#nudge = Promise.withResolvers()
    // A stop that came while nobody waited must not be slept over.
    if (this.#stop.signal.aborted) this.#nudge.resolve()
  }

  /** Joins and syncs until an assignment is in force. */
  async #enter(link: Link, signal: AbortSignal): Promise<void> {
    const { groupId: group, protocolType } = this.#options
    this.#rejoinWanted = false
    const joined = await this.#joinGroup(link, signal)
    this.#memberId = joined.memberId
    this.#generation = joined.generationId
    const protocol = joined.protocolName ?? ''
    const leads = joined.leader === joined.memberId && !joined.skipAssignment
    const members = joined.members.map(m => ({
      memberId: m.memberId,
      groupInstanceId: m.groupInstanceId ?? null,
      metadata: m.metadata,
    }))
    const shares = leads ? await this.#options.assign(protocol, members) : new Map()
    const doing = `receiving the assignment in group ${group}`
    const answer = await link.call(
      this.#cluster.requests.syncGroup,
      doing,
      [
        group,
        this.#generation,
        this.#memberId,
        this.#instanceId,
        protocolType,
        protocol,
        [...shares].map(([memberId, assignment]) => ({ memberId, assignment })),
      ],
      signal,
    )
    if (answer.errorCode !== protocolCode.none) this.#refuse(answer.errorCode, doing)
    const assignment: GroupAssignment = {
      memberId: this.#memberId,
      generation: this.#generation,
      leaderId: joined.leader,
      protocol,
      assignment: answer.assignment,
    }
    this.#holding = true
    this.#lastContact = Date.now()
    await this.#beatWhile(this.#options.onAssigned(assignment), link, signal)
  }

  async #joinGroup(link: Link, signal: AbortSignal) {
    const { groupId: group, protocolType, sessionTimeoutMs, rebalanceTimeoutMs } = this.#options
    const doing = `joining group ${group}`
    for (;;) {
      const asking = link.call(this.#cluster.requests.joinGroup, doing, [
        group,
        sessionTimeoutMs,
        rebalanceTimeoutMs,
        this.#memberId,
        this.#instanceId,
        protocolType,
        this.#options.protocols().map(p => ({ name: p.name, metadata: p.metadata })),
        null,
      ])
      // Also when a stop ends the waiting: the group waits for a member that it has given a name.
      const named = asking.then(({ errorCode, memberId }) => {
        const mayStay =
          errorCode === protocolCode.none || errorCode === protocolCode.memberIdRequired
        if (mayStay) this.#memberId = memberId
      })
      this.#naming = named.catch(() => {})
      await abortable(named, signal)
      const answer = await asking
      if (answer.errorCode === protocolCode.none) return answer
      if (answer.errorCode !== protocolCode.memberIdRequired) this.#refuse(answer.errorCode, doing)
    }
  }

  /** Turns an error code of the group requests into what happens next. */
  #refuse(code: number, doing: string): never {
    const group = this.#options.groupId
    switch (code) {
      case protocolCode.rebalanceInProgress:
        throw new Rejoin('the group rebalances', false)
      case protocolCode.illegalGeneration:
        this.#generation = -1
        throw new Rejoin('the group went on without this member', true)
      case protocolCode.unknownMemberId:
        this.#generation = -1
        this.#memberId = ''
        throw new Rejoin('the group no longer knows this member', true)
      case protocolCode.fencedInstanceId:
        throw raise('KAFKA_MEMBER_FENCED', { group, instance: this.#instanceId }, { doing })
      default: {
        const error = this.#cluster.error(code, { doing, group })
        throw moved.has(code) ? error.with({ retriable: true }) : error
      }
    }
  }

  /** Sends heartbeats until it is time to join again. */
  async #stay(link: Link, signal: AbortSignal): Promise<void> {
    while (!this.#rejoinWanted && this.#revoking === null) {
      await this.#pause(this.#options.heartbeatIntervalMs)
      signal.throwIfAborted()
      if (this.#rejoinWanted) return
      if ((await this.#heartbeat(link, signal)) === 'rebalancing') return
    }
  }

  async #heartbeat(link: Link, signal: AbortSignal): Promise<'stable' | 'rebalancing'> {
    const { groupId } = this.#options
    const doing = `sending a heartbeat to group ${groupId}`
    const args = [groupId, this.#generation, this.#memberId, this.#instanceId] as const
    const answer = await link.call(this.#cluster.requests.heartbeat, doing, [...args], signal)
    this.#lastContact = Date.now()
    if (answer.errorCode === protocolCode.none) return 'stable'
    if (answer.errorCode === protocolCode.rebalanceInProgress) return 'rebalancing'
    return this.#refuse(answer.errorCode, doing)
  }

  /** Waits for work, with heartbeats going on, so that slow work does not cost the membership. */
  async #beatWhile(work: Promise<void>, link: Link, signal: AbortSignal): Promise<void> {
    let finished = false
    const marked = work.finally(() => {
      finished = true
      this.#nudge.resolve()
    })
    marked.catch(() => {})
    try {
      while (!finished) {
        await this.#pause(this.#options.heartbeatIntervalMs)
        if (finished || signal.aborted) break
        await this.#heartbeat(link, signal)
      }
    } catch (error) {
      // Too late: the membership is gone. The work ends first, for what follows must not overlap it.
      if (error instanceof Rejoin) await marked.catch(() => {})
      throw error
    }
    await marked
  }

  /** Lets go of the assignment: the work is finished and committed before anybody else gets it. */
  async #revoke(link: Link, signal: AbortSignal): Promise<void> {
    if (!this.#holding) return
    this.#revoking ??= this.#finishWork('a rebalance')
    await this.#beatWhile(this.#revoking, link, signal)
    this.#revoking = null
    this.#holding = false
  }

  async #finishWork(before: string): Promise<void> {
    try {
      await this.#options.onRevoked()
    } catch (error) {
      // The others wait for us; what was not committed is delivered again.
      this.#cluster.options.log?.warn(`work was not finished before ${before}`, {
        group: this.#options.groupId,
        error: messageOf(error),
      })
    }
  }

  async #lose(error: unknown): Promise<void> {
    const group = this.#options.groupId
    this.#generation = -1
    if (this.#revoking !== null) await this.#revoking
    this.#revoking = null
    if (!this.#holding) return
    this.#holding = false
    const name = messageOf(error)
    const reason =
      error instanceof TidewireError ? error : raise('KAFKA_MEMBERSHIP_LOST', { group, name })
    try {
      await this.#options.onLost(reason)
    } catch (failure) {
      const text = messageOf(failure)
      this.#cluster.options.log?.warn('stopping lost work failed', { group, error: text })
    }
  }

  /** Finishes the work and leaves, so that the others need not wait for the session to expire. */
  async #leave(): Promise<void> {
    if (this.#holding) await (this.#revoking ?? this.#finishWork('leaving'))
    this.#revoking = null
    this.#holding = false
    await this.#sayGoodbye()
  }

  async #sayGoodbye(): Promise<void> {
    const { groupId: group } = this.#options
    // A static member comes back under its name; leaving would give its partitions away.
    const stays = this.#instanceId !== null
    if (this.#memberId === '' && !stays) {
      await Promise.race([this.#naming, delay(namePatienceMs, undefined, { ref: false })])
    }
    const memberId = this.#memberId
    this.#memberId = ''
    this.#generation = -1
    if (memberId === '' || stays) return
    try {
      const signal = AbortSignal.timeout(5000)
      const server = await this.#cluster.coordinator(group, signal)
      // A JoinGroup may hold up our own connection, so another one takes the message.
      const link = await this.#cluster.links.get(server, signal)
      const members = [{ memberId, groupInstanceId: null, reason: 'closing' }]
      const doing = `leaving group ${group}`
      await link.call(this.#cluster.requests.leaveGroup, doing, [group, members], signal)
    } catch (error) {
      const text = messageOf(error)
      this.#cluster.options.log?.debug('the group was not told about leaving', {
        group,
        error: text,
      })
    }
  }
}
