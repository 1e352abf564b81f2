import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EngineValue, TableSchema } from './api.ts'
import { dataType } from './data-type.ts'
import { DuckEngine } from './duck-engine.ts'

const base = 1_700_000_000_000n

let folder: string
let engine: DuckEngine

const open = () => DuckEngine.open({ path: join(folder, 'db'), memoryLimit: '64MB', threads: 1 })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'))
  engine = await open()
})

afterEach(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

async function stable(name = 'm'): Promise<TableSchema> {
  if (engine.database('g') === undefined) {
    await engine.createDatabase('g', new Map([['VGROUPS', '2']]))
  }
  return await engine.createTable({
    database: 'g',
    name,
    columns: [
      { name: 'ts', type: dataType('TIMESTAMP') },
      { name: 'v', type: dataType('INT') },
      { name: 's', type: dataType('VARCHAR', 8) },
    ],
    tags: [{ name: 't', type: dataType('INT') }],
  })
}

interface Row {
  readonly child: string
  readonly at: number
  readonly v?: EngineValue | undefined
  readonly s?: EngineValue | undefined
}

function batchOf(table: TableSchema, rows: readonly Row[]) {
  const names = [...new Set(rows.map(row => row.child))]
  return {
    table,
    children: names.map(name => ({ name, tags: [1] })),
    childOf: Uint32Array.from(rows, row => names.indexOf(row.child)),
    rows: rows.length,
    timestamps: BigInt64Array.from(rows, row => base + BigInt(row.at)),
    columns: [
      { columnId: 2, values: rows.map(row => row.v) },
      { columnId: 3, values: rows.map(row => row.s) },
    ],
  }
}

async function stored(table: TableSchema): Promise<readonly string[]> {
  const rows = await engine.store.rows(
    `SELECT t.name, r.c1, r.c2, r.c3 FROM rows_${table.id} r JOIN tags_${table.id} t ON r.tb = t.tb ORDER BY 1, 2`,
  )
  return rows.map(row => `${row.name} ${(row.c1 as bigint) - base} ${row.c2} ${row.c3}`)
}

describe('writes', () => {
  test('any order of writes ends like a table that merges cell by cell', async () => {
    let n = 0
    const row = fc.record({
      child: fc.constantFrom('a', 'b'),
      at: fc.integer({ min: 0, max: 5 }),
      v: fc.constantFrom(undefined, null, 1, 2),
      s: fc.constantFrom(undefined, null, 'x', 'y'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 5 }),
        async writes => {
          n += 1
          const table = await stable(`m${n}`)
          const model = new Map<string, { v: EngineValue; s: EngineValue }>()
          for (const rows of writes) {
            // Child tables are named per database: each run has its own.
            const own = rows.map(one => ({ ...one, child: `${one.child}${n}` }))
            await engine.write('g', [batchOf(table, own)])
            for (const { child, at, v, s } of own) {
              const key = `${child} ${at}`
              const cell = model.get(key) ?? { v: null, s: null }
              model.set(key, { v: v === undefined ? cell.v : v, s: s === undefined ? cell.s : s })
            }
          }
          const expected = [...model].map(([key, { v, s }]) => `${key} ${v} ${s}`).sort()
          expect(await stored(table)).toEqual(expected)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('a row out of range refuses the whole write, and makes no child table', async () => {
    const table = await stable()
    const bad = batchOf(table, [
      { child: 'a', at: 0, v: 1 },
      { child: 'b', at: -1_700_000_000_000, v: 1 },
    ])
    await expect(engine.write('g', [bad])).rejects.toMatchObject({ code: 0x060b })
    expect(engine.child('g', 'a')).toBeUndefined()
    expect(await stored(table)).toEqual([])
  })

  test('writes at the same time share commits, and one that fails spoils no other', async () => {
    const table = await stable()
    const other = await stable('other')
    await engine.write('g', [batchOf(other, [{ child: 'taken', at: 0, v: 1 }])])
    const writes = Array.from({ length: 20 }, (_, i) =>
      engine.write('g', [batchOf(table, [{ child: i === 7 ? 'taken' : `c${i}`, at: i, v: i }])]),
    )
    const results = await Promise.allSettled(writes)
    expect(results.flatMap((one, i) => (one.status === 'rejected' ? [i] : []))).toEqual([7])
    expect(await stored(table)).toHaveLength(19)
  })

  test('an outdated schema is refused', async () => {
    const table = await stable()
    await engine.alterTable(table, {
      change: 'add-column',
      column: { name: 'w', type: dataType('INT') },
    })
    await expect(
      engine.write('g', [batchOf(table, [{ child: 'a', at: 0, v: 1 }])]),
    ).rejects.toMatchObject({ code: 0x061b })
  })
})

test('everything is there after a restart, also what decides between appending and merging', async () => {
  const table = await stable()
  await engine.write('g', [batchOf(table, [{ child: 'a', at: 5, v: 1, s: 'x' }])])
  await engine.close()
  engine = await open()
  const again = engine.table('g', 'm') as TableSchema
  expect(again).toEqual(table)
  await engine.write('g', [batchOf(again, [{ child: 'a', at: 5, v: 2 }])])
  expect(await stored(again)).toEqual(['a 5 2 x'])
})

describe('the change log', () => {
  test('tells what happened, in order, and survives a restart', async () => {
    const table = await stable()
    const vgroups: number[] = []
    const stop = engine.log.listen(vgroup => vgroups.push(vgroup))
    await engine.write('g', [batchOf(table, [{ child: 'a', at: 0, v: 1 }])])
    stop()
    const vgroup = engine.child('g', 'a')?.child.vgroup ?? 0
    expect(vgroups).toEqual([vgroup])
    await engine.close()
    engine = await open()
    const entries = await engine.log.read(vgroup, engine.log.range(vgroup).first, 10)
    expect(entries.map(({ change }) => change.kind)).toEqual(['create-table', 'rows'])
    const [, rows] = entries
    expect(rows?.change).toMatchObject({
      tables: [{ rows: 1, children: [{ name: 'a', created: true, tags: [1] }] }],
    })
  })

  test('a refused write leaves no trace', async () => {
    const table = await stable()
    const { next } = engine.log.range(2)
    await expect(
      engine.write('g', [batchOf(table, [{ child: 'a', at: -1_700_000_000_000, v: 1 }])]),
    ).rejects.toThrow('Timestamp data out of range')
    expect(engine.log.range(2).next).toBe(next)
  })
})
