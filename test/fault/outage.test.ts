import { expect, it } from 'vitest'
import { oldLine, tdengineAway } from './outage.ts'

it('TDengine away under load: sink and source go on by themselves and nothing is lost', async () => {
  const report = await tdengineAway(3_000)
  expect(report).toMatchObject({
    rows: report.lines,
    returned: report.lines,
    states: { sink: 'RUNNING', 'sink-0': 'RUNNING', source: 'RUNNING', 'source-0': 'RUNNING' },
  })
  expect(report.lines).toBeGreaterThan(1_500)
}, 90_000)

// Defect: rows with old times were found once a minute, with a part of the history again.
it('the same with rows of years ago: none is late, and none comes again', async () => {
  const report = await tdengineAway(1_000, oldLine)
  expect(report).toMatchObject({ rows: report.lines, returned: report.lines, repeated: 0 })
}, 90_000)
