import { expect, it } from 'vitest'
import { kwdbLoss } from '../../fault/loss-database.ts'
import { loseNothing } from '../../fault/source-loss.ts'

// 3 minutes and 20 kills are in `npm run soak -- kwdb-source-loss`.
it('every row arrives, however late, out of order and of equal time, while the worker is killed', async () => {
  const report = await loseNothing({ seconds: 8, kills: 2, database: kwdbLoss })
  expect(report).toMatchObject({ lost: [], invented: [] })
  expect(report.rows).toBeGreaterThan(500)
  console.log(`${report.rows} rows, 2 kills: none lost, ${report.twice} delivered again`)
}, 90_000)
