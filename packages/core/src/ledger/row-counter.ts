/** Where the rows that a source reads are counted. */
export interface RowCounter {
  /** Counts a row by the halves of its identity and its series group; false when it was delivered before. */
  add(first: number, second: number, group: number): boolean
}
