import { type Connector, type ConnectorContext, type Props, TableWatch } from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'
import { type SourceConfig, sourceConfig } from '../source-config.ts'
import { type SourceSettings, settingsOf } from './profile.ts'
import { configuredDatabase, openSource, sourceError } from './source-access.ts'
import { prepareSubscription } from './subscription-consumer.ts'
import { subscribedTables } from './subscription-topics.ts'
import { findDatabase, listTables } from './table-list.ts'
import { joinTables } from './table-names.ts'
import type { SourceTable } from './table-shape.ts'

/** The TDengine source connector: looks for tables all the time and divides them among tasks. */
export class TDengineSourceConnector implements Connector {
  #props: Props = {}
  #settings: SourceSettings | null = null
  /** So many tasks can share a subscription. */
  #vgroups = 1
  #watch: TableWatch<SourceTable> | null = null

  async start(props: Props, context: ConnectorContext): Promise<void> {
    const { props: resolved, used } = sourceConfig.resolveAliases(props)
    for (const { alias, key } of used) {
      context.log.warn(`${alias} is not a key; it is taken for ${key}`, { alias, key })
    }
    const config = sourceConfig.parse(resolved)
    const database = configuredDatabase(config)
    this.#settings = settingsOf(config, resolved)
    this.#props = props
    this.#watch = this.#watchTables(config, database, this.#settings, context)
  }

  async taskConfigs(maxTasks: number, signal: AbortSignal): Promise<Props[]> {
    const tables = (await this.#watch?.tables(signal)) ?? []
    if (this.#settings?.readMethod === 'subscription') {
      const count = tables.length === 0 ? 0 : Math.min(this.#vgroups, maxTasks)
      const names = joinTables(subscribedTables(this.#settings.naming, tables))
      return Array.from({ length: count }, () => ({ ...this.#props, tables: names }))
    }
    const count = Math.min(tables.length, maxTasks)
    return divide(tables, count).map(group => ({ ...this.#props, tables: joinTables(group) }))
  }

  async stop(): Promise<void> {
    await this.#watch?.stop()
  }

  #watchTables(
    config: SourceConfig,
    configured: string,
    { readMethod, naming }: SourceSettings,
    context: ConnectorContext,
  ): TableWatch<SourceTable> {
    const { log } = context
    const choice = { include: config['tables.include'], exclude: config['tables.exclude'] }
    let client: TDengineClient | null = null
    const asked = async <R>(
      signal: AbortSignal,
      ask: (client: TDengineClient, database: string) => Promise<R>,
    ): Promise<R> => {
      try {
        client ??= await openSource(config, log, signal)
        const { name } = await findDatabase(client, configured, signal)
        return await ask(client, name)
      } catch (error) {
        throw sourceError(error, config)
      }
    }
    return new TableWatch(context, config['poll.interval.ms'], {
      database: configured,
      list: signal =>
        asked(signal, (client, database) => listTables(client, database, choice, signal)),
      identity: ({ name, kind }) => [name, kind],
      prepare: async (tables, first, signal) => {
        if (readMethod !== 'subscription') return
        await asked(signal, async (client, database) => {
          const prepared = { client, config, naming, database, tables, first, log }
          this.#vgroups = await prepareSubscription(prepared, signal)
        })
      },
      close: async () => client?.[Symbol.asyncDispose](),
    })
  }
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
