import { expect, test } from 'vitest'
import { measure, totals } from '../conformance/run.ts'

/** Shares below which the development server is not what it says it is. */
const floors = { checks: 0.97, schemaless: 0.97, scenarios: 0.9, sql: 0.9 } as const

// Scenarios of the subscription wait for real intervals; they are measured by `npm run conformance`.
test('the TDengine development server answers as TDengine 3.3.7.5 did', async () => {
  const found = await measure(name => !name.startsWith('tmq-') && !name.startsWith('stmt2-'))
  const sum = totals(found)
  const shares = Object.fromEntries(
    Object.entries(floors).map(([name, floor]) => {
      const { same, all } = sum[name as keyof typeof floors]
      return [name, same / all >= floor ? 'enough' : `${same} of ${all}`]
    }),
  )
  expect(shares).toEqual({
    checks: 'enough',
    schemaless: 'enough',
    scenarios: 'enough',
    sql: 'enough',
  })
}, 120_000)
