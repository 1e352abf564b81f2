import {
  type BindBlock,
  bindBlock,
  encodeBindRequest,
  type TDengineType,
  type TDengineValue,
  unset,
} from '@tidewire/tdengine/wire'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TDengineDevServer } from '../server.ts'
import { outcome, StmtClient } from './stmt.test.kit.ts'

let server: TDengineDevServer
let client: StmtClient
let tables = 0
const start = 1_700_000_000_000n

beforeAll(async () => {
  server = await TDengineDevServer.start()
  const first = await StmtClient.open(server, undefined)
  await first.query('create database d')
  first.close()
  client = await StmtClient.open(server, 'd')
})
afterAll(async () => {
  client.close()
  await server.close()
})

/** Makes a table of its own and returns its name. */
async function made(definition: string): Promise<string> {
  tables += 1
  const name = `t${tables}`
  await client.query(`create table ${name} ${definition}`)
  return name
}

type Cell = TDengineValue | typeof unset

const point = Buffer.from('0101000000000000000000f03f0000000000000040', 'hex')
const types: readonly (readonly [string, TDengineType, fc.Arbitrary<TDengineValue>])[] = [
  ['bool', 'BOOL', fc.boolean()],
  ['tinyint', 'TINYINT', fc.integer({ min: -128, max: 127 })],
  ['smallint', 'SMALLINT', fc.integer({ min: -32_768, max: 32_767 })],
  ['int', 'INT', fc.integer()],
  ['bigint', 'BIGINT', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  ['float', 'FLOAT', fc.float({ noNaN: true, noDefaultInfinity: true })],
  ['double', 'DOUBLE', fc.double({ noNaN: true, noDefaultInfinity: true })],
  ['tinyint unsigned', 'TINYINT UNSIGNED', fc.nat(255)],
  ['smallint unsigned', 'SMALLINT UNSIGNED', fc.nat(65_535)],
  ['int unsigned', 'INT UNSIGNED', fc.nat(4_294_967_295)],
  ['bigint unsigned', 'BIGINT UNSIGNED', fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
  ['timestamp', 'TIMESTAMP', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  [
    'varchar(60)',
    'VARCHAR',
    fc
      .string({ unit: 'grapheme', maxLength: 5 })
      .filter(s => Buffer.byteLength(s) <= 60 && !s.includes('\0')),
  ],
  [
    'nchar(40)',
    'NCHAR',
    fc.string({ unit: 'binary', maxLength: 10 }).filter(s => !s.includes('\0')),
  ],
  ['varbinary(20)', 'VARBINARY', fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes))],
  ['geometry(40)', 'GEOMETRY', fc.constant(point)],
  ['blob', 'BLOB', fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes))],
]

const rowsOf = (count: number) =>
  fc.tuple(
    ...types.map(([, , value]) =>
      fc.array(
        fc.oneof(
          { weight: 4, arbitrary: value },
          { weight: 1, arbitrary: fc.constantFrom(null, unset) },
        ),
        { minLength: count, maxLength: count },
      ),
    ),
  )

function columnsOf(times: readonly bigint[], values: readonly (readonly Cell[])[]): BindBlock[] {
  return [
    bindBlock('TIMESTAMP', times),
    ...types.map(([, type], i) => bindBlock(type, values[i] as readonly Cell[])),
  ]
}

const stored = (cell: Cell | undefined): TDengineValue =>
  cell === unset || cell === undefined ? null : (cell as TDengineValue)

