import type { StreamSplit } from '@tidewire/core'
import { streamError } from '../errors.ts'
import { ownerOfKey } from '../graph/key-hash.ts'
import type { StreamKey } from '../graph/node.ts'
import type { Plan } from '../graph/plan.ts'
import type { SubtaskState } from '../runtime/message.ts'
import type { Checkpoint } from './checkpoint.ts'

/** What a plan starts with. */
export interface InitialState {
  /** State of subtask `[stage][index]`, without splits. */
  readonly subtasks: readonly (readonly SubtaskState[])[]
  /** Splits that were being read, by the uid of their source; the enumerators give them out again. */
  readonly splits: ReadonlyMap<string, readonly StreamSplit[]>
  readonly enumerators: Readonly<Record<string, unknown>>
}

/** The state of a job that begins at the beginning. */
export function emptyState(plan: Plan): InitialState {
  return {
    subtasks: plan.stages.map(stage =>
      Array.from({ length: stage.parallelism }, () => ({ operators: {}, splits: [] })),
    ),
    splits: new Map(),
    enumerators: {},
  }
}

/**
 * Deals the state of a checkpoint out to a plan, by operator uid, whatever the parallelism was: splits go back to the
 * enumerators, keyed state goes to whoever owns the key now. Throws `STREAM_RESTORE` when an operator of the checkpoint
 * is missing in the job, unless `allowDropped`.
 */
export function redistribute(
  checkpoint: Checkpoint,
  plan: Plan,
  path: string,
  allowDropped: boolean,
): InitialState {
  const known = new Set(plan.stages.flatMap(stage => stage.nodes.map(node => node.uid)))
  const stored = storedState(checkpoint)
  const dropped = [...stored.operators.keys(), ...Object.keys(checkpoint.enumerators)].filter(
    uid => !known.has(uid),
  )
  if (dropped.length > 0 && !allowDropped) {
    throw streamError(
      'STREAM_RESTORE',
      { path, reason: `the job has no operator for the state of ${dropped.join(', ')}` },
      { hint: 'Give operators a uid that stays when the code changes, or allow dropped state.' },
    )
  }
  return {
    subtasks: plan.stages.map(stage =>
      Array.from({ length: stage.parallelism }, (_, index) => {
        const operators: Record<string, unknown> = {}
        for (const node of stage.nodes) {
          const states = stored.operators.get(node.uid)
          if (states === undefined) continue
          operators[node.uid] = keysOf(states, index, stage.parallelism)
        }
        return { operators, splits: [] }
      }),
    ),
    splits: stored.splits,
    enumerators: checkpoint.enumerators,
  }
}

function storedState(checkpoint: Checkpoint): {
  readonly operators: ReadonlyMap<string, readonly unknown[]>
  readonly splits: ReadonlyMap<string, readonly StreamSplit[]>
} {
  const operators = new Map<string, unknown[]>()
  const splits = new Map<string, StreamSplit[]>()
  for (const stage of checkpoint.stages) {
    const [head = ''] = stage.operators
    for (const [index, subtask] of stage.subtasks.entries()) {
      for (const [uid, state] of Object.entries(subtask.operators)) {
        const states = operators.get(uid) ?? []
        states[index] = state
        operators.set(uid, states)
      }
      if (subtask.splits.length > 0)
        splits.set(head, [...(splits.get(head) ?? []), ...subtask.splits])
    }
  }
  return { operators, splits }
}

function keysOf(states: readonly unknown[], index: number, parallelism: number): unknown {
  const own = new Map<StreamKey, unknown>()
  for (const state of states) {
    if (!(state instanceof Map)) continue
    for (const [key, value] of state as ReadonlyMap<StreamKey, unknown>) {
      if (ownerOfKey(key, parallelism) === index) own.set(key, value)
    }
  }
  return own
}
