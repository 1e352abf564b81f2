/** Settings that SHOW VARIABLES lists: name, value, scope, category, info. */
export const serverVariables: readonly (readonly [string, string, string, string, string])[] = [
  ['charset', 'UTF-8', 'both', 'global', ''],
  ['locale', 'C.UTF-8', 'both', 'global', ''],
  ['statusInterval', '1', 'server', 'global', ''],
  ['timeToGetAvailableConn', '500000', 'both', 'global', ''],
  ['timeseriesThreshold', '50', 'server', 'global', ''],
  ['timezone', 'UTC (UTC, +0000)', 'both', 'global', ''],
]
