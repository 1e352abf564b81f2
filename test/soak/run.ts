// Long counts, run by hand:
//   npm run soak                                   everything, with its full counts
//   npm run soak -- pipeline --lines 1000000 --kills 3 --victim worker
//   npm run soak -- kwdb-pipeline --lines 1000000 --kills 3 --victim kwdb
//   npm run soak -- tdengine --kills 100
//   npm run soak -- broker --kills 100
//   npm run soak -- streams --kills 30             a bounded job and a subscription, killed while they copy
//   npm run soak -- source-loss --seconds 180 --kills 20
//   npm run soak -- kwdb-source-loss --seconds 180 --kills 20
//   npm run soak -- round-trip --rows 100000       every type, line and flat JSON, in ms, us and ns databases
//   npm run soak -- outage --seconds 60            TDengine away under load, sink and source
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { RoundTripBench } from '../e2e/round-trip/round-trip.ts'
import { kwdbLoss, type LossDatabase, tdengineLoss } from '../fault/loss-database.ts'
import { survived, tdengineAway } from '../fault/outage.ts'
import { expectedSum, killDuringLoad, type Victim } from '../fault/pipeline.ts'
import { kwdbEnd, type PipelineDatabase, tdengineEnd } from '../fault/pipeline-database.ts'
import { loseNothing } from '../fault/source-loss.ts'
import { killStreamJob } from '../fault/stream-kills.ts'
import { killTDengineWhileWriting } from '../fault/tdengine-kills.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: '1000000' },
    kills: { type: 'string' },
    rows: { type: 'string', default: '100000' },
    seconds: { type: 'string' },
    victim: { type: 'string', multiple: true },
  },
})

/** Kills each part of the pipeline in the middle of a load; true when every row is there exactly once. */
async function pipeline(database: PipelineDatabase): Promise<boolean> {
  const lines = Number(values.lines)
  const kills = Number(values.kills ?? 3)
  let exact = true
  const victims = (values.victim ?? ['worker', database.process, 'broker']) as Victim[]
  for (const victim of victims) {
    console.log(`kill -9 of the ${victim}, ${kills} times in ${lines} lines …`)
    const report = await killDuringLoad({ victim, lines, kills, database })
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

/** Kills stream jobs while they copy; true when the copies are exact. */
async function streams(): Promise<boolean> {
  const kills = Number(values.kills ?? 30)
  let exact = true
  for (const kind of ['bounded', 'cdc'] as const) {
    console.log(`kill -9 of a ${kind} stream job, ${kills} times while it copies …`)
    const report = await killStreamJob(kind, kills)
    const right = report.source === report.target
    exact &&= right
    console.log(`  ${right ? 'exact' : 'WRONG'}: ${report.kills} kills\n${report.target}`)
    if (!right) console.log(`instead of\n${report.source}`)
  }
  return exact
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

/** Takes TDengine away under load; true when nothing is lost and everything runs again by itself. */
async function outage(): Promise<boolean> {
  const seconds = Number(values.seconds ?? 60)
  console.log(`TDengine away for ${seconds} s under load, sink and source …`)
  const report = await tdengineAway(seconds * 1000)
  const right = survived(report)
  const states = Object.entries(report.states).map(([part, state]) => `${part} ${state}`)
  console.log(
    `  ${right ? 'nothing lost' : 'WRONG'}: ${report.lines} lines, ${report.rows} rows, ${report.returned} came back ` +
      `(${report.repeated} more than once), written ${report.sinkSeconds.toFixed(1)} s and back ${report.sourceSeconds.toFixed(1)} s after the return; ` +
      `failed meanwhile: ${report.failedMeanwhile.join(', ') || 'none'}; now: ${states.join(', ')}`,
  )
  return right
}

/** Kills the worker of a source while devices write late and out of order; true when every row arrives. */
async function sourceLoss(database: LossDatabase): Promise<boolean> {
  const seconds = Number(values.seconds ?? 180)
  const kills = Number(values.kills ?? 20)
  console.log(
    `${database.process}: kill -9 of the source's worker, ${kills} times in ${seconds} s of late rows …`,
  )
  const report = await loseNothing({ seconds, kills, database })
  const right = report.lost.length + report.invented.length === 0
  console.log(
    `  ${right ? 'nothing lost' : 'WRONG'}: ${report.rows} rows, ${report.lost.length} lost, ` +
      `${report.invented.length} never written, ${report.twice} delivered again`,
  )
  for (const row of [...report.lost, ...report.invented].slice(0, 20))
    console.log(`  WRONG: ${row}`)
  return right
}

/** Carries random tables of every type through both forms in every unit; true when all copies are the same. */
async function roundTrip(): Promise<boolean> {
  const rows = Number(values.rows)
  await using bench = await RoundTripBench.start()
  let same = true
  for (const unit of ['ms', 'us', 'ns'] as const) {
    const database = await bench.fill(unit, rows)
    for (const format of ['line', 'flat-json'] as const) {
      for (const trip of await bench.carry(database, format, unit)) {
        const right = trip.differences.length === 0
        same &&= right
        console.log(
          `  ${right ? 'same' : 'WRONG'}: ${unit}, ${format}, ${trip.table}: ${trip.rows} rows, ${trip.left} that the form cannot carry`,
        )
      }
    }
  }
  return same
}

const scenarios: Readonly<Record<string, () => Promise<boolean>>> = {
  pipeline: () => pipeline(tdengineEnd),
  'kwdb-pipeline': () => pipeline(kwdbEnd),
  tdengine,
  broker,
  outage,
  streams,
  'round-trip': roundTrip,
  'source-loss': () => sourceLoss(tdengineLoss),
  'kwdb-source-loss': () => sourceLoss(kwdbLoss),
}
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
