/** The only file that names the Kafka client library; everything else goes through these types. */
import type { API, Connection, SASLOptions } from '@platformatic/kafka'

export type { Reader, Writer } from '@platformatic/kafka'
export type { API, Connection, SASLOptions }

/** The client library: connections, authentication, and the encoding of every request by version. */
export type Library = typeof import('@platformatic/kafka')

/** Loads the client library; it takes a quarter of a second, so only what talks to Kafka pays for it. */
export async function loadLibrary(): Promise<Library> {
  return await import('@platformatic/kafka')
}
