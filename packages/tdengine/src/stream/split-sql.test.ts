import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  inUnit,
  keepsOrder,
  nanosOf,
  querySql,
  quoteColumn,
  quoteTable,
  SourceSplitSql,
  TimestampSplitInfo,
  tableQuery,
} from './split-sql.ts'

describe('the query of a split description', () => {
  it('is the text, or put together from its parts', () => {
    expect(querySql(new SourceSplitSql(' select 1; '))).toBe('select 1')
    const parts = new SourceSplitSql().setSelect('ts, v').setTableName('db.t')
    expect(querySql(parts)).toBe('select ts, v from `db`.`t`')
    expect(querySql(parts.setWhere('v > 1').setOther('order by ts'))).toBe(
      'select ts, v from `db`.`t` where v > 1 order by ts',
    )
    expect(tableQuery(parts, '`Odd Name`')).toBe(
      'select ts, v from `Odd Name` where v > 1 order by ts',
    )
  })

  it('is missing where neither is there', () => {
    expect(() => querySql(new SourceSplitSql())).toThrow(/0x2357/)
    expect(() => querySql(new SourceSplitSql().setSelect('*'))).toThrow(/0x2357/)
    expect(() => tableQuery(new SourceSplitSql(), 't')).toThrow(/0x2357/)
  })

  it('quotes names, and refuses those that no quotes can carry', () => {
    expect(quoteTable('db.t')).toBe('`db`.`t`')
    expect(quoteTable('`db`.`t`')).toBe('`db`.`t`')
    expect(() => quoteTable('t`; drop database db')).toThrow(/no table name/)
    expect(() => quoteTable('db.t.x')).toThrow(/no table name/)
    expect(quoteColumn('`a b`')).toBe('`a b`')
    expect(() => quoteColumn('a`b')).toThrow(/no column name/)
  })
})

describe('a select list', () => {
  it.each([
    ['*', true],
    ['ts, v', true],
    ['t.ts, `Odd, no` as x', false],
    ['ts, `v` as value, g other', true],
    ['distinct ts, v', false],
    ['ts, cast(v as bigint)', false],
    ['other as ts, v', false],
    ['ts as `ts`, v', true],
    ['top(v, 3), ts', false],
    ['ts, v + 1', false],
  ])('%s keeps the order of the table: %s', (select, keeps) => {
    expect(keepsOrder(select, 'ts')).toBe(keeps)
  })
})

describe('moments', () => {
  it.each([
    ['2024-12-19 16:12:48', 'UTC', '2024-12-19T16:12:48.000Z'],
    ['2024-12-19 16:12:48.642', 'Asia/Shanghai', '2024-12-19T08:12:48.642Z'],
    ['2024-12-19T16:12:48Z', 'Asia/Shanghai', '2024-12-19T16:12:48.000Z'],
    ['2024-12-19 16:12:48+05:30', 'UTC', '2024-12-19T10:42:48.000Z'],
    ['2024-07-01', 'America/New_York', '2024-07-01T04:00:00.000Z'],
    // The hour that comes twice counts the first time.
    ['2024-11-03 01:30:00', 'America/New_York', '2024-11-03T05:30:00.000Z'],
  ])('%s in %s', (text, zone, iso) => {
    expect(nanosOf(text, zone)).toBe(BigInt(Date.parse(iso)) * 1_000_000n)
  })

  it('keeps nanoseconds, and takes dates and numbers as they are', () => {
    expect(nanosOf('1970-01-01 00:00:00.123456789', 'UTC')).toBe(123_456_789n)
    expect(nanosOf(new Date(5), 'UTC')).toBe(5_000_000n)
    expect(nanosOf(7n, 'UTC')).toBe(7n)
  })

  it.each(['yesterday', '2024-13-01', '16:12'])('refuses %s', text => {
    expect(() => nanosOf(text, 'UTC')).toThrow(/is no time/)
  })

  it('refuses a zone that is none', () => {
    const options = { start: '2024-01-01', end: null, field: 'ts', stepMs: 1, zone: 'Mars/Olympus' }
    expect(() => new TimestampSplitInfo(options)).toThrow(/"Mars\/Olympus" is no time zone/)
  })

  it('a bound in the unit of the database has the same rows on both sides', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 15n), 10n ** 15n),
        fc.bigInt(-(10n ** 9n), 10n ** 9n),
        (bound, row) => {
          for (const [unit, nanos] of [
            ['ms', 1_000_000n],
            ['us', 1_000n],
            ['ns', 1n],
          ] as const) {
            expect(row >= inUnit(bound, unit)).toBe(row * nanos >= bound)
          }
        },
      ),
    )
  })
})
