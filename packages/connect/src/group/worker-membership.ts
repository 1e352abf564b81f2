import { setTimeout as delay } from 'node:timers/promises'
import { type Logger, messageOf } from '@tidewire/core'
import type { GroupAssignment, GroupMember, GroupMemberMetadata, Kafka } from '@tidewire/kafka'
import type { WorkerSettings } from '../config/worker-settings.ts'
import { raise } from '../raise.ts'
import {
  type AssignedWork,
  decodeAssignment,
  decodeMetadata,
  encodeAssignment,
  encodeMetadata,
  offeredProtocols,
} from './connect-protocol.ts'
import { describedGroup } from './dead-predecessor.ts'

/** What the membership needs to know of its worker, and whom it tells. */
export interface MembershipOptions {
  readonly kafka: Kafka
  readonly settings: WorkerSettings
  /** `http://host:port/` */
  readonly url: string
  /** Client id that no other process can have at the same time; null when the worker file sets one. */
  readonly ownClientId: string | null
  readonly log: Logger
  configOffset(): bigint
  /** Everything the cluster should run; this worker does it all. */
  work(): readonly AssignedWork[]
  /** Membership ended for good, e.g. because another worker leads. */
  onRefused(reason: Error): void
}

/**
 * This worker's membership in its Connect group. Work cannot be shared yet, so the worker insists on being alone: it
 * does not join while another member is live, and as leader it gives later members nothing to do.
 */
export class WorkerMembership implements AsyncDisposable {
  readonly #options: MembershipOptions
  #member: GroupMember | null = null
  #generation = -1
  #joined = false

  constructor(options: MembershipOptions) {
    this.#options = options
  }

  /** Generation of the group, which statuses carry; -1 before the first assignment. */
  get generation(): number {
    return this.#generation
  }

