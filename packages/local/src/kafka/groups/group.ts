import { randomUUID } from 'node:crypto'
import { errorCode } from '../protocol/error-code.ts'
import {
  type GroupState,
  type JoinAnswer,
  joinError,
  type MemberClaim,
  noBytes,
  type SyncAnswer,
  syncError,
} from './group-answer.ts'
import { GroupMember, type JoinRequest } from './group-member.ts'
import { electProtocol } from './protocol-election.ts'

/** What a group needs from its coordinator. */
export interface GroupHost {
  readonly initialDelayMs: number
  readonly largestGroup: number
  /** Stores membership and assignments; the assignment is given out when it is stored. */
  storeGroup(group: Group): Promise<void>
}

/**
 * A consumer group of any protocol type: membership, generations, and the two phases of a rebalance. The coordinator
 * knows nothing of what members assign; the blobs it hands on are the members' own. One state machine, so one file: every
 * request may end the phase that another one waits for.
 */
export class Group {
  readonly id: string
  readonly #host: GroupHost
  readonly #members = new Map<string, GroupMember>()
  readonly #instances = new Map<string, string>()
  /** Ids that were given out to members who have not joined with them yet. */
  readonly #pending = new Map<string, NodeJS.Timeout>()
  #state: GroupState = 'Empty'
  #generation = 0
  #protocolType: string | null = null
  #protocol: string | null = null
  #leader: string | null = null
  #phaseTimer: NodeJS.Timeout | null = null
  #waitsForFirst = false

  constructor(id: string, host: GroupHost) {
    this.id = id
    this.#host = host
  }

  get state(): GroupState {
    return this.#state
  }

  get generation(): number {
    return this.#generation
  }

  get protocolType(): string | null {
    return this.#protocolType
  }

  get protocol(): string | null {
    return this.#protocol
  }

  get leader(): string | null {
    return this.#leader
  }

  get members(): readonly GroupMember[] {
    return [...this.#members.values()]
  }

  /** Brings a group back as it was stored; its members have a whole session to be heard again. */
  restore(stored: {
    readonly generation: number
    readonly protocolType: string | null
    readonly protocol: string | null
    readonly leader: string | null
    readonly members: readonly GroupMember[]
  }): void {
    this.#generation = stored.generation
    this.#protocolType = stored.protocolType
    this.#protocol = stored.protocol
    this.#leader = stored.leader
    this.#state = stored.members.length === 0 ? 'Empty' : 'Stable'
    for (const member of stored.members) {
      this.#members.set(member.id, member)
      if (member.groupInstanceId !== null) this.#instances.set(member.groupInstanceId, member.id)
      this.#renew(member)
    }
  }

  /** Answers when the rebalance that the join takes part in completes. */
  join(request: JoinRequest): Promise<JoinAnswer> {
    const { memberId, groupInstanceId } = request
    const refused = this.#refuseJoin(request)
    if (refused !== null) return Promise.resolve(joinError(refused, memberId))
    if (memberId === '') return this.#joinUnknown(request)
    if (groupInstanceId !== null) {
      const current = this.#instances.get(groupInstanceId)
      if (current === undefined && !this.#pending.has(memberId)) {
        return Promise.resolve(joinError(errorCode.unknownMemberId, memberId))
      }
      if (current !== undefined && current !== memberId) {
        return Promise.resolve(joinError(errorCode.fencedInstanceId, memberId))
      }
    }
    const timer = this.#pending.get(memberId)
    if (timer !== undefined) {
      clearTimeout(timer)
      this.#pending.delete(memberId)
      return this.#addMember(memberId, request)
    }
    const member = this.#members.get(memberId)
    if (member === undefined) return Promise.resolve(joinError(errorCode.unknownMemberId, memberId))
    return this.#rejoin(member, request)
  }

  #refuseJoin(request: JoinRequest): number | null {
    if (this.#state === 'Dead') return errorCode.coordinatorNotAvailable
    if (request.protocolType === '' || request.protocols.length === 0) {
      return errorCode.inconsistentGroupProtocol
    }
    if (this.#members.size > 0) {
      const others = this.members.filter(member => member.id !== request.memberId)
      const common = request.protocols.some(({ name }) =>
        others.every(member => member.protocols.some(offered => offered.name === name)),
      )
      if (request.protocolType !== this.#protocolType || !common) {
        return errorCode.inconsistentGroupProtocol
      }
    }
    const known = this.#members.has(request.memberId)
    if (!known && this.#members.size >= this.#host.largestGroup) {
      return errorCode.groupMaxSizeReached
    }
    return null
  }

  #joinUnknown(request: JoinRequest): Promise<JoinAnswer> {
    const { groupInstanceId } = request
    const memberId = `${groupInstanceId ?? request.clientId}-${randomUUID()}`
    if (groupInstanceId !== null) {
      const replaced = this.#instances.get(groupInstanceId)
      if (replaced !== undefined) return this.#replaceStatic(replaced, memberId, request)
      return this.#addMember(memberId, request)
    }
    if (!request.needsMemberId) return this.#addMember(memberId, request)
    const timer = setTimeout(() => {
      this.#pending.delete(memberId)
      this.#completeJoinIfAllThere()
    }, request.sessionTimeoutMs)
    this.#pending.set(memberId, timer)
    return Promise.resolve(joinError(errorCode.memberIdRequired, memberId))
  }

