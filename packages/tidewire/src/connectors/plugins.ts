import type { ConnectorPlugin } from '@tidewire/core'
import { tdengineSinkPlugin } from '@tidewire/tdengine'

/** The connectors that Tidewire brings. */
export const connectorPlugins: readonly ConnectorPlugin[] = [tdengineSinkPlugin]
