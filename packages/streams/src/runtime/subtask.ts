import type { SubtaskState } from './message.ts'

/** What a running subtask tells its thread. */
export interface SubtaskEvents {
  /** Its part of a checkpoint is ready. */
  ack(id: number, state: SubtaskState): void
  /** A reader has no split left; the answer comes by `offerSplits`. */
  wantSplits(): void
}

/** A running subtask. */
export interface Subtask {
  /** Resolves with the last state when all its input is done; rejects when it fails or is cancelled. */
  run(signal: AbortSignal): Promise<SubtaskState>
  /** Rejects when one of its sinks failed while nobody waited for it. */
  readonly failed: Promise<never>
  /** Closes what it has opened. */
  dispose(): Promise<void>
}
