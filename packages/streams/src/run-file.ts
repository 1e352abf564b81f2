import { planOf } from './graph/plan.ts'
import { Job } from './job.ts'
import { graphOfFile } from './job-file.ts'
import { type JobOptions, jobDefaults } from './job-options.ts'

/**
 * The job of a file, ready to run on worker threads. `options` go before what the file configures.
 * Throws `STREAM_JOB_FILE` or `STREAM_GRAPH`.
 */
export async function jobOfFile(file: string, options: JobOptions = {}): Promise<Job> {
  const built = await graphOfFile(file)
  const all = { ...built.options, ...options }
  return new Job(planOf(built.graph, all.parallelism ?? jobDefaults.parallelism), all, file)
}
