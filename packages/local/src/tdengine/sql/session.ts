import { type TimeZone, utc } from './time-zone.ts'

/** What a connection has set: who, which database, which zone. */
export interface Session {
  readonly user: string
  /** Selected database; it may have been dropped since. */
  database: string | undefined
  zone: TimeZone
}

/** A session of its own for one request. */
export function newSession(user: string, database?: string, zone: TimeZone = utc): Session {
  return { user, database, zone }
}
