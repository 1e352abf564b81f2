/** States of a group (Kafka's classic group protocol). */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead'

/** The answer to JoinGroup. */
export interface JoinAnswer {
  readonly errorCode: number
  readonly memberId: string
  readonly generationId: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly leader: string
  readonly skipAssignment: boolean
  readonly members: readonly {
    readonly memberId: string
    readonly groupInstanceId: string | null
    readonly metadata: Buffer
  }[]
}

/** The answer to SyncGroup. */
export interface SyncAnswer {
  readonly errorCode: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly assignment: Buffer
}

/** Who speaks, in SyncGroup, Heartbeat and OffsetCommit. */
export interface MemberClaim {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly generationId: number
}

/** What a member without an assignment is given. */
export const noBytes: Buffer = Buffer.alloc(0)

/** A refused JoinGroup. */
export function joinError(code: number, memberId: string): JoinAnswer {
  return {
    errorCode: code,
    memberId,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    members: [],
  }
}

/** A refused SyncGroup. */
export function syncError(code: number): SyncAnswer {
  return { errorCode: code, protocolType: null, protocolName: null, assignment: noBytes }
}
