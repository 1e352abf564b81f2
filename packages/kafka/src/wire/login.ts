import { TidewireError } from '@tidewire/core'
import { raise } from '../errors.ts'
import { type Connection, loadWhole, type SASLOptions, type WholeLibrary } from './library.ts'
import type { Transport } from './transport.ts'

/** The versions of SaslAuthenticate that a broker offers: key 36 of its ApiVersions. */
export type Offer = readonly [min: number, max: number] | undefined

/**
 * Logs in on a fresh connection (Kafka protocol, SaslHandshake and SaslAuthenticate; RFC 4616, 5802, 7628). Resolves
 * with the milliseconds after which the broker wants a new login, 0 for never. Throws `KAFKA_AUTHENTICATION`, or `KAFKA_TOKEN` when there is nothing to log in with.
 */
export async function logIn(
  transport: Transport,
  sasl: SASLOptions,
  offer: Offer,
): Promise<number> {
  const lib = await loadWhole()
  const connection = transport as unknown as Connection
  const refuse = (reason: string, cause?: unknown) =>
    raise('KAFKA_AUTHENTICATION', { servers: transport.server, reason }, { cause })
  try {
    await lib.saslHandshakeV1.api.async(connection, sasl.mechanism)
  } catch (error) {
    if (!(error instanceof lib.ResponseError)) throw error
    const { mechanisms } = (error as unknown as { response: { mechanisms: string[] } }).response
    throw refuse(
      `mechanism ${sasl.mechanism} is not enabled, the broker offers ${mechanisms.join(', ') || 'none'}`,
      error,
    )
  }
  const apis = [lib.saslAuthenticateV2.api, lib.saslAuthenticateV1.api, lib.saslAuthenticateV0.api]
  const api = apis.find(a => offer !== undefined && a.version >= offer[0] && a.version <= offer[1])
  const authenticate = (api ?? lib.saslAuthenticateV0.api) as typeof lib.saslAuthenticateV2.api
  try {
    const answer = await exchange(lib, connection, sasl, authenticate)
    return Number(answer.sessionLifetimeMs ?? 0n)
  } catch (error) {
    // The library wraps what a token's provider throws; a missing token is no refusal of the broker.
    if (error instanceof Error && error.cause instanceof TidewireError) throw error.cause
    const reason = brokersWords(lib, error)
    if (reason === null) throw error
    throw refuse(reason, error)
  }
}

async function exchange(
  lib: WholeLibrary,
  connection: Connection,
  sasl: SASLOptions,
  authenticate: typeof lib.saslAuthenticateV2.api,
) {
  const { mechanism, username, password, token, oauthBearerExtensions } = sasl
  const { promise, resolve, reject } =
    Promise.withResolvers<Awaited<ReturnType<typeof authenticate.async>>>()
  const done = (error: Error | null, answer?: Awaited<typeof promise>) => {
    if (error !== null || answer === undefined) reject(error)
    else resolve(answer)
  }
  if (mechanism === 'PLAIN') {
    lib.saslPlain.authenticate(authenticate, connection, username ?? '', password ?? '', done)
  } else if (mechanism === 'OAUTHBEARER') {
    const extensions = oauthBearerExtensions ?? {}
    lib.saslOAuthBearer.authenticate(authenticate, connection, token ?? '', extensions, done)
  } else {
    const algorithm = mechanism === 'SCRAM-SHA-512' ? 'SHA-512' : 'SHA-256'
    const crypto = lib.saslScramSha.defaultCrypto
    lib.saslScramSha.authenticate(
      authenticate,
      connection,
      algorithm,
      username ?? '',
      password ?? '',
      crypto,
      done,
    )
  }
  return await promise
}

/** What the broker said to a refused login, or null when the failure was of another kind. */
function brokersWords(lib: WholeLibrary, error: unknown): string | null {
  let words: string | null = null
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof lib.ResponseError) {
      const first = cause.errors[0] as { serverErrorMessage?: string | null; message: string }
      return first.serverErrorMessage ?? first.message
    }
    if (cause instanceof lib.AuthenticationError) words = cause.message
    else if (words !== null) return `${words} ${cause.message}`
  }
  return words
}
