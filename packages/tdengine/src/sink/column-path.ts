import { isAbort, type Logger } from '@tidewire/core'
import type { ColumnInserter, TDengineClient } from '../client/api.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import type { RequestBuffer } from './request-buffer.ts'
import { readDescription } from './super-table.ts'
import { TableCatalog, type TableState } from './table-catalog.ts'
import {
  type Lesson,
  type ReadyBind,
  StepMaker,
  type StepOptions,
  type WriteStep,
} from './write-steps.ts'

/** How columns are written. */
export interface ColumnPathOptions extends StepOptions {
  readonly nameTag: string | null
  readonly ttlDays: number
  readonly log: Logger
}

/** Databases with open connections for frames. */
const maximumDatabases = 16
/** Child tables whose names are compared with the server's. */
const sampledNames = 8
/** After refused records a known table is described again only this long after the last time, in milliseconds. */
const patienceMs = 10_000

/**
 * The column path of the sink: plans requests, inserts frames, and learns from stored lines what the next ones may
 * expect. It never decides that a record is wrong; that is left to the server, with lines.
 */
export class ColumnPath {
  readonly #options: ColumnPathOptions
  readonly #maker: StepMaker
  readonly #catalogs = new Map<string, TableCatalog>()
  readonly #inserters = new Map<string, ColumnInserter[]>()
  readonly #describedAt = new WeakMap<TableState, number>()
  readonly #comparedAt = new WeakMap<TableState, number>()
  #isAvailable = true

  constructor(options: ColumnPathOptions) {
    this.#options = options
    this.#maker = new StepMaker(options)
  }

  /** The steps of a request in their order, and how many super tables it has. */
  plan(
    database: string,
    request: RequestBuffer,
  ): { readonly steps: readonly WriteStep[]; readonly tables: number } {
    const catalog = this.#catalog(database)
    if (!this.#isAvailable) catalog.unit = null
    return this.#maker.make(request, catalog)
  }

  /** Gives back the memory of steps that are done. */
  release(steps: readonly WriteStep[]): void {
    this.#maker.release(steps)
  }

  /** A database was made or looked at: its tables may be others than before. */
  opened(database: string, unit: 'ms' | 'us' | 'ns' | null): void {
    const catalog = this.#catalog(database)
    catalog.clear()
    catalog.unit = unit
  }

  /** Sends one frame. */
  async insert(
    client: TDengineClient,
    database: string,
    bind: ReadyBind,
    signal: AbortSignal,
  ): Promise<void> {
    const inserter = this.#inserter(client, database, bind.lane)
    await inserter.insert(bind.statement, bind.frame, signal)
    bind.state.failures = 0
  }

  /** The server took no frames: says so once and leaves everything to lines from now on. */
  unavailable(reason: string): void {
    if (!this.#isAvailable) return
    this.#isAvailable = false
    this.#options.log.info(`rows are written as lines: ${reason}`, {})
  }

  /** The server refused frames of these super tables; `isTaken` when it took the same rows as lines. */
  refused(
    database: string,
    binds: readonly ReadyBind[],
    isTaken: boolean,
  ): ReadonlySet<TableState> {
    const catalog = this.#catalog(database)
    const states = new Set(binds.map(({ state }) => state))
    for (const state of states) {
      if (isTaken) catalog.failed(state)
      else state.table = null
    }
    return states
  }

  /** Looks at the tables that lines have changed, and notes the child tables that are there now. */
  async learn(
    client: TDengineClient,
    database: string,
    lesson: Lesson,
    refused: ReadonlySet<number>,
    signal: AbortSignal,
  ): Promise<void> {
    const catalog = this.#catalog(database)
    if (catalog.unit === null) return
    try {
      for (const state of lesson.changed) {
        if (!this.#isTimeToDescribe(state, refused.size > 0)) continue
        const sql = `DESCRIBE \`${database}\`.\`${state.name}\``
        const { rows } = await client.query(sql, signal)
        catalog.describe(state, readDescription(state.name, rows))
        for (const inserter of this.#inserters.get(database) ?? []) inserter?.forget()
      }
      const stored = lesson.newChildren.filter(({ record }) => !refused.has(record))
      for (const state of new Set(stored.map(one => one.state))) {
        const names = stored.filter(one => one.state === state).map(one => one.child.target.name)
        if (state.table !== null) await this.#compareNames(client, database, state, names, signal)
      }
      for (const { state, child } of stored) if (state.isNamed) child.isKnown = true
    } catch (error) {
      signal.throwIfAborted()
      if (isAbort(error)) throw error
      const reason = (error as Error).message
      this.#options.log.debug('cannot learn about tables', { database, reason })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const inserters = [...this.#inserters.values()].flat()
    this.#inserters.clear()
    await Promise.all(inserters.map(inserter => inserter[Symbol.asyncDispose]()))
  }

  #isTimeToDescribe(state: TableState, isRefused: boolean): boolean {
    if (state.name.includes('`')) return false
    const now = performance.now()
    const last = this.#describedAt.get(state)
    if (isRefused && state.table !== null && last !== undefined && now - last < patienceMs) {
      return false
    }
    this.#describedAt.set(state, now)
    return true
  }

  /** Whether the server names child tables as the sink does; its settings can change that (`smlChildTableName`). */
  async #compareNames(
    client: TDengineClient,
    database: string,
    state: TableState,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const now = performance.now()
    const last = this.#comparedAt.get(state)
    if (state.isNamed || (last !== undefined && now - last < patienceMs)) return
    this.#comparedAt.set(state, now)
    const sample = [...new Set(names)].slice(0, sampledNames)
    const list = sample.map(textLiteral).join(',')
    const sql = `SELECT DISTINCT tbname FROM \`${database}\`.\`${state.name}\` WHERE tbname IN (${list})`
    const { rows } = await client.query(sql, signal)
    state.isNamed = rows.length === sample.length
    if (!state.isNamed && last === undefined) {
      const fields = { database, table: state.name, expected: sample[0] }
      this.#options.log.info(
        'child tables have other names here: rows are written as lines',
        fields,
      )
    }
  }

  #catalog(database: string): TableCatalog {
    let catalog = this.#catalogs.get(database)
    if (catalog === undefined) {
      const { nameTag, format, ttlDays } = this.#options
      catalog = new TableCatalog({ nameTag, isJson: format === 'json', mayCreate: ttlDays === 0 })
      this.#catalogs.set(database, catalog)
    }
    return catalog
  }

  #inserter(client: TDengineClient, database: string, lane: number): ColumnInserter {
    const known = this.#inserters.get(database)?.[lane]
    if (known !== undefined) return known
    const lanes = this.#inserters.get(database) ?? []
    const inserter = client.columnInserter(database, lane)
    lanes[lane] = inserter
    this.#inserters.delete(database)
    this.#inserters.set(database, lanes)
    const [oldest] = this.#inserters
    if (this.#inserters.size > maximumDatabases && oldest !== undefined) {
      this.#inserters.delete(oldest[0])
      Promise.all(oldest[1].map(old => old[Symbol.asyncDispose]())).catch(() => {})
    }
    return inserter
  }
}
