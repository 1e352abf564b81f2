import { valueTypes } from '@tidewire/formats'
import { describe, expect, test } from 'vitest'
import type { ColumnSchema, DataType, TableSchema, TypeName } from '../engine/api.ts'
import { declaredLength, planSchema, type WantedColumn } from './schema-plan.ts'

const type = (name: TypeName, length: number): DataType => ({
  name,
  length,
  precision: 0,
  scale: 0,
})

function column(id: number, name: string, data: DataType, isTag = false): ColumnSchema {
  return { id, name, type: data, isTag, isKey: false, encode: '', compress: '', level: '' }
}

const meters: TableSchema = {
  id: 1,
  database: 'd',
  name: 'meters',
  kind: 'super',
  columns: [
    column(1, '_ts', type('TIMESTAMP', 8)),
    column(2, 'v', type('BIGINT', 8)),
    column(3, 's', type('VARCHAR', 4)),
  ],
  tags: [column(4, 'h', type('NCHAR', 2), true)],
  version: 1,
  tagVersion: 1,
  comment: null,
  ttl: 0,
  createdAt: 0,
  uid: 1n,
  vgroup: 2,
}

function wanted(name: string, id: WantedColumn['type'], maxLength = 8): WantedColumn {
  return { name, type: id, maxLength, quoted: () => `${name}=…` }
}

function plan(columns: readonly WantedColumn[], tags: readonly WantedColumn[], existing = meters) {
  return planSchema({ database: 'd', name: 'meters', columns, tags }, existing, 0x22)
}

describe('planning a schema', () => {
  test('nothing to do for points that fit', () => {
    expect(plan([wanted('v', valueTypes.BIGINT), wanted('s', valueTypes.VARCHAR, 4)], [])).toEqual(
      [],
    )
  })

  test('new tags come before new columns and longer strings', () => {
    const steps = plan(
      [wanted('s', valueTypes.VARCHAR, 5), wanted('x', valueTypes.DOUBLE)],
      [wanted('h', valueTypes.NCHAR, 3), wanted('k', valueTypes.NCHAR, 1)],
    )
    expect(steps.map(step => (step.step === 'alter' ? step.change : step))).toEqual([
      { change: 'modify-tag', name: 'h', type: type('NCHAR', 4) },
      { change: 'add-tag', column: { name: 'k', type: type('NCHAR', 2) } },
      { change: 'modify-column', name: 's', type: type('VARCHAR', 8) },
      { change: 'add-column', column: { name: 'x', type: type('DOUBLE', 8) } },
    ])
  })

  test('a refused column leaves tag changes behind, and no column change', () => {
    const steps = plan(
      [wanted('new', valueTypes.INT), wanted('v', valueTypes.DOUBLE)],
      [wanted('k', valueTypes.NCHAR, 1)],
    )
    expect(steps.map(step => step.step)).toEqual(['alter', 'fail'])
    const [, last] = steps
    expect(last?.step === 'fail' && [last.error.code, last.error.message]).toEqual([
      0x3002,
      'SML:0x22, smlGenerateSchemaAction point type and db type mismatch, db type:BIGINT, point type:DOUBLE, key:v=…',
    ])
  })

  test('a refused tag ends it before any column', () => {
    const steps = plan([wanted('new', valueTypes.INT)], [wanted('h', valueTypes.VARCHAR, 1)])
    expect(steps.map(step => step.step)).toEqual(['fail'])
  })

  test('a super table of its own for points without tags', () => {
    const [step] = planSchema(
      { database: 'd', name: 'n', columns: [wanted('v', valueTypes.BIGINT)], tags: [] },
      undefined,
      1,
    )
    expect(step?.step === 'create' && step.definition.tags).toEqual([
      { name: '_tag_null', type: type('NCHAR', 1) },
    ])
  })

  test('tags that take too many bytes are refused', () => {
    const tags = Array.from({ length: 5 }, (_, i) => wanted(`t${i}`, valueTypes.NCHAR, 1000))
    const [step] = planSchema({ database: 'd', name: 'n', columns: [], tags }, undefined, 1)
    expect(step?.step === 'fail' && step.error.code).toBe(0x263d)
  })

  test.each([
    [0, 1],
    [1, 2],
    [6, 8],
    [8, 16],
    [1023, 1024],
    [1024, 1024],
    [1500, 1500],
    [65517, 65517],
  ])('a text of %d bytes is declared with %d', (length, declared) => {
    expect(declaredLength(valueTypes.VARCHAR, length, false)).toBe(declared)
  })

  test('declared lengths stop at what the type can have', () => {
    expect(declaredLength(valueTypes.NCHAR, 20_000, false)).toBe(16_379)
    expect(declaredLength(valueTypes.NCHAR, 5000, true)).toBe(4095)
  })
})
