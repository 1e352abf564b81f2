/** What a fault does to a statement or a login. */
export type FaultAction =
  /** Goes on after this many milliseconds. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Closes the connection without an answer; `apply` carries the statement out first. */
  | { readonly kind: 'drop'; readonly apply?: boolean }
  /** Never answers. */
  | { readonly kind: 'silence' }
  /** Answers with this SQLSTATE, e.g. `55006`. */
  | { readonly kind: 'error'; readonly sqlState: string; readonly message: string }
  /** Commits fail as on a full disk (`53100`); armed with `on: 'disk'`. */
  | { readonly kind: 'disk-full' }

/** A fault for statements that match. */
export interface Fault {
  /**
   * `connect` for logins, `disk` for commits, `statement` for every statement, or `statement:` and how it begins in
   * lower case with single blanks, e.g. `statement:insert into "meters"`.
   */
  readonly on: string
  /** The first that it hits, counted from 1 among those that match; 1 when absent. */
  readonly from?: number
  /** How many it hits; one when absent. */
  readonly count?: number
  readonly action: FaultAction
}

interface Armed {
  readonly fault: Fault
  seen: number
}

/** Characters of a statement that faults look at. */
const lookedAt = 400

/** Fault switches of a server, for tests of what talks to it. */
export class FaultSwitch {
  readonly #armed: Armed[] = []

  /** Arms a fault. */
  add(fault: Fault): void {
    this.#armed.push({ fault, seen: 0 })
  }

  /** Disarms all faults. */
  clear(): void {
    this.#armed.length = 0
  }

  /** The action for a login (`connect`) or a commit (`disk`), if one is armed for it. */
  take(name: string): FaultAction | undefined {
    for (const armed of this.#armed) {
      const { on, from = 1, count = 1, action } = armed.fault
      if (!name.startsWith(on)) continue
      armed.seen += 1
      if (armed.seen >= from && armed.seen < from + count) return action
    }
    return undefined
  }

  /** The action for a statement, if one is armed for it. */
  takeStatement(text: string): FaultAction | undefined {
    if (this.#armed.length === 0) return undefined
    const begin = text.slice(0, lookedAt).trim().replace(/\s+/g, ' ').toLowerCase()
    return this.take(`statement:${begin}`)
  }
}
