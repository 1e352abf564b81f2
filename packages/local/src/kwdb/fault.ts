import { type ArmedFault, ArmedFaults } from '../armed-faults.ts'

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
export interface Fault extends ArmedFault<FaultAction> {
  /**
   * `connect` for logins, `disk` for commits, `statement` for every statement, or `statement:` and how it begins in
   * lower case with single blanks, e.g. `statement:insert into "meters"`.
   */
  readonly on: string
}

/** Characters of a statement that faults look at. */
const lookedAt = 400

/** Fault switches of a server, for tests of what talks to it. */
export class FaultSwitch extends ArmedFaults<FaultAction> {
  /** The action for a statement, if one is armed for it. */
  takeStatement(text: string): FaultAction | undefined {
    if (this.none) return undefined
    const begin = text.slice(0, lookedAt).trim().replace(/\s+/g, ' ').toLowerCase()
    return this.take(`statement:${begin}`)
  }
}
