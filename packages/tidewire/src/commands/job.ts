import { Command } from 'commander'

/** Options of `job run`. */
export interface JobRunFlags {
  readonly name?: string
  readonly parallelism?: string
  readonly threads?: string
  readonly checkpointDir?: string
  readonly checkpointInterval?: string
  readonly restart?: string
  readonly restore?: string
  readonly allowDroppedState?: boolean
  readonly quiet?: boolean
}

const actions = () => import('../jobs/commands.ts')

function example(line: string): string {
  return `\nExample:\n  $ tidewire ${line}`
}

/** `tidewire job …` */
export function jobCommand(): Command {
  const job = new Command('job')
    .description('run stream jobs: TypeScript files that build a job')
    .addHelpText('after', example('job run examples/streams/row-source.ts'))
  job
    .command('run')
    .description('run the job of a file until it ends or is stopped')
    .argument('<file>', 'module whose default export builds the job')
    .option('--name <name>', 'name of the job (default: that of the file)')
    .option('--parallelism <n>', 'subtasks per operator (default: what the file says, else 1)')
    .option('--threads <n>', 'worker threads (default: one per processor, as far as needed)')
    .option('--checkpoint-interval <ms>', 'time between two checkpoints')
    .option('--checkpoint-dir <folder>', 'where checkpoints are stored (default: one per job name)')
    .option('--restart <strategy>', 'none, exponential, or fixed:ATTEMPTS:DELAY_MS')
    .option('--restore <from>', 'latest (default), none, or the folder of a savepoint')
    .option('--allow-dropped-state', 'resume although an operator of the checkpoint is gone')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
A job that was stopped or killed goes on from its last checkpoint when it is run again.

Examples:
  $ tidewire job run copy-meters.ts --parallelism 2 --checkpoint-interval 5000
  $ tidewire job savepoint copy-meters ./before-upgrade
  $ tidewire job run copy-meters.ts --restore ./before-upgrade`,
    )
    .action(async (file: string, flags: JobRunFlags) => {
      const { runJob } = await import('../jobs/run.ts')
      await runJob(file, flags)
    })
  job
    .command('list')
    .description('the running jobs of this user')
    .option('--json', 'print JSON')
    .addHelpText('after', example('job list'))
    .action(async (flags: { readonly json?: boolean }) => (await actions()).listJobs(flags))
  job
    .command('status')
    .description('a running job with the counters of its operators')
    .argument('<name>')
    .option('--json', 'print JSON')
    .addHelpText('after', example('job status copy-meters --json'))
    .action(async (name: string, flags: { readonly json?: boolean }) =>
      (await actions()).showJob(name, flags),
    )
  job
    .command('savepoint')
    .description('store the state of a running job; it goes on')
    .argument('<name>')
    .argument('<folder>')
    .addHelpText('after', example('job savepoint copy-meters ./before-upgrade'))
    .action(async (name: string, folder: string) => (await actions()).saveJob(name, folder))
  job
    .command('stop')
    .description('stop a running job in good order: sinks are flushed, a checkpoint is stored')
    .argument('<name>')
    .addHelpText('after', example('job stop copy-meters'))
    .action(async (name: string) => (await actions()).stopJob(name))
  return job
}
