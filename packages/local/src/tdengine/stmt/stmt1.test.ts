import {
  binaryAction,
  encodeBlock,
  encodeTmqBody,
  type TDengineType,
  type TDengineValue,
  wireType,
} from '@tidewire/tdengine/wire'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TDengineDevServer } from '../server.ts'
import { outcome, type Reply, StmtClient } from './stmt.test.kit.ts'

let server: TDengineDevServer
let client: StmtClient
const start = 1_700_000_000_000n

beforeAll(async () => {
  server = await TDengineDevServer.start()
  const first = await StmtClient.open(server, undefined)
  await first.query("create database d precision 'us'")
  first.close()
  client = await StmtClient.open(server, 'd')
})
afterAll(async () => {
  client.close()
  await server.close()
})

const us = (row: number) => (start + BigInt(row)) * 1000n

/** A frame that holds a raw block. */
function blockFrame(action: number, id: number, block: Buffer) {
  return (requestId: bigint): Buffer => {
    const head = Buffer.alloc(24)
    head.writeBigUInt64LE(requestId, 0)
    head.writeBigUInt64LE(BigInt(id), 8)
    head.writeBigUInt64LE(BigInt(action), 16)
    return Buffer.concat([head, block])
  }
}

async function prepare(sql: string): Promise<number> {
  const { stmt_id } = await client.ask('init')
  await client.ask('prepare', { stmt_id, sql })
  return stmt_id
}

const column = (type: TDengineType, length: number, values: readonly TDengineValue[]) => ({
  type,
  length,
  values,
})

