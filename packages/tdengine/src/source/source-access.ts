import { isAbort, isRetriable, type Logger, messageOf, retry, TidewireError } from '@tidewire/core'
import { parseTDengineUrl } from '../client/address.ts'
import type { TDengineClient } from '../client/api.ts'
import { connectTDengine } from '../client/client.ts'
import { errorKind } from '../client/server-error.ts'
import { raise } from '../errors.ts'
import type { SourceConfig } from '../source-config.ts'

/**
 * Connects as a configuration says, `connection.attempts` times, `connection.backoff.ms` apart. No database is chosen at
 * login: names in statements carry it, and a missing one has an error of its own.
 */
export function openSource(
  config: SourceConfig,
  log: Logger,
  signal: AbortSignal,
): Promise<TDengineClient> {
  const port = config['connection.adapter.port']
  const address = parseTDengineUrl(config['connection.url'], {
    user: config['connection.user'],
    password: config['connection.password'],
    ...(port === null ? {} : { adapterPort: port }),
  })
  for (const note of address.notes) log.info(note)
  const ms = Math.max(0, config['connection.backoff.ms'])
  const attempts = config['connection.attempts']
  const quiet = { ...address, database: null, notes: [] }
  return retry(() => connectTDengine(quiet, { log }, signal), {
    policy: { attempts, baseMs: ms, maxMs: ms, factor: 1, jitter: 0 },
    signal,
    again: error => isRetriable(error) && !isAbort(error),
    onRetry: (error, attempt) =>
      log.warn('cannot connect to TDengine, trying again', {
        attempt,
        attempts,
        delayMs: ms,
        reason: messageOf(error),
      }),
  })
}

/** The database that a configuration names: its own key, else the one in the URL. Throws `TDENGINE_SOURCE_CONFIG`. */
export function configuredDatabase(config: SourceConfig): string {
  const own = config['connection.database']
  if (own !== '') return own
  const inUrl = parseTDengineUrl(config['connection.url']).database
  if (inUrl !== null && inUrl !== '') return inUrl
  throw raise('TDENGINE_SOURCE_CONFIG', {
    reason: 'connection.database is empty; it names the database that is read',
  })
}

/** The same failure in the words of the source: which database, which user, and that a missing database may come. */
export function sourceError(error: unknown, config: SourceConfig): unknown {
  if (!(error instanceof TidewireError)) return error
  const database = config['connection.database']
  const { serverCode, serverMessage } = error.card
  const facts = {
    cause: error,
    ...(serverCode === undefined ? {} : { serverCode }),
    ...(serverMessage === undefined ? {} : { serverMessage }),
  }
  switch (errorKind(error)) {
    case 'database':
      return raise('TDENGINE_SOURCE_DATABASE', { database }, facts)
    case 'access':
      return raise('TDENGINE_SOURCE_ACCESS', { database, user: config['connection.user'] }, facts)
    default:
      return error
  }
}
