import { Secret } from '@tidewire/core'
import { parseTDengineUrl } from '../client/address.ts'
import type { TDengineAddress } from '../client/api.ts'
import { raise } from '../errors.ts'
import type { TmqOptions } from '../tmq/api.ts'
import { urlWith } from './address.ts'
import { TDengineCdcParams as keys, type StreamProperties } from './parameters.ts'
import { PropertyReader } from './properties.ts'

/** What the readers of a subscription need to know. */
export interface CdcSettings {
  readonly address: TDengineAddress
  readonly topic: string
  readonly group: string
  /** Longest wait of one poll, in milliseconds. */
  readonly pollMs: number
  readonly batchMode: boolean
  readonly varcharAsString: boolean
  readonly deserializer: string | null
  readonly consumer: Pick<
    TmqOptions,
    'reset' | 'autoCommit' | 'autoCommitIntervalMs' | 'sessionTimeoutMs' | 'maxPollIntervalMs'
  >
}

const defaultPollMs = 500
const longestGroup = 192

const cdcKeys: readonly string[] = [
  ...Object.values(keys),
  'user',
  'password',
  'varcharAsString',
  'enableCompression',
  'disableSSLCertValidation',
  'enableAutoReconnect',
  'reconnectIntervalMs',
  'reconnectRetryCount',
]

/** Properties of the connection that go into the URL as they are. */
const urlKeys: readonly string[] = [
  keys.CONNECT_USE_SSL,
  keys.CONNECT_TIMEOUT,
  keys.CONNECT_MESSAGE_TIMEOUT,
  keys.CONNECT_MAX_REQUEST,
  keys.CONNECT_TOKEN,
  'enableCompression',
  'disableSSLCertValidation',
]

/**
 * Reads and checks the properties of a subscription (TDengine TMQ options; ranges as the server has them). Throws
 * `TDENGINE_STREAM_GROUP` (0xa001), `TDENGINE_STREAM_TOPIC` (0xa002), `TDENGINE_STREAM_PARAMETER` (0xa000).
 */
export function cdcSettings(topic: string, properties: StreamProperties): CdcSettings {
  const reader = new PropertyReader(properties, cdcKeys)
  if (topic.trim() === '') throw raise('TDENGINE_STREAM_TOPIC', { reason: 'its name is empty' })
  if (topic.includes(',')) {
    throw raise('TDENGINE_STREAM_TOPIC', {
      reason: `${topic} is a list; use one source per topic and union`,
    })
  }
  const group = reader.text(keys.GROUP_ID)
  if (group === null) throw raise('TDENGINE_STREAM_GROUP', { reason: 'it is not set' })
  if (Buffer.byteLength(group) > longestGroup || group.includes(':')) {
    throw raise('TDENGINE_STREAM_GROUP', { reason: `${JSON.stringify(group)} is no group name` })
  }
  const type = reader.text(keys.CONNECT_TYPE)
  if (type !== null && !/^ws$/i.test(type)) {
    throw raise('TDENGINE_STREAM_PARAMETER', {
      key: keys.CONNECT_TYPE,
      reason: `${type} is not possible; subscriptions go over WebSocket (ws)`,
    })
  }
  const encoding = reader.text(keys.VALUE_DESERIALIZER_ENCODING)
  if (encoding !== null && !/^utf-?8$/i.test(encoding)) {
    throw raise('TDENGINE_STREAM_PARAMETER', {
      key: keys.VALUE_DESERIALIZER_ENCODING,
      reason: `${encoding} is not possible; TDengine sends UTF-8`,
    })
  }
  reader.flag(keys.MSG_WITH_TABLE_NAME)
  const reset = reader.word(keys.AUTO_OFFSET_RESET, ['earliest', 'latest', 'none'])
  const autoCommitIntervalMs = reader.integer(keys.AUTO_COMMIT_INTERVAL_MS, 1)
  const sessionTimeoutMs = reader.integer(keys.TMQ_SESSION_TIMEOUT_MS, 6_000, 1_800_000)
  const maxPollIntervalMs = reader.integer(keys.TMQ_MAX_POLL_INTERVAL_MS, 1_000)
  return {
    address: addressOf(reader),
    topic: topic.trim(),
    group,
    pollMs: reader.integer(keys.POLL_INTERVAL_MS, 1) ?? defaultPollMs,
    batchMode: reader.flag(keys.TMQ_BATCH_MODE) ?? false,
    varcharAsString: reader.flag('varcharAsString') ?? true,
    deserializer: reader.text(keys.VALUE_DESERIALIZER),
    consumer: {
      reset: reset ?? 'latest',
      autoCommit: reader.flag(keys.ENABLE_AUTO_COMMIT) ?? false,
      ...(autoCommitIntervalMs === null ? {} : { autoCommitIntervalMs }),
      ...(sessionTimeoutMs === null ? {} : { sessionTimeoutMs }),
      ...(maxPollIntervalMs === null ? {} : { maxPollIntervalMs }),
    },
  }
}

/** `url` wins over `bootstrap.servers`, which wins over `td.connect.ip` and `td.connect.port`. */
function addressOf(reader: PropertyReader): TDengineAddress {
  const servers = reader.text(keys.BOOTSTRAP_SERVERS)
  const host = reader.text(keys.CONNECT_IP)
  const port = reader.integer(keys.CONNECT_PORT, 1, 65_535) ?? 6041
  const url =
    reader.text(keys.CONNECT_URL) ??
    (servers === null ? null : `jdbc:TAOS-WS://${servers.replaceAll(/\s|,+$/g, '')}`) ??
    (host === null ? null : `jdbc:TAOS-WS://${host}:${port}`)
  if (url === null) {
    throw raise('TDENGINE_STREAM_PARAMETER', {
      key: keys.BOOTSTRAP_SERVERS,
      reason: 'it is not set; write host:port of taosAdapter',
    })
  }
  return parseTDengineUrl(urlWith(url, reader, urlKeys), {
    user: reader.text(keys.CONNECT_USER) ?? reader.text('user') ?? 'root',
    password: new Secret(reader.text(keys.CONNECT_PASS) ?? reader.text('password') ?? 'taosdata'),
  })
}
