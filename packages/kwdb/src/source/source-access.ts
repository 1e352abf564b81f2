import type { Logger } from '@tidewire/core'
import { parseKwdbUrl } from '../client/address.ts'
import type { Catalog, KwdbClient } from '../client/api.ts'
import { catalogOf } from '../client/catalog.ts'
import { kwdbClient } from '../client/client.ts'
import { raise } from '../errors.ts'
import type { SourceConfig } from '../source-config.ts'

/** A client for a configuration, with the catalog of what it is connected to. */
export interface SourceAccess extends AsyncDisposable {
  readonly client: KwdbClient
  readonly catalog: Catalog
}

/** A client as a configuration says; it connects with its first statement, `connection.attempts` times. */
export function openSource(config: SourceConfig, log: Logger): SourceAccess {
  const address = parseKwdbUrl(config['connection.url'], {
    user: config['connection.user'],
    password: config['connection.password'],
    database: config['connection.database'],
  })
  const client = kwdbClient(address, {
    log,
    connect: {
      attempts: config['connection.attempts'],
      backoffMs: config['connection.backoff.ms'],
    },
  })
  return {
    client,
    catalog: catalogOf(client),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  }
}

/**
 * Sees that the database is there. Throws `KWDB_SOURCE_DATABASE`, which is retriable, while there is none, and
 * `KWDB_SOURCE_RELATIONAL` for one without time series.
 */
export async function checkDatabase(
  catalog: Catalog,
  database: string,
  signal: AbortSignal,
): Promise<void> {
  const engine = await catalog.databaseEngine(database, signal)
  if (engine === null) throw raise('KWDB_SOURCE_DATABASE', { database })
  if (engine === 'relational') throw raise('KWDB_SOURCE_RELATIONAL', { database })
}
