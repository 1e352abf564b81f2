import type { SourceTaskContext } from '@tidewire/core'
import type { TmqMessage, TmqMetaEntry } from '../tmq/api.ts'

/** The counter of each kind of change. */
const counters: Readonly<Record<string, string>> = {
  create: 'tables_created',
  alter: 'tables_altered',
  drop: 'tables_dropped',
  delete: 'deletes',
}

/** Tables that are named once; more of them begin anew. */
const maxNamed = 1000

/** Reports what a subscription tells beside rows: counters for all of it, log lines for what readers of the topic lack. */
export class ChangeReport {
  readonly #context: SourceTaskContext
  readonly #named = new Set<string>()

  constructor(context: SourceTaskContext) {
    this.#context = context
  }

  /** Deletes and changes of tables: they are no rows, and no record says that they happened. */
  report(message: TmqMessage): void {
    const { metrics, log } = this.#context
    if (message.meta === null) {
      metrics.add('changes_unknown', 1)
      log.warn('a change that the server cannot describe is not in the topic', {
        topic: message.topic,
        vgroup: message.vgroup,
        offset: message.offset,
      })
      return
    }
    for (const entry of message.meta.metas) this.#reportOne(entry)
  }

  /** Rows of a child table that is gone: they are delivered without its tags. */
  withoutTags(table: string): void {
    this.#context.metrics.add('tables_without_tags', 1)
    this.#once(`tags ${table}`, () =>
      this.#context.log.warn('the child table is gone; its rows come without its tags', { table }),
    )
  }

  /** Rows of a table that is gone, and nobody knows any more which super table it had. */
  unknownTable(table: string, rows: number): void {
    this.#context.metrics.add('rows_of_unknown_tables', rows)
    this.#once(`table ${table}`, () =>
      this.#context.log.error(
        'rows of a dropped table are left out: its super table is not known',
        {
          table,
          hint: 'With topic.per.stable=true such rows are delivered, without their tags.',
        },
      ),
    )
  }

  #reportOne(entry: TmqMetaEntry): void {
    const { metrics, log } = this.#context
    const { type, tableName, tableType } = entry
    metrics.add(counters[type] ?? 'changes_unknown', 1)
    switch (type) {
      case 'delete':
        log.warn('rows were deleted; the topic still has them', { statement: entry.sql })
        break
      case 'alter':
        log.info('a table was altered', {
          table: tableName,
          kind: tableType,
          action: entry.alterType,
          column: entry.colName,
        })
        break
      case 'drop':
        log.info('tables were dropped', { tables: tableName ?? entry.tableNameList })
        break
      default:
        log.debug('a table was created', { table: tableName, kind: tableType })
    }
  }

  #once(key: string, say: () => void): void {
    if (this.#named.has(key)) return
    if (this.#named.size >= maxNamed) this.#named.clear()
    this.#named.add(key)
    say()
  }
}
