import { expect, it } from 'vitest'
import { expectedSum, killDuringLoad, type Victim } from '../fault/pipeline.ts'
import { killTDengineWhileWriting } from '../fault/tdengine-kills.ts'

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

it('five kills of the TDengine development server while it is written to: nothing acknowledged is lost, nothing is torn', async () => {
  const report = await killTDengineWhileWriting(5)
  expect(report.acknowledgedRows).toBeGreaterThan(1000)
  expect(report).toMatchObject({ lost: [], torn: [] })
}, 120_000)
