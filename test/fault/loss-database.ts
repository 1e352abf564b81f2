import { Secret } from '@tidewire/core'
import { kwdbClient, kwdbSourcePlugin, parseKwdbUrl } from '@tidewire/kwdb'
import { connectTDengine, parseTDengineUrl, tdengineSourcePlugin } from '@tidewire/tdengine'

/** A row of a device; the time in milliseconds. */
export interface LossRow {
  readonly device: number
  readonly time: number
  readonly value: number
}

/** A database that the loss test of sources is run with. */
export interface LossDatabase {
  /** Name of its process under `test/processes`. */
  readonly process: string
  /** The topic of its rows. */
  readonly topic: string
  /** Makes the table, and gives what writes rows. */
  open(port: number): Promise<AsyncDisposable & { write(rows: readonly LossRow[]): Promise<void> }>
  /** The connector that reads it. */
  config(port: number): Readonly<Record<string, string>>
  /** The row of a record; null when it is none. */
  read(key: string, value: string): LossRow | null
}

const taosUrl = (port: number) => `jdbc:TAOS-WS://127.0.0.1:${port}`

/** TDengine, line protocol, child tables as devices. */
export const tdengineLoss: LossDatabase = {
  process: 'tdengine',
  topic: 'loss',
  async open(port) {
    const account = { user: 'root', password: new Secret('taosdata') }
    const client = await connectTDengine(parseTDengineUrl(taosUrl(port), account))
    await client.execute('CREATE DATABASE loss')
    await client.execute('CREATE STABLE loss.m (ts TIMESTAMP, v BIGINT) TAGS (t INT)')
    return {
      async write(rows) {
        const parts = rows.map(
          ({ device, time, value }) =>
            `loss.d${device} USING loss.m TAGS (${device}) VALUES (${time}, ${value})`,
        )
        await client.execute(`INSERT INTO ${parts.join(' ')}`)
      },
      [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
    }
  },
  config: port => ({
    'connector.class': tdengineSourcePlugin.className,
    'connection.url': taosUrl(port),
    'connection.database': 'loss',
    'poll.interval.ms': '50',
    'topic.prefix': '',
  }),
  read(key, value) {
    const found = /^m,t=\d+i32 v=(\d+)i64 (\d+)000000$/.exec(value)
    const device = /^d(\d+)$/.exec(key)
    if (found === null || device === null) return null
    return { device: Number(device[1]), value: Number(found[1]), time: Number(found[2]) }
  },
}

/** KWDB, line protocol, primary tags as devices. */
export const kwdbLoss: LossDatabase = {
  process: 'kwdb',
  topic: 'kw-loss-m',
  async open(port) {
    const client = kwdbClient(parseKwdbUrl(`jdbc:kaiwudb://127.0.0.1:${port}`, { user: 'root' }))
    await client.query('CREATE TS DATABASE loss')
    await client.query(
      'CREATE TABLE loss.m (ts TIMESTAMPTZ NOT NULL, v INT8) TAGS (t INT4 NOT NULL) PRIMARY TAGS (t)',
    )
    return {
      async write(rows) {
        const list = rows.map(({ device, time, value }) => `(${time}, ${value}, ${device})`)
        await client.query(`INSERT INTO loss.m (ts, v, t) VALUES ${list.join(', ')}`)
      },
      [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
    }
  },
  config: port => ({
    'connector.class': kwdbSourcePlugin.className,
    'connection.url': `jdbc:kaiwudb://127.0.0.1:${port}`,
    'connection.user': 'root',
    'connection.database': 'loss',
    'poll.interval.ms': '50',
    'topic.prefix': 'kw',
    'out.format': 'line_influxdb',
  }),
  read(_, value) {
    const found = /^m,t=(\d+) v=(\d+)i64 (\d+)000000$/.exec(value)
    if (found === null) return null
    return { device: Number(found[1]), value: Number(found[2]), time: Number(found[3]) }
  },
}
