import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type JarSet, jars } from './requirement.ts'

/** Waits until `condition` holds, or fails with what it waited for. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`)
    await delay(50)
  }
}

/** How long a program may take, and where it runs. */
export interface ProgramOptions {
  readonly timeoutMs?: number
  readonly cwd?: string
}

/** A program of others. It is ended when it takes longer than `timeoutMs`, 60 s when absent. */
export class Program implements AsyncDisposable {
  readonly #what: string
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended: Promise<unknown>
  stdout = ''
  stderr = ''

  constructor(command: string, args: readonly string[], options: ProgramOptions = {}) {
    this.#what = `${command} ${args.join(' ')}`.slice(0, 500)
    this.#child = spawn(command, args, { stdio: 'pipe', cwd: options.cwd })
    this.#child.stdout.setEncoding('utf8').on('data', text => {
      this.stdout += text
    })
    this.#child.stderr.setEncoding('utf8').on('data', text => {
      this.stderr += text
    })
    // A program may end before it has read its input.
    this.#child.stdin.on('error', () => undefined)
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), options.timeoutMs ?? 60_000)
    this.#ended = once(this.#child, 'close').finally(() => clearTimeout(timer))
    this.#ended.catch(() => undefined)
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Waits until the program has printed `text`. */
  async says(text: string, timeoutMs = 30_000): Promise<void> {
    await until(
      `${this.#what} says ${text}`,
      () => {
        if (this.stdout.includes(text)) return true
        if (!this.running) throw new Error(`${this.#what} ended\n${this.stdout}\n${this.stderr}`)
        return false
      },
      timeoutMs,
    )
  }

  write(text: string): void {
    this.#child.stdin.write(text)
  }

  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): void {
    this.#child.kill(signal)
  }

  /** Ends the input and waits for the end of the program; throws with what it printed when it fails. */
  async end(input = ''): Promise<{ readonly stdout: string; readonly stderr: string }> {
    this.#child.stdin.end(input)
    await this.#ended
    if (this.#child.exitCode !== 0) {
      const how = this.#child.exitCode ?? this.#child.signalCode
      throw new Error(`${this.#what} ended with ${how}\n${this.stdout}\n${this.stderr}`)
    }
    return { stdout: this.stdout, stderr: this.stderr }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running) this.#child.kill('SIGKILL')
    await this.#ended.catch(() => undefined)
  }
}

/** Runs a program to its end and returns what it printed; throws when it fails. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions & { readonly input?: string } = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  await using program = new Program(command, args, options)
  return await program.end(options.input)
}

const log4j = join(import.meta.dirname, '..', 'java', 'log4j.properties')

/** Arguments of `java`: quick to start, small, warnings and errors on stderr. */
export function javaArgs(classPath: readonly string[], maxHeap = '256m'): readonly string[] {
  return [
    `-Xmx${maxHeap}`,
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Duser.timezone=UTC',
    `-Dlog4j.configuration=file:${log4j}`,
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    ...['-cp', classPath.join(':')],
  ]
}

/** Runs one of Kafka's Java tools to its end and returns what it printed; throws when it fails. */
export function kafkaTool(
  mainClass: string,
  args: readonly string[],
  options: ProgramOptions & { readonly input?: string; readonly from?: JarSet } = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const classPath = `${jars(options.from ?? 'kafka-3.9.2')}/*`
  return runProgram('java', [...javaArgs([classPath]), mainClass, ...args], options)
}
