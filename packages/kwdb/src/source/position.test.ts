import { Ledger } from '@tidewire/core'
import { describe, expect, test } from 'vitest'
import { checkPosition, positionOf, restore } from './position.ts'

const context = { unit: 'ms', width: 100n, tableId: '71' } as const

function ledgerTo(frontier: bigint): Ledger {
  const ledger = new Ledger(0n, 100n)
  ledger.addOld(frontier, new Float64Array(64))
  return ledger
}

describe('positions', () => {
  test('come back as they were stored, through JSON', () => {
    const position = positionOf(ledgerTo(1_648_432_611_250n), 'ms', '71')
    expect(position).toMatchObject({
      timestamp_millisecond: 1_648_432_611_249,
      timestamp_nanosecond: 249_000_000,
      unit: 'ms',
      id: '71',
    })
    const ledger = restore(JSON.parse(JSON.stringify(position)), context)
    expect(ledger?.frontier).toBe(1_648_432_611_250n)
    expect(ledger?.old).toHaveLength(1)
  })

  test('with times alone begin behind them', () => {
    const offset = { timestamp_millisecond: 5, timestamp_nanosecond: 5_000_001 }
    expect(restore(offset, context)?.begin).toBe(6n)
    expect(restore(offset, { ...context, unit: 'ns' })?.begin).toBe(5_000_002n)
    expect(restore({ timestamp_millisecond: 5 }, context)?.begin).toBe(6n)
  })

  test('of a dropped table, or none at all, begin anew', () => {
    const position = positionOf(ledgerTo(1000n), 'ms', '70')
    expect(restore(position, context)).toBeNull()
    expect(restore(position, { ...context, tableId: null })?.frontier).toBe(1000n)
    expect(restore(null, context)).toBeNull()
    expect(restore({}, context)).toBeNull()
  })

  test.each([
    [{ table: 't' }, { timestamp_millisecond: 1 }, 'the partition must be'],
    [{ db: 'd', table: 't', x: 1 }, { timestamp_millisecond: 1 }, 'the partition must be'],
    [{ db: 'd', table: 't' }, {}, 'timestamp_millisecond must be an integer'],
    [{ db: 'd', table: 't' }, { timestamp_millisecond: 1.5 }, 'timestamp_millisecond must be'],
    [
      { db: 'd', table: 't' },
      { timestamp_millisecond: 1, timestamp_nanosecond: 1e9 },
      'timestamp_nanosecond must be',
    ],
    [{ db: 'd', table: 't' }, { timestamp_millisecond: 1, ledger: 'x' }, 'ledger is damaged'],
  ])('of a client are refused: %j %j', (partition, offset, reason) => {
    expect(() => checkPosition(partition, offset)).toThrow(reason)
  })

  test('of a client are taken when they are in order', () => {
    checkPosition({ db: 'd', table: 't' }, null)
    checkPosition({ db: 'd', table: 't' }, { timestamp_millisecond: -1 })
    checkPosition({ db: 'd', table: 't' }, positionOf(ledgerTo(7n), 'ms', null))
  })
})