describe('stmt v1', () => {
  test('JSON of every type', async () => {
    await client.query(
      'create stable a (ts timestamp, b bool, i8 tinyint, i64 bigint, f float, d double, u64 bigint unsigned, v varchar(8),' +
        ' n nchar(8), vb varbinary(8), t timestamp) tags (g int, h nchar(8), k timestamp)',
    )
    const id = await prepare('insert into ? using a tags(?,?,?) values(?,?,?,?,?,?,?,?,?,?,?)')
    await client.ask('set_table_name', { stmt_id: id, name: 'a1' })
    expect((await client.ask('get_tag_fields', { stmt_id: id })).fields).toMatchObject([
      { name: 'g', field_type: 4, bytes: 4 },
      { name: 'h', field_type: 10, bytes: 34 },
      { name: 'k', field_type: 9, precision: 0 },
    ])
    await client.ask('set_tags', { stmt_id: id, tags: [5, 'ž', 1_700_000_000_000_000] })
    const columns = [
      [Number(us(0)), '2023-11-14T22:13:21.000001Z'],
      [true, null],
      [-128, null],
      [9_007_199_254_740_991, null],
      [1.5, null],
      [0.1, null],
      [0, null],
      ['it', null],
      ['žlu', null],
      ['0aff', null],
      [1, null],
    ]
    await client.ask('bind', { stmt_id: id, columns })
    await client.ask('add_batch', { stmt_id: id })
    expect((await client.ask('exec', { stmt_id: id })).affected).toBe(2)
    const [first, second] = await client.query('select * from a order by ts')
    expect(first).toEqual([
      ...[us(0), true, -128, 9_007_199_254_740_991n, 1.5, 0.1, 0n, 'it', 'žlu'],
      ...[Buffer.from([0x0a, 0xff]), 1n, 5, 'ž', 1_700_000_000_000_000n],
    ])
    expect(second?.slice(0, 2)).toEqual([1_700_000_001_000_001n, null])
  })

  test('what is wrong with JSON is an error of the adapter, and does not stay', async () => {
    await client.query('create table b (ts timestamp, i8 tinyint, vb varbinary(4))')
    const id = await prepare('insert into b values(?,?,?)')
    const bind = async (columns: unknown) =>
      outcome(await client.send('bind', { stmt_id: id, columns }))
    const time = Number(us(0))
    for (const columns of [
      [[time], ['x'], [null]],
      [[time], [300], [null]],
      [[time], [1], ['0']],
      5,
    ]) {
      const [code, message] = await bind(columns)
      expect(code).toBe(65535)
      expect(message).toMatch(/^stmt parse column json:./)
    }
    expect(await bind([[time], [1], ['0f']])).toEqual([0, ''])
  })

  test('blocks of rows are bound and read back', async () => {
    await client.query(
      'create stable c (ts timestamp, i int, v varchar(20), n nchar(20), d double) tags (g int, h varchar(8))',
    )
    let child = 0
    const cell = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 })
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 20 })
    const row = fc.tuple(
      cell(fc.integer()),
      cell(text),
      cell(text),
      cell(fc.double({ noNaN: true })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 9 }), async rows => {
        child += 1
        const id = await prepare('insert into ? using c tags(?,?) values(?,?,?,?,?)')
        await client.ask('set_table_name', { stmt_id: id, name: `c${child}` })
        const tags = encodeBlock([column('INT', 4, [child]), column('VARCHAR', 8, ['x'])])
        const set: Reply = await client.binary(blockFrame(binaryAction.setTags, id, tags))
        expect(set).toMatchObject({ code: 0, action: 'set_tags', stmt_id: id })
        const block = encodeBlock([
          column(
            'TIMESTAMP',
            8,
            rows.map((_, i) => us(i)),
          ),
          column(
            'INT',
            4,
            rows.map(([i]) => i),
          ),
          column(
            'VARCHAR',
            20,
            rows.map(([, v]) => v),
          ),
          column(
            'NCHAR',
            20,
            rows.map(([, , n]) => n),
          ),
          column(
            'DOUBLE',
            8,
            rows.map(([, , , d]) => d),
          ),
        ])
        const bound: Reply = await client.binary(blockFrame(binaryAction.bind, id, block))
        expect(outcome(bound)).toEqual([0, ''])
        await client.ask('add_batch', { stmt_id: id })
        expect((await client.ask('exec', { stmt_id: id })).affected).toBe(rows.length)
        expect(
          await client.query(`select * from c where tbname = 'c${child}' order by ts`),
        ).toEqual(rows.map((values, i) => [us(i), ...values, child, 'x']))
        client.tell('close', { stmt_id: id })
      }),
      { numRuns: 15 },
    )
  })

  test('damaged blocks are refused', async () => {
    await client.query('create table e (ts timestamp, v int)')
    const block = encodeBlock([column('TIMESTAMP', 8, [us(0)]), column('INT', 4, [1])])
    const change = fc.record({ at: fc.nat(block.length - 1), value: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.nat(block.length),
        async (changes, length) => {
          const id = await prepare('insert into e values(?,?)')
          const damaged = Buffer.from(block)
          for (const { at, value } of changes) damaged[at] = value
          const frame = blockFrame(binaryAction.bind, id, damaged.subarray(0, length))
          const reply: Reply = await client.binary(frame)
          expect(reply.stmt_id).toBe(id)
          expect(reply.message).not.toMatch(/internal failure/)
          client.tell('close', { stmt_id: id })
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a query', async () => {
    await client.query('create table q (ts timestamp, v int)')
    await client.query(`insert into q values (${us(0)}, 1) (${us(1)}, 2)`)
    const id = await prepare('select v from q where v > ?')
    expect((await client.ask('stmt_num_params', { stmt_id: id })).num_params).toBe(1)
    const block = encodeBlock([column('INT', 4, [1])])
    expect(outcome(await client.binary(blockFrame(binaryAction.bind, id, block)))).toEqual([0, ''])
    await client.ask('exec', { stmt_id: id })
    const result = await client.ask('use_result', { stmt_id: id })
    expect(await client.rows(result.result_id)).toEqual([[2]])
  })

  test('calls in the wrong order', async () => {
    await client.query('create stable o (ts timestamp, v int) tags (g int)')
    const wrong = [554, 'Stmt API usage error']
    const { stmt_id: id } = await client.ask('init')
    expect(outcome(await client.send('exec', { stmt_id: id }))).toEqual(wrong)
    await client.ask('prepare', { stmt_id: id, sql: 'insert into ? using o tags(?) values(?,?)' })
    expect(outcome(await client.send('bind', { stmt_id: id, columns: [[1], [1]] }))).toEqual([
      555,
      'Stmt table name not set correctly',
    ])
    await client.ask('set_table_name', { stmt_id: id, name: 'o1' })
    expect(outcome(await client.send('add_batch', { stmt_id: id }))).toEqual(wrong)
    await client.ask('prepare', { stmt_id: id, sql: 'insert into o (tbname, ts, v) values(?,?,?)' })
    expect(outcome(await client.send('get_col_fields', { stmt_id: id }))).toEqual([
      512,
      'insert into stb(...tbname...)values(...,?,...) only support in stmt2',
    ])
    await client.ask('prepare', { stmt_id: id, sql: 'insert into o1x values(?,?)' })
    expect(outcome(await client.send('get_col_fields', { stmt_id: id }))).toEqual([
      9731,
      'Table does not exist',
    ])
  })

  test('the size of a column, and columns that there are not', async () => {
    await client.query('create table p (ts timestamp, s nchar(4))')
    const id = await prepare('insert into p values(?,?)')
    expect(await client.ask('stmt_get_param', { stmt_id: id, index: 1 })).toMatchObject({
      index: 1,
      data_type: 10,
      length: 18,
    })
    expect(outcome(await client.send('stmt_get_param', { stmt_id: id, index: 2 }))).toEqual([
      280,
      'Invalid parameters',
    ])
  })

  test('the older endpoint knows the same statements', async () => {
    await client.query('create table r (ts timestamp, v int)')
    const old = await StmtClient.open(server, 'd', '/rest/stmt')
    const { stmt_id } = await old.ask('init')
    await old.ask('prepare', { stmt_id, sql: 'insert into r values(?,?)' })
    await old.ask('bind', { stmt_id, columns: [[Number(us(0))], [4]] })
    await old.ask('add_batch', { stmt_id })
    expect((await old.ask('exec', { stmt_id })).affected).toBe(1)
    old.close()
    expect(await client.query('select v from r')).toEqual([[4]])
  })
})

/** A frame of `write_raw_block`, or of `write_raw_block_with_fields` when fields are named. */
function writeFrame(table: string, rows: number, block: Buffer, fields?: readonly string[]) {
  const structs = (fields ?? []).map(name => {
    const field = Buffer.alloc(72)
    field.write(name, 0)
    return field
  })
  const head = Buffer.alloc(6)
  head.writeInt32LE(rows, 0)
  head.writeUInt16LE(table.length, 4)
  const action =
    fields === undefined ? binaryAction.writeRawBlock : binaryAction.writeRawBlockWithFields
  return blockFrame(action, 0, Buffer.concat([head, Buffer.from(table), block, ...structs]))
}

describe('raw blocks', () => {
  const block = encodeBlock([
    column('TIMESTAMP', 8, [us(0), us(1)]),
    column('INT', 4, [1, null]),
    column('VARCHAR', 8, [null, 'b']),
  ])

  test('are written into a table as it is', async () => {
    await client.query('create table w (ts timestamp, v int, s varchar(8))')
    const reply: Reply = await client.binary(writeFrame('w', 2, block))
    expect(reply).toMatchObject({ code: 0, action: 'write_raw_block' })
    expect(await client.query('select * from w order by ts')).toEqual([
      [us(0), 1, null],
      [us(1), null, 'b'],
    ])
  })

  test('name their columns, in any order and not all of them', async () => {
    await client.query('create stable x (ts timestamp, a double, s varchar(8), v int) tags (g int)')
    await client.query('create table x1 using x tags (1)')
    const reply: Reply = await client.binary(writeFrame('x1', 2, block, ['ts', 'v', 's']))
    expect(reply).toMatchObject({ code: 0, action: 'write_raw_block_with_fields' })
    expect(await client.query('select * from x order by ts')).toEqual([
      [us(0), null, null, 1, 1],
      [us(1), null, 'b', null, 1],
    ])
  })

  test('that do not fit are refused', async () => {
    await client.query('create table y (ts timestamp, v int)')
    await client.query('create table z (ts timestamp, v bigint, s varchar(8))')
    const write = async (table: string) => outcome(await client.binary(writeFrame(table, 2, block)))
    expect(await write('y')).toEqual([280, 'Invalid parameters'])
    expect(await write('z')).toEqual([280, 'Invalid parameters'])
    expect(await write('nosuch')).toEqual([9731, 'Table does not exist'])
    expect(await client.query('select * from y')).toEqual([])
  })

  test('of a subscription message are written to the tables that it names', async () => {
    await client.query('create stable m (ts timestamp, v int, s varchar(8)) tags (g int)')
    await client.query('create table m1 using m tags (1)')
    const schema = (['ts', 'v', 's'] as const).map((name, i) => ({
      name,
      type: wireType((['TIMESTAMP', 'INT', 'VARCHAR'] as const)[i] ?? 'INT'),
      flags: 0,
      bytes: [8, 4, 10][i] ?? 0,
      id: i + 1,
    }))
    const blocks = [{ precision: 1, block, schemaVersion: 1, columns: schema, tableName: 'm1' }]
    const body = encodeTmqBody(blocks, { request: 1n, response: 2n })
    const head = Buffer.alloc(6)
    head.writeUInt32LE(body.length, 0)
    head.writeUInt16LE(2, 4)
    const frame = blockFrame(binaryAction.writeRaw, 0, Buffer.concat([head, body]))
    expect(outcome(await client.binary(frame))).toEqual([0, ''])
    expect(await client.query('select * from m1 order by ts')).toEqual([
      [us(0), 1, null],
      [us(1), null, 'b'],
    ])
  })
})
