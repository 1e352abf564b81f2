import type { MessagePort } from 'node:worker_threads'
import type { StreamSplit } from '@tidewire/core'
import type { FailureReport } from './failure.ts'

/** A subtask's place: stage and index. */
export interface SubtaskId {
  readonly stage: number
  readonly index: number
}

/** State of one subtask in a checkpoint. */
export interface SubtaskState {
  /** State by the uid of its operator; stateless ones are left out. */
  readonly operators: Readonly<Record<string, unknown>>
  /** Unfinished splits of a source, as they stand. */
  readonly splits: readonly StreamSplit[]
}

/** A subtask to run, with the state it resumes from. */
export interface Deployment extends SubtaskId {
  readonly state: SubtaskState
}

/** The coordinator to a thread. */
export type ToHost =
  /** The first message of a worker thread: what its plan depends on beside the job file. */
  | { readonly kind: 'plan'; readonly parallelism: number }
  | {
      readonly kind: 'deploy'
      readonly subtasks: readonly Deployment[]
      /** Which thread runs subtask `[stage][index]`. */
      readonly placement: readonly (readonly number[])[]
      /** Port to each other thread. */
      readonly peers: readonly (MessagePort | null)[]
    }
  | {
      readonly kind: 'splits'
      readonly to: SubtaskId
      readonly splits: readonly StreamSplit[] | null
    }
  /** Sources stop at a batch boundary and send the barrier; they stay until `resume`. */
  | { readonly kind: 'checkpoint'; readonly id: number }
  | {
      readonly kind: 'resume'
      readonly id: number
      /** Whether the checkpoint is durable. */
      readonly durable: boolean
      /** Sources end here instead of going on. */
      readonly stop: boolean
    }
  | { readonly kind: 'cancel' }

/** Counters and gauges of one operator in one subtask. */
export interface OperatorCounts {
  readonly stage: number
  readonly index: number
  readonly operator: string
  readonly counters: Readonly<Record<string, number>>
  readonly gauges: Readonly<Record<string, number>>
}

/** A thread to the coordinator. */
export type ToCoordinator =
  | { readonly kind: 'running' }
  | { readonly kind: 'splits-wanted'; readonly from: SubtaskId }
  | {
      readonly kind: 'ack'
      readonly from: SubtaskId
      readonly id: number
      readonly state: SubtaskState
    }
  | { readonly kind: 'finished'; readonly from: SubtaskId; readonly state: SubtaskState }
  | { readonly kind: 'failed'; readonly from: SubtaskId | null; readonly failure: FailureReport }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'counts'; readonly counts: readonly OperatorCounts[] }
  | {
      readonly kind: 'log'
      readonly level: 'debug' | 'info' | 'warn' | 'error'
      readonly message: string
      readonly fields: Readonly<Record<string, unknown>>
    }
