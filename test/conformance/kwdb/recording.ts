import { readFileSync } from 'node:fs'

/** A decoded value of the fast path of INSERT: NULL, or the kind of its token and its text. */
export type FastValue = null | readonly [kind: 'num' | 'str' | 'word' | 'bytes', text: string]

/** A statement, and what KWDB's own parser and fast insert scanner made of it. */
export interface Verdict {
  readonly group: string
  readonly sql: string
  readonly parser: 'ok' | { readonly sqlstate: string }
  readonly tags?: readonly string[]
  readonly direct?: {
    readonly target?: readonly [database: string, table: string]
    readonly columns?: readonly string[]
    readonly rows?: readonly (readonly FastValue[])[]
    readonly noschema?: readonly (readonly string[])[]
    readonly crash?: boolean
  }
  readonly paths_differ?: boolean
  readonly catalog?: { readonly sqlstate: string }
}

/** What a column of one precision holds of a time, or how it refuses it. */
export type TimeOutcome =
  /** An integer in the unit of the column, or `depends on the clock`. */
  | { readonly stored: string }
  | { readonly null: true }
  | { readonly error: { readonly sqlstate: string } }

export interface TimeRecording {
  readonly literal: string
  readonly type: string
  readonly zone: string
  readonly p3: TimeOutcome
  readonly p6: TimeOutcome
  readonly p9: TimeOutcome
}

export interface ValueRecording {
  readonly type: string
  readonly literal: string
  readonly stored?: {
    readonly int?: string
    readonly float?: string | number
    readonly bool?: boolean
    readonly string?: string
    readonly hex?: string
    readonly bytes_hex?: string
  }
  readonly null?: boolean
  readonly error?: { readonly sqlstate: string }
  readonly fallback?: boolean
}

function lines<T>(file: string): readonly T[] {
  const url = new URL(`../../golden/kwdb/${file}.jsonl`, import.meta.url)
  return readFileSync(url, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
}

/** Recordings of KWDB 3.2.1. */
export const recorded = {
  verdicts: () => lines<Verdict>('sql-verdicts'),
  times: () => lines<TimeRecording>('timestamps'),
  values: () => lines<ValueRecording>('column-values'),
} as const
