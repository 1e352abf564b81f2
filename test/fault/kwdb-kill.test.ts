import { expect, it } from 'vitest'
import { expectedSum, killDuringLoad, type Victim } from './pipeline.ts'
import { kwdbEnd } from './pipeline-database.ts'

// The full count, 1,000,000 lines, is `npm run soak -- kwdb-pipeline`.
const lines = 20_000

it.each<Victim>(['worker', 'kwdb', 'broker'])(
  'kill -9 of the %s in the middle of the load into KWDB: exactly the expected rows',
  async victim => {
    const report = await killDuringLoad({ victim, lines, kills: 1, database: kwdbEnd })
    expect(report.killedAtRows[0]).toBeLessThan(lines)
    expect(report).toMatchObject({ rows: lines, series: 100, sumOfNumbers: expectedSum(lines) })
  },
  120_000,
)
