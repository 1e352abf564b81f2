import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { type ConfigOf, nearestName, type Props } from '@tidewire/core'
import { raise } from '../raise.ts'
import { type OverridePolicy, overridePolicy } from './client-overrides.ts'
import { clientKeys, workerConfig, workerPrefixes } from './worker-keys.ts'

/** Where the REST interface listens. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
}

/** A worker's configuration, checked. */
export interface WorkerSettings {
  readonly values: ConfigOf<typeof workerConfig.keys>
  readonly listen: ListenAddress
  readonly policy: OverridePolicy
  readonly standalone: boolean
  /** What every Kafka client of the worker is given: addresses, TLS, SASL, timeouts. */
  readonly client: Props
  /** Client keys under a prefix, the prefix taken off: `producer`, `consumer` or `admin`. */
  clientWith(prefix: 'producer' | 'consumer' | 'admin'): Record<string, string>
  /** All keys under a prefix, the prefix taken off. */
  under(prefix: string): Record<string, string>
  /** Things worth telling the operator once. */
  readonly warnings: readonly string[]
}

function listenAddress(listeners: readonly string[]): ListenAddress {
  const [listener, ...others] = listeners
  if (listener === undefined || others.length > 0) {
    throw raise('CONNECT_WORKER_CONFIG', { reason: '`listeners` must name exactly one listener' })
  }
  const match = /^(https?):\/\/(\[[^\]]*\]|[^:/]*):(\d{1,5})\/?$/i.exec(listener)
  if (match === null) {
    throw raise('CONNECT_WORKER_CONFIG', {
      reason: `\`listeners\` must look like http://127.0.0.1:8083, not ${listener}`,
    })
  }
  const [, scheme, host, port] = match
  if (scheme?.toLowerCase() === 'https') {
    throw raise('CONNECT_WORKER_CONFIG', {
      reason: 'the REST interface speaks http only; put a TLS proxy before it',
    })
  }
  const bare = (host ?? '').replace(/^\[|\]$/g, '')
  return { host: bare === '' ? '::' : bare, port: Number(port) }
}

/** The keys under a prefix, the prefix taken off. */
export function under(props: Props, prefix: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith(prefix)) found[key.slice(prefix.length)] = value
  }
  return found
}

function refuseUnsupported(props: Props, standalone: boolean): void {
  const refuse = (reason: string) => raise('CONNECT_WORKER_CONFIG', { reason })
  if ((props['rest.extension.classes'] ?? '').trim() !== '') {
    throw refuse(
      '`rest.extension.classes` is not supported; REST extensions often guard access, so they are not silently left out',
    )
  }
  if ((props['admin.listeners'] ?? '').trim() !== '') {
    throw refuse('`admin.listeners` is supported only empty, which switches /admin off')
  }
  if (standalone) return
  for (const key of [
    'group.id',
    'config.storage.topic',
    'offset.storage.topic',
    'status.storage.topic',
  ]) {
    if ((props[key] ?? '').trim() === '') {
      throw refuse(`Missing required configuration "${key}" which has no default value.`)
    }
  }
}

function unknownKeyWarnings(props: Props): string[] {
  const names = [...Object.keys(workerConfig.keys), ...clientKeys]
  return workerConfig.unknown(props, clientKeys, workerPrefixes).map(({ key }) => {
    const nearest = nearestName(key, names)
    const advice = nearest === null ? '' : `; did you mean ${nearest}?`
    return `unknown worker key ${key} is ignored${advice}`
  })
}

/** Reads a worker's configuration; throws `CONFIG_INVALID` or `CONNECT_WORKER_CONFIG`. */
export function workerSettings(props: Props, standalone: boolean): WorkerSettings {
  const values = workerConfig.parse(props)
  refuseUnsupported(props, standalone)
  const client: Record<string, string> = {
    'bootstrap.servers': values['bootstrap.servers'].join(','),
  }
  for (const [key, value] of Object.entries(props)) {
    const shared = (clientKeys as readonly string[]).includes(key)
    if (shared || key.startsWith('ssl.') || key.startsWith('sasl.')) client[key] = value
  }
  return {
    values,
    listen: listenAddress(values.listeners),
    policy: overridePolicy(values['connector.client.config.override.policy']) ?? 'All',
    standalone,
    client,
    clientWith: prefix => ({ ...client, ...under(props, `${prefix}.`) }),
    under: prefix => under(props, prefix),
    warnings: unknownKeyWarnings(props),
  }
}

/** The host and port that the worker calls itself (`worker_id` in statuses). */
export function advertisedAddress(settings: WorkerSettings, port: number): string {
  const { values, listen } = settings
  const anywhere = listen.host === '::' || listen.host === '0.0.0.0'
  const host = values['rest.advertised.host.name'] ?? (anywhere ? hostname() : listen.host)
  const shown = isIP(host) === 6 ? `[${host}]` : host
  return `${shown}:${values['rest.advertised.port'] ?? port}`
}
