import { type Props, type SourcePlugin, TidewireError, tidewireVersion } from '@tidewire/core'
import { parseTDengineUrl } from '../client/address.ts'
import { raise } from '../errors.ts'
import { sourceComplaints, sourceConfig } from '../source-config.ts'
import { checkPosition } from './position.ts'
import { TDengineSourceConnector } from './source-connector.ts'
import { isSharePartition, shareComplaint } from './subscription-position.ts'
import { TaskByMethod } from './task-by-method.ts'

type Offset = Readonly<Record<string, unknown>>

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

/** The Java connector stores empty offsets in subscription mode. */
function isEmpty(offset: Offset | null): boolean {
  return offset !== null && Object.keys(offset).length === 0
}

function checkShare(partition: Offset, offset: Offset | null): void {
  const reason = shareComplaint(offset)
  if (reason === null) return
  const shown = JSON.stringify({ partition, offset }, (_, value) =>
    typeof value === 'bigint' ? Number(value) : value,
  )
  throw raise('TDENGINE_SOURCE_OFFSET', { offset: shown, reason })
}

/** The TDengine source connector, under the class name of the Java connector. */
export const tdengineSourcePlugin: SourcePlugin = {
  type: 'source',
  className: 'com.taosdata.kafka.connect.source.TDengineSourceConnector',
  version: tidewireVersion,
  config: sourceConfig,
  validate,
  newConnector: () => new TDengineSourceConnector(),
  newTask: () => new TaskByMethod(),
  alterOffsets(props, offsets) {
    const subscribes = (props['subscription.group.id'] ?? '') !== ''
    for (const { partition, offset } of offsets) {
      if (subscribes && isSharePartition(partition)) checkShare(partition, offset)
      else if (!subscribes || !isEmpty(offset)) checkPosition(partition, offset)
    }
    // The group's own offset in TDengine stays when one of Kafka Connect is removed.
    return !subscribes
  },
}
