import type { ConfigProviders } from './config/config-providers.ts'
import type { WorkerSettings } from './config/worker-settings.ts'
import type { WorkerLog } from './logging.ts'
import type { WorkerMetrics } from './metrics.ts'
import type { PluginRegistry } from './plugins/plugin-registry.ts'
import type { ConfigStore } from './stores/config-store.ts'
import type { OffsetStore } from './stores/offset-store.ts'
import type { StatusStore, StoredStatus } from './stores/status-store.ts'

/** What the parts of one worker share. */
export interface WorkerContext {
  readonly settings: WorkerSettings
  readonly providers: ConfigProviders
  readonly registry: PluginRegistry
  readonly log: WorkerLog
  readonly metrics: WorkerMetrics
  readonly configs: ConfigStore
  readonly statuses: StatusStore
  readonly offsets: OffsetStore
  /** `host:port` as statuses carry it. */
  readonly workerId: string
  /** A status of this worker, in the group's current generation; a very long trace is cut. */
  status(state: StoredStatus['state'], trace?: string | null): StoredStatus
}
