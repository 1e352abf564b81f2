import type { SubtaskState } from '../runtime/message.ts'

/** State of one stage: its subtasks in order. */
export interface StageState {
  /** Uids of the operators that ran in it. */
  readonly operators: readonly string[]
  readonly subtasks: readonly SubtaskState[]
}

/** A consistent state of a whole job. */
export interface Checkpoint {
  readonly id: number
  readonly job: string
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly stages: readonly StageState[]
  /** State of the enumerators, by the uid of their source. */
  readonly enumerators: Readonly<Record<string, unknown>>
}
