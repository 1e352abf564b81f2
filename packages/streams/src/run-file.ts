import { availableParallelism } from 'node:os'
import { planOf } from './graph/plan.ts'
import { Job } from './job.ts'
import { graphOfFile } from './job-file.ts'
import { type JobOptions, jobDefaults } from './job-options.ts'
import { WarmThreads } from './runtime/threads.ts'

/**
 * The job of a file, ready to run on worker threads. `options` go before what the file configures. Threads begin to load
 * the file at the same time. Throws `STREAM_JOB_FILE` or `STREAM_GRAPH`.
 */
export async function jobOfFile(file: string, options: JobOptions = {}): Promise<Job> {
  const threads = options.threads ?? Math.min(availableParallelism(), options.parallelism ?? 1)
  const warm = new WarmThreads(file, Math.max(1, threads))
  try {
    const built = await graphOfFile(file)
    const all = { ...built.options, ...options }
    const plan = planOf(built.graph, all.parallelism ?? jobDefaults.parallelism)
    return new Job(plan, all, { path: file, warm })
  } catch (error) {
    warm.end()
    throw error
  }
}
