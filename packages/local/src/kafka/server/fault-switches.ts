import type { FaultRule, FaultSwitches } from '../api.ts'

interface ActiveRule {
  readonly rule: FaultRule
  seen: number
  fired: number
}

/** The fault switches of one server. */
export class Faults implements FaultSwitches {
  diskFull = false
  readonly #rules = new Set<ActiveRule>()

  add(rule: FaultRule): Disposable {
    const active = { rule, seen: 0, fired: 0 }
    this.#rules.add(active)
    return { [Symbol.dispose]: () => this.#rules.delete(active) }
  }

  clear(): void {
    this.#rules.clear()
    this.diskFull = false
  }

  /** The rule that strikes this request, which is counted. */
  take(api: string): FaultRule | null {
    let strike: FaultRule | null = null
    for (const active of this.#rules) {
      const { rule } = active
      if (rule.api !== undefined && rule.api !== api) continue
      active.seen += 1
      if (
        active.seen < (rule.nth ?? 1) ||
        active.fired >= (rule.times ?? Number.POSITIVE_INFINITY)
      ) {
        continue
      }
      if (strike !== null) continue
      active.fired += 1
      strike = rule
    }
    return strike
  }
}