describe('stmt2: rows bound are rows read', () => {
  test('every type, with NULL and unset, new rows', async () => {
    const list = types.map(([sql], i) => `c${i} ${sql}`).join(', ')
    const stable = await made(`(ts timestamp, ${list}) tags (g int)`)
    const id = await client.prepare2(
      `insert into ? using ${stable} tags(?) values(?${',?'.repeat(types.length)})`,
    )
    let child = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }).chain(rowsOf), { minLength: 1, maxLength: 3 }),
        async parts => {
          const base = child
          child += parts.length
          const bound = await client.bind(
            id,
            parts.map((values, i) => {
              const times = (values[0] as Cell[]).map((_, row) => start + BigInt(row))
              return {
                name: `${stable}_${base + i}`,
                tags: [bindBlock('INT', [base + i])],
                columns: columnsOf(times, values as Cell[][]),
              }
            }),
          )
          expect(outcome(bound)).toEqual([0, ''])
          const count = parts.reduce((sum, values) => sum + (values[0] as Cell[]).length, 0)
          expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(count)
          for (const [i, values] of parts.entries()) {
            const found = await client.query(`select * from ${stable}_${base + i} order by ts`)
            const expected = (values[0] as Cell[]).map((_, row) => [
              start + BigInt(row),
              ...values.map(column => stored((column as Cell[])[row])),
            ])
            expect(found).toEqual(expected)
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  test('every type over stored rows: NULL clears, unset keeps', async () => {
    const list = types.map(([sql], i) => `c${i} ${sql}`).join(', ')
    const table = await made(`(ts timestamp, ${list})`)
    const id = await client.prepare2(`insert into ${table} values(?${',?'.repeat(types.length)})`)
    const count = 4
    const times = Array.from({ length: count }, (_, row) => start + BigInt(row))
    const now: TDengineValue[][] = times.map(() => types.map(() => null))
    await fc.assert(
      fc.asyncProperty(rowsOf(count), async values => {
        await client.bind(id, [
          { name: null, tags: [], columns: columnsOf(times, values as Cell[][]) },
        ])
        await client.ask('stmt2_exec', { stmt_id: id })
        for (const [i, column] of values.entries()) {
          for (const [row, cell] of (column as Cell[]).entries()) {
            if (cell !== unset) (now[row] as TDengineValue[])[i] = cell as TDengineValue
          }
        }
        const found = await client.query(`select * from ${table} order by ts`)
        expect(found).toEqual(times.map((ts, row) => [ts, ...(now[row] as TDengineValue[])]))
      }),
      { numRuns: 20 },
    )
  })

  test('DECIMAL as bytes of the unscaled number, and as text', async () => {
    const table = await made('(ts timestamp, d decimal(10,2), e decimal(38,4))')
    const id = await client.prepare2(`insert into ${table} values(?,?,?)`)
    const block = (typeId: 17 | 21, values: readonly (string | null)[]): BindBlock => ({
      ...bindBlock('VARCHAR', values),
      type: { id: typeId, name: 'DECIMAL', width: typeId === 21 ? 8 : 16, lengthBytes: 0 },
    })
    const bind = (columns: readonly BindBlock[]) =>
      client.bind(id, [{ name: null, tags: [], columns }])
    const times = bindBlock('TIMESTAMP', [start, start + 1n])
    const text = [times, block(21, ['12.345', null]), block(17, ['-5.5', '1e3'])]
    expect(outcome(await bind(text))).toEqual([0, ''])
    const data = Buffer.alloc(48)
    data.writeBigInt64LE(-7n, 8)
    const bytes = {
      ...block(21, []),
      rows: 3,
      states: new Uint8Array(3),
      lengths: null,
      data: data.subarray(0, 24),
    }
    const wide = { ...bytes, type: block(17, []).type, data }
    const later = bindBlock('TIMESTAMP', [start + 2n, start + 3n, start + 4n])
    expect(outcome(await bind([later, bytes, wide]))).toEqual([0, ''])
    await client.ask('stmt2_exec', { stmt_id: id })
    expect(await client.query(`select d, e from ${table} order by ts`)).toEqual([
      ['12.35', '-5.5000'],
      [null, '1000.0000'],
      ['0.00', `${-7n << 64n}`.replace(/(....)$/, '.$1')],
      ['-0.07', '0.0000'],
      ['0.00', '0.0000'],
    ])
    expect(
      outcome(await bind([times, block(21, ['100000000', '1']), block(17, [null, null])])),
    ).toEqual([317, 'Decimal value overflow'])
  })

  test('tags of every type', async () => {
    const tags = types.filter(([sql]) => sql !== 'blob')
    const stable = await made(
      `(ts timestamp, v int) tags (${tags.map(([sql], i) => `g${i} ${sql}`).join(', ')})`,
    )
    const id = await client.prepare2(
      `insert into ? using ${stable} tags(?${',?'.repeat(tags.length - 1)}) values(?,?)`,
    )
    let child = 0
    await fc.assert(
      fc.asyncProperty(fc.tuple(...tags.map(([, , value]) => fc.option(value))), async values => {
        child += 1
        const name = `${stable}_${child}`
        const reply = await client.bind(id, [
          {
            name,
            tags: tags.map(([, type], i) => bindBlock(type, [values[i] as TDengineValue])),
            columns: [bindBlock('TIMESTAMP', [start]), bindBlock('INT', [1])],
          },
        ])
        expect(outcome(reply)).toEqual([0, ''])
        await client.ask('stmt2_exec', { stmt_id: id })
        const names = tags.map((_, i) => `g${i}`).join(', ')
        expect(await client.query(`select ${names} from ${name}`)).toEqual([values])
      }),
      { numRuns: 20 },
    )
  })
})

const two = () => [bindBlock('TIMESTAMP', [start, start + 1n]), bindBlock('INT', [1, 2])]
const one = (v: number | null = 1) => [bindBlock('TIMESTAMP', [start]), bindBlock('INT', [v])]

describe('stmt2: forms of INSERT', () => {
  test('a super table with its columns and tags in any order, values fixed in part', async () => {
    const stable = await made('(ts timestamp, v int, s varchar(8)) tags (g int, h nchar(8))')
    const id = await client.init2()
    const prepared = await client.ask('stmt2_prepare', {
      stmt_id: id,
      sql: `insert into ${stable} (h, ts, tbname, s, v, g) values(?, ?, ?, 'x', ?, 5)`,
      get_fields: true,
    })
    expect(prepared.fields?.map(f => [f.name, f.bind_type])).toEqual([
      ['h', 2],
      ['ts', 1],
      ['tbname', 4],
      ['v', 1],
    ])
    await client.bind(id, [{ name: 'a1', tags: [bindBlock('NCHAR', ['ž'])], columns: two() }])
    await client.ask('stmt2_exec', { stmt_id: id })
    expect(await client.query(`select tbname, s, v, g, h from ${stable} order by ts`)).toEqual([
      ['a1', 'x', 1, 5, 'ž'],
      ['a1', 'x', 2, 5, 'ž'],
    ])
  })

  test('tags that the statement fixes make the child tables of bound names', async () => {
    const stable = await made('(ts timestamp, v int) tags (g int, h varchar(8))')
    const id = await client.prepare2(`insert into ? using ${stable} (h) tags('x') values(?,?)`)
    await client.bind(id, [
      { name: 'b1', tags: [], columns: one() },
      { name: 'b2', tags: [], columns: two() },
    ])
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(3)
    expect(
      await client.query(
        `select tbname, g, h, count(*) from ${stable} group by tbname, g, h order by tbname`,
      ),
    ).toEqual([
      ['b1', null, 'x', 1n],
      ['b2', null, 'x', 2n],
    ])
  })

  test('names are bound to existing tables of several kinds', async () => {
    const normal = await made('(ts timestamp, v int)')
    const stable = await made('(ts timestamp, v int) tags (g int)')
    await client.query(`create table e1 using ${stable} tags (1)`)
    const id = await client.prepare2('insert into ? values(?,?)')
    await client.bind(id, [
      { name: normal, tags: [], columns: one(7) },
      { name: 'd.e1', tags: [], columns: one(8) },
    ])
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(2)
    expect(await client.query(`select v from ${normal}`)).toEqual([[7]])
    expect(await client.query('select v from e1')).toEqual([[8]])
  })

  test('binds add up until they are executed, and a statement is used again', async () => {
    const table = await made('(ts timestamp, v int)')
    const id = await client.prepare2(`insert into ${table} values(?,?)`)
    for (let i = 0; i < 3; i += 1) {
      await client.bind(id, [
        {
          name: null,
          tags: [],
          columns: [bindBlock('TIMESTAMP', [start + BigInt(i)]), bindBlock('INT', [i])],
        },
      ])
    }
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(3)
    expect(outcome(await client.send('stmt2_exec', { stmt_id: id }))).toEqual([
      554,
      'Stmt API usage error',
    ])
    await client.ask('stmt2_prepare', { stmt_id: id, sql: `insert into ${table} (ts) values(?)` })
    await client.bind(id, [
      { name: null, tags: [], columns: [bindBlock('TIMESTAMP', [start + 9n])] },
    ])
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(1)
    expect(await client.query(`select count(*), count(v) from ${table}`)).toEqual([[4n, 3n]])
  })

  test('requests to one statement run in the order in which they are sent', async () => {
    const stable = await made('(ts timestamp, v int) tags (g int)')
    const id = await client.prepare2(`insert into ? using ${stable} tags(?) values(?,?)`)
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => [
        client.bind(id, [{ name: `f${i}`, tags: [bindBlock('INT', [i])], columns: two() }]),
        client.send('stmt2_exec', { stmt_id: id }),
      ]).flat(),
    )
    expect(replies.map(reply => reply.code)).toEqual(new Array(40).fill(0))
    expect(await client.query(`select count(*) from ${stable}`)).toEqual([[40n]])
  })

  test('columns are bound one by one, in order', async () => {
    const table = await made('(ts timestamp, v int)')
    const id = await client.prepare2(`insert into ${table} values(?,?)`)
    const single = (columns: readonly BindBlock[], index: number) =>
      client.bind(id, [{ name: null, tags: [], columns }], index)
    expect(outcome(await single([bindBlock('TIMESTAMP', [start])], 0))).toEqual([0, ''])
    expect(outcome(await single([bindBlock('INT', [4])], 1))).toEqual([0, ''])
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(1)
    expect(await client.query(`select v from ${table}`)).toEqual([[4]])
    await client.ask('stmt2_prepare', { stmt_id: id, sql: `insert into ${table} values(?,?)` })
    expect(outcome(await single([bindBlock('INT', [4])], 1))).toEqual([554, 'Stmt API usage error'])
  })

  test('a column that is added between two executions does not disturb the statement', async () => {
    const table = await made('(ts timestamp, v int)')
    const id = await client.prepare2(`insert into ${table} values(?,?)`)
    await client.bind(id, [{ name: null, tags: [], columns: one() }])
    await client.query(`alter table ${table} add column w int`)
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(1)
    expect(await client.query(`select v, w from ${table}`)).toEqual([[1, null]])
  })
})