  /** A static member came back under its instance id: it takes the old member's place. */
  #replaceStatic(oldId: string, memberId: string, request: JoinRequest): Promise<JoinAnswer> {
    const old = this.#members.get(oldId)
    const wasLeader = this.#leader === oldId
    const member = new GroupMember(memberId, request)
    if (old !== undefined) {
      member.assignment = old.assignment
      old.answerJoin?.(joinError(errorCode.fencedInstanceId, oldId))
      old.answerSync?.(syncError(errorCode.fencedInstanceId))
      this.#drop(old)
    }
    this.#members.set(memberId, member)
    if (request.groupInstanceId !== null) this.#instances.set(request.groupInstanceId, memberId)
    if (wasLeader) this.#leader = memberId
    this.#renew(member)
    const unchanged = old !== undefined && this.#selectedMetadataSame(old, member)
    if (this.#state === 'Stable' && unchanged) {
      // The group is spared a rebalance: the member goes on with the assignment of the one it replaces.
      return this.#host.storeGroup(this).then(() => {
        const answer = this.#currentGeneration(member)
        if (!wasLeader) return answer
        if (!request.canSkipAssignment) return { ...answer, leader: oldId }
        return {
          ...answer,
          skipAssignment: true,
          members: this.#memberList(this.#protocol ?? ''),
        }
      })
    }
    return this.#awaitRebalance(member)
  }

  #selectedMetadataSame(old: GroupMember, member: GroupMember): boolean {
    const protocol = this.#protocol
    return protocol !== null && old.metadataOf(protocol).equals(member.metadataOf(protocol))
  }

  #addMember(memberId: string, request: JoinRequest): Promise<JoinAnswer> {
    const member = new GroupMember(memberId, request)
    if (this.#members.size === 0) this.#protocolType = request.protocolType
    this.#members.set(memberId, member)
    if (request.groupInstanceId !== null) this.#instances.set(request.groupInstanceId, memberId)
    this.#leader ??= memberId
    this.#renew(member)
    return this.#awaitRebalance(member)
  }

  #rejoin(member: GroupMember, request: JoinRequest): Promise<JoinAnswer> {
    this.#renew(member)
    const changed = !member.offersSame(request.protocols)
    const isLeader = member.id === this.#leader
    if (this.#state === 'CompletingRebalance' && !changed) {
      return Promise.resolve(this.#currentGeneration(member))
    }
    if (this.#state === 'Stable' && !changed && !isLeader) {
      return Promise.resolve(this.#currentGeneration(member))
    }
    member.update(request)
    this.#renew(member)
    return this.#awaitRebalance(member)
  }

  #currentGeneration(member: GroupMember): JoinAnswer {
    const protocol = this.#protocol ?? ''
    return {
      errorCode: errorCode.none,
      memberId: member.id,
      generationId: this.#generation,
      protocolType: this.#protocolType,
      protocolName: protocol,
      leader: this.#leader ?? '',
      skipAssignment: false,
      members:
        member.id === this.#leader && this.#state !== 'Stable' ? this.#memberList(protocol) : [],
    }
  }

  #memberList(protocol: string): JoinAnswer['members'] {
    return this.members.map(member => ({
      memberId: member.id,
      groupInstanceId: member.groupInstanceId,
      metadata: member.metadataOf(protocol),
    }))
  }

  #awaitRebalance(member: GroupMember): Promise<JoinAnswer> {
    return new Promise(resolve => {
      member.answerJoin?.(joinError(errorCode.unknownMemberId, member.id))
      member.answerJoin = resolve
      this.#prepareRebalance()
      this.#completeJoinIfAllThere()
    })
  }

  #prepareRebalance(): void {
    if (this.#state === 'PreparingRebalance' || this.#state === 'Dead') return
    const first = this.#state === 'Empty'
    for (const member of this.#members.values()) {
      member.answerSync?.(syncError(errorCode.rebalanceInProgress))
      member.answerSync = null
      member.assignment = noBytes
    }
    this.#state = 'PreparingRebalance'
    const { initialDelayMs } = this.#host
    this.#waitsForFirst = first && initialDelayMs > 0
    const longest = Math.max(0, ...this.members.map(member => member.rebalanceTimeoutMs))
    this.#startPhase(this.#waitsForFirst ? Math.min(initialDelayMs, longest) : longest, () => {
      this.#waitsForFirst = false
      this.#completeJoin()
    })
  }

  #startPhase(ms: number, ended: () => void): void {
    if (this.#phaseTimer !== null) clearTimeout(this.#phaseTimer)
    this.#phaseTimer = setTimeout(ended, ms)
  }

  #endPhase(): void {
    if (this.#phaseTimer !== null) clearTimeout(this.#phaseTimer)
    this.#phaseTimer = null
  }

  #completeJoinIfAllThere(): void {
    if (this.#state !== 'PreparingRebalance' || this.#waitsForFirst) return
    if (this.#pending.size > 0) return
    for (const member of this.#members.values()) if (member.answerJoin === null) return
    this.#completeJoin()
  }

  /** Ends the first phase: who has not joined is out, the others get the new generation. */
  #completeJoin(): void {
    if (this.#state !== 'PreparingRebalance') return
    for (const member of this.members) {
      if (member.answerJoin === null && member.groupInstanceId === null) this.#drop(member)
    }
    const joined = this.members.filter(member => member.answerJoin !== null)
    if (this.#members.size > 0 && joined.length === 0) {
      // Only static members, and none is there yet: wait another round for them.
      this.#startPhase(Math.max(...this.members.map(m => m.rebalanceTimeoutMs)), () =>
        this.#completeJoin(),
      )
      return
    }
    this.#endPhase()
    this.#generation += 1
    if (this.#members.size === 0) {
      this.#becomeEmpty()
      return
    }
    if (!joined.some(member => member.id === this.#leader)) this.#leader = joined[0]?.id ?? null
    this.#protocol = electProtocol(this.members)
    this.#state = 'CompletingRebalance'
    for (const member of joined) {
      const answer = member.answerJoin
      member.answerJoin = null
      this.#renew(member)
      answer?.(this.#currentGeneration(member))
    }
    const longest = Math.max(...this.members.map(member => member.rebalanceTimeoutMs))
    this.#startPhase(longest, () => this.#expireSync())
  }

  #becomeEmpty(): void {
    this.#state = 'Empty'
    this.#protocol = null
    this.#leader = null
    this.#host.storeGroup(this).catch(() => {})
  }

  /** Members who did not sync within the rebalance timeout are out. */
  #expireSync(): void {
    if (this.#state !== 'CompletingRebalance') return
    for (const member of this.members) if (member.answerSync === null) this.#drop(member)
    this.#prepareRebalance()
    this.#completeJoinIfAllThere()
  }

  /** Answers when the leader's assignment is stored. */
  sync(
    claim: MemberClaim & {
      readonly protocolType: string | null
      readonly protocolName: string | null
      readonly assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[]
    },
  ): Promise<SyncAnswer> {
    const problem = this.checkMember(claim)
    if (problem !== errorCode.none) return Promise.resolve(syncError(problem))
    const otherType = claim.protocolType !== null && claim.protocolType !== this.#protocolType
    const otherName = claim.protocolName !== null && claim.protocolName !== this.#protocol
    if (otherType || otherName) {
      return Promise.resolve(syncError(errorCode.inconsistentGroupProtocol))
    }
    const member = this.#members.get(claim.memberId)
    if (member === undefined) return Promise.resolve(syncError(errorCode.unknownMemberId))
    switch (this.#state) {
      case 'Empty':
      case 'Dead':
        return Promise.resolve(syncError(errorCode.unknownMemberId))
      case 'PreparingRebalance':
        return Promise.resolve(syncError(errorCode.rebalanceInProgress))
      case 'Stable':
        this.#renew(member)
        return Promise.resolve(this.#assigned(member))
      case 'CompletingRebalance':
        return new Promise(resolve => {
          member.answerSync?.(syncError(errorCode.unknownMemberId))
          member.answerSync = resolve
          if (member.id === this.#leader) this.#completeSync(claim.assignments)
        })
    }
  }

  #assigned(member: GroupMember): SyncAnswer {
    return {
      errorCode: errorCode.none,
      protocolType: this.#protocolType,
      protocolName: this.#protocol,
      assignment: member.assignment,
    }
  }

  /** Ends the second phase with the leader's assignment. */
  #completeSync(
    assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[],
  ): void {
    for (const { memberId, assignment } of assignments) {
      const member = this.#members.get(memberId)
      // A copy: the request's own buffer is large and lives no longer than its answer.
      if (member !== undefined) member.assignment = Buffer.from(assignment)
    }
    const generation = this.#generation
    this.#host.storeGroup(this).then(
      () => {
        if (this.#state !== 'CompletingRebalance' || this.#generation !== generation) return
        this.#state = 'Stable'
        this.#endPhase()
        this.#answerSyncs(member => this.#assigned(member))
      },
      () => {
        if (this.#state !== 'CompletingRebalance' || this.#generation !== generation) return
        this.#answerSyncs(() => syncError(errorCode.coordinatorNotAvailable))
        this.#prepareRebalance()
      },
    )
  }

  #answerSyncs(answerOf: (member: GroupMember) => SyncAnswer): void {
    for (const member of this.#members.values()) {
      const answer = member.answerSync
      if (answer === null) continue
      member.answerSync = null
      this.#renew(member)
      answer(answerOf(member))
    }
  }

  /** The error code for what a member claims to be. */
  checkMember(claim: MemberClaim): number {
    if (this.#state === 'Dead') return errorCode.coordinatorNotAvailable
    if (claim.groupInstanceId !== null) {
      const current = this.#instances.get(claim.groupInstanceId)
      if (current === undefined) return errorCode.unknownMemberId
      if (current !== claim.memberId) return errorCode.fencedInstanceId
    }
    if (!this.#members.has(claim.memberId)) return errorCode.unknownMemberId
    if (claim.generationId !== this.#generation) return errorCode.illegalGeneration
    return errorCode.none
  }

  heartbeat(claim: MemberClaim): number {
    if (this.#state === 'Empty') return errorCode.unknownMemberId
    const problem = this.checkMember(claim)
    if (problem !== errorCode.none) return problem
    const member = this.#members.get(claim.memberId)
    if (member !== undefined) this.#renew(member)
    return this.#state === 'PreparingRebalance' ? errorCode.rebalanceInProgress : errorCode.none
  }

  /** Whether a commit is taken now; a commit is a sign of life. */
  checkCommit(claim: MemberClaim): number {
    if (claim.generationId < 0 && claim.memberId === '' && this.#members.size === 0) {
      return errorCode.none
    }
    const problem = this.checkMember(claim)
    if (problem !== errorCode.none) return problem
    if (this.#state === 'CompletingRebalance') return errorCode.rebalanceInProgress
    const member = this.#members.get(claim.memberId)
    if (member !== undefined) this.#renew(member)
    return errorCode.none
  }

  /** Lets a member go. */
  leave(memberId: string, groupInstanceId: string | null): number {
    if (this.#state === 'Dead') return errorCode.coordinatorNotAvailable
    let id = memberId
    if (groupInstanceId !== null) {
      const current = this.#instances.get(groupInstanceId)
      if (current === undefined) return errorCode.unknownMemberId
      if (memberId !== '' && current !== memberId) return errorCode.fencedInstanceId
      id = current
    }
    const timer = this.#pending.get(id)
    if (timer !== undefined) {
      clearTimeout(timer)
      this.#pending.delete(id)
      this.#completeJoinIfAllThere()
      return errorCode.none
    }
    const member = this.#members.get(id)
    if (member === undefined) return errorCode.unknownMemberId
    this.#remove(member)
    return errorCode.none
  }

  #renew(member: GroupMember): void {
    member.renewSession(() => this.#remove(member))
  }

  #remove(member: GroupMember): void {
    if (this.#members.get(member.id) !== member) return
    this.#drop(member)
    this.#prepareRebalance()
    this.#completeJoinIfAllThere()
  }

  #drop(member: GroupMember): void {
    member.endSession()
    member.answerJoin?.(joinError(errorCode.unknownMemberId, member.id))
    member.answerJoin = null
    member.answerSync?.(syncError(errorCode.unknownMemberId))
    member.answerSync = null
    this.#members.delete(member.id)
    if (
      member.groupInstanceId !== null &&
      this.#instances.get(member.groupInstanceId) === member.id
    ) {
      this.#instances.delete(member.groupInstanceId)
    }
    if (this.#leader === member.id) this.#leader = this.#members.keys().next().value ?? null
  }

  /** Ends the group: timers stop, whoever waits is told that there is no coordinator. */
  dispose(): void {
    this.#state = 'Dead'
    this.#endPhase()
    for (const timer of this.#pending.values()) clearTimeout(timer)
    this.#pending.clear()
    for (const member of this.members) {
      member.endSession()
      member.answerJoin?.(joinError(errorCode.coordinatorNotAvailable, member.id))
      member.answerJoin = null
      member.answerSync?.(syncError(errorCode.coordinatorNotAvailable))
      member.answerSync = null
    }
  }
}
