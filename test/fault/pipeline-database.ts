import { type KwdbClient, kwdbClient, kwdbSinkPlugin, parseKwdbUrl } from '@tidewire/kwdb'
import { tdengineSinkPlugin } from '@tidewire/tdengine'

type Rows = readonly (readonly unknown[])[]

/** A database at the end of a pipeline, with the table `power.meters` of the load. */
export interface PipelineDatabase {
  /** Name of its process under `test/processes`. */
  readonly process: 'tdengine' | 'kwdb'
  /** Makes what the sink does not make itself. */
  prepare(port: number): Promise<void>
  /** Runs a statement; null when the server cannot be asked, or answers an error. */
  sql(port: number, statement: string): Promise<Rows | null>
  /** The table's name in SQL. */
  readonly table: string
  /** A query with a row for each series. */
  readonly seriesQuery: string
  /** The sink connector that writes lines. */
  config(port: number): Readonly<Record<string, string>>
}

const credentials = `Basic ${Buffer.from('root:taosdata').toString('base64')}`

export const tdengineEnd: PipelineDatabase = {
  process: 'tdengine',
  async prepare() {},
  async sql(port, statement) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/rest/sql`, {
        method: 'POST',
        headers: { authorization: credentials },
        body: statement,
        signal: AbortSignal.timeout(20_000),
      })
      const body = (await response.json()) as { code: number; desc?: string; data?: unknown[][] }
      if (body.code !== 0) return null
      return body.data ?? []
    } catch {
      return null
    }
  },
  table: 'power.meters',
  seriesQuery: 'select tbname, count(*) from power.meters partition by tbname',
  config: port => ({
    'connector.class': tdengineSinkPlugin.className,
    'connection.url': `jdbc:TAOS-WS://127.0.0.1:${port}`,
    'connection.user': 'root',
    'connection.password': 'taosdata',
    'connection.database': 'power',
    'db.schemaless': 'line',
    'data.precision': 'ns',
  }),
}

const kwdbUrl = (port: number) => `jdbc:kaiwudb://127.0.0.1:${port}/?socketTimeout=20`

/** A client that lives as long as one statement: the server may be another one for the next. */
function kwdb(port: number): KwdbClient {
  return kwdbClient(parseKwdbUrl(kwdbUrl(port), { user: 'root' }))
}

export const kwdbEnd: PipelineDatabase = {
  process: 'kwdb',
  async prepare(port) {
    await using client = kwdb(port)
    await client.query('CREATE TS DATABASE power')
    await client.query(
      'CREATE TABLE power.meters (k_timestamp TIMESTAMPTZ(9) NOT NULL, current FLOAT8, voltage FLOAT8, phase FLOAT8, n INT8) TAGS (location VARCHAR(64) NOT NULL, groupid INT4 NOT NULL) PRIMARY TAGS (location, groupid)',
    )
  },
  async sql(port, statement) {
    try {
      await using client = kwdb(port)
      return (await client.query(statement)).rows
    } catch {
      return null
    }
  },
  table: 'power.meters',
  seriesQuery: 'SELECT location, groupid, count(*) FROM power.meters GROUP BY location, groupid',
  config: port => ({
    'connector.class': kwdbSinkPlugin.className,
    'connection.url': kwdbUrl(port),
    'connection.user': 'root',
    'connection.database': 'power',
    'protocol.type': 'line_influxdb',
    'timestamp.precision': 'ns',
    'connection.backoff.ms': '200',
  }),
}
