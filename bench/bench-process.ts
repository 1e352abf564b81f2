import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** CPU time and memory of a process as Linux counts them. */
export interface ProcessUsage {
  /** User and system seconds. */
  readonly cpuSeconds: number
  /** The system seconds of them. */
  readonly systemSeconds: number
  /** The seconds of them that threads other than the main one used: garbage collection, compilers, file system. */
  readonly helperSeconds: number
  /** Peak resident memory in MiB (VmHWM). */
  readonly peakMiB: number
}

const ticksPerSecond = 100

/** A part of a benchmark in a process of its own, so that its CPU time is not the measured one. */
export class BenchProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  #said = ''
  #errors = ''

  /** Starts a script, given relative to the repository's root, with the flags of the `tidewire` command. */
  constructor(script: string, args: readonly string[], nodeFlags: readonly string[] = []) {
    const file = join(import.meta.dirname, '..', script)
    this.#child = spawn(
      process.execPath,
      ['--conditions=@tidewire/source', ...nodeFlags, file, ...args],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    this.#child.stdout?.setEncoding('utf8').on('data', text => {
      this.#said += text
    })
    this.#child.stderr?.setEncoding('utf8').on('data', text => {
      this.#errors = (this.#errors + text).slice(-20_000)
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get log(): string {
    return this.#errors
  }

  /** Waits for a line that matches; rejects when the process ends without it. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    const output = this.#child.stdout
    for (;;) {
      const match = pattern.exec(this.#said)
      if (match !== null) return match
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`${this.#child.spawnargs.join(' ')} ended early\n${this.#errors}`)
      }
      await Promise.race([
        once(this.#child, 'close'),
        output === null ? null : once(output, 'data'),
      ])
    }
  }

  /** The port of a process that says `ready PORT` or `ready at URL`. */
  async port(): Promise<number> {
    const [, port] = await this.said(/ready (?:at http:\/\/127\.0\.0\.1:)?(\d+)/)
    return Number(port)
  }

  usage(): ProcessUsage {
    const { user, system } = timesOf(`/proc/${this.pid}`)
    const main = timesOf(`/proc/${this.pid}/task/${this.pid}`)
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))
    return {
      cpuSeconds: user + system,
      systemSeconds: system,
      helperSeconds: user + system - main.user - main.system,
      peakMiB: Number(peak?.[1]) / 1024,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5000)
    await exit
    clearTimeout(timer)
  }
}

/** Seconds that a process or thread has used, from its folder in `/proc`. */
function timesOf(folder: string): { readonly user: number; readonly system: number } {
  const stat = readFileSync(`${folder}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { user: Number(fields[11]) / ticksPerSecond, system: Number(fields[12]) / ticksPerSecond }
}
