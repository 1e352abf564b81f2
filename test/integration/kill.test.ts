import { expect, it } from 'vitest'
import { expectedSum, killDuringLoad, type Victim } from '../fault/pipeline.ts'

const lines = 100_000

it.each<Victim>(['worker', 'tdengine', 'broker'])(
  'kill -9 of the %s, twice in the middle of 100,000 lines: exactly the expected rows',
  async victim => {
    const report = await killDuringLoad({ victim, lines, kills: 2 })
    expect(Math.max(...report.killedAtRows)).toBeLessThan(lines)
    expect(report).toMatchObject({ rows: lines, series: 100, sumOfNumbers: expectedSum(lines) })
  },
  240_000,
)
