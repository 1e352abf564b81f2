import { KwdbDevServer } from '@tidewire/local/kwdb'
import { expect, test } from 'vitest'
import { recorded } from '../../conformance/kwdb/recording.ts'
import { runVerdicts } from '../../conformance/kwdb/verdicts.ts'

// Times and literals are compared by the engine's unit tests, and over the wire by `npm run conformance`.
test('the KWDB development server takes and refuses what KWDB 3.2.1 does', async () => {
  await using server = await KwdbDevServer.start()
  const results = await runVerdicts(server, recorded.verdicts())
  expect(results.length).toBeGreaterThan(400)
  expect(results.filter(({ difference }) => difference !== null)).toEqual([])
}, 120_000)
