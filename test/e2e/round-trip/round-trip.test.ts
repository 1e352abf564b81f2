import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomTables } from './random-tables.ts'
import { RoundTripBench } from './round-trip.ts'

// The full count, 100,000 rows, is in the integration tests.
const rows = 500
let bench: RoundTripBench

beforeAll(async () => {
  bench = await RoundTripBench.start()
})

afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

describe.each(['ms', 'us', 'ns'] as const)('a %s database', unit => {
  let database: string
  beforeAll(async () => {
    database = await bench.fill(unit, rows)
  })

  it.each(['line', 'flat-json'] as const)('comes back from %s as it was', async format => {
    for (const [i, trip] of (await bench.carry(database, format, unit)).entries()) {
      expect(trip).toMatchObject({ table: randomTables[i]?.name, differences: [] })
      expect(trip.rows + trip.left).toBe(Math.ceil(rows * (randomTables[i]?.share ?? 0)))
      expect(trip.left).toBeLessThanOrEqual(format === 'line' ? rows * 0.1 : 0)
    }
  })
})
