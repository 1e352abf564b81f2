import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TDengineDevServer } from '../server.ts'
import { sql, TmqClient } from './tmq.test.kit.ts'

let server: TDengineDevServer
let name = ''
let count = 0

beforeAll(async () => {
  server = await TDengineDevServer.start()
})
afterAll(async () => await server.close())

beforeEach(async () => {
  count += 1
  name = `d${count}`
  await sql(server, `create database ${name} vgroups 1`)
  await run('create stable m (ts timestamp, v int, s nchar(10)) tags (t1 int, t2 varchar(8))')
})

const run = (text: string) => sql(server, text, name)
const T = 1700000000000n

/** Everything that a new group of a topic gets. */
async function consume(topic: string): Promise<unknown[][]> {
  const client = await TmqClient.open(server)
  try {
    await client.subscribe([topic])
    return await client.drain()
  } finally {
    await client.close()
  }
}

describe('topics of a query', () => {
  test('filters, tags, tbname and functions are evaluated on the rows of the log', async () => {
    await run(
      `create topic ${name}_t as select ts, tbname, v * 2, upper(s) big, t2 from m where v > 1 and t1 < 3`,
    )
    await run(
      `insert into a using m tags (1, 'x') values (${T}, 1, 'no') (${T + 1n}, 2, 'ano')
       b using m tags (2, 'y') values (${T}, 5, 'ř') c using m tags (3, 'z') values (${T}, 9, 'c')`,
    )
    expect(await consume(`${name}_t`)).toEqual([
      [null, T + 1n, 'a', 4, 'ANO', 'x'],
      [null, T, 'b', 10, 'Ř', 'y'],
    ])
  })

  test('a row that is written again comes again, as it was each time', async () => {
    await run(`create topic ${name}_t as select ts, v, s from m`)
    await run(`insert into a using m tags (1, 'x') values (${T}, 1, 'one')`)
    await run(`insert into a (ts, v) values (${T}, 2)`)
    await run(`delete from a`)
    expect(await consume(`${name}_t`)).toEqual([
      [null, T, 1, 'one'],
      [null, T, 2, null],
    ])
  })

  test('the columns of `*` are those of its creation', async () => {
    await run(`create topic ${name}_t as select * from m`)
    await run(`insert into a using m tags (1, 'x') values (${T}, 1, 'one')`)
    await run('alter stable m add column more double')
    await run(`insert into a values (${T + 1n}, 2, 'two', 0.5)`)
    expect(await consume(`${name}_t`)).toEqual([
      [null, T, 1, 'one', 1, 'x'],
      [null, T + 1n, 2, 'two', 1, 'x'],
    ])
  })

  test('a topic of one child table has its rows only', async () => {
    await run(
      `insert into a using m tags (1, 'x') values (${T}, 1, 'a') b using m tags (2, 'y') values (${T}, 2, 'b')`,
    )
    await run(`create topic ${name}_t as select v from a`)
    expect(await consume(`${name}_t`)).toEqual([[null, 1]])
  })

  test('rows of one statement come in order of time, one per timestamp', async () => {
    await run(`create topic ${name}_t as select ts, v, s from m`)
    await run(
      `insert into a using m tags (1, 'x') values (${T + 2n}, 3, 'c') (${T}, 1, 'a') (${T + 2n}, 4, null) (${T + 1n}, 2, 'b')`,
    )
    expect(await consume(`${name}_t`)).toEqual([
      [null, T, 1, 'a'],
      [null, T + 1n, 2, 'b'],
      [null, T + 2n, 4, null],
    ])
  })

  test.each([
    'select count(*) from m',
    'select * from m order by ts',
    'select * from m limit 1',
    'select distinct v from m',
    'select _wstart, count(*) from m interval(1s)',
    'select v from (select v from m)',
    'select diff(v) from m',
  ])('%s is no topic', async query => {
    await expect(run(`create topic ${name}_t as ${query}`)).rejects.toThrow('0x2639')
  })
})

