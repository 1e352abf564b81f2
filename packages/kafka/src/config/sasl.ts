import type { ConfigOf } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { SASLOptions } from '../wire/library.ts'
import type { clientConfig } from './client-config.ts'
import { parseJaas } from './jaas.ts'
import { fetchToken } from './oauth-token.ts'

type ClientValues = ConfigOf<(typeof clientConfig)['keys']>

/** The login for Kafka's `sasl.*` keys; throws `KAFKA_CONFIG` for a mechanism or an entry that cannot be used. */
export function saslOptions(values: ClientValues): SASLOptions {
  const mechanism = values['sasl.mechanism']
  const jaas = values['sasl.jaas.config']
  if (jaas === null) {
    const problem = 'security.protocol asks for a login, but sasl.jaas.config is missing'
    throw raise('KAFKA_CONFIG', { problem })
  }
  const { options } = parseJaas(jaas.reveal())
  switch (mechanism) {
    case 'PLAIN':
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-512': {
      const username = options.get('username')
      const password = options.get('password')
      if (username === undefined || password === undefined) {
        throw raise('KAFKA_CONFIG', { problem: 'sasl.jaas.config has no username or no password' })
      }
      return { mechanism, username, password }
    }
    case 'OAUTHBEARER': {
      const endpoint = values['sasl.oauthbearer.token.endpoint.url']
      if (endpoint !== null && !URL.canParse(endpoint)) {
        const problem = 'sasl.oauthbearer.token.endpoint.url is no URL'
        throw raise('KAFKA_CONFIG', { problem })
      }
      const token =
        endpoint === null
          ? () => unsecuredToken(options)
          : () => fetchToken(endpoint, credentialsOf(options))
      const extensions: Record<string, string> = {}
      for (const [key, value] of options) {
        if (key.startsWith('extension_')) extensions[key.slice('extension_'.length)] = value
      }
      return { mechanism, token, oauthBearerExtensions: extensions }
    }
    default:
      throw raise(
        'KAFKA_CONFIG',
        { problem: `sasl.mechanism=${mechanism} is not supported` },
        { hint: 'Use PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER.' },
      )
  }
}

/** An unsigned token as `OAuthBearerLoginModule` makes it for development (`unsecuredLoginStringClaim_sub`). */
function unsecuredToken(options: ReadonlyMap<string, string>): string {
  const subject = options.get('unsecuredLoginStringClaim_sub')
  if (subject === undefined) {
    throw raise(
      'KAFKA_CONFIG',
      { problem: 'OAUTHBEARER needs sasl.oauthbearer.token.endpoint.url' },
      { hint: 'Name the token endpoint, and put clientId and clientSecret into sasl.jaas.config.' },
    )
  }
  const now = Date.now() / 1000
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ sub: subject, iat: now, exp: now + 3600 })}.`
}

function credentialsOf(options: ReadonlyMap<string, string>) {
  const scope = options.get('scope')
  return {
    id: options.get('clientId') ?? '',
    secret: options.get('clientSecret') ?? '',
    ...(scope === undefined ? {} : { scope }),
  }
}
