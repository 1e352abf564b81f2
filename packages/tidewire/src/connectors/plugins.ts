import type { ConnectorPlugin } from '@tidewire/core'
import { kwdbSinkPlugin, kwdbSourcePlugin } from '@tidewire/kwdb'
import { tdengineSinkPlugin, tdengineSourcePlugin } from '@tidewire/tdengine'

/** The connectors that Tidewire brings. */
export const connectorPlugins: readonly ConnectorPlugin[] = [
  tdengineSinkPlugin,
  tdengineSourcePlugin,
  kwdbSinkPlugin,
  kwdbSourcePlugin,
]
