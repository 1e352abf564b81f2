import {
  type ConfigComplaint,
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
import { readMapping } from './mapping-file.ts'
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

/** What a ConfigDef cannot say: URL and mapping are read as the task will read them, and typed writes know two formats. */
async function validate(props: Props): Promise<readonly ConfigComplaint[]> {
  return [...urlComplaints(props), ...formatComplaints(props), ...(await mappingComplaints(props))]
}

async function mappingComplaints(props: Props): Promise<readonly ConfigComplaint[]> {
  const key = 'mapping.file'
  const file = props[key]?.trim() ?? ''
  if (file === '') return []
  if (props['write.method']?.trim().toLowerCase() !== 'typed') {
    return [{ key, message: 'mapping.file needs write.method=typed' }]
  }
  try {
    await readMapping(file)
    return []
  } catch (error) {
    return [{ key, message: (error as Error).message }]
  }
}

function urlComplaints(props: Props): readonly ConfigComplaint[] {
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

function formatComplaints(props: Props): readonly ConfigComplaint[] {
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
