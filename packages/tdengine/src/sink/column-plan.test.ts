import { LineParser, type PointBatch } from '@tidewire/formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bindValues, unset } from '../wire/bind-block.ts'
import { decodeBindPayload } from '../wire/stmt2-bind-decode.ts'
import { ColumnFrame } from './column-frame.ts'
import { type ColumnPlan, nowMark, planColumns } from './column-plan.ts'
import { readDescription } from './super-table.ts'
import { TableCatalog } from './table-catalog.ts'

const description = [
  ['_ts', 'TIMESTAMP', 8, ''],
  ['a', 'DOUBLE', 8, ''],
  ['b', 'BIGINT', 8, ''],
  ['c', 'VARCHAR', 16, ''],
  ['d', 'BOOL', 1, ''],
  ['e', 'INT', 4, ''],
  ['f', 'SMALLINT UNSIGNED', 2, ''],
  ['g', 'FLOAT', 4, ''],
  ['h', 'TINYINT', 1, ''],
  ['t', 'NCHAR', 8, 'TAG'],
  ['u', 'NCHAR', 8, 'TAG'],
] as const

function catalogOf(known: boolean, measurements = ['m']): TableCatalog {
  const catalog = new TableCatalog({ nameTag: null, isJson: false, mayCreate: true })
  catalog.unit = 'ms'
  for (const name of measurements) {
    const state = catalog.state(name)
    catalog.describe(state, readDescription(state.name, description))
    state.isNamed = true
    state.isTrusted = known
  }
  return catalog
}

interface Planned {
  readonly plan: ColumnPlan
  readonly batch: PointBatch
}

function planned(
  records: readonly string[],
  catalog = catalogOf(true),
  lanes = 1,
  maxRows = 1000,
): Planned {
  const text = Buffer.from(records.join('\n'))
  const starts = records.map((_, k) => Buffer.byteLength(records.slice(0, k).join('\n')) + (k && 1))
  const batch = new LineParser().parse(text, { precision: 'ms', unit: 'ms', now: () => nowMark })
  const plan = planColumns(
    batch,
    catalog,
    { count: records.length, start: k => starts[k] ?? 0 },
    { lanes, maxRows },
  )
  return { plan, batch }
}

/** What the frames of a plan hold: rows as `child time field=value…`, in their order. */
function rowsIn(plan: ColumnPlan): string[] {
  const rows: string[] = []
  for (const bind of plan.binds) {
    const bytes = new ColumnFrame().fill(bind)
    const payload = decodeBindPayload(bytes.subarray(30))
    if (!payload.ok) throw new Error(payload.message)
    for (const table of payload.tables) {
      const tags = table.tags.map(tag => String(bindValues(tag)[0]))
      const cells = table.columns.map(column => bindValues(column))
      for (let row = 0; row < (cells[0]?.length ?? 0); row += 1) {
        const [time, ...values] = cells.map(column => column[row])
        const shown = values.flatMap((value, i) =>
          value === unset ? [] : [`${bind.columns[i]?.name}=${String(value)}`],
        )
        rows.push(`${tags.join(',')} ${shown.sort().join(',')} ${String(time)}`)
      }
    }
  }
  return rows
}

