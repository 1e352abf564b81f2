import {
  type Connector,
  type ConnectorContext,
  chooser,
  type Props,
  TableWatch,
} from '@tidewire/core'
import { sourceConfig } from '../source-config.ts'
import { checkDatabase, openSource } from './source-access.ts'
import { joinTables } from './table-names.ts'

/** The KWDB source connector: looks for tables all the time and divides them among tasks. */
export class KwdbSourceConnector implements Connector {
  #props: Props = {}
  #watch: TableWatch<string> | null = null

  async start(props: Props, context: ConnectorContext): Promise<void> {
    const { props: resolved, used } = sourceConfig.resolveAliases(props)
    for (const { alias, key } of used) {
      context.log.warn(`${alias} is not a key; it is taken for ${key}`, { alias, key })
    }
    const config = sourceConfig.parse(resolved)
    this.#props = props
    const database = config['connection.database']
    const isChosen = chooser({
      include: config['tables.include'],
      exclude: config['tables.exclude'],
    })
    const access = openSource(config, context.log)
    this.#watch = new TableWatch(context, config['poll.interval.ms'], {
      database,
      list: async signal => {
        await checkDatabase(access.catalog, database, signal)
        return (await access.catalog.tables(database, signal))
          .filter(table => table.isTimeSeries && isChosen(table.name))
          .map(table => table.name)
          .sort()
      },
      identity: name => name,
      close: async () => await access[Symbol.asyncDispose](),
    })
  }

  async taskConfigs(maxTasks: number, signal: AbortSignal): Promise<Props[]> {
    const tables = (await this.#watch?.tables(signal)) ?? []
    const groups: string[][] = Array.from({ length: Math.min(tables.length, maxTasks) }, () => [])
    // A table's place does not depend on how many others there are before it in the list of a task.
    for (const [i, table] of tables.entries()) groups[i % groups.length]?.push(table)
    return groups.map(group => ({ ...this.#props, tables: joinTables(group) }))
  }

  async stop(): Promise<void> {
    await this.#watch?.stop()
  }
}
