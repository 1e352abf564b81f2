import { type TimeZone, utc } from '../../time-zone.ts'

/** What a connection has set: who, which database, which zone. */
export interface Session {
  readonly user: string
  /** Selected database; it may have been dropped since. */
  database: string | undefined
  zone: TimeZone
  /** Ends the queries under way when the client has gone. */
  readonly signal: AbortSignal | undefined
}

/** A session of its own for one request. */
export function newSession(
  user: string,
  database?: string,
  zone: TimeZone = utc,
  signal?: AbortSignal,
): Session {
  return { user, database, zone, signal }
}
