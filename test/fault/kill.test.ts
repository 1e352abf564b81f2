import { expect, it } from 'vitest'
import { expectedSum, killDuringLoad, type Victim } from './pipeline.ts'

// The full count, 1,000,000 lines, is `npm run soak`.
const lines = 20_000

it.each<Victim>(['worker', 'tdengine', 'broker'])(
  'kill -9 of the %s in the middle of the load: exactly the expected rows',
  async victim => {
    const report = await killDuringLoad({ victim, lines, kills: 1 })
    expect(report.killedAtRows[0]).toBeLessThan(lines)
    expect(report).toMatchObject({ rows: lines, series: 100, sumOfNumbers: expectedSum(lines) })
  },
  120_000,
)