  /** Throws `CONNECT_GROUP_BUSY` when another member is live. */
  async join(signal: AbortSignal): Promise<void> {
    const { kafka, settings } = this.#options
    const { values } = settings
    const groupId = values['group.id'] ?? ''
    await this.#refuseUnlessAlone(groupId, signal)
    let assigned: () => void = () => {}
    let refused: (reason: Error) => void = () => {}
    const first = new Promise<void>((resolve, reject) => {
      assigned = resolve
      refused = reject
    })
    first.catch(() => {})
    this.#member = await kafka.joinGroup(
      {
        groupId,
        protocolType: 'connect',
        sessionTimeoutMs: values['session.timeout.ms'],
        rebalanceTimeoutMs: values['rebalance.timeout.ms'],
        heartbeatIntervalMs: values['heartbeat.interval.ms'],
        protocols: () => this.#protocols(),
        assign: async (protocol, members) => this.#assign(protocol, members),
        onAssigned: async assignment => {
          const problem = this.#accept(assignment)
          if (problem === null) {
            assigned()
            return
          }
          if (this.#joined) this.#options.onRefused(problem)
          refused(problem)
        },
        onRevoked: async () => {},
        onLost: async error => {
          // Sink tasks are members of groups of their own, which fence them; they go on while this one rejoins.
          this.#options.log.warn('membership in the Connect group was lost; joining again', {
            reason: messageOf(error),
          })
        },
      },
      signal,
    )
    await first
    this.#joined = true
  }

  /**
   * A worker that was killed stays a member for a while. One with our own client id cannot be alive, for it names this
   * machine and our port, and is removed. Any other may be: it makes us give up when its REST interface answers, or
   * when it is still there after a session.
   */
  async #refuseUnlessAlone(groupId: string, signal: AbortSignal): Promise<void> {
    const { kafka, log, ownClientId, settings, url } = this.#options
    const sessionMs = settings.values['session.timeout.ms']
    const deadline = performance.now() + sessionMs + 2000
    for (let waiting = false; ; ) {
      const group = await describedGroup(kafka, groupId, signal)
      if (group === null || group.members.length === 0) return
      if (group.protocolType !== 'connect') {
        throw raise('CONNECT_GROUP_FOREIGN', { group: groupId, type: group.protocolType })
      }
      const others = group.members.filter(member => member.clientId !== ownClientId)
      if (others.length === 0) {
        log.info('an earlier worker of this address is removed from the group', { group: groupId })
        const dead = group.members.map(member => member.memberId)
        await kafka.admin.removeGroupMembers(groupId, dead, signal)
        return
      }
      const addresses = others.map(urlOf)
      const alive = await Promise.all(
        addresses.map(address => address !== null && address !== url && answers(address, signal)),
      )
      if (alive.includes(true) || performance.now() > deadline) {
        const members = others
          .map((member, i) => addresses[i] ?? `${member.clientId} at ${member.clientHost}`)
          .join(', ')
        throw raise('CONNECT_GROUP_BUSY', { group: groupId, members })
      }
      if (!waiting) {
        waiting = true
        log.warn('a member of the Connect group does not answer; waiting for its session to end', {
          group: groupId,
          workers: addresses.filter(address => address !== null).join(', '),
          sessionMs,
        })
      }
      await delay(250, undefined, { signal })
    }
  }

  #protocols(): { name: string; metadata: Buffer }[] {
    const { settings, url, configOffset, work } = this.#options
    const kind = settings.values['connect.protocol'] as keyof typeof offeredProtocols
    const leader = this.#member?.memberId ?? ''
    return offeredProtocols[kind].map(([name, version]) => ({
      name,
      metadata: encodeMetadata({
        version,
        url,
        configOffset: configOffset(),
        allocation: this.#joined
          ? {
              version,
              error: 0,
              leader,
              leaderUrl: url,
              configOffset: configOffset(),
              assigned: work(),
              revoked: [],
              delayMs: 0,
            }
          : null,
      }),
    }))
  }

  #assign(protocol: string, members: readonly GroupMemberMetadata[]): Map<string, Buffer> {
    const { url, configOffset, work, log } = this.#options
    const version = protocol === 'sessioned' ? 2 : protocol === 'compatible' ? 1 : 0
    const own = members.find(member => urlOf(member) === url) ?? members[0]
    const others = members.filter(member => member !== own)
    if (others.length > 0) {
      log.warn('another worker joined the Connect group; it is given no work', {
        workers: others.map(member => urlOf(member) ?? member.memberId).join(', '),
      })
    }
    return new Map(
      members.map(member => [
        member.memberId,
        encodeAssignment({
          version,
          error: 0,
          leader: own?.memberId ?? '',
          leaderUrl: url,
          configOffset: configOffset(),
          // The increment: what this member does not run yet. Versions 1 and 2 keep what was assigned before.
          assigned: member === own && (version === 0 || !this.#joined) ? work() : [],
          revoked: [],
          delayMs: 0,
        }),
      ]),
    )
  }

  #accept(assignment: GroupAssignment): Error | null {
    this.#generation = assignment.generation
    const { settings, log } = this.#options
    const group = settings.values['group.id'] ?? ''
    if (assignment.leaderId !== assignment.memberId) {
      let leader = assignment.leaderId
      try {
        leader = decodeAssignment(assignment.assignment).leaderUrl || leader
      } catch {
        // The member id is enough for the message.
      }
      return raise('CONNECT_LEADERSHIP', { group, leader })
    }
    log.info(`joined Connect group ${group}`, {
      generation: assignment.generation,
      protocol: assignment.protocol,
    })
    return null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#member?.[Symbol.asyncDispose]()
  }
}

/** True when something answers HTTP at the address of a worker. */
async function answers(address: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(address, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(1000)]),
    })
    await response.body?.cancel()
    return true
  } catch {
    signal.throwIfAborted()
    return false
  }
}

/** The address that a member told when it joined; null when its data cannot be read. */
function urlOf(member: { readonly metadata: Buffer }): string | null {
  try {
    return decodeMetadata(member.metadata).url
  } catch {
    return null
  }
}
