import type { SchemalessWriter } from './engine/api.ts'
import type { DuckEngine } from './engine/duck-engine.ts'
import type { FaultSwitch } from './fault.ts'
import type { Subscriptions } from './tmq/index.ts'

/** What the interfaces of one server share. */
export interface ServerContext {
  readonly engine: DuckEngine
  readonly schemaless: SchemalessWriter
  readonly subscriptions: Subscriptions
  readonly faults: FaultSwitch
  readonly counters: { httpRequests: number; sockets: number }
}

/** Version that the server reports: the TDengine release whose behaviour it follows. */
export const serverVersion = '3.3.7.5'
