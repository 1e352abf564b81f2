import { Secret } from '@tidewire/core'
import { parseTDengineUrl } from '../client/address.ts'
import type { TDengineAddress } from '../client/api.ts'
import { raise } from '../errors.ts'
import { TDengineConfigParams as keys } from './parameters.ts'
import type { PropertyReader } from './properties.ts'

/** Properties that say where to connect and how; all of them may stand in the URL as well. */
export const connectionKeys: readonly string[] = [
  keys.TD_JDBC_URL,
  keys.PROPERTY_KEY_USER,
  keys.PROPERTY_KEY_PASSWORD,
  keys.PROPERTY_KEY_HOST,
  keys.PROPERTY_KEY_PORT,
  keys.PROPERTY_KEY_DBNAME,
  keys.PROPERTY_KEY_TIME_ZONE,
  keys.PROPERTY_KEY_CHARSET,
  keys.PROPERTY_KEY_LOCALE,
  keys.PROPERTY_KEY_MESSAGE_WAIT_TIMEOUT,
  keys.HTTP_CONNECT_TIMEOUT,
  keys.PROPERTY_KEY_USE_SSL,
  keys.PROPERTY_KEY_DISABLE_SSL_CERT_VALIDATION,
  keys.PROPERTY_KEY_ENABLE_COMPRESSION,
  keys.PROPERTY_KEY_ENABLE_AUTO_RECONNECT,
  keys.PROPERTY_KEY_RECONNECT_INTERVAL_MS,
  keys.PROPERTY_KEY_RECONNECT_RETRY_COUNT,
  keys.PROPERTY_KEY_BATCH_LOAD,
  'httpPoolSize',
  'token',
]

/** Properties that go into the URL as they are; the URL's own win (TDengine JDBC driver). */
const urlKeys: readonly string[] = [
  keys.PROPERTY_KEY_MESSAGE_WAIT_TIMEOUT,
  keys.HTTP_CONNECT_TIMEOUT,
  keys.PROPERTY_KEY_USE_SSL,
  keys.PROPERTY_KEY_DISABLE_SSL_CERT_VALIDATION,
  keys.PROPERTY_KEY_ENABLE_COMPRESSION,
  keys.PROPERTY_KEY_ENABLE_AUTO_RECONNECT,
  keys.PROPERTY_KEY_RECONNECT_INTERVAL_MS,
  keys.PROPERTY_KEY_RECONNECT_RETRY_COUNT,
  keys.PROPERTY_KEY_TIME_ZONE,
  'httpPoolSize',
  'token',
]

const defaultUser = 'root'
const defaultPassword = 'taosdata'

/**
 * The address that properties describe: `url`, or `host` and `port`. User and password have TDengine's defaults. Throws
 * `TDENGINE_STREAM_URL` when neither is there, `TDENGINE_URL` when the URL is wrong.
 */
export function addressOf(reader: PropertyReader): TDengineAddress {
  const host = reader.text(keys.PROPERTY_KEY_HOST)
  const port = reader.integer(keys.PROPERTY_KEY_PORT, 1, 65_535) ?? 6041
  const url =
    reader.text(keys.TD_JDBC_URL) ?? (host === null ? null : `jdbc:TAOS-WS://${host}:${port}`)
  if (url === null) throw raise('TDENGINE_STREAM_URL')
  // Early, so that a wrong flag or number is reported under its own name.
  reader.flag(keys.PROPERTY_KEY_USE_SSL)
  reader.flag(keys.PROPERTY_KEY_DISABLE_SSL_CERT_VALIDATION)
  reader.flag(keys.PROPERTY_KEY_ENABLE_COMPRESSION)
  reader.flag(keys.PROPERTY_KEY_ENABLE_AUTO_RECONNECT)
  reader.integer(keys.PROPERTY_KEY_MESSAGE_WAIT_TIMEOUT, 1)
  reader.integer(keys.HTTP_CONNECT_TIMEOUT, 1)
  reader.integer(keys.PROPERTY_KEY_RECONNECT_INTERVAL_MS, 0)
  reader.integer(keys.PROPERTY_KEY_RECONNECT_RETRY_COUNT, 0)
  const database = reader.text(keys.PROPERTY_KEY_DBNAME)
  return parseTDengineUrl(urlWith(url, reader, urlKeys), {
    user: reader.text(keys.PROPERTY_KEY_USER) ?? defaultUser,
    password: new Secret(reader.text(keys.PROPERTY_KEY_PASSWORD) ?? defaultPassword),
    ...(database === null ? {} : { database }),
  })
}

/** A URL with properties in front of its own, which win (TDengine JDBC driver: the last of two counts). */
export function urlWith(url: string, reader: PropertyReader, names: readonly string[]): string {
  const extra = names.flatMap(name => {
    const text = reader.text(name)
    return text === null ? [] : [`${name}=${text}`]
  })
  if (extra.length === 0) return url
  const [base = '', ...own] = url.split(/\?(.*)/s, 2)
  return `${base}?${[...extra, ...own].join('&')}`
}
