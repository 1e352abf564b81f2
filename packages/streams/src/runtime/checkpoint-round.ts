import type { StreamSplit } from '@tidewire/core'
import type { Checkpoint, StageState } from '../checkpoint/checkpoint.ts'
import type { Plan } from '../graph/plan.ts'
import type { SubtaskId, SubtaskState } from './message.ts'

/** A checkpoint that is being taken: waits for the state of every subtask. */
export class CheckpointRound {
  readonly id: number
  readonly startedAt = Date.now()
  readonly #plan: Plan
  readonly #states: (SubtaskState | null)[][]

  /** `finished` has the last state of subtasks that take no part any more. */
  constructor(id: number, plan: Plan, finished: readonly (readonly (SubtaskState | null)[])[]) {
    this.id = id
    this.#plan = plan
    this.#states = finished.map(states => [...states])
  }

  /** Adds the state of a subtask. */
  add({ stage, index }: SubtaskId, state: SubtaskState): void {
    const states = this.#states[stage]
    if (states !== undefined) states[index] = state
  }

  /** True when all subtasks have answered. */
  get complete(): boolean {
    return this.#states.every(states => states.every(state => state !== null))
  }

  /** The whole; `underway` are splits that were given to a reader that has not got them yet. */
  result(
    job: string,
    enumerators: Readonly<Record<string, unknown>>,
    underway: readonly { readonly to: SubtaskId; readonly splits: readonly StreamSplit[] | null }[],
  ): Checkpoint {
    const stages = this.#plan.stages.map((stage): StageState => {
      const subtasks = (this.#states[stage.id] ?? []).map((state, index): SubtaskState => {
        const extra = underway
          .filter(({ to }) => to.stage === stage.id && to.index === index)
          .flatMap(({ splits }) => splits ?? [])
        return {
          operators: state?.operators ?? {},
          splits: [...(state?.splits ?? []), ...extra],
        }
      })
      return { operators: stage.nodes.map(node => node.uid), subtasks }
    })
    return { id: this.id, job, time: this.startedAt, stages, enumerators }
  }
}
