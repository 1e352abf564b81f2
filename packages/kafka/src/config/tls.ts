import { readFileSync } from 'node:fs'
import type { SecureVersion, ConnectionOptions as TlsOptions } from 'node:tls'
import type { ConfigOf, Secret } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { clientConfig } from './client-config.ts'

type ClientValues = ConfigOf<(typeof clientConfig)['keys']>

const jksMagic = 0xfeed_feed

/** The kind of a key or trust store, told from its first bytes. */
function storeType(bytes: Buffer): 'JKS' | 'PEM' | 'PKCS12' {
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === jksMagic) return 'JKS'
  return bytes.includes('-----BEGIN') ? 'PEM' : 'PKCS12'
}

function read(key: string, location: string): Buffer {
  try {
    return readFileSync(location)
  } catch (error) {
    const problem = `${key}=${location} cannot be read: ${error instanceof Error ? error.message : error}`
    throw raise('KAFKA_CONFIG', { problem }, { cause: error })
  }
}

function refuse(key: string, location: string, type: string, hint: string) {
  return raise('KAFKA_CONFIG', { problem: `${key}=${location} is a ${type} store` }, { hint })
}

/** Certificates that are pasted into a properties file may carry escaped line ends. */
function pem(secret: Secret): string {
  return secret.reveal().replaceAll('\\n', '\n')
}

function trust(values: ClientValues): TlsOptions {
  const inline = values['ssl.truststore.certificates']
  if (inline !== null) return { ca: pem(inline) }
  const location = values['ssl.truststore.location']
  if (location === null) return {}
  const bytes = read('ssl.truststore.location', location)
  const type = storeType(bytes)
  if (type === 'PEM') return { ca: bytes }
  throw refuse(
    'ssl.truststore.location',
    location,
    type,
    `Only PEM truststores are read. Convert it with: keytool -list -rfc -keystore ${location} > trust.pem`,
  )
}

function identity(values: ClientValues): TlsOptions {
  const passphrase = values['ssl.key.password']?.reveal()
  const withPassphrase = passphrase === undefined ? {} : { passphrase }
  const key = values['ssl.keystore.key']
  const chain = values['ssl.keystore.certificate.chain']
  if (key !== null && chain !== null) return { key: pem(key), cert: pem(chain), ...withPassphrase }
  const location = values['ssl.keystore.location']
  if (location === null) return {}
  const bytes = read('ssl.keystore.location', location)
  const type = storeType(bytes)
  if (type === 'PEM') return { key: bytes, cert: bytes, ...withPassphrase }
  if (type === 'PKCS12') {
    const password = values['ssl.keystore.password']?.reveal() ?? passphrase ?? ''
    return { pfx: bytes, passphrase: password }
  }
  throw refuse(
    'ssl.keystore.location',
    location,
    type,
    `Convert it with: keytool -importkeystore -srckeystore ${location} -destkeystore client.p12 -deststoretype PKCS12`,
  )
}

const versions: Readonly<Record<string, SecureVersion>> = {
  TLSv1: 'TLSv1',
  'TLSv1.1': 'TLSv1.1',
  'TLSv1.2': 'TLSv1.2',
  'TLSv1.3': 'TLSv1.3',
}

/** The TLS options of Node for Kafka's `ssl.*` keys; throws `KAFKA_CONFIG` for a store that cannot be read. */
export function tlsOptions(values: ClientValues): TlsOptions {
  const named = values['ssl.enabled.protocols'].map(name => versions[name])
  const allowed = named.filter(v => v !== undefined).sort()
  const least = allowed[0]
  const most = allowed.at(-1)
  const checkName = values['ssl.endpoint.identification.algorithm'] !== ''
  return {
    ...trust(values),
    ...identity(values),
    ...(least === undefined ? {} : { minVersion: least }),
    ...(most === undefined ? {} : { maxVersion: most }),
    ...(checkName ? {} : { checkServerIdentity: () => undefined }),
  }
}
