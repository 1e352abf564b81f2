// Long counts, run by hand: npm run soak [-- --lines 1000000 --kills 3 --victim worker]
import { parseArgs } from 'node:util'
import { expectedSum, killDuringLoad, type Victim } from '../fault/pipeline.ts'

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    kills: { type: 'string', default: '3' },
    victim: { type: 'string', multiple: true, default: ['worker', 'tdengine', 'broker'] },
  },
})

let wrong = 0
for (const victim of values.victim as Victim[]) {
  const lines = Number(values.lines)
  console.log(`kill -9 of the ${victim}, ${values.kills} times in ${lines} lines …`)
  const report = await killDuringLoad({ victim, lines, kills: Number(values.kills) })
  const exact = report.rows === lines && report.sumOfNumbers === expectedSum(lines)
  if (!exact) wrong += 1
  console.log(
    `  ${exact ? 'exact' : 'WRONG'}: ${report.rows} rows, sum ${report.sumOfNumbers}, ${report.series} series, ` +
      `killed at ${report.killedAtRows.join(', ')} rows, ${report.seconds.toFixed(1)} s`,
  )
}
process.exitCode = wrong > 0 ? 1 : 0
