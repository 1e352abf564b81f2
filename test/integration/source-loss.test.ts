import { expect, it } from 'vitest'
import { loseNothing } from '../fault/source-loss.ts'

it('50 devices write late, out of order and at equal times for 30 seconds and 5 kills of the worker: every row arrives', async () => {
  const report = await loseNothing({ seconds: 30, kills: 5 })
  expect(report).toMatchObject({ lost: [], invented: [] })
  expect(report.rows).toBeGreaterThan(5000)
  console.log(`${report.rows} rows, 5 kills: none lost, ${report.twice} delivered again`)
}, 120_000)
