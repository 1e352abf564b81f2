import { type Props, type SourcePlugin, TidewireError } from '@tidewire/core'
import { parseKwdbUrl } from '../client/address.ts'
import { sourceComplaints, sourceConfig } from '../source-config.ts'
import { checkPosition } from './position.ts'
import { KwdbSourceConnector } from './source-connector.ts'
import { KwdbSourceTask } from './source-task.ts'

/** What a ConfigDef cannot say: the URL is read as the task will read it, the times are in order. */
function validate(props: Props): readonly { readonly key: string; readonly message: string }[] {
  const complaints = [...sourceComplaints(sourceConfig.resolveAliases(props).props, Date.now())]
  const url = props['connection.url']?.trim()
  if (url === undefined || url === '') return complaints
  try {
    parseKwdbUrl(url, { database: props['connection.database'] ?? null })
  } catch (error) {
    if (error instanceof TidewireError) {
      complaints.push({ key: 'connection.url', message: error.message })
    }
  }
  return complaints
}

/** The KWDB source connector, under the class name of the Java connector. */
export const kwdbSourcePlugin: SourcePlugin = {
  type: 'source',
  className: 'com.kaiwudb.kafka.connect.source.KwdbSourceConnector',
  version: '1.0.0',
  config: sourceConfig,
  validate,
  newConnector: () => new KwdbSourceConnector(),
  newTask: () => new KwdbSourceTask(),
  alterOffsets(_, offsets) {
    for (const { partition, offset } of offsets) checkPosition(partition, offset)
    return true
  },
}
