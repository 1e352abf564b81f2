import type { ErrorCard, SinkBatch, SinkTask } from '@tidewire/core'
import { offsetOf, Secret } from '@tidewire/core'
import { type KwdbClient, kwdbClient, kwdbSinkPlugin, parseKwdbUrl } from '@tidewire/kwdb'
import type { KwdbDevServer } from '@tidewire/local/kwdb'
import { kafkaBatch } from '../record-batch.ts'

/** A record that the sink reported as refused. */
export interface Reported {
  readonly topic: string
  readonly offset: bigint
  readonly card: ErrorCard
}

/** A KWDB sink task before a development server, with all that the task says. */
export class KwdbSinkHarness implements AsyncDisposable {
  readonly reported: Reported[] = []
  readonly log: { readonly level: string; readonly message: string }[] = []
  readonly counters = new Map<string, number>()
  readonly attempts: unknown[] = []
  readonly server: KwdbDevServer
  readonly #client: KwdbClient
  readonly #abort = new AbortController()
  #task: SinkTask | null = null
  #tolerated = true

  private constructor(server: KwdbDevServer) {
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
    await this.#task?.stop()
    this.#tolerated = options.tolerated ?? true
    this.#task = kwdbSinkPlugin.newTask()
    const say = (level: string) => (message: string) => {
      this.log.push({ level, message })
    }
    await this.#task.start(
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
      {
        connector: 'sink',
        task: 0,
        log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
        metrics: {
          add: (name, amount) => this.counters.set(name, (this.counters.get(name) ?? 0) + amount),
          set: (name, value) => this.counters.set(name, value),
        },
        errantRecords: { report: (...args) => this.#report(...args) },
        retryAfter: () => {},
        retrying: error => this.attempts.push(error),
      },
      this.#abort.signal,
    )
  }

  /** Delivers batches to the task. */
  async put(...batches: readonly SinkBatch[]): Promise<void> {
    await this.#task?.put(batches, this.#abort.signal)
  }

  /** Delivers values as one batch of topic `t`. */
  async values(...values: readonly (string | null)[]): Promise<void> {
    await this.put(kafkaBatch('t', values))
  }

  /** Delivers batches that must fail and gives the error. */
  async fail(...batches: readonly SinkBatch[]): Promise<{ readonly card: ErrorCard } & Error> {
    try {
      await this.put(...batches)
    } catch (error) {
      return error as { readonly card: ErrorCard } & Error
    }
    throw new Error('put did not fail')
  }

  counter(name: string): number {
    return this.counters.get(name) ?? 0
  }

  /** Aborts what the task does, as the worker does when it stops. */
  abort(): void {
    this.#abort.abort(new DOMException('stopping', 'AbortError'))
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

  async #report(batch: SinkBatch, index: number, card: ErrorCard): Promise<void> {
    if (!this.#tolerated) throw new Error('errors are not tolerated')
    this.reported.push({ topic: batch.topic, offset: offsetOf(batch, index), card })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#task?.stop()
    await this.#client[Symbol.asyncDispose]()
  }
}
