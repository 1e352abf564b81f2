import type { ErrorCard, SinkBatch, SinkTask } from '@tidewire/core'
import { offsetOf } from '@tidewire/core'
import type { TDengineDevServer } from '@tidewire/local/tdengine'
import { tdengineSinkPlugin } from '@tidewire/tdengine'
import { FaultProxy } from './fault-proxy.ts'

const credentials = `Basic ${Buffer.from('root:taosdata').toString('base64')}`

/** A record that the sink reported as refused. */
export interface Reported {
  readonly topic: string
  readonly offset: bigint
  readonly card: ErrorCard
}

/** A sink task before a development server, with a proxy between them and all that the task says. */
export class SinkHarness implements AsyncDisposable {
  readonly reported: Reported[] = []
  readonly log: { readonly level: string; readonly message: string }[] = []
  readonly counters = new Map<string, number>()
  readonly delays: number[] = []
  readonly #server: TDengineDevServer
  readonly proxy: FaultProxy
  readonly #abort = new AbortController()
  #task: SinkTask | null = null
  #tolerated = true

  private constructor(server: TDengineDevServer, proxy: FaultProxy) {
    this.#server = server
    this.proxy = proxy
  }

  /** Empties the server and starts a proxy before it; the task is started with `start`. */
  static async open(server: TDengineDevServer): Promise<SinkHarness> {
    const harness = new SinkHarness(server, await FaultProxy.start(server.port))
    for (const [name] of await harness.rows('show databases')) {
      if (!/^(information|performance)_schema$/.test(String(name))) {
        await harness.rows(`drop database \`${name}\``)
      }
    }
    return harness
  }

  /** Starts a task that writes lines, with quick retries and the given keys; `tolerated: false` is `errors.tolerance=none`. */
  async start(
    props: Readonly<Record<string, string>> = {},
    options: { readonly tolerated?: boolean | 'no reporter' } = {},
  ): Promise<void> {
    await this.#task?.stop()
    const tolerated = options.tolerated ?? true
    this.#tolerated = tolerated === true
    this.#task = tdengineSinkPlugin.newTask()
    const say = (level: string) => (message: string) => {
      this.log.push({ level, message })
    }
    await this.#task.start(
      {
        'connection.url': `jdbc:TAOS-WS://127.0.0.1:${this.proxy.port}`,
        'connection.database': 'power',
        'db.schemaless': 'line',
        'write.method': 'schemaless',
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
        errantRecords:
          tolerated === 'no reporter' ? null : { report: (...args) => this.#report(...args) },
        retryAfter: ms => this.delays.push(ms),
      },
      this.#abort.signal,
    )
  }

  /** Delivers batches to the task. */
  async put(...batches: readonly SinkBatch[]): Promise<void> {
    await this.#task?.put(batches, this.#abort.signal)
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

  /** Rows of a query over REST, from the server itself. */
  async rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    const answer = await fetch(`http://127.0.0.1:${this.#server.port}/rest/sql`, {
      method: 'POST',
      headers: { authorization: credentials },
      body: sql,
    })
    const body = (await answer.json()) as { code: number; desc?: string; data?: unknown[][] }
    if (body.code !== 0) throw new Error(`${sql}: [0x${body.code.toString(16)}] ${body.desc}`)
    return body.data ?? []
  }

  async count(table: string): Promise<number> {
    return Number((await this.rows(`select count(*) from ${table}`))[0]?.[0] ?? 0)
  }

  async #report(batch: SinkBatch, index: number, card: ErrorCard): Promise<void> {
    if (!this.#tolerated) throw new Error('errors are not tolerated')
    this.reported.push({ topic: batch.topic, offset: offsetOf(batch, index), card })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#task?.stop()
    await this.proxy[Symbol.asyncDispose]()
  }
}
