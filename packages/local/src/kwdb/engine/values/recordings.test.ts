import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ColumnType, ColumnTypeName } from '../../catalog/column-type.ts'
import type { Column } from '../../catalog/descriptor.ts'
import { DirectKind, scanDirectInsert } from '../../sql/direct-insert.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { printBytes } from './bytes-text.ts'
import { literalConverter, type StoredValue } from './literal.ts'
import { loadText } from './raw-text.ts'
import type { Moment } from './timestamp-text.ts'
import { sessionZone, utc } from './zone.ts'

interface RecordedError {
  readonly sqlstate: string
  readonly message: string
}

interface Recorded {
  readonly stored?: Readonly<Record<string, unknown>> | string
  readonly null?: true
  readonly fallback?: true
  readonly error?: RecordedError
}

function recordings<T>(name: string): readonly T[] {
  const url = new URL(`../../../../../../test/golden/kwdb/${name}`, import.meta.url)
  return readFileSync(url, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as T)
}

const clock = { seconds: 1_795_552_562n, nanos: 123_000_000 }

function column(type: ColumnType): Column {
  return { id: 1, name: 'c', type, nullable: true, role: 'column' }
}

/** What the fast path makes of a literal; `fallback` when it gives the text back. */
function convert(literal: string, type: ColumnType, now: Moment): StoredValue | 'fallback' {
  const insert = scanDirectInsert(`INSERT INTO t (a, c, b) VALUES (1, ${literal}, 1)`)
  if (insert === null || insert.values.length !== 3 * insert.rowCount) return 'fallback'
  const kind = insert.kinds[1]
  if (kind === undefined || kind === DirectKind.null) return null
  return literalConverter(column(type), now)(kind, insert.values[1] ?? '')
}

function outcome(literal: string, type: ColumnType, now: Moment): unknown {
  try {
    return { value: convert(literal, type, now) }
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    return { error: { sqlstate: error.sqlState, message: error.message } }
  }
}

describe('recorded time stamps', () => {
  interface TimestampLine {
    readonly literal: string
    readonly type: 'TIMESTAMP' | 'TIMESTAMPTZ'
    readonly zone: string
    readonly p3: Recorded
    readonly p6: Recorded
    readonly p9: Recorded
  }
  const lines = recordings<TimestampLine>('timestamps.jsonl')

  test.each([3, 6, 9] as const)('every literal in a column of precision %i', precision => {
    expect(lines).toHaveLength(306)
    for (const line of lines) {
      const recorded = line[`p${precision}`]
      const zone = sessionZone(line.zone)
      if (zone === null) throw new Error(line.zone)
      const found = outcome(line.literal, { name: line.type, width: precision }, { ...clock, zone })
      const where = `${line.literal} as ${line.type}(${precision}) in ${line.zone}`
      if (recorded.stored === 'depends on the clock') {
        const { value } = found as { value: bigint }
        const seconds = value / 10n ** BigInt(precision)
        expect(seconds - clock.seconds, where).toBeGreaterThan(-200_000n)
        expect(seconds - clock.seconds, where).toBeLessThan(200_000n)
      } else if (recorded.error !== undefined) {
        expect(found, where).toEqual({ error: recorded.error })
      } else {
        const value = recorded.null ? null : BigInt(String(recorded.stored))
        expect(found, where).toEqual({ value })
      }
    }
  })
})

describe('recorded column values', () => {
  interface ValueLine extends Recorded {
    readonly type: string
    readonly literal: string
    readonly stored?: Readonly<Record<string, unknown>>
  }
  const lines = recordings<ValueLine>('column-values.jsonl')

  function shown(kind: string, value: StoredValue, type: ColumnType): unknown {
    switch (kind) {
      case 'int':
        return String(value)
      case 'float':
        return type.name === 'FLOAT4' ? Math.fround(Number(value)) : value
      case 'hex':
        return value instanceof Uint8Array ? printBytes(value).slice(2) : value
      case 'bytes_hex': {
        const bytes = loadText(String(value))
        return typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('hex')
      }
      default:
        return value
    }
  }

  function wanted(kind: string, value: unknown, type: ColumnType): unknown {
    if (kind !== 'float') return value
    const number = Number(String(value).replace('Inf', 'Infinity'))
    return type.name === 'FLOAT4' ? Math.fround(number) : number
  }

  test('every literal in a column of every type', () => {
    expect(lines).toHaveLength(677)
    for (const line of lines) {
      const match = /^(\w+)(?:\((\d+)\))?$/.exec(line.type)
      const type = { name: match?.[1] as ColumnTypeName, width: Number(match?.[2] ?? 0) }
      const found = outcome(line.literal, type, { ...clock, zone: utc })
      const where = `${line.literal} as ${line.type}`
      if (line.error !== undefined) expect(found, where).toEqual({ error: line.error })
      else if (line.null) expect(found, where).toEqual({ value: null })
      else if (line.fallback) expect(found, where).toEqual({ value: 'fallback' })
      else {
        const [entry] = Object.entries(line.stored ?? {})
        const [kind, value] = entry as [string, unknown]
        expect(shown(kind, (found as { value: StoredValue }).value, type), where).toEqual(
          wanted(kind, value, type),
        )
      }
    }
  })
})
