/** Properties of the KWDB JDBC driver (a PgJDBC) that are taken, with another name for some. */
export const properties = [
  'user',
  'password',
  'ssl',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslpassword',
  'connectTimeout',
  'loginTimeout',
  'socketTimeout',
  'loadBalanceHosts',
  'ApplicationName',
] as const

/** A property that is taken. */
export type PropertyName = (typeof properties)[number]

/** Properties of the driver that say nothing here: how it prepares, fetches, caches and logs. */
export const withoutMeaning = new Set(
  [
    'adaptiveFetch',
    'adaptiveFetchMaximum',
    'adaptiveFetchMinimum',
    'allowEncodingChanges',
    'assumeMinServerVersion',
    'autosave',
    'binaryTransfer',
    'binaryTransferDisable',
    'binaryTransferEnable',
    'cancelSignalTimeout',
    'cleanupSavepoints',
    'currentSchema',
    'databaseMetadataCacheFields',
    'databaseMetadataCacheFieldsMiB',
    'defaultRowFetchSize',
    'disableColumnSanitiser',
    'escapeSyntaxCallMode',
    'gssEncMode',
    'hostRecheckSeconds',
    'logServerErrorDetail',
    'logUnclosedConnections',
    'loggerFile',
    'loggerLevel',
    'maxResultBuffer',
    'options',
    'preferQueryMode',
    'prepareThreshold',
    'preparedStatementCacheQueries',
    'preparedStatementCacheSizeMiB',
    'quoteReturningIdentifiers',
    'reWriteBatchedInserts',
    'readOnly',
    'readOnlyMode',
    'receiveBufferSize',
    'replication',
    'sendBufferSize',
    'socketFactory',
    'sslfactory',
    'sslhostnameverifier',
    'stringtype',
    'targetServerType',
    'tcpKeepAlive',
    'tcpNoDelay',
    'unknownLength',
  ].map(name => name.toLowerCase()),
)

/** A URL as it may be shown: the values of passwords, and all that stands in front of the host, are masked. */
export function maskUrl(url: string): string {
  return url
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, '$1[hidden]')
    .replace(/(\/\/).*@/, '$1[hidden]@')
}
