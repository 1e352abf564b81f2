/** A version such as `3.3.7.5`, as numbers. */
type ServerVersion = readonly number[]

/** What depends on the server's version. */
export interface ServerFeatures {
  /** Binary `binary_query` and `fetch_raw_block`; older servers get their text forms. */
  readonly binaryQuery: boolean
  /** Prepared statements of the second kind (`stmt2_*`). */
  readonly stmt2: boolean
}

const oldest: ServerVersion = [3, 0]
const firstBinaryQuery: ServerVersion = [3, 3, 2]
const firstStmt2: ServerVersion = [3, 3, 6]

/** The leading numbers of a version text; null when it has none. */
function parseVersion(text: string): ServerVersion | null {
  const numbers = /^v?(\d+(?:\.\d+)*)/.exec(text.trim())?.[1]
  return numbers === undefined ? null : numbers.split('.').map(Number)
}

/** True when `version` is `other` or later. */
function atLeastVersion(version: ServerVersion, other: ServerVersion): boolean {
  for (let i = 0; i < other.length; i += 1) {
    const difference = (version[i] ?? 0) - (other[i] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

/** What a server of this version can do; null when it is older than 3.0. A version that cannot be read is taken as new. */
export function featuresOf(text: string): ServerFeatures | null {
  const version = parseVersion(text)
  if (version === null) return { binaryQuery: true, stmt2: true }
  if (!atLeastVersion(version, oldest)) return null
  return {
    binaryQuery: atLeastVersion(version, firstBinaryQuery),
    stmt2: atLeastVersion(version, firstStmt2),
  }
}

/** True when the version is `other` or later; a version that cannot be read is taken as new. */
export function isAtLeast(text: string, other: ServerVersion): boolean {
  const version = parseVersion(text)
  return version === null || atLeastVersion(version, other)
}
