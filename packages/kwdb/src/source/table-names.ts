/** Table names as the value of `tables`: joined by commas, with everything but letters and digits encoded. */
export function joinTables(names: readonly string[]): string {
  return names.map(encodeURIComponent).join(',')
}

/** The tables of one task from the value of `tables`. */
export function splitTables(names: readonly string[]): string[] {
  return names.map(decodeURIComponent)
}
