import type { TDengineDevServer } from '@tidewire/local/tdengine'
import { tdengineSinkPlugin } from '@tidewire/tdengine'
import { FedTask } from '../fed-task.ts'
import { FaultProxy } from './fault-proxy.ts'

const credentials = `Basic ${Buffer.from('root:taosdata').toString('base64')}`

/** A TDengine sink task before a development server, with a proxy between them. */
export class SinkHarness extends FedTask {
  readonly proxy: FaultProxy
  readonly #server: TDengineDevServer

  private constructor(server: TDengineDevServer, proxy: FaultProxy) {
    super(tdengineSinkPlugin)
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
    await this.begin(
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
      options.tolerated ?? true,
    )
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

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]()
    await this.proxy[Symbol.asyncDispose]()
  }
}
