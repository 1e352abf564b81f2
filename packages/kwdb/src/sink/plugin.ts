import type { Logger, Props, SinkPlugin } from '@tidewire/core'
import { TidewireError } from '@tidewire/core'
import { parseKwdbUrl } from '../client/address.ts'
import type { KwdbClient } from '../client/api.ts'
import { kwdbClient } from '../client/client.ts'
import { formatOf, type SinkConfig, sinkConfig, timeUnits } from '../config.ts'
import { KwdbSinkConnector } from './sink-connector.ts'
import { KwdbSinkTask } from './sink-task.ts'

function clientOf(config: SinkConfig, log: Logger, retrying: (error: unknown) => void): KwdbClient {
  const address = parseKwdbUrl(config['connection.url'], {
    user: config['connection.user'],
    password: config['connection.password'],
    database: config['connection.database'],
  })
  if (address.ignored.length > 0) {
    log.info('properties of the URL without a meaning here', { properties: address.ignored })
  }
  const attempts = config['connection.attempts']
  return kwdbClient(address, {
    connect: { attempts, backoffMs: config['connection.backoff.ms'] },
    log,
    retrying,
  })
}

interface Complaint {
  readonly key: string
  readonly message: string
}

/** What a ConfigDef cannot say: the URL is read as the task will read it, and each format has its units of time. */
function validate(props: Props): readonly Complaint[] {
  return [...urlComplaints(props), ...precisionComplaints(props)]
}

function urlComplaints(props: Props): readonly Complaint[] {
  const key = 'connection.url'
  const url = props[key]?.trim()
  if (url === undefined || !/^(jdbc:|postgres)/i.test(url)) return []
  try {
    parseKwdbUrl(url, { database: props['connection.database']?.trim() ?? null })
    return []
  } catch (error) {
    return error instanceof TidewireError ? [{ key, message: error.message }] : []
  }
}

function precisionComplaints(props: Props): readonly Complaint[] {
  const key = 'timestamp.precision'
  const format = formatOf(props['protocol.type'] ?? '')
  const unit = props[key]?.trim().toLowerCase()
  if (format === null || unit === undefined || !/^(s|ms|us|ns)$/.test(unit)) return []
  const units: readonly string[] = timeUnits[format]
  if (units.includes(unit)) return []
  return [{ key, message: `with protocol.type=${format} it must be one of (${units.join(', ')})` }]
}

/** The KWDB sink connector, under the class name of the Java connector. */
export const kwdbSinkPlugin: SinkPlugin = {
  type: 'sink',
  className: 'com.kaiwudb.kafka.connect.sink.KwdbSinkConnector',
  version: '1.0.0',
  config: sinkConfig,
  validate,
  newConnector: () => new KwdbSinkConnector(),
  newTask: () => new KwdbSinkTask(clientOf),
}
