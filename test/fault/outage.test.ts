import { expect, it } from 'vitest'
import { tdengineAway } from './outage.ts'

it('TDengine away under load: sink and source go on by themselves and nothing is lost', async () => {
  const report = await tdengineAway(3_000)
  expect(report).toMatchObject({
    rows: report.lines,
    returned: report.lines,
    states: { sink: 'RUNNING', 'sink-0': 'RUNNING', source: 'RUNNING', 'source-0': 'RUNNING' },
  })
  expect(report.lines).toBeGreaterThan(1_500)
}, 90_000)
