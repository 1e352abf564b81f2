import { setTimeout as delay } from 'node:timers/promises'
import {
  type Connector,
  type ConnectorContext,
  chooser,
  isRetriable,
  type Props,
  TidewireError,
} from '@tidewire/core'
import { type SourceConfig, sourceConfig } from '../source-config.ts'
import { checkDatabase, openSource, type SourceAccess } from './source-access.ts'
import { joinTables } from './table-names.ts'

/** The shortest pause between two looks at the list of tables, in milliseconds. */
const shortestLookMs = 200

/**
 * The KWDB source connector: looks for tables all the time and divides them among tasks. An error while looking changes
 * nothing: the tables that were known stay, and only a list that was read whole can take one away.
 */
export class KwdbSourceConnector implements Connector {
  #props: Props = {}
  #pollMs = 0
  #tables: readonly string[] | null = null
  #first = Promise.withResolvers<void>()
  readonly #stop = new AbortController()
  #looking: Promise<void> = Promise.resolve()

  async start(props: Props, context: ConnectorContext): Promise<void> {
    const { props: resolved, used } = sourceConfig.resolveAliases(props)
    for (const { alias, key } of used) {
      context.log.warn(`${alias} is not a key; it is taken for ${key}`, { alias, key })
    }
    const config = sourceConfig.parse(resolved)
    this.#props = props
    this.#pollMs = config['poll.interval.ms']
    const access = openSource(config, context.log)
    const signal = AbortSignal.any([context.signal, this.#stop.signal])
    this.#looking = this.#look(access, config, context, signal)
  }

  async taskConfigs(maxTasks: number, signal: AbortSignal): Promise<Props[]> {
    // A short wait for the first list; when it takes longer, the tasks are made as soon as it is there.
    const wait = Math.min(5000, Math.max(1000, this.#pollMs))
    const pause = new AbortController()
    const waited = delay(wait, undefined, { signal: AbortSignal.any([signal, pause.signal]) })
    await Promise.race([this.#first.promise, waited.catch(() => {})])
    pause.abort()
    const tables = this.#tables ?? []
    const groups: string[][] = Array.from({ length: Math.min(tables.length, maxTasks) }, () => [])
    // A table's place does not depend on how many others there are before it in the list of a task.
    for (const [i, table] of tables.entries()) groups[i % groups.length]?.push(table)
    return groups.map(group => ({ ...this.#props, tables: joinTables(group) }))
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#looking
  }

  async #look(
    access: SourceAccess,
    config: SourceConfig,
    context: ConnectorContext,
    signal: AbortSignal,
  ): Promise<void> {
    const pause = Math.max(shortestLookMs, this.#pollMs)
    let said = ''
    await using _ = access
    while (!signal.aborted) {
      try {
        await this.#lookOnce(access, config, context, signal)
        if (said !== '') context.log.info('the tables of the database are known again')
        said = ''
      } catch (error) {
        if (signal.aborted) return
        if (!isRetriable(error) && this.#tables === null) {
          context.raiseError(error)
          return
        }
        const reason = error instanceof Error ? error.message : String(error)
        const hint = error instanceof TidewireError ? error.card.hint : undefined
        if (reason !== said) {
          context.log.warn('the tables of the database cannot be listed; trying again', {
            reason,
            ...(hint === undefined ? {} : { hint }),
          })
        }
        said = reason
      }
      await delay(pause, undefined, { signal }).catch(() => {})
    }
  }

  async #lookOnce(
    { catalog }: SourceAccess,
    config: SourceConfig,
    context: ConnectorContext,
    signal: AbortSignal,
  ): Promise<void> {
    const database = config['connection.database']
    await checkDatabase(catalog, database, signal)
    const isChosen = chooser({
      include: config['tables.include'],
      exclude: config['tables.exclude'],
    })
    const tables = (await catalog.tables(database, signal))
      .filter(table => table.isTimeSeries && isChosen(table.name))
      .map(table => table.name)
      .sort()
    const before = this.#tables
    this.#tables = tables
    this.#first.resolve()
    if (before !== null && JSON.stringify(before) === JSON.stringify(tables)) return
    context.log.info('tables to read', { database, tables: tables.length })
    context.requestTaskReconfiguration()
  }
}
