import { TDengineDevServer } from '@tidewire/local/tdengine'
import type { TDengineClient } from '@tidewire/tdengine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adminClient, SourceHarness } from '../tdengine-source/source-harness.ts'
import { SubscriptionHarness } from './subscription-harness.ts'

let server: TDengineDevServer
let taos: TDengineClient

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  taos = await adminClient(server)
})

afterAll(async () => {
  await taos[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const columns = [
  ['b', 'BOOL', 'true'],
  ['i1', 'TINYINT', '-128'],
  ['i2', 'SMALLINT', '-32768'],
  ['i4', 'INT', '-2147483648'],
  ['i8', 'BIGINT', '-9223372036854775807'],
  ['u1', 'TINYINT UNSIGNED', '255'],
  ['u2', 'SMALLINT UNSIGNED', '65535'],
  ['u4', 'INT UNSIGNED', '4294967295'],
  ['u8', 'BIGINT UNSIGNED', '18446744073709551615'],
  ['f4', 'FLOAT', '1.5'],
  ['f8', 'DOUBLE', '-1.0E300'],
  ['t', 'TIMESTAMP', '1700000000123456'],
  ['v', 'VARCHAR(40)', `'quote " comma , space'`],
  ['n', 'NCHAR(40)', `'süd 北 😀'`],
  ['vb', 'VARBINARY(20)', `'\\x00ff10'`],
  ['g', 'GEOMETRY(100)', `'POINT(1 2)'`],
  ['d1', 'DECIMAL(10,2)', '12.34'],
  ['d2', 'DECIMAL(38,10)', '-1234567890.0123456789'],
] as const
/** Types that tags can have too. */
const tags = columns.filter(([, type]) => !type.startsWith('DECIMAL'))

async function makeTables(database: string): Promise<void> {
  await taos.execute(`CREATE DATABASE ${database} VGROUPS 1 PRECISION 'us'`)
  const columnList = columns.map(([name, type]) => `${name} ${type}`).join(',')
  const tagList = tags.map(([name, type]) => `tag_${name} ${type}`).join(',')
  await taos.execute(
    `CREATE STABLE ${database}.alltypes (ts TIMESTAMP,${columnList}) TAGS (${tagList})`,
  )
  await taos.execute(`CREATE STABLE ${database}.jsontag (ts TIMESTAMP, v INT) TAGS (j JSON)`)
  const row = columns.map(([, , value]) => value).join(',')
  const nulls = columns.map(() => 'NULL').join(',')
  await taos.execute(
    `INSERT INTO ${database}.e1 USING ${database}.alltypes TAGS (${tags.map(([, , value]) => value).join(',')})` +
      ` VALUES (1700000000000001,${row}) (1700000000000002,${nulls}) (1700000000000003,${row})`,
  )
  await taos.execute(
    `INSERT INTO ${database}.e2 USING ${database}.alltypes TAGS (${tags.map(() => 'NULL').join(',')})` +
      ` (ts, i4, n) VALUES (1700000000000004, 7, '')`,
  )
  await taos.execute(
    `INSERT INTO ${database}.j1 USING ${database}.jsontag TAGS ('{"a":1,"b":"ü"}') VALUES (1700000000000005, 1)`,
  )
  await taos.execute(
    `INSERT INTO ${database}.j2 USING ${database}.jsontag TAGS (NULL) VALUES (1700000000000006, 2)`,
  )
}

it.each(['line', 'flat-json', 'opentsdb-json'])(
  'prints every type as query mode does: %s',
  async format => {
    const database = `types_${format.replaceAll('-', '_')}`
    await makeTables(database)
    const common = {
      'connection.database': database,
      'topic.prefix': 'td',
      'topic.per.stable': 'true',
      'out.format': format,
      'table.name.tag': 'tb',
      'errors.tolerance': 'all',
    }
    await using query = new SourceHarness(server, { ...common, 'read.method': 'query' })
    await query.start({ tables: 'alltypes,jsontag' })
    const wanted = await query.drain()
    await using harness = new SubscriptionHarness(server, common)
    await harness.start()
    await harness.until(wanted.length)
    await harness.poll()
    const asText = (read: readonly { value: string; topic: string; timestamp: number }[]) =>
      read.map(({ topic, value, timestamp }) => `${topic} ${value} ${timestamp}`).toSorted()
    expect(wanted.length).toBeGreaterThan(3)
    expect(asText(harness.read)).toEqual(asText(wanted))
  },
)

it('hands over structures where the converter wants them', async () => {
  await makeTables('types_struct')
  await using harness = new SubscriptionHarness(server, {
    'connection.database': 'types_struct',
    'out.format': 'json',
  })
  harness.textValues = false
  await harness.start()
  await harness.untilTrue(() => harness.structures.length >= 6)
  const [first] = harness.structures.filter(record => record.key === 'e1')
  expect(first?.valueSchema?.type).toBe('struct')
  expect(first?.value).toMatchObject({ b: true, i8: -9223372036854775807n })
})