describe('stmt2: refusals', () => {
  const prepare = async (sql: string) =>
    outcome(
      await client.send('stmt2_prepare', { stmt_id: await client.init2(), sql, get_fields: true }),
    )

  test('statements that cannot be prepared', async () => {
    const table = await made('(ts timestamp, v int)')
    const stable = await made('(ts timestamp, v int) tags (g int)')
    expect(await prepare(`delete from ${table} where ts = ?`)).toEqual([
      9728,
      "stmt only support 'SELECT' or 'INSERT'",
    ])
    expect(await prepare(`insert into ${table} (ts, v) values(?,?,?)`)).toEqual([
      9791,
      'Illegal number of columns',
    ])
    expect(await prepare(`insert into ${table} (v) values(?)`)).toEqual([
      512,
      'Primary timestamp column should not be null',
    ])
    expect(await prepare(`insert into ${table} (ts, ts) values(?,?)`)).toEqual([
      534,
      "syntax error near 'ts) values(?,?)' (duplicated column name)",
    ])
    expect(await prepare(`insert into ${stable} (tbname, g, ts, v) values('c', ?, ?, ?)`)).toEqual([
      512,
      'STMT tbname in bound cols should not be a fixed value',
    ])
    expect(await prepare(`insert into ? using ${stable} values(?,?)`)).toEqual([
      534,
      "syntax error near 'values(?,?)' (TAGS is expected)",
    ])
    expect(await prepare(`insert into ${table} values(?,?) ${table} values(?,?)`)).toEqual([
      512,
      'single table allowed in one stmt',
    ])
    expect(await prepare(`select * from ${table}`)).toEqual([
      9728,
      'stmt only support select or insert',
    ])
    expect(await prepare(`select from where v = ?`)).toEqual([
      9728,
      'syntax error near "from where v = ?"',
    ])
  })

  test('a failed bind stays until the statement is prepared again', async () => {
    const table = await made('(ts timestamp, v int, s varchar(4), n nchar(2))')
    const sql = `insert into ${table} values(?,?,?,?)`
    const id = await client.prepare2(sql)
    const columns = (s: string, n: string) => [
      ...one(),
      bindBlock('VARCHAR', [s]),
      bindBlock('NCHAR', [n]),
    ]
    const bind = (list: readonly BindBlock[]) =>
      client.bind(id, [{ name: null, tags: [], columns: list }])
    expect(outcome(await bind(columns('12345', '')))).toEqual([
      9811,
      'Value too long for column/tag',
    ])
    expect(outcome(await bind(columns('1234', '')))).toEqual([
      9811,
      'Value too long for column/tag',
    ])
    await client.ask('stmt2_prepare', { stmt_id: id, sql })
    expect(outcome(await bind(columns('1234', 'žžž')))).toEqual([
      9811,
      'Value too long for column/tag: n',
    ])
    await client.ask('stmt2_prepare', { stmt_id: id, sql })
    expect(outcome(await bind(columns('1234', '🚀ž')))).toEqual([0, ''])
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(1)
  })

  test('binds of no rows or of too many rows do not harm the statement', async () => {
    const table = await made('(ts timestamp, v int)')
    const id = await client.prepare2(`insert into ${table} values(?,?)`)
    const bind = (columns: readonly BindBlock[]) =>
      client.bind(id, [{ name: null, tags: [], columns }])
    const many = Array.from({ length: 32_768 }, (_, i) => start + BigInt(i))
    const wrong = [0x0236, 'bind number out of range or not match']
    expect(outcome(await bind([bindBlock('TIMESTAMP', []), bindBlock('INT', [])]))).toEqual(wrong)
    expect(
      outcome(
        await bind([
          bindBlock('TIMESTAMP', many),
          bindBlock(
            'INT',
            many.map(() => 1),
          ),
        ]),
      ),
    ).toEqual(wrong)
    expect(outcome(await bind(one()))).toEqual([0, ''])
  })

  test('tags are checked by their length, and read on behind the last one', async () => {
    const stable = await made('(ts timestamp, v int) tags (g int, h varchar(4))')
    const sql = `insert into ? using ${stable} tags(?,?) values(?,?)`
    const id = await client.prepare2(sql)
    const bind = async (tags: readonly BindBlock[]) => {
      await client.ask('stmt2_prepare', { stmt_id: id, sql })
      return outcome(await client.bind(id, [{ name: 'g1', tags, columns: one() }]))
    }
    expect(await bind([bindBlock('INT', [1]), bindBlock('VARCHAR', ['12345'])])).toEqual([
      512,
      'tag length is too big',
    ])
    expect(await bind([bindBlock('INT', [1]), bindBlock('INT', [1])])).toEqual([
      512,
      'var tag length is null',
    ])
    expect(await bind([bindBlock('INT', [1])])).toEqual([512, 'var tag length is null'])
    expect(await bind([bindBlock('INT', [1]), bindBlock('VARCHAR', ['1234'])])).toEqual([0, ''])
  })

  test('a table that is neither there nor made is found out', async () => {
    const stable = await made('(ts timestamp, v int) tags (g int)')
    const id = await client.prepare2(`insert into ? using ${stable} tags(?) values(?,?)`)
    await client.bind(id, [{ name: 'h1', tags: [], columns: one() }])
    expect(outcome(await client.send('stmt2_exec', { stmt_id: id }))).toEqual([
      9731,
      'Table does not exist',
    ])
    await client.bind(id, [{ name: 'h1', tags: [bindBlock('INT', [1])], columns: one() }])
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(1)
  })

  test('a failed execution writes nothing and does not stay', async () => {
    const stable = await made('(ts timestamp, v int) tags (g int)')
    const id = await client.prepare2(`insert into ? using ${stable} tags(?) values(?,?)`)
    const tags = [bindBlock('INT', [1])]
    const old = [bindBlock('TIMESTAMP', [1000n]), bindBlock('INT', [1])]
    await client.bind(id, [
      { name: 'i1', tags, columns: one() },
      { name: 'i2', tags, columns: old },
    ])
    expect((await client.send('stmt2_exec', { stmt_id: id })).code).toBe(1547)
    expect(await client.query(`select * from ${stable}`)).toEqual([])
    await client.bind(id, [{ name: 'i1', tags, columns: one() }])
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(1)
  })

  test('bytes that are no geometry', async () => {
    const table = await made('(ts timestamp, g geometry(64))')
    const id = await client.prepare2(`insert into ${table} values(?,?)`)
    const columns = [bindBlock('TIMESTAMP', [start]), bindBlock('GEOMETRY', [Buffer.from([1, 2])])]
    expect(outcome(await client.bind(id, [{ name: null, tags: [], columns }]))).toEqual([
      0x2803,
      'Invalid function para value',
    ])
  })

  test('a JSON tag is checked and kept', async () => {
    const stable = await made('(ts timestamp, v int) tags (j json)')
    const sql = `insert into ? using ${stable} tags(?) values(?,?)`
    const id = await client.prepare2(sql)
    const bind = (name: string, text: string) =>
      client.bind(id, [{ name, tags: [bindBlock('JSON', [text])], columns: one() }])
    expect(outcome(await bind('k1', '{"b":1,"a":"x"}'))).toEqual([0, ''])
    await client.ask('stmt2_exec', { stmt_id: id })
    expect(await client.query(`select j->'a' from ${stable}`)).toEqual([['"x"']])
    expect(outcome(await bind('k2', '{nonsense'))).toEqual([
      534,
      "syntax error near '{nonsense' (json parse error)",
    ])
    await client.ask('stmt2_prepare', { stmt_id: id, sql })
    const [code] = outcome(await bind('k2', JSON.stringify({ a: 'x'.repeat(4096) })))
    expect(code).toBe(534)
  })

  test('executing what was never bound is an error, and the server goes on', async () => {
    const table = await made('(ts timestamp, v int)')
    for (const sql of [`insert into ${table} values(?,?)`, `select * from ${table} where v = ?`]) {
      for (const get_fields of [true, false]) {
        const id = await client.init2()
        await client.ask('stmt2_prepare', { stmt_id: id, sql, get_fields })
        expect(outcome(await client.send('stmt2_exec', { stmt_id: id }))).toEqual([
          554,
          'Stmt API usage error',
        ])
        expect(await client.ask('stmt2_result', { stmt_id: id })).toMatchObject({ fields_count: 0 })
      }
    }
    expect(await client.query(`select * from ${table}`)).toEqual([])
  })

  test('any bytes behind the head of a bind are answered', async () => {
    const table = await made('(ts timestamp, v int)')
    const good = encodeBindRequest(1n, 1n, [{ name: 'x', tags: [], columns: two() }])
    const change = fc.record({
      at: fc.integer({ min: 24, max: good.length - 1 }),
      value: fc.nat(255),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 4 }),
        fc.integer({ min: 24, max: good.length }),
        async (changes, length) => {
          const id = await client.prepare2(`insert into ${table} values(?,?)`)
          const reply = await client.binary(requestId => {
            const frame = Buffer.from(good)
            for (const { at, value } of changes) frame[at] = value
            frame.writeBigUInt64LE(requestId, 0)
            frame.writeBigUInt64LE(BigInt(id), 8)
            return frame.subarray(0, length)
          })
          expect(reply.stmt_id).toBe(id)
          expect(reply.message).not.toMatch(/internal failure/)
          await client.send('stmt2_exec', { stmt_id: id })
          await client.ask('stmt2_close', { stmt_id: id })
        },
      ),
      { numRuns: 100 },
    )
  })

  test('a table that was dropped and made again is found again', async () => {
    const stable = await made('(ts timestamp, v int) tags (g int)')
    const id = await client.prepare2(`insert into ? using ${stable} tags(?) values(?,?)`)
    const bind = () =>
      client.bind(id, [{ name: `${stable}x`, tags: [bindBlock('INT', [1])], columns: one() }])
    await bind()
    await client.ask('stmt2_exec', { stmt_id: id })
    await client.query(`drop table ${stable}`)
    await client.query(`create table ${stable} (ts timestamp, v int) tags (g int)`)
    await bind()
    expect((await client.send('stmt2_exec', { stmt_id: id })).code).toBe(9731)
    await bind()
    expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(1)
  })

  test('numbers of the two versions do not mix', async () => {
    const { stmt_id: first } = await client.ask('init')
    expect(outcome(await client.send('stmt2_exec', { stmt_id: first }))).toEqual([
      65535,
      'stmt2 is nil',
    ])
    expect(outcome(await client.send('stmt2_close', { stmt_id: first }))).toEqual([
      65535,
      'stmt type not match',
    ])
    expect(outcome(await client.send('stmt2_close', { stmt_id: 999_999 }))).toEqual([0, ''])
  })
})

