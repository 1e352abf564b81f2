import { isAbort, Secret } from '@tidewire/core'
import { type KwdbClient, kwdbClient, parseKwdbUrl, type QueryResult } from '@tidewire/kwdb'
import type { QueryFlags } from '../commands/query.ts'
import { raise } from '../errors.ts'
import { note, write } from '../terminal.ts'
import { endpoint } from './endpoint.ts'
import { resultCsv, resultJson, resultLines, resultTable } from './kwdb-result.ts'
import type { QueryTarget } from './query-target.ts'
import { csvHeader } from './result-text.ts'
import {
  moreRows,
  okText,
  type PrintOptions,
  seconds,
  stripVertical,
  useStatement,
  wholeStatement,
} from './statement-runner.ts'

/** Connects to KWDB as the options of `query` say; what `--url` says of user, password and database wins. */
export async function openKwdb(flags: QueryFlags): Promise<QueryTarget> {
  if (flags.rawTime === true) {
    throw raise('CLI_USAGE', { problem: '--raw-time is for TDengine; KWDB sends times as text' })
  }
  const url = flags.url ?? `jdbc:kaiwudb://${await endpoint(flags, 'kwdb')}`
  const password = flags.password ?? process.env.TIDEWIRE_KWDB_PASSWORD
  const address = parseKwdbUrl(url, {
    user: flags.user ?? 'root',
    password: password === undefined ? null : new Secret(password),
    database: flags.database ?? null,
  })
  for (const name of address.ignored) note(`${name} in the URL has no effect`)
  const client = kwdbClient(address)
  try {
    await client.connect()
  } catch (error) {
    await client[Symbol.asyncDispose]()
    throw error
  }
  return new KwdbTarget(client)
}

class KwdbTarget implements QueryTarget {
  readonly serverVersion: string
  readonly dialect = 'kwdb'
  readonly prompt = 'kwdb> '
  readonly continued = '   -> '
  readonly #client: KwdbClient
  /** The last USE: a statement that is interrupted takes its connection with it, and a new one begins elsewhere. */
  #use: string | null = null
  #isNew = false

  constructor(client: KwdbClient) {
    this.#client = client
    this.serverVersion = client.serverVersion
  }

  async run(statement: string, options: PrintOptions, signal: AbortSignal): Promise<void> {
    const { sql, vertical } = stripVertical(statement)
    const started = performance.now()
    try {
      if (this.#isNew && this.#use !== null) await this.#client.query(this.#use, signal)
      this.#isNew = false
      const result = await this.#client.query(sql, signal)
      for (const { severity, message } of result.notices) note(`${severity}: ${message}`)
      await print(sql, result, vertical, options, started)
      if (useStatement.test(sql)) this.#use = sql
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) throw error
      this.#isNew = true
      if (options.form === 'table') await write(`Query interrupted ${seconds(started)}\n\n`)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]()
  }
}

async function print(
  sql: string,
  result: QueryResult,
  vertical: boolean,
  options: PrintOptions,
  started: number,
): Promise<void> {
  const { fields, rows } = result
  if (options.form === 'json') await write(resultJson(result))
  else if (options.form === 'csv') {
    if (rows.length > 0) await write(csvHeader(fields) + resultCsv(result))
  } else if (fields.length === 0) {
    const changed = `${okText(sql)}, ${result.affectedRows} row(s) affected ${seconds(started)}`
    await write(`${useStatement.test(sql) ? 'Database changed.' : changed}\n\n`)
  } else {
    const most = wholeStatement.test(sql) ? Number.POSITIVE_INFINITY : options.maxRows
    const part = { fields, rows: rows.slice(0, most) }
    await write(vertical ? resultLines(part) : resultTable(part, options.table.maxTextWidth))
    if (rows.length > most) await write(moreRows(most))
    await write(`Query OK, ${rows.length} row(s) in set ${seconds(started)}\n\n`)
  }
}
