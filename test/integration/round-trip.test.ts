import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomTables } from '../e2e/round-trip/random-tables.ts'
import { RoundTripBench } from '../e2e/round-trip/round-trip.ts'

let bench: RoundTripBench

beforeAll(async () => {
  bench = await RoundTripBench.start()
})

afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

// 100,000 rows in every unit are `npm run soak -- round-trip`.
describe.each([
  ['ms', 10_000],
  ['us', 10_000],
  ['ns', 100_000],
] as const)('a %s database with %d rows', (unit, rows) => {
  let database: string
  beforeAll(async () => {
    database = await bench.fill(unit, rows)
  })

  it.each(['line', 'flat-json'] as const)('comes back from %s as it was', async format => {
    const started = performance.now()
    for (const [i, trip] of (await bench.carry(database, format, unit)).entries()) {
      expect(trip).toMatchObject({ table: randomTables[i]?.name, differences: [] })
      expect(trip.rows + trip.left).toBe(Math.ceil(rows * (randomTables[i]?.share ?? 0)))
      expect(trip.left).toBeLessThanOrEqual(format === 'line' ? rows * 0.1 : 0)
    }
    console.log(`${unit}, ${rows} rows, ${format}: ${Math.round(performance.now() - started)} ms`)
  })
})
