import { Secret } from '@tidewire/core'
import { type KwdbClient, kwdbClient, kwdbSinkPlugin, parseKwdbUrl } from '@tidewire/kwdb'
import type { KwdbDevServer } from '@tidewire/local/kwdb'
import { FedTask } from '../fed-task.ts'
import { kafkaBatch } from '../record-batch.ts'

/** A KWDB sink task before a development server. */
export class KwdbSinkHarness extends FedTask {
  readonly server: KwdbDevServer
  readonly #client: KwdbClient

  private constructor(server: KwdbDevServer) {
    super(kwdbSinkPlugin)
    this.server = server
    const address = parseKwdbUrl(server.jdbcUrl, { user: 'root', password: new Secret('') })
    this.#client = kwdbClient(address)
  }

  /** Empties the server and makes the database `tsdb`; the task is started with `start`. */
  static async open(server: KwdbDevServer): Promise<KwdbSinkHarness> {
    const harness = new KwdbSinkHarness(server)
    server.faults.clear()
    for (const [name, engine] of await harness.rows('SHOW DATABASES')) {
      if (engine === 'TIME SERIES') await harness.rows(`DROP DATABASE "${name}" CASCADE`)
    }
    await harness.rows('CREATE TS DATABASE tsdb')
    return harness
  }

  /** Another task before the same server, which stays as it is. */
  static async join(server: KwdbDevServer): Promise<KwdbSinkHarness> {
    return new KwdbSinkHarness(server)
  }

  /** Starts a task with quick retries and the given keys; `tolerated: false` is `errors.tolerance=none`. */
  async start(
    props: Readonly<Record<string, string>> = {},
    options: { readonly tolerated?: boolean } = {},
  ): Promise<void> {
    await this.begin(
      {
        'connection.url': this.server.jdbcUrl,
        'connection.user': 'root',
        'connection.database': 'tsdb',
        'protocol.type': 'line_influxdb',
        'connection.attempts': '2',
        'connection.backoff.ms': '10',
        'retry.backoff.ms': '10',
        ...props,
      },
      options.tolerated ?? true,
    )
  }

  /** Delivers values as one batch of topic `t`. */
  async values(...values: readonly (string | null)[]): Promise<void> {
    await this.put(kafkaBatch('t', values))
  }

  /** Rows of a statement, straight from the server. */
  async rows(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    return (await this.#client.query(sql)).rows
  }

  /** Rows by the names of their columns. */
  async objects(sql: string): Promise<Record<string, string | null>[]> {
    const { fields, rows } = await this.#client.query(sql)
    return rows.map(row => Object.fromEntries(fields.map(({ name }, i) => [name, row[i] ?? null])))
  }

  async count(table: string): Promise<number> {
    return Number((await this.rows(`SELECT count(*) FROM ${table}`))[0]?.[0] ?? 0)
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]()
    await this.#client[Symbol.asyncDispose]()
  }
}