describe('what is bound and what is left to the server', () => {
  test('everything, once tables and child tables are known', () => {
    const { plan } = planned(['m,t=1 a=1.5,b=-7i 10', 'm,u=x,t=2 c="q\\"",d=t 11'])
    expect(plan.parsedCount).toBe(0)
    expect(plan.binds[0]?.statement).toBe(
      'INSERT INTO `m` (tbname,`t`,`u`,`_ts`,`a`,`b`,`c`,`d`) VALUES (?,?,?,?,?,?,?,?)',
    )
    expect(rowsIn(plan)).toEqual(['1,null a=1.5,b=-7 10', '2,x c=q",d=true 11'])
  })

  test.each([
    ['a table that is not known', 'n,t=1 a=1 10'],
    ['a new column', 'm,t=9 z=1 10'],
    ['a new tag', 'm,t=9,z=1 a=1 10'],
    ['another type', 'm,t=9 b=1.5 10'],
    ['a longer text', `m,t=9 c="${'x'.repeat(17)}" 10`],
    ['a longer tag', 'm,t=123456789 a=1 10'],
    ['a field with the name of a tag', 'm,t=9 u=1 10'],
    ['no time', 'm,t=9 a=1'],
    ['the time 0', 'm,t=9 a=1 0'],
    ['a time beyond 64-bit nanoseconds', 'm,t=9 a=1 9223372036854'],
  ])('%s is left to the server, the rest is not', (_, odd) => {
    const { plan } = planned(['m,t=1 a=1 10', odd, 'm,t=1 a=2 11'])
    expect([...(plan.parsed ?? [])]).toEqual([0, 1, 0])
    expect(rowsIn(plan)).toEqual(['1,null a=1 10', '1,null a=2 11'])
  })

  test('all rows of a child table go the same way, and all rows of a record', () => {
    const { plan } = planned([
      'm,t=1 a=1 10',
      'm,t=1 z=1 11\nm,t=2 a=1 11',
      'm,t=2 a=2 12',
      'm,t=3 a=3 13',
    ])
    expect([...(plan.parsed ?? [])]).toEqual([1, 1, 1, 0])
    expect(rowsIn(plan)).toEqual(['3,null a=3 13'])
  })

  test('unknown child tables are left to the server and can be learned', () => {
    const catalog = catalogOf(false)
    const { plan } = planned(['m,t=1 a=1 10', 'm,t=2 a=1 10', 'm,t=1 a=2 11'], catalog)
    expect(plan.parsed).toBe(null)
    expect(plan.newChildren.map(({ record }) => record)).toEqual([0, 1])
    for (const { child } of plan.newChildren) child.isKnown = true
    expect(planned(['m,t=2 a=1 10'], catalog).plan.parsedCount).toBe(0)
  })

  test('two orders of the tags are one child table', () => {
    const { plan } = planned(['m,t=1,u=2 a=1 10', 'm,u=2,t=1 b=5i 10'])
    expect(rowsIn(plan)).toEqual(['1,2 a=1,b=5 10'])
  })

  test('frames are cut at their most rows; lanes keep child tables apart', () => {
    const records = Array.from({ length: 30 }, (_, i) => `m,t=${i % 5} a=${i} ${i + 1}`)
    const { plan } = planned(records, catalogOf(true), 2, 4)
    expect(plan.binds.every(({ rows }) => rows <= 4)).toBe(true)
    const laneOf = new Map<string, Set<number>>()
    for (const { tables, lane } of plan.binds) {
      for (const { name } of tables) {
        const lanes = laneOf.get(name.toString()) ?? new Set()
        laneOf.set(name.toString(), lanes.add(lane))
      }
    }
    expect([...laneOf.values()].every(lanes => lanes.size === 1)).toBe(true)
    expect(rowsIn(plan)).toHaveLength(30)
  })
})

describe('values in frames', () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(v => ['a', String(v), String(v)]),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(v => ['b', `${v}i`, String(v)]),
    fc.stringMatching(/^[a-zž"\\]{0,6}$/).map(v => ['c', JSON.stringify(v), v]),
    fc.boolean().map(v => ['d', String(v), String(v)]),
    fc.integer().map(v => ['e', `${v}i32`, String(v)]),
    fc.nat(65_535).map(v => ['f', `${v}u16`, String(v)]),
    fc.integer({ min: -1000, max: 1000 }).map(v => ['g', `${v / 4}f32`, String(v / 4)]),
    fc.integer({ min: -128, max: 127 }).map(v => ['h', `${v}i8`, String(v)]),
  )
  const row = fc.record({
    t: fc.nat(3),
    cells: fc.uniqueArray(cell, { minLength: 1, maxLength: 8, selector: ([name]) => name }),
    time: fc.integer({ min: 1, max: 6 }),
  })

  test('rows come out as they went in; of the same time, the last value of each column', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), rows => {
        const records = rows.map(
          ({ t, cells, time }) =>
            `m,t=${t} ${cells.map(([name, text]) => `${name}=${text}`).join(',')} ${time}`,
        )
        const expected = new Map<string, Map<string, string>>()
        for (const { t, cells, time } of rows) {
          const key = `${t},null|${time}`
          const values = expected.get(key) ?? new Map<string, string>()
          for (const [name = '', , value = ''] of cells) {
            values.set(name, Object.is(Number(value), -0) ? '0' : value)
          }
          expected.set(key, values)
        }
        const { plan } = planned(records)
        const wanted = [...expected].map(([key, values]) => {
          const [tags, time] = key.split('|')
          const shown = [...values].map(([name, value]) => `${name}=${value}`).sort()
          return `${tags} ${shown.join(',')} ${time}`
        })
        expect(rowsIn(plan).sort()).toEqual(wanted.sort())
      }),
    )
  })
})
