import { messageOf } from '@tidewire/core'
import type { JobMetrics, JobProgress, JobState } from '@tidewire/streams'
import { ask, controlAddress, controlAddresses } from '../control-socket.ts'
import { raise } from '../errors.ts'

/** What can be asked of a running job. */
export type JobRequest =
  | { readonly op: 'status' }
  | { readonly op: 'stop' }
  | { readonly op: 'savepoint'; readonly path: string }

/** A running job as it describes itself. */
export interface JobStatus {
  readonly name: string
  readonly file: string
  readonly pid: number
  readonly state: JobState
  readonly since: string
  readonly progress: JobProgress
  readonly metrics: JobMetrics
}

/** Where a job of this name answers. */
export function jobAddress(name: string): string {
  return controlAddress('job', name)
}

/** Milliseconds to wait for a status; a job that is stopped by a debugger or a signal gives none. */
const statusPatience = 5_000

/** The status of a job; null when none answers there. */
export async function statusOf(address: string): Promise<JobStatus | null> {
  let status: JobStatus | null = null
  const answered = await ask<JobRequest, JobStatus>(
    address,
    { op: 'status' },
    reply => {
      status = reply
    },
    AbortSignal.timeout(statusPatience),
  ).catch(() => false)
  return answered ? status : null
}

/** All running jobs of this user, by name. */
export async function runningJobs(): Promise<JobStatus[]> {
  const all = await Promise.all((await controlAddresses('job')).map(statusOf))
  return all.filter(job => job !== null).sort((a, b) => a.name.localeCompare(b.name))
}

/** Asks a running job for something; throws `CLI_NO_JOB` when none of that name runs, `CLI_JOB` with its words. */
export async function askJob(name: string, request: JobRequest): Promise<void> {
  let answered: boolean
  try {
    answered = await ask(jobAddress(name), request, () => undefined)
  } catch (error) {
    throw raise('CLI_JOB', { name, reason: messageOf(error) })
  }
  if (!answered) throw raise('CLI_NO_JOB', { name })
}