describe('topics of tables and databases', () => {
  test('rows that name other columns come in blocks of their own', async () => {
    await run(`create topic ${name}_t as stable m`)
    await run(`create table a using m tags (1, 'x')`)
    await run(`insert into a (ts, v) values (${T}, 1)`)
    await run(`insert into a values (${T + 1n}, 2, null)`)
    const client = await TmqClient.open(server)
    await client.subscribe([`${name}_t`])
    expect(await client.blocks(await client.poll())).toEqual([
      { table: 'a', names: ['ts', 'v'], rows: [[T, 1]] },
      { table: 'a', names: ['ts', 'v', 's'], rows: [[T + 1n, 2, null]] },
    ])
    await client.close()
  })

  test('a super table topic has a filter on tags', async () => {
    await run(`create topic ${name}_t as stable m where t1 > 1`)
    await run(
      `insert into a using m tags (1, 'x') values (${T}, 1, '') b using m tags (2, 'y') values (${T}, 2, '')`,
    )
    expect(await consume(`${name}_t`)).toEqual([['b', T, 2, '']])
  })

  test('rows of tables that are gone are not delivered, nor those of a table made again under the name', async () => {
    await run(`create topic ${name}_t as database ${name}`)
    await run(`insert into a using m tags (1, 'x') values (${T}, 1, 'old')`)
    await run('drop table a')
    await run(`insert into a using m tags (1, 'x') values (${T}, 2, 'new')`)
    expect(await consume(`${name}_t`)).toEqual([['a', T, 2, 'new']])
  })

  test('schemaless lines arrive', async () => {
    await run(`create topic ${name}_t as database ${name}`)
    const response = await fetch(`${server.url}/influxdb/v1/write?db=${name}&precision=ms`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('root:taosdata')}` },
      body: `cpu,host=a usage=0.5 ${T}\ncpu,host=b usage=1.5 ${T}\n`,
    })
    expect(response.status).toBe(204)
    const rows = await consume(`${name}_t`)
    expect(rows.map(([, ...values]) => values).sort()).toEqual([
      [T, 0.5],
      [T, 1.5],
    ])
  })

  test('meta tells of tables, tags and deletes', async () => {
    await run(`create topic ${name}_t with meta as stable m`)
    await run(`create table a using m tags (1, 'x')`)
    await run(`create table other (ts timestamp, v int)`)
    await run(`alter table a set tag t2 = null`)
    await run(`insert into b using m tags (2, 'y') values (${T}, 1, '')`)
    await run(`delete from m where ts > ${T}`)
    await run('alter stable m rename tag t2 t3')
    const client = await TmqClient.open(server)
    await client.subscribe([`${name}_t`])
    const metas = await client.metas()
    await client.close()
    expect(metas).toMatchObject([
      { type: 'create', tableType: 'super', tableName: 'm' },
      { type: 'create', tableType: 'child', tableName: 'a', tagNum: 2, createList: [] },
      { type: 'alter', tableName: 'a', alterType: 4, colName: 't2', colValueNull: true },
      { type: 'create', tableType: 'child', tableName: 'b' },
      {
        type: 'delete',
        sql: `delete from \`m\` where \`ts\` >= ${T + 1n} and \`ts\` <= 9223372036854775807`,
      },
      { type: 'alter', tableName: 'm', alterType: 3, colName: 't2', colNewName: 't3' },
    ])
  })
})

describe('snapshots', () => {
  test('what the tables hold comes first, then what is written', async () => {
    await run(`create topic ${name}_t with meta as database ${name}`)
    await run(`create topic ${name}_q as select v, t2 from m where v > 1`)
    await run(`insert into a using m tags (1, 'x') values (${T}, 1, 'a') (${T + 1n}, 2, 'b')`)
    await run(`insert into a values (${T}, 3, 'c')`)
    const expected = {
      t: [
        ['a', T, 3, 'c'],
        ['a', T + 1n, 2, 'b'],
      ],
      q: [
        [null, 3, 'x'],
        [null, 2, 'x'],
      ],
    }
    for (const topic of ['t', 'q'] as const) {
      const client = await TmqClient.open(server)
      await client.subscribe([`${name}_${topic}`], { snapshot_enable: 'true' })
      expect(await client.drain()).toEqual(expected[topic])
      await run(`insert into late${topic} using m tags (2, 'y') values (${T}, 4, 'd')`)
      expect(await client.drain()).toEqual([topic === 't' ? ['latet', T, 4, 'd'] : [null, 4, 'y']])
      await run(`drop table late${topic}`)
      await client.close()
    }
  })
})

describe('what topics guard', () => {
  test('a field in use, its super table and its database stay', async () => {
    await run(`create topic ${name}_t as select ts, v from m where t1 > 0`)
    await expect(run('alter stable m drop column v')).rejects.toThrow('0x3c4')
    await expect(run('alter stable m drop tag t1')).rejects.toThrow('0x3c4')
    await expect(run('drop stable m')).rejects.toThrow('0x3ed')
    await expect(run(`drop database ${name}`)).rejects.toThrow('0x3ed')
    await expect(run(`alter database ${name} wal_retention_period 0`)).rejects.toThrow('0x389')
    await run('alter stable m drop column s')
    await run(`drop topic ${name}_t`)
    await run('drop stable m')
  })

  test('a database without retention has no topics and no log', async () => {
    await sql(server, `create database ${name}_none wal_retention_period 0`)
    await expect(sql(server, `create topic x as database ${name}_none`)).rejects.toThrow('0x389')
  })
})
