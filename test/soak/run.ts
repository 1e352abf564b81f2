// Long counts, run by hand:
//   npm run soak                                   everything, with its full counts
//   npm run soak -- pipeline --lines 1000000 --kills 3 --victim worker
//   npm run soak -- tdengine --kills 100
//   npm run soak -- broker --kills 100
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { expectedSum, killDuringLoad, type Victim } from '../fault/pipeline.ts'
import { killTDengineWhileWriting } from '../fault/tdengine-kills.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: '1000000' },
    kills: { type: 'string' },
    victim: { type: 'string', multiple: true, default: ['worker', 'tdengine', 'broker'] },
  },
})

/** Kills each part of the pipeline in the middle of a load; true when every row is there exactly once. */
async function pipeline(): Promise<boolean> {
  const lines = Number(values.lines)
  const kills = Number(values.kills ?? 3)
  let exact = true
  for (const victim of values.victim as Victim[]) {
    console.log(`kill -9 of the ${victim}, ${kills} times in ${lines} lines …`)
    const report = await killDuringLoad({ victim, lines, kills })
    const right = report.rows === lines && report.sumOfNumbers === expectedSum(lines)
    exact &&= right
    console.log(
      `  ${right ? 'exact' : 'WRONG'}: ${report.rows} rows, sum ${report.sumOfNumbers}, ${report.series} series, ` +
        `killed at ${report.killedAtRows.join(', ')} rows, ${report.seconds.toFixed(1)} s`,
    )
  }
  return exact
}

/** Kills the TDengine development server while it is written to; true when nothing acknowledged is lost or torn. */
async function tdengine(): Promise<boolean> {
  const kills = Number(values.kills ?? 100)
  console.log(`kill -9 of the TDengine development server, ${kills} times during writes …`)
  const report = await killTDengineWhileWriting(kills)
  const slowest = Math.max(...report.restarts)
  console.log(
    `  ${report.acknowledgedRows} rows acknowledged, ${report.lost.length} losses, ${report.torn.length} torn, slowest restart ${slowest} ms`,
  )
  for (const problem of [...report.lost, ...report.torn]) console.log(`  WRONG: ${problem}`)
  return report.lost.length + report.torn.length === 0
}

/** The broker's own kill test, with as many kills as asked for. */
async function broker(): Promise<boolean> {
  const kills = values.kills ?? '100'
  console.log(`kill -9 of the Kafka development broker, ${kills} times during writes …`)
  const root = join(import.meta.dirname, '..', '..')
  const launcher = join(root, 'scripts', 'node24.mjs')
  const { status } = spawnSync(
    process.execPath,
    [launcher, 'vitest', 'run', 'packages/local/src/kafka/kill.test.ts'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, TIDEWIRE_KILLS: kills } },
  )
  return status === 0
}

const scenarios: Readonly<Record<string, () => Promise<boolean>>> = { pipeline, tdengine, broker }
const chosen = positionals.length > 0 ? positionals : Object.keys(scenarios)
for (const name of chosen) {
  const run = scenarios[name]
  if (run === undefined) {
    console.error(`no scenario ${name}; there are ${Object.keys(scenarios).join(', ')}`)
    process.exitCode = 2
    break
  }
  if (!(await run())) process.exitCode = 1
}
