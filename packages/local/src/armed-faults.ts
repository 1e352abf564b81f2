/** A fault for whatever begins with a name. */
export interface ArmedFault<Action> {
  readonly on: string
  /** The first that it hits, counted from 1 among those that match; 1 when absent. */
  readonly from?: number
  /** How many it hits; one when absent. */
  readonly count?: number
  readonly action: Action
}

interface Armed<Action> {
  readonly fault: ArmedFault<Action>
  seen: number
}

/** Faults that a server is told to have, each for the n-th match of its name. */
export class ArmedFaults<Action> {
  readonly #armed: Armed<Action>[] = []

  /** Arms a fault. */
  add(fault: ArmedFault<Action>): void {
    this.#armed.push({ fault, seen: 0 })
  }

  /** Disarms all faults. */
  clear(): void {
    this.#armed.length = 0
  }

  /** True when no fault is armed. */
  get none(): boolean {
    return this.#armed.length === 0
  }

  /** The action for what has this name, if one is armed for it. */
  take(name: string): Action | undefined {
    for (const armed of this.#armed) {
      const { on, from = 1, count = 1, action } = armed.fault
      if (!name.startsWith(on)) continue
      armed.seen += 1
      if (armed.seen >= from && armed.seen < from + count) return action
    }
    return undefined
  }
}
