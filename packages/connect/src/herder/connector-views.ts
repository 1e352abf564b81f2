import type { Props } from '@tidewire/core'
import { secretRuleFor } from '../config/connector-validation.ts'
import { maskProps } from '../config/secret-values.ts'
import type { PluginRegistry } from '../plugins/plugin-registry.ts'
import type { ConnectorEntry } from '../stores/config-store.ts'
import type { StatusStore, StoredStatus } from '../stores/status-store.ts'
import type { Retrying } from '../tasks/retry-note.ts'
import type { ConnectorUnit } from './connector-unit.ts'

/** A connector as `GET /connectors/X` shows it. */
export interface ConnectorInfo {
  readonly name: string
  readonly config: Props
  readonly tasks: readonly { readonly connector: string; readonly task: number }[]
  readonly type: 'sink' | 'source' | 'unknown'
}

/**
 * State of a connector or task as REST shows it, with what Kafka Connect does not have: what the worker restarted by
 * itself, and why a task that runs is not getting on.
 */
export interface StateView {
  readonly state: string
  readonly worker_id: string
  readonly trace?: string
  readonly restarts?: number
  readonly last_restart?: string
  readonly retrying?: {
    readonly since: string
    readonly attempts: number
    readonly reason: string
  }
}

/** A connector's status as `GET /connectors/X/status` shows it. */
export interface ConnectorStatusView {
  readonly name: string
  readonly connector: StateView
  readonly tasks: readonly (StateView & { readonly id: number })[]
  readonly type: 'sink' | 'source' | 'unknown'
}

/** The masked configuration of a connector. */
export function shownProps(registry: PluginRegistry, props: Props): Record<string, string> {
  return maskProps(props, secretRuleFor(registry.findConnector(props['connector.class'] ?? '')))
}

/** `sink` or `source` by its class; `unknown` when no plugin has that. */
export function typeOf(registry: PluginRegistry, props: Props): ConnectorInfo['type'] {
  return registry.findConnector(props['connector.class'] ?? '')?.type ?? 'unknown'
}

/** Names of all keys in order, the name itself last (as Kafka Connect adds it). */
export function connectorInfo(registry: PluginRegistry, entry: ConnectorEntry): ConnectorInfo {
  return {
    name: entry.name,
    config: shownProps(registry, entry.props),
    tasks: entry.tasks.map((_, task) => ({ connector: entry.name, task })),
    type: typeOf(registry, entry.props),
  }
}

/** One status with what the worker did by itself. */
export function stateView(
  status: StoredStatus,
  restarts?: { readonly count: number; readonly last: number | null },
  retrying: Retrying | null = null,
): StateView {
  return {
    state: status.state,
    worker_id: status.worker_id,
    ...(status.trace === null || status.trace === undefined ? {} : { trace: status.trace }),
    ...(restarts === undefined || restarts.count === 0
      ? {}
      : {
          restarts: restarts.count,
          ...(restarts.last === null
            ? {}
            : { last_restart: new Date(restarts.last).toISOString() }),
        }),
    ...(retrying === null
      ? {}
      : { retrying: { ...retrying, since: new Date(retrying.since).toISOString() } }),
  }
}

/** The status of a connector and its tasks, or undefined when it has none. */
export function connectorStatus(
  registry: PluginRegistry,
  statuses: StatusStore,
  entry: ConnectorEntry,
  unit: ConnectorUnit | undefined,
): ConnectorStatusView | undefined {
  const own = statuses.connector(entry.name)
  if (own === undefined) return undefined
  return {
    name: entry.name,
    connector: stateView(own, unit?.restarts),
    tasks: [...statuses.tasks(entry.name)].map(([id, status]) => ({
      id,
      ...stateView(status, unit?.task(id)?.restarts, unit?.task(id)?.retrying),
    })),
    type: typeOf(registry, entry.props),
  }
}
