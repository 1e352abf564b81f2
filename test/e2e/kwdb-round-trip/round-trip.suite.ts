import {
  type KwdbClient,
  kwdbClient,
  kwdbSinkPlugin,
  kwdbSourcePlugin,
  parseKwdbUrl,
} from '@tidewire/kwdb'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Bench, eventually, type WorkerUnderTest } from '../connect/worker-bench.ts'
import {
  allTypes,
  columnName,
  createTable,
  insertRows,
  type RandomTable,
  tagName,
  tagTypes,
} from './random-rows.ts'

const rows = 120

/** A Kafka that the records pass through. */
export interface Cluster extends AsyncDisposable {
  readonly bootstrapServers: string
}

/** All four formats from KWDB through a Kafka into KWDB. */
export function kwdbRoundTripSuite(open: () => Promise<Cluster>): void {
  let server: KwdbDevServer
  let bench: Bench
  let cluster: Cluster
  let worker: WorkerUnderTest
  let client: KwdbClient

  beforeAll(async () => {
    server = await KwdbDevServer.start({ port: 0 })
    bench = await Bench.open()
    cluster = await open()
    worker = await bench.worker([kwdbSinkPlugin, kwdbSourcePlugin], {
      ...bench.props(),
      'bootstrap.servers': cluster.bootstrapServers,
    })
    client = kwdbClient(parseKwdbUrl(server.jdbcUrl, { user: 'root' }))
  })

  afterAll(async () => {
    await client[Symbol.asyncDispose]()
    await worker[Symbol.asyncDispose]()
    await bench[Symbol.asyncDispose]()
    await cluster[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  const query = async (sql: string) => (await client.query(sql)).rows

  /** Fills a database with the rows of a table, and carries it through a topic into another database. */
  async function carry(
    format: string,
    tables: readonly RandomTable[],
    options: { readonly prepare?: boolean; readonly source?: Record<string, string> } = {},
  ): Promise<{ readonly source: string; readonly copy: string }> {
    const source = `source_${format}`
    const copy = `copy_${format}`
    for (const database of [source, copy]) await client.query(`CREATE TS DATABASE ${database}`)
    for (const table of tables) {
      await client.query(createTable(source, table))
      if (options.prepare === true) await client.query(createTable(copy, table))
      for (const statement of insertRows(source, table, rows)) await client.query(statement)
    }
    const common = {
      'connection.url': server.jdbcUrl,
      'connection.user': 'root',
      'tasks.max': '2',
    }
    await load(`source-${format}`, {
      ...common,
      'connector.class': kwdbSourcePlugin.className,
      'connection.database': source,
      'topic.prefix': 'kw',
      'topic.per.stable': 'false',
      'topic.append.format': 'true',
      'poll.interval.ms': '50',
      'out.format': format,
      ...options.source,
    })
    await load(`sink-${format}`, {
      ...common,
      'connector.class': kwdbSinkPlugin.className,
      'connection.database': copy,
      topics: `kw-${source}-${format}`,
      'protocol.type': format,
      // The first point of a metric may lack tags that are NULL there.
      'auto.evolve': String(format.includes('opentsdb')),
    })
    return { source, copy }
  }

  async function load(name: string, config: Readonly<Record<string, string>>): Promise<void> {
    const answer = await worker.call('PUT', `/connectors/${name}/config`, config)
    expect(answer.status, answer.text).toBe(201)
  }

  /** All rows of a table; floats of 32 bits, which the server rounds when it shows them, in full. */
  async function all(database: string, { name, columns, tags }: RandomTable) {
    const floats = [
      ...columns.flatMap((type, i) => (type === 'FLOAT4' ? [columnName(i)] : [])),
      ...tags.flatMap((type, i) => (type === 'FLOAT4' ? [tagName(i)] : [])),
    ].map(column => `, CAST(${column} AS FLOAT8)`)
    return await query(
      `SELECT *${floats.join('')} FROM ${database}."${name.replaceAll('"', '""')}" ORDER BY ts`,
    )
  }

  /** Waits until a database holds the same rows as another one. */
  async function same(source: string, copy: string, table: RandomTable): Promise<void> {
    const expected = await all(source, table)
    expect(expected).toHaveLength(rows)
    await eventually(async () => {
      const found = await all(copy, table)
      if (found.length < rows) throw new Error(`${found.length} rows\n${await states()}`)
    }, 20_000)
    expect(await all(copy, table)).toEqual(expected)
  }

  const states = async () => (await worker.call('GET', '/connectors?expand=status')).text

  const types = (database: string, table: RandomTable) =>
    query(
      `SELECT column_name, kwdb_sql_type, is_tag FROM "${database}".information_schema.columns WHERE table_name = '${table.name.replaceAll("'", "''")}' ORDER BY is_tag, column_name`,
    )

  describe('source, topic and sink', () => {
    it('json_kaiwudb: identical tables, made by the sink, every type', async () => {
      const table: RandomTable = { name: 'we"ird, na=me.x', columns: allTypes, tags: tagTypes }
      const { source, copy } = await carry('json_kaiwudb', [table])
      await same(source, copy, table)
      const plain = async (database: string) =>
        (await types(database, table)).map(row => row.join(' ').replace(/\((?:3|6)\)/, ''))
      expect(await plain(copy)).toEqual(await plain(source))
    })

    it('line_influxdb: identical tables, every type', async () => {
      const table: RandomTable = {
        name: 'we"ird, na=me.x',
        columns: allTypes,
        tags: tagTypes,
        allowed: value => value !== '',
      }
      const { source, copy } = await carry('line_influxdb', [table], { prepare: true })
      await same(source, copy, table)
    })

    it.each([
      ['json_opentsdb', /^(?!VARBYTES)/, /^(?!VARBYTES)/, () => true],
      ['line_opentsdb', /^(INT|FLOAT|TIMESTAMP)/, /^(INT|FLOAT|VARCHAR)/, plainWord],
    ] as const)(
      '%s: every value in the table of its metric',
      async (format, columns, tags, allowed) => {
        const table: RandomTable = {
          name: 'm',
          columns: allTypes.filter(type => columns.test(type)),
          tags: tagTypes.filter(type => tags.test(type)),
          allowed,
        }
        const { source, copy } = await carry(format, [table])
        const expected = await all(source, table)
        const width = table.columns.length + 1
        const cast = width + 1 + table.tags.length
        for (const [i, type] of table.columns.entries()) {
          const at = type === 'FLOAT4' ? cast : i + 1
          const given = expected.filter(row => row[i + 1] !== null)
          const found = await eventually(async () => {
            const held = await query(
              `SELECT "timestamp", value, p FROM ${copy}."m.${columnName(i)}" ORDER BY "timestamp"`,
            )
            if (held.length < given.length)
              throw new Error(`${held.length} values of ${type}\n${await states()}`)
            return held
          }, 20_000)
          expect(found.map(([, value]) => shown(type, value ?? ''))).toEqual(
            given.map(row => shown(type, row[at] ?? '')),
          )
          expect(found.map(row => [row[0], row[2]])).toEqual(given.map(row => [row[0], row[width]]))
        }
      },
    )
  })
}

function plainWord(value: string): boolean {
  return value !== '' && !/[\s=]/.test(value)
}

/** A value in one form, whether a typed column shows it or a text. */
function shown(type: string, value: string): string {
  if (type.startsWith('FLOAT')) return String(Math.fround(Number(value)))
  if (type === 'BOOL') return value.startsWith('t') ? 't' : 'f'
  if (!type.startsWith('TIMESTAMP')) return value
  if (/^-?\d+$/.test(value)) return value
  const ms = BigInt(Date.parse(`${value.slice(0, 19).replace(' ', 'T')}Z`))
  const fraction = /\.(\d+)/.exec(value)?.[1] ?? ''
  const places = Number(/\d/.exec(type)?.[0])
  return String(ms * 10n ** BigInt(places - 3) + BigInt(fraction.padEnd(places, '0')))
}
