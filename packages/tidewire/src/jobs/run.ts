import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { jsonText, type Logger, tidewireVersion } from '@tidewire/core'
import { type Job, type JobOptions, type JobProgress, jobOfFile } from '@tidewire/streams'
import type { JobRunFlags } from '../commands/job.ts'
import { listenForControl } from '../control-socket.ts'
import { raise } from '../errors.ts'
import { stateFolder } from '../local/user-folders.ts'
import { interruptible, note } from '../terminal.ts'
import { type JobRequest, type JobStatus, jobAddress, statusOf } from './control.ts'
import { progressText } from './progress-text.ts'
import { restartStrategy } from './restart-option.ts'

/** Milliseconds between two lines of progress where they cannot overwrite each other. */
const progressEveryMs = 10_000

/** Runs the job of a file until it ends or is stopped; a stopped job can be run again and goes on. */
export async function runJob(file: string, flags: JobRunFlags): Promise<void> {
  const name = flags.name ?? basename(file).replace(/(\.job)?\.[cm]?[jt]s$/, '')
  // It names a folder and is shown in one line.
  if (name.length > 200 || /^\.*$|\p{Cc}/u.test(name)) {
    throw raise('CLI_USAGE', { problem: `--name ${JSON.stringify(name)} is no name for a job` })
  }
  const running = await statusOf(jobAddress(name))
  if (running !== null) throw raise('CLI_JOB_RUNNING', { name, pid: running.pid })
  // An import of a file that is missing fails too, but speaks of modules.
  if (!existsSync(file)) throw raise('CLI_FILE', { file, reason: 'there is no such file' })
  const display = new ProgressDisplay(flags.quiet === true)
  const job = await jobOfFile(resolve(file), optionsOf(name, flags, display))
  using interrupt = interruptible()
  const status = statusOfJob(job, file)
  const server = await listenForControl<JobRequest, JobStatus>(
    jobAddress(name),
    async (request, reply) => {
      if (request.op === 'status') reply(status())
      else if (request.op === 'stop') job.stop()
      else await job.savepoint(resolve(request.path))
    },
  )
  note(
    `Tidewire ${tidewireVersion}: job ${name} runs; stop it with Ctrl-C or \`tidewire job stop ${name}\``,
  )
  try {
    const result = await job.run(interrupt.signal)
    display.end()
    const { rows } = job.progress
    note(
      `job ${name} ${result.state === 'finished' ? 'has finished' : 'was stopped'}: ${rows} rows`,
    )
  } finally {
    display.end()
    server.close()
  }
}

function statusOfJob(job: Job, file: string): () => JobStatus {
  const since = new Date().toISOString()
  return () => ({
    name: job.name,
    file: resolve(file),
    pid: process.pid,
    state: job.state,
    since,
    progress: job.progress,
    metrics: job.metrics,
  })
}

function optionsOf(name: string, flags: JobRunFlags, display: ProgressDisplay): JobOptions {
  const interval = wholeNumber('--checkpoint-interval', flags.checkpointInterval)
  const parallelism = wholeNumber('--parallelism', flags.parallelism)
  const threads = wholeNumber('--threads', flags.threads)
  const checkpoints = interval !== null || flags.checkpointDir !== undefined
  return {
    name,
    ...(parallelism === null ? {} : { parallelism }),
    ...(threads === null ? {} : { threads }),
    ...(checkpoints
      ? {
          checkpoint: {
            intervalMs: interval ?? 5_000,
            directory: resolve(
              flags.checkpointDir ?? join(stateFolder(), 'jobs', encodeURIComponent(name)),
            ),
          },
        }
      : {}),
    ...(flags.restart === undefined ? {} : { restart: restartStrategy(flags.restart) }),
    ...(flags.restore === undefined ? {} : { restore: restoreOf(flags.restore) }),
    ...(flags.allowDroppedState === true ? { allowDroppedState: true } : {}),
    log: display.log,
    onProgress: progress => display.show(progress),
    onResume: (path, time) =>
      note(`it goes on from ${path}, as of ${time.toISOString()}; --restore none does without it`),
  }
}

function restoreOf(text: string): NonNullable<JobOptions['restore']> {
  return text === 'latest' || text === 'none' ? text : { savepoint: resolve(text) }
}

function wholeNumber(option: string, text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw raise('CLI_USAGE', { problem: `${option} ${text} is no whole number of at least 1` })
}

/** Progress on standard error: one line that is written over on a terminal, a line now and then elsewhere. */
class ProgressDisplay {
  readonly #quiet: boolean
  readonly #overwrites = process.stderr.isTTY === true
  #shownAt = Date.now()
  #open = false

  constructor(quiet: boolean) {
    this.#quiet = quiet
  }

  /** Warnings and errors of the job; the rest is for programs. */
  get log(): Logger {
    const say =
      (level: string) =>
      (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
        this.#clear()
        const details = Object.entries(fields)
          .filter(([, value]) => value !== undefined)
          .map(([key, value]) => `${key}=${typeof value === 'object' ? jsonText(value) : value}`)
        note([`${level}: ${message}`, ...details].join(' '))
      }
    const silent = (): void => undefined
    return { debug: silent, info: silent, warn: say('warning'), error: say('error') }
  }

  show(progress: JobProgress): void {
    if (this.#quiet) return
    if (this.#overwrites) {
      process.stderr.write(`\r\u001b[K${progressText(progress)}`)
      this.#open = true
    } else if (Date.now() - this.#shownAt >= progressEveryMs) {
      this.#shownAt = Date.now()
      note(progressText(progress))
    }
  }

  end(): void {
    if (this.#open) process.stderr.write('\n')
    this.#open = false
  }

  #clear(): void {
    if (this.#open) process.stderr.write('\r\u001b[K')
    this.#open = false
  }
}
