import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EngineError, type SchemalessRequest } from '../engine/api.ts'
import { rowTable } from '../engine/catalog.ts'
import { DuckEngine } from '../engine/duck-engine.ts'
import { PointWriter } from './writer.ts'

let folder: string
let engine: DuckEngine
let writer: PointWriter

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemaless-'))
  engine = await DuckEngine.open({ path: join(folder, 'db'), memoryLimit: '128MB', threads: 1 })
  await engine.createDatabase('d')
  writer = new PointWriter(engine)
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

function write(data: string, more: Partial<SchemalessRequest> = {}) {
  return writer.write({
    database: 'd',
    protocol: 1,
    precision: 'ms',
    ttl: 0,
    tableNameKey: '',
    data,
    ...more,
  })
}

async function failure(data: string, more: Partial<SchemalessRequest> = {}) {
  try {
    await write(data, more)
  } catch (error) {
    if (error instanceof EngineError)
      return [error.code, error.message.replace(/0x[0-9a-f]+/, '0x')]
    throw error
  }
  throw new Error('accepted')
}

async function count(table: string): Promise<number> {
  const id = engine.table('d', table)?.id ?? 0
  const [row] = await engine.store.rows(`SELECT count(*) AS n FROM ${rowTable(id)}`)
  return Number(row?.n)
}

describe('writing points', () => {
  test('writes at the same time change one table without losing a row or a column', async () => {
    const writes = Array.from({ length: 24 }, (_, i) =>
      write(
        Array.from(
          { length: 50 },
          (_row, k) =>
            `race,host=h${i},k${i % 3}=x v=${k}i,c${i % 5}="${'y'.repeat(i)}" ${1700000000000 + k}`,
        ).join('\n'),
      ),
    )
    for (const result of await Promise.all(writes)) expect(result.affectedRows).toBe(50)
    expect(await count('race')).toBe(24 * 50)
    const table = engine.table('d', 'race')
    expect(table?.columns.map(c => c.name).sort()).toEqual([
      '_ts',
      'c0',
      'c1',
      'c2',
      'c3',
      'c4',
      'v',
    ])
    expect(table?.tags.map(t => t.name).sort()).toEqual(['host', 'k0', 'k1', 'k2'])
  })

  test('a tag can name the child table, and is no tag then', async () => {
    await write('named,dev=a.b,h=1 v=1i 1700000000000', { tableNameKey: 'dev' })
    await write('named,dev=only v=1i 1700000000000', { tableNameKey: 'dev' })
    expect(engine.child('d', 'a_b')?.table.name).toBe('named')
    expect(engine.child('d', 'only')?.table.tags.map(t => t.name)).toEqual(['h'])
  })

  test('two series of one child table keep the tags of the first', async () => {
    const lines = 'same,dev=x,h=1 v=1i 1700000000000\nsame,dev=x,h=2 v=2i 1700000000001'
    expect(await write(lines, { tableNameKey: 'dev' })).toEqual({ affectedRows: 2, totalRows: 2 })
    expect(await count('same')).toBe(2)
  })

  test('a tag that came with a refused field stays', async () => {
    await write('keep,h=a v=1i 1700000000000')
    expect(await failure('keep,h=a,n=b v=1.5 1700000000000')).toEqual([
      0x3002,
      'SML:0x, smlGenerateSchemaAction point type and db type mismatch, db type:BIGINT, point type:DOUBLE, key:v=1.5 1700000000000',
    ])
    expect(engine.table('d', 'keep')?.tags.map(t => t.name)).toEqual(['h', 'n'])
  })

  test('OpenTSDB points of other tags go the long way, with its errors and its lengthening', async () => {
    const telnet = { protocol: 2 }
    await write('tsd 1700000000 "abc" h=a', telnet)
    expect(await failure('tsd 1700000000 5 h=a', telnet)).toEqual([0x3002, 'Invalid data format'])
    expect(await failure('tsd 1700000000 5 h=a k=b', telnet)).toEqual([
      0x3002,
      'SML:0x, smlGenerateSchemaAction point type and db type mismatch, db type:VARCHAR, point type:DOUBLE, key:_value',
    ])
    await write('tsd 1700000001 "longer-than-abc" h=a', telnet)
    expect(engine.table('d', 'tsd')?.columns[1]?.type.length).toBe(4)
    await write('tsd 1700000002 "longer-than-abc" h=a z=n', telnet)
    expect(engine.table('d', 'tsd')?.columns[1]?.type.length).toBe(16)
  })

  test('requests that name nothing to write to', async () => {
    expect(await failure('m v=1', { database: undefined })).toEqual([
      0x2616,
      'Database not specified',
    ])
    expect(await failure('m v=1', { database: 'none' })).toEqual([0x388, 'Database not exist'])
    expect(await failure('m v=1', { protocol: 4 })).toEqual([0x3000, 'protocol invalidate'])
    expect(await failure('# nothing')).toEqual([0x3002, 'line num is invalid'])
  })

  test('every type comes back as it was written', async () => {
    await write(
      'types b=t,i8=-1i8,u8=255u8,i16=2i16,u16=3u16,i32=4i32,u32=5u32,i=9223372036854775807i,u=18446744073709551615u,f=0.1f32,d=0.1,s="č",n=L"日本",vb=B"\\x00ff",g=G"POINT(1 2)" 1700000000000\ntypes d=2 1700000000001',
    )
    const table = engine.table('d', 'types')
    const rows = await engine.store.rows(`SELECT * EXCLUDE (tb) FROM ${rowTable(table?.id ?? 0)}`)
    const [, ...values] = Object.values(rows[0] ?? {})
    expect(values.slice(0, 13)).toEqual([
      true,
      -1,
      255,
      2,
      3,
      4,
      5,
      9223372036854775807n,
      18446744073709551615n,
      Math.fround(0.1),
      0.1,
      'č',
      '日本',
    ])
    expect(Object.values(rows[1] ?? {}).filter(value => value !== null)).toEqual([
      1700000000001n,
      2,
    ])
  })
})
