import { TidewireError } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import {
  createDatabase,
  databaseOf,
  databaseOptionsComplaint,
  selectPrecision,
} from './database-name.ts'

describe('the database of a topic', () => {
  it.each([
    ['power', 'kafka_', 'meters', 'power'],
    ['', '', 'meters', 'meters'],
    ['', 'kafka_', 'orders', 'kafka_orders'],
    // Defect 3 of the Java connector: the placeholder was not substituted.
    ['', `kafka_\${topic}`, 'orders', 'kafka_orders'],
    ['', 'kafka_{topic}_raw', 'orders', 'kafka_orders_raw'],
    ['', `\${topic}`, 'orders', 'orders'],
    ['', '', 'plant.line-1', 'plant_line-1'],
    ['', '', '2024data', '2024data'],
    ['', 'Kafka_', 'Orders', 'kafka_orders'],
    ['Power', '', 'meters', 'power'],
    ['`Power`', '', 'meters', 'Power'],
    ['电力', '', 'meters', '电力'],
  ])('connection.database=%j, prefix=%j, topic %j: %j', (database, prefix, topic, name) => {
    expect(databaseOf(topic, { database, prefix })).toBe(name)
    // The same answer the second time: no state between calls.
    expect(databaseOf(topic, { database, prefix })).toBe(name)
  })

  it.each([
    ['', 'x'.repeat(65), 'longer than 64 bytes'],
    ['a.b', 't', 'dot'],
    ['a`b', 't', 'backtick'],
    ['a\u0000b', 't', 'control character'],
  ])('refuses connection.database=%j for topic %j', (database, topic, reason) => {
    try {
      databaseOf(topic, { database, prefix: '' })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(TidewireError)
      const { card } = error as TidewireError
      expect(card).toMatchObject({ code: 'TDENGINE_DATABASE_NAME', retriable: false })
      expect(card.message).toContain(topic)
      expect(card.message).toContain(reason)
    }
  })

  it('quotes names in statements', () => {
    expect(createDatabase('a-b')).toBe("CREATE DATABASE IF NOT EXISTS `a-b` PRECISION 'ns'")
    expect(selectPrecision("a'b\\")).toContain("name = 'a\\'b\\\\'")
  })
})

describe('options of new databases', () => {
  it('are written as CREATE DATABASE wants them', () => {
    expect(createDatabase('d', ['keep 30d:90d:365d', 'vgroups=4', "cachemodel 'both'"])).toBe(
      "CREATE DATABASE IF NOT EXISTS `d` PRECISION 'ns' KEEP 30d,90d,365d VGROUPS 4 CACHEMODEL 'both'",
    )
    expect(createDatabase('d', ['PRECISION ms', 'replica 3'])).toBe(
      "CREATE DATABASE IF NOT EXISTS `d` PRECISION 'ms' REPLICA 3",
    )
  })

  it.each(['keep', 'keep forever', 'color red', 'vgroups 4; drop database d', "precision 'h'"])(
    'refuses %s',
    option => {
      expect(databaseOptionsComplaint(['vgroups 1', option])).toContain(option)
    },
  )
})
