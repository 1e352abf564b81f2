import type { JoinAnswer, SyncAnswer } from './group-answer.ts'

/** A protocol that a member offers, with what it says of itself in it. */
export interface OfferedProtocol {
  readonly name: string
  readonly metadata: Buffer
}

/** What a member says when it joins. */
export interface JoinRequest {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly protocolType: string
  readonly protocols: readonly OfferedProtocol[]
  /** JoinGroup v4 and later: an unknown member gets its id first and joins with it. */
  readonly needsMemberId: boolean
  /** JoinGroup v9 and later: a leader can be told that the old assignment stands. */
  readonly canSkipAssignment: boolean
}

/** A member of a group. */
export class GroupMember {
  readonly id: string
  readonly groupInstanceId: string | null
  clientId: string
  clientHost: string
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  protocols: readonly OfferedProtocol[]
  assignment: Buffer = Buffer.alloc(0)
  /** Answers the JoinGroup that waits for the rebalance to complete. */
  answerJoin: ((answer: JoinAnswer) => void) | null = null
  /** Answers the SyncGroup that waits for the leader's assignment. */
  answerSync: ((answer: SyncAnswer) => void) | null = null
  #session: NodeJS.Timeout | null = null

  constructor(
    id: string,
    request: Omit<JoinRequest, 'memberId' | 'needsMemberId' | 'canSkipAssignment' | 'protocolType'>,
  ) {
    this.id = id
    this.groupInstanceId = request.groupInstanceId
    this.clientId = request.clientId
    this.clientHost = request.clientHost
    this.sessionTimeoutMs = request.sessionTimeoutMs
    this.rebalanceTimeoutMs = request.rebalanceTimeoutMs
    this.protocols = request.protocols
  }

  /** Whether the member waits for an answer; its session cannot end meanwhile. */
  get isWaiting(): boolean {
    return this.answerJoin !== null || this.answerSync !== null
  }

  update(request: JoinRequest): void {
    this.clientId = request.clientId
    this.clientHost = request.clientHost
    this.rebalanceTimeoutMs = request.rebalanceTimeoutMs
    this.protocols = request.protocols
    if (this.sessionTimeoutMs !== request.sessionTimeoutMs) this.endSession()
    this.sessionTimeoutMs = request.sessionTimeoutMs
  }

  /** Begins the session anew: `expired` is called when nothing is heard for the session timeout. */
  renewSession(expired: () => void): void {
    if (this.#session === null) {
      this.#session = setTimeout(() => {
        if (this.isWaiting) this.#session?.refresh()
        else expired()
      }, this.sessionTimeoutMs)
    } else this.#session.refresh()
  }

  endSession(): void {
    if (this.#session !== null) clearTimeout(this.#session)
    this.#session = null
  }

  /** Whether the member offers exactly these protocols. */
  offersSame(protocols: readonly OfferedProtocol[]): boolean {
    return (
      protocols.length === this.protocols.length &&
      this.protocols.every(({ name, metadata }, i) => {
        const other = protocols[i]
        return other !== undefined && other.name === name && other.metadata.equals(metadata)
      })
    )
  }

  metadataOf(protocol: string): Buffer {
    return this.protocols.find(({ name }) => name === protocol)?.metadata ?? Buffer.alloc(0)
  }
}
