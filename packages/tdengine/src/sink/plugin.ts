import {
  type Logger,
  type Props,
  type SinkPlugin,
  TidewireError,
  tidewireVersion,
} from '@tidewire/core'
import { parseTDengineUrl } from '../client/address.ts'
import type { TDengineAddress } from '../client/api.ts'
import { connectTDengine } from '../client/client.ts'
import { type SinkConfig, sinkConfig } from '../config.ts'
import type { OpenClient } from './sink-connection.ts'
import { TDengineSinkConnector } from './sink-connector.ts'
import { TDengineSinkTask } from './sink-task.ts'

/** The server's address; no database is chosen at login, since the sink makes the databases. */
function addressOf(config: SinkConfig): TDengineAddress {
  const port = config['connection.adapter.port']
  const address = parseTDengineUrl(config['connection.url'], {
    user: config['connection.user'],
    password: config['connection.password'],
    ...(port === null ? {} : { adapterPort: port }),
  })
  return { ...address, database: null }
}

function openerOf(config: SinkConfig, log: Logger): OpenClient {
  const address = addressOf(config)
  for (const note of address.notes) log.info(note)
  const quiet = { ...address, notes: [] }
  return signal => connectTDengine(quiet, { log }, signal)
}

interface Complaint {
  readonly key: string
  readonly message: string
}

/** What a ConfigDef cannot say: the URL is read as the task will read it, and typed writes know two formats. */
function validate(props: Props): readonly Complaint[] {
  return [...urlComplaints(props), ...formatComplaints(props)]
}

function urlComplaints(props: Props): readonly Complaint[] {
  const key = 'connection.url'
  const url = props[key]?.trim()
  if (url === undefined || !url.startsWith('jdbc:TAOS')) return []
  try {
    parseTDengineUrl(url)
    return []
  } catch (error) {
    return error instanceof TidewireError ? [{ key, message: error.message }] : []
  }
}

function formatComplaints(props: Props): readonly Complaint[] {
  const method = props['write.method']?.trim().toLowerCase()
  const format = props['db.schemaless']?.trim().toLowerCase()
  if (method !== 'typed' || format !== 'telnet') return []
  const message = 'write.method=typed takes line and json; use write.method=auto for telnet'
  return [{ key: 'write.method', message }]
}

/** The TDengine sink connector, under the class name of the Java connector. */
export const tdengineSinkPlugin: SinkPlugin = {
  type: 'sink',
  className: 'com.taosdata.kafka.connect.sink.TDengineSinkConnector',
  version: tidewireVersion,
  config: sinkConfig,
  validate,
  newConnector: () => new TDengineSinkConnector(),
  newTask: () => new TDengineSinkTask(openerOf),
}
