import type { ObjectName } from './ast.ts'

/** What a literal of the fast path was, in `DirectInsert.kinds`. */
export const DirectKind = {
  /** Unquoted number, TRUE or FALSE; the text of a boolean is lower case. */
  number: 0,
  /** Quoted text. */
  string: 1,
  /** NULL, or `b''`, which the fast path takes for NULL. */
  null: 2,
  /** Any other unquoted word, lower case, e.g. `now`, `nan`. */
  word: 3,
  /** `b'…'`. */
  bytes: 4,
} as const

/** A single INSERT … VALUES as KWDB's fast path reads it: literals only, no grammar. */
export interface DirectInsert {
  readonly table: ObjectName
  /** Empty when no list was given: all data columns, then all tags. */
  readonly columns: readonly string[]
  /** INSERT WITHOUT SCHEMA: what was noted of each item. */
  readonly withoutSchema?: readonly DirectSchemalessItem[]
  /** `DirectKind` of each literal, row after row. */
  readonly kinds: Uint8Array
  /** Text of each literal; bytes only for `DirectKind.bytes`; `''` for NULL. */
  readonly values: readonly (string | Uint8Array)[]
  /** Closing brackets, which is what the fast path takes for rows. */
  readonly rowCount: number
}

export interface DirectSchemalessItem {
  readonly name: string
  /** One word, lower case, e.g. `varchar`; the length is apart. */
  readonly type: string
  readonly length: string
  readonly role: 'column' | 'tag'
}

/**
 * Reads a text as KWDB's fast path does, or answers null when it holds anything but one INSERT …
 * VALUES. The caller takes the reading only if `values.length === rowCount * columns` and the
 * table is a time-series table; else the grammar decides.
 */
export function scanDirectInsert(_text: string): DirectInsert | null {
  return null
}
