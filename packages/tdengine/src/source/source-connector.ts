import { setTimeout as delay } from 'node:timers/promises'
import {
  type Connector,
  type ConnectorContext,
  isRetriable,
  type Props,
  TidewireError,
} from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'
import { type SourceConfig, sourceConfig } from '../source-config.ts'
import { type SourceSettings, settingsOf } from './profile.ts'
import { configuredDatabase, openSource, sourceError } from './source-access.ts'
import { prepareSubscription } from './subscription-consumer.ts'
import { subscribedTables } from './subscription-topics.ts'
import { findDatabase, listTables } from './table-list.ts'
import { joinTables } from './table-names.ts'
import type { SourceTable } from './table-shape.ts'

/** The shortest pause between two looks at the list of tables, in milliseconds. */
const shortestLookMs = 200

/**
 * The TDengine source connector: looks for tables all the time and divides them among tasks. An error while looking
 * changes nothing: the tables that were known stay, and only a list that was read whole can take one away.
 */
export class TDengineSourceConnector implements Connector {
  #props: Props = {}
  #config: SourceConfig | null = null
  #settings: SourceSettings | null = null
  #tables: readonly SourceTable[] | null = null
  /** So many tasks can share a subscription. */
  #vgroups = 1
  #first = Promise.withResolvers<void>()
  readonly #stop = new AbortController()
  #looking: Promise<void> = Promise.resolve()

  async start(props: Props, context: ConnectorContext): Promise<void> {
    const { props: resolved, used } = sourceConfig.resolveAliases(props)
    for (const { alias, key } of used) {
      context.log.warn(`${alias} is not a key; it is taken for ${key}`, { alias, key })
    }
    const config = sourceConfig.parse(resolved)
    configuredDatabase(config)
    this.#settings = settingsOf(config, resolved)
    this.#props = props
    this.#config = config
    this.#looking = this.#look(
      config,
      context,
      AbortSignal.any([context.signal, this.#stop.signal]),
    )
  }

  async taskConfigs(maxTasks: number, signal: AbortSignal): Promise<Props[]> {
    // A short wait for the first list; when it takes longer, the tasks are made as soon as it is there.
    const wait = Math.min(5000, Math.max(1000, this.#config?.['poll.interval.ms'] ?? 0))
    const pause = new AbortController()
    const waited = delay(wait, undefined, { signal: AbortSignal.any([signal, pause.signal]) })
    await Promise.race([this.#first.promise, waited.catch(() => {})])
    pause.abort()
    const tables = this.#tables ?? []
    if (this.#settings?.readMethod === 'subscription') {
      const count = tables.length === 0 ? 0 : Math.min(this.#vgroups, maxTasks)
      const names = joinTables(subscribedTables(this.#settings.naming, tables))
      return Array.from({ length: count }, () => ({ ...this.#props, tables: names }))
    }
    const count = Math.min(tables.length, maxTasks)
    return divide(tables, count).map(group => ({ ...this.#props, tables: joinTables(group) }))
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#looking
  }

  async #look(config: SourceConfig, context: ConnectorContext, signal: AbortSignal): Promise<void> {
    const pause = Math.max(shortestLookMs, config['poll.interval.ms'])
    let client: TDengineClient | null = null
    let said = ''
    try {
      while (!signal.aborted) {
        try {
          client ??= await openSource(config, context.log, signal)
          await this.#lookOnce(client, config, context, signal)
          if (said !== '') context.log.info('the tables of the database are known again')
          said = ''
        } catch (thrown) {
          if (signal.aborted) return
          const error = sourceError(thrown, config)
          if (!isRetriable(error) && !this.#running) {
            context.raiseError(error)
            return
          }
          const reason = error instanceof TidewireError ? error.message : String(error)
          if (reason !== said) {
            const hint = error instanceof TidewireError ? error.card.hint : undefined
            context.log.warn('the tables of the database cannot be listed; trying again', {
              reason,
              ...(hint === undefined ? {} : { hint }),
            })
          }
          said = reason
        }
        await delay(pause, undefined, { signal }).catch(() => {})
      }
    } finally {
      await client?.[Symbol.asyncDispose]()
    }
  }

  /** True once the tables were known: then no error of looking stops what runs. */
  get #running(): boolean {
    return this.#tables !== null
  }

  async #lookOnce(
    client: TDengineClient,
    config: SourceConfig,
    context: ConnectorContext,
    signal: AbortSignal,
  ): Promise<void> {
    const { name } = await findDatabase(client, configuredDatabase(config), signal)
    const choice = { include: config['tables.include'], exclude: config['tables.exclude'] }
    const tables = await listTables(client, name, choice, signal)
    const before = this.#tables
    const changed = before === null || !sameTables(before, tables)
    if (changed && this.#settings?.readMethod === 'subscription') {
      const { naming } = this.#settings
      const { log } = context
      const prepared = {
        client,
        config,
        naming,
        database: name,
        tables,
        first: before === null,
        log,
      }
      this.#vgroups = await prepareSubscription(prepared, signal)
    }
    this.#tables = tables
    this.#first.resolve()
    if (before !== null && !changed) return
    context.log.info('tables to read', { database: name, tables: tables.length })
    context.requestTaskReconfiguration()
  }
}

function sameTables(a: readonly SourceTable[], b: readonly SourceTable[]): boolean {
  const keys = (tables: readonly SourceTable[]) =>
    JSON.stringify(tables.map(({ name, kind }) => [name, kind]))
  return keys(a) === keys(b)
}

/** Neighbouring groups of nearly equal size, the larger ones first, as the Java connector makes them. */
function divide(tables: readonly SourceTable[], groups: number): SourceTable[][] {
  const result: SourceTable[][] = []
  let at = 0
  for (let i = 0; i < groups; i += 1) {
    const size = Math.floor(tables.length / groups) + (i < tables.length % groups ? 1 : 0)
    result.push(tables.slice(at, at + size))
    at += size
  }
  return result
}
