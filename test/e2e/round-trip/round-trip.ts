import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { Secret } from '@tidewire/core'
import {
  connectTDengine,
  parseTDengineUrl,
  type TDengineClient,
  tdengineSinkPlugin,
  tdengineSourcePlugin,
} from '@tidewire/tdengine'
import { freePort, ServerProcess } from '../../processes/child.ts'
import { Bench } from '../connect/worker-bench.ts'
import {
  createTable,
  insertRows,
  type RandomTable,
  randomTables,
  type Unit,
} from './random-tables.ts'

type Row = readonly unknown[]

/** What a round trip of one table found. */
export interface RoundTrip {
  readonly table: string
  /** Rows that the source has and the form can carry. */
  readonly rows: number
  /** Rows that the form cannot carry: without any value, or with a line break. */
  readonly left: number
  /** The first rows that differ, as the source and the copy have them. */
  readonly differences: readonly { readonly source: Row | null; readonly copy: Row | null }[]
}

/** A worker, a broker and a TDengine development server, the last one and the worker as processes of their own. */
export class RoundTripBench implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack()
  readonly #server: ServerProcess
  readonly #worker: ServerProcess
  readonly #taos: TDengineClient
  #runs = 0

  private constructor(
    parts: AsyncDisposableStack,
    server: ServerProcess,
    worker: ServerProcess,
    taos: TDengineClient,
  ) {
    this.#stack.use(parts)
    this.#server = server
    this.#worker = worker
    this.#taos = taos
  }

  static async start(): Promise<RoundTripBench> {
    await using stack = new AsyncDisposableStack()
    const folder = mkdtempSync(join(tmpdir(), 'tidewire-round-trip-'))
    stack.defer(() => rmSync(folder, { recursive: true, force: true }))
    const server = stack.use(await ServerProcess.start('tdengine', '0', folder))
    const bench = stack.use(await Bench.open())
    const props = { ...bench.props(), listeners: `http://127.0.0.1:${await freePort()}` }
    const worker = stack.use(await ServerProcess.start('worker', JSON.stringify(props)))
    const url = `jdbc:TAOS-WS://127.0.0.1:${server.port}`
    const account = { user: 'root', password: new Secret('taosdata') }
    const taos = stack.use(await connectTDengine(parseTDengineUrl(url, account)))
    return new RoundTripBench(stack.move(), server, worker, taos)
  }

  /** Makes a database of the unit with random rows in all tables. */
  async fill(unit: Unit, rows: number): Promise<string> {
    const database = `source_${unit}`
    await this.#create(database, unit)
    for (const table of randomTables) {
      for (const sql of insertRows(database, table, rows, unit)) await this.#taos.execute(sql)
    }
    return database
  }

  /** Carries a database through a topic into another one, and compares all their rows. */
  async carry(source: string, format: 'line' | 'flat-json', unit: Unit): Promise<RoundTrip[]> {
    this.#runs += 1
    const run = this.#runs
    const copy = `copy_${run}`
    await this.#create(copy, unit)
    // Line protocol is in nanoseconds by itself; JSON needs the unit of the database to keep all digits.
    const precision = format === 'line' ? {} : { 'data.precision': unit }
    const common = {
      'connection.url': `jdbc:TAOS-WS://127.0.0.1:${this.#server.port}`,
      'tasks.max': '1',
      ...precision,
    }
    await this.#load(`source${run}`, {
      ...common,
      'connector.class': tdengineSourcePlugin.className,
      'connection.database': source,
      'topic.prefix': `run${run}_`,
      'topic.naming': 'database',
      'line.tags': 'typed',
      'out.format': format,
      'errors.tolerance': 'all',
      'errors.log.enable': 'false',
    })
    await this.#load(`sink${run}`, {
      ...common,
      'connector.class': tdengineSinkPlugin.className,
      'connection.database': copy,
      topics: `run${run}_${source}`,
      'write.method': 'typed',
      'db.schemaless': format === 'line' ? 'line' : 'json',
      'table.grow': 'false',
    })
    try {
      const found: RoundTrip[] = []
      for (const table of randomTables) {
        found.push(await this.#compared(source, copy, table, format))
      }
      return found
    } finally {
      for (const name of [`source${run}`, `sink${run}`]) {
        await fetch(`${this.#connectors}/${name}`, { method: 'DELETE' })
      }
      await this.#taos.execute(`DROP DATABASE ${copy}`)
    }
  }

  get #connectors(): string {
    return `http://127.0.0.1:${this.#worker.port}/connectors`
  }

  async #create(database: string, unit: Unit): Promise<void> {
    await this.#taos.execute(`CREATE DATABASE ${database} PRECISION '${unit}'`)
    for (const table of randomTables) await this.#taos.execute(createTable(database, table))
  }

  async #load(name: string, config: Readonly<Record<string, string>>): Promise<void> {
    const answer = await fetch(`${this.#connectors}/${name}/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(config),
    })
    if (!answer.ok) throw new Error(`loading ${name}: ${await answer.text()}`)
  }

  async #states(): Promise<string> {
    const answer = await fetch(`${this.#connectors}?expand=status`)
    return await answer.text()
  }

  /** All rows of a table, in the order of child table and time. */
  async #rows(database: string, { name, tags }: RandomTable): Promise<readonly Row[]> {
    const child = tags.length === 0 ? '' : 'tbname, '
    const { rows } = await this.#taos.query(`SELECT ${child}* FROM ${database}.\`${name}\``)
    const at = tags.length === 0 ? 0 : 1
    return rows.toSorted((a, b) => {
      const [x, y] = [String(a[0]), String(b[0])]
      if (at === 1 && x !== y) return x < y ? -1 : 1
      return Number((a[at] as bigint) - (b[at] as bigint))
    })
  }

  /** Waits until a table has so many rows; gives up at once when a task has failed. */
  async #arrived(table: string, rows: number): Promise<void> {
    const deadline = performance.now() + 15_000 + rows
    for (;;) {
      const [[arrived] = []] = (await this.#taos.query(`SELECT COUNT(*) FROM ${table}`)).rows
      if (Number(arrived) >= rows) return
      const states = await this.#states()
      if (states.includes('FAILED') || performance.now() > deadline) {
        throw new Error(`${arrived} of ${rows} rows of ${table}\n${states}`)
      }
      await delay(50)
    }
  }

  async #compared(
    source: string,
    copy: string,
    table: RandomTable,
    format: 'line' | 'flat-json',
  ): Promise<RoundTrip> {
    const all = await this.#rows(source, table)
    const first = table.tags.length === 0 ? 1 : 2
    const carried = (row: Row) => {
      const values = row.slice(first, first + table.columns.length)
      return values.some(value => value !== null) && !values.includes('two\nlines')
    }
    const rows = format === 'line' ? all.filter(carried) : all
    await this.#arrived(`${copy}.\`${table.name}\``, rows.length)
    const copied = await this.#rows(copy, table)
    const differences: { readonly source: Row | null; readonly copy: Row | null }[] = []
    for (let i = 0; i < Math.max(rows.length, copied.length) && differences.length < 3; i += 1) {
      const pair = { source: rows[i] ?? null, copy: copied[i] ?? null }
      if (!isDeepStrictEqual(pair.source, pair.copy)) differences.push(pair)
    }
    return { table: table.name, rows: rows.length, left: all.length - rows.length, differences }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack[Symbol.asyncDispose]()
  }
}
