import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { type ConfigOf, nearestName, type Props } from '@tidewire/core'
import { raise } from '../raise.ts'
import { type OverridePolicy, overridePolicy } from './client-overrides.ts'
import {
  clientKeyNotes,
  clientKinds,
  type KeyNotes,
  reasonIn,
  sharedKeyNotes,
  workerKeysWithoutEffect,
} from './keys-without-effect.ts'
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
  /** Keys that nobody knows, each worth a warning. */
  readonly warnings: readonly string[]
  /** Keys that are right and change nothing here, with the reason. */
  readonly notes: readonly string[]
}

/** The listener that is served: the only one, or the first of several that is http. */
function servedListener(listeners: readonly string[]): string {
  const served = listeners.find(listener => /^http:/i.test(listener)) ?? listeners[0]
  if (served !== undefined) return served
  throw raise('CONNECT_WORKER_CONFIG', { reason: '`listeners` must name a listener' })
}

function listenAddress(listener: string): ListenAddress {
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

function isShared(key: string): boolean {
  return (
    clientKeys.some(known => known === key) || key.startsWith('ssl.') || key.startsWith('sasl.')
  )
}

/** What is to be told of the keys of a worker file: all that are unknown or change nothing. */
function keyNotes(props: Props, listeners: readonly string[]): KeyNotes {
  const withoutEffect: string[] = []
  const rest: string[] = []
  for (const key of Object.keys(props)) {
    const reason = reasonIn(workerKeysWithoutEffect, key)
    if (reason !== null) withoutEffect.push(`${key} has no effect: ${reason}`)
    else if (!(key in workerConfig.keys)) rest.push(key)
  }
  const served = servedListener(listeners)
  for (const listener of listeners.filter(one => one !== served)) {
    withoutEffect.push(`the listener ${listener} has no effect: the REST interface is at ${served}`)
  }
  const clients = Object.fromEntries(rest.map(key => [key, '']))
  const parts = [
    sharedKeyNotes(rest.filter(isShared)),
    ...clientKinds.map(kind => clientKeyNotes(clients, kind, `${kind}.`)),
  ]
  const names = [...Object.keys(workerConfig.keys), ...clientKeys]
  const known = new Set(Object.keys(props).filter(key => !rest.includes(key)))
  const unknown = workerConfig
    .unknown(props, clientKeys, workerPrefixes)
    .filter(({ key }) => !known.has(key))
    .map(({ key }) => {
      const nearest = nearestName(key, names)
      const advice = nearest === null ? '' : `; did you mean ${nearest}?`
      return `unknown worker key ${key} is ignored${advice}`
    })
  return {
    withoutEffect: [...withoutEffect, ...parts.flatMap(part => part.withoutEffect)],
    unknown: [...unknown, ...parts.flatMap(part => part.unknown)],
  }
}

/** Reads a worker's configuration; throws `CONFIG_INVALID` or `CONNECT_WORKER_CONFIG`. */
export function workerSettings(props: Props, standalone: boolean): WorkerSettings {
  const values = workerConfig.parse(props)
  refuseUnsupported(props, standalone)
  const client: Record<string, string> = {
    'bootstrap.servers': values['bootstrap.servers'].join(','),
  }
  for (const [key, value] of Object.entries(props)) if (isShared(key)) client[key] = value
  const { withoutEffect, unknown } = keyNotes(props, values.listeners)
  return {
    values,
    listen: listenAddress(servedListener(values.listeners)),
    policy: overridePolicy(values['connector.client.config.override.policy']) ?? 'All',
    standalone,
    client,
    clientWith: prefix => ({ ...client, ...under(props, `${prefix}.`) }),
    under: prefix => under(props, prefix),
    warnings: unknown,
    notes: withoutEffect,
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
