import { type Props, type SourcePlugin, TidewireError } from '@tidewire/core'
import { parseTDengineUrl } from '../client/address.ts'
import { sourceComplaints, sourceConfig } from '../source-config.ts'
import { checkPosition } from './position.ts'
import { TDengineSourceConnector } from './source-connector.ts'
import { TDengineSourceTask } from './source-task.ts'

/** What a ConfigDef cannot say: the URL is read as the task will read it, the times are in order. */
function validate(props: Props): readonly { readonly key: string; readonly message: string }[] {
  const complaints = [...sourceComplaints(props, Date.now())]
  const url = props['connection.url']?.trim()
  if (url === undefined || !url.startsWith('jdbc:TAOS')) return complaints
  try {
    parseTDengineUrl(url)
  } catch (error) {
    if (error instanceof TidewireError) {
      complaints.push({ key: 'connection.url', message: error.message })
    }
  }
  return complaints
}

/** The TDengine source connector, under the class name of the Java connector. */
export const tdengineSourcePlugin: SourcePlugin = {
  type: 'source',
  className: 'com.taosdata.kafka.connect.source.TDengineSourceConnector',
  version: '1.0.0',
  config: sourceConfig,
  validate,
  newConnector: () => new TDengineSourceConnector(),
  newTask: () => new TDengineSourceTask(),
  alterOffsets(_props, offsets) {
    for (const { partition, offset } of offsets) checkPosition(partition, offset)
    return true
  },
}
