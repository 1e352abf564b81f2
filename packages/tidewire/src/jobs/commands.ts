import { resolve } from 'node:path'
import { raise } from '../errors.ts'
import { note, writeLine } from '../terminal.ts'
import { askJob, jobAddress, runningJobs, statusOf } from './control.ts'
import { progressText } from './progress-text.ts'

/** Lists the running jobs. */
export async function listJobs(flags: { readonly json?: boolean }): Promise<void> {
  const jobs = await runningJobs()
  if (flags.json === true) {
    await writeLine(JSON.stringify(jobs))
    return
  }
  if (jobs.length === 0) note('no job runs')
  for (const { name, pid, state, progress } of jobs) {
    await writeLine(`${name}  ${state}  process ${pid}  ${progressText(progress)}`)
  }
}

/** Shows one running job with the counters of its operators. */
export async function showJob(name: string, flags: { readonly json?: boolean }): Promise<void> {
  const job = await statusOf(jobAddress(name))
  if (job === null) throw raise('CLI_NO_JOB', { name })
  if (flags.json === true) {
    await writeLine(JSON.stringify(job))
    return
  }
  await writeLine(`${job.name}  ${job.state} since ${job.since}, process ${job.pid}`)
  await writeLine(`  ${job.file}`)
  await writeLine(`  ${progressText(job.progress)}`)
  for (const [operator, { counters, gauges }] of Object.entries(job.metrics.operators)) {
    const values = Object.entries({ ...counters, ...gauges }).map(
      ([key, value]) => `${key} ${value}`,
    )
    if (values.length > 0) await writeLine(`  ${operator}: ${values.join(', ')}`)
  }
}

/** Asks a job to stop in good order and waits until it has gone. */
export async function stopJob(name: string): Promise<void> {
  await askJob(name, { op: 'stop' })
  while ((await statusOf(jobAddress(name))) !== null) {
    await new Promise(wake => setTimeout(wake, 100))
  }
  note(`job ${name} was stopped`)
}

/** Stores a savepoint of a running job. */
export async function saveJob(name: string, path: string): Promise<void> {
  await askJob(name, { op: 'savepoint', path: resolve(path) })
  note(`savepoint stored in ${resolve(path)}`)
}
