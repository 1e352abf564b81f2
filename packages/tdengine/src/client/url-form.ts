/** How a URL form is read. */
export interface UrlForm {
  readonly native: boolean
  readonly rest: boolean
  /** DSN forms carry user and password in front of the host and decode every value. */
  readonly dsn: boolean
  readonly tls: boolean
}

const jdbc = (native: boolean, rest: boolean): UrlForm => ({ native, rest, dsn: false, tls: false })
const dsn = (tls: boolean): UrlForm => ({ native: false, rest: false, dsn: true, tls })

/** Every form by its beginning. */
export const urlForms: readonly (readonly [string, UrlForm])[] = [
  ['jdbc:TAOS://', jdbc(true, false)],
  ['jdbc:TSDB://', jdbc(true, false)],
  ['jdbc:TAOS-RS://', jdbc(false, true)],
  ['jdbc:TAOS-WS://', jdbc(false, false)],
  ['ws://', dsn(false)],
  ['wss://', dsn(true)],
  ['http://', dsn(false)],
  ['https://', dsn(true)],
  ['taos+ws://', dsn(false)],
  ['taos+wss://', dsn(true)],
  ['taosws://', dsn(false)],
  ['taoswss://', dsn(true)],
]

/** Properties of the driver that say nothing to a client of taosAdapter. */
export const withoutMeaning = new Set([
  'charset',
  'locale',
  'cfgdir',
  'batchfetch',
  'batchErrorIgnore',
  'httpKeepAlive',
  'varcharAsString',
  'maxConcurrentRequest',
  'wsKeepAlive',
  'asyncWrite',
  'asyncInsert',
  'backendWriteThreadNum',
  'batchSizeByRow',
  'cacheSizeByRow',
  'copyData',
  'strictCheck',
  'retryTimes',
  'pbsMode',
])

/** Properties that are taken. */
export const understood = [
  'user',
  'password',
  'token',
  'timezone',
  'httpConnectTimeout',
  'httpSocketTimeout',
  'httpPoolSize',
  'messageWaitTimeout',
  'useSSL',
  'disableSSLCertValidation',
  'enableCompression',
  'enableAutoReconnect',
  'reconnectIntervalMs',
  'reconnectRetryCount',
  'slaveClusterHost',
  'slaveClusterPort',
  'conmode',
  'app_name',
  'app_ip',
] as const
/** A property that is taken. */
export type Understood = (typeof understood)[number]

/** A URL as it may be shown: values of password and token, and all that stands in front of the host, are masked. */
export function maskUrl(url: string): string {
  return url
    .replace(/([?&](?:password|token)=)[^&]*/gi, '$1[hidden]')
    .replace(/(\/\/).*@/, '$1[hidden]@')
}