describe('stmt2: queries', () => {
  const parameters = (...columns: BindBlock[]) => [{ name: null, tags: [], columns }]

  test('parameters of every kind, and the limits', async () => {
    const stable = await made(
      '(ts timestamp, v int, d double, s nchar(8), b bool) tags (g varchar(8))',
    )
    await client.query(
      `insert into j1 using ${stable} tags ('a') values (${start}, 1, 0.5, 'ž', true) (${start + 1n}, 2, 1.5, 'b', false) ` +
        `j2 using ${stable} tags ('c') values (${start + 2n}, 3, 2.5, 'it''s', null)`,
    )
    const run = async (condition: string, ...columns: BindBlock[]) => {
      const id = await client.prepare2(`select v from ${stable} where ${condition}`)
      expect(outcome(await client.bind(id, parameters(...columns)))).toEqual([0, ''])
      expect((await client.ask('stmt2_exec', { stmt_id: id })).affected).toBe(0)
      const result = await client.ask('stmt2_result', { stmt_id: id })
      const rows = await client.rows(result.id)
      await client.ask('stmt2_close', { stmt_id: id })
      return rows.map(([v]) => v)
    }
    expect(await run('v > ? order by v', bindBlock('INT', [1]))).toEqual([2, 3])
    expect(await run('v > ? order by v', bindBlock('BIGINT', [1n]))).toEqual([2, 3])
    expect(await run('d < ? order by v', bindBlock('DOUBLE', [1.5]))).toEqual([1])
    expect(await run('s = ?', bindBlock('NCHAR', ['ž']))).toEqual([1])
    expect(await run('s = ?', bindBlock('VARCHAR', ["it's"]))).toEqual([3])
    expect(await run('g = ? order by v', bindBlock('VARCHAR', ['a']))).toEqual([1, 2])
    expect(
      await run('tbname = ? and v > ?', bindBlock('VARCHAR', ['j1']), bindBlock('INT', [1])),
    ).toEqual([2])
    expect(await run('b = ?', bindBlock('BOOL', [true]))).toEqual([1])
    expect(await run('ts >= ? order by v', bindBlock('TIMESTAMP', [start + 1n]))).toEqual([2, 3])
    expect(
      await run('ts >= ? order by v', bindBlock('VARCHAR', ['2023-11-14T22:13:20.002Z'])),
    ).toEqual([3])
    expect(
      await run(
        'v > ? order by v limit ? offset ?',
        bindBlock('INT', [0]),
        bindBlock('INT', [1]),
        bindBlock('INT', [1]),
      ),
    ).toEqual([2])
    expect(await run('v = ?', bindBlock('INT', [null]))).toEqual([])
  })

  test('a query is bound and run again; its result has the lengths of the schema', async () => {
    const table = await made('(ts timestamp, s varchar(10))')
    await client.query(`insert into ${table} values (${start}, 'a') (${start + 1n}, 'b')`)
    const id = await client.init2()
    const prepared = await client.ask('stmt2_prepare', {
      stmt_id: id,
      sql: `select s, ts from ${table} where s = ?`,
      get_fields: true,
    })
    expect(prepared).toMatchObject({ is_insert: false, fields: null, fields_count: 1 })
    for (const value of ['a', 'b', 'c']) {
      await client.bind(id, parameters(bindBlock('VARCHAR', [value])))
      await client.ask('stmt2_exec', { stmt_id: id })
      const result = await client.ask('stmt2_result', { stmt_id: id })
      expect(result).toMatchObject({ fields_names: ['s', 'ts'], fields_lengths: [12, 8] })
      expect((await client.rows(result.id)).map(([s]) => s)).toEqual(value === 'c' ? [] : [value])
    }
    expect(outcome(await client.bind(id, parameters(bindBlock('VARCHAR', ['a', 'b']))))).toEqual([
      0x0236,
      'bind number out of range or not match',
    ])
  })

  test('what is wrong with the names of a query is said when it is bound', async () => {
    const id = await client.prepare2('select * from no_such where v = ?')
    const bound = await client.bind(id, parameters(bindBlock('INT', [1])))
    expect(outcome(bound)).toEqual([9731, 'Table does not exist'])
    expect(outcome(await client.send('stmt2_exec', { stmt_id: id }))).toEqual([
      9731,
      'Table does not exist',
    ])
  })
})
