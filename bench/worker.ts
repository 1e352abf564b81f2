import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BenchProcess, type ProcessUsage } from './bench-process.ts'

const converter = 'org.apache.kafka.connect.storage.StringConverter'

/** The properties of a worker under test, as the text of a file. */
function workerProperties(bootstrap: string): string {
  const props = {
    'bootstrap.servers': bootstrap,
    'group.id': 'connect-bench',
    'key.converter': converter,
    'value.converter': converter,
    'config.storage.topic': 'connect-configs',
    'offset.storage.topic': 'connect-offsets',
    'status.storage.topic': 'connect-status',
    'config.storage.replication.factor': '1',
    'offset.storage.replication.factor': '1',
    'status.storage.replication.factor': '1',
    'offset.storage.partitions': '1',
    'status.storage.partitions': '1',
    listeners: 'http://127.0.0.1:0',
  }
  return Object.entries(props)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

/** Starts a broker that keeps its data in the folder. */
export function startBroker(folder: string): BenchProcess {
  return new BenchProcess('test/processes/broker.process.ts', ['0', join(folder, 'kafka')])
}

/** Flags of Node for the process that is measured. */
export function profileFlags(profile: string | null): readonly string[] {
  return profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
}

/** Connector keys given as `KEY=VALUE`. */
export function keysOf(set: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    set.map(text => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  )
}

/** A worker under test, in a process of its own, started as users start it. */
export class BenchWorker implements AsyncDisposable {
  readonly #process: BenchProcess
  readonly #rest: string

  private constructor(process: BenchProcess, rest: string) {
    this.#process = process
    this.#rest = rest
  }

  /** Starts it and waits until it uses no more CPU after its start. */
  static async start(
    bootstrap: string,
    folder: string,
    options: { readonly node?: readonly string[]; readonly profile: string | null },
  ): Promise<BenchWorker> {
    const file = join(folder, 'worker.properties')
    await writeFile(file, workerProperties(bootstrap))
    const process = new BenchProcess(
      'packages/tidewire/bin/tidewire.js',
      ['connect-distributed', file],
      [...(options.node ?? []), ...profileFlags(options.profile)],
    )
    const worker = new BenchWorker(process, `http://127.0.0.1:${await process.port()}`)
    for (let previous = -1, now = 0; now > previous; now = worker.usage().cpuSeconds) {
      previous = now
      await delay(250)
    }
    return worker
  }

  get log(): string {
    return this.#process.log
  }

  usage(): ProcessUsage {
    return this.#process.usage()
  }

  /** Creates a connector. */
  async create(name: string, config: Readonly<Record<string, string>>): Promise<void> {
    const answer = await fetch(`${this.#rest}/connectors/${name}/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(config),
    })
    if (!answer.ok) throw new Error(`cannot create the connector: ${await answer.text()}`)
  }

  /** Deletes a connector. */
  async remove(name: string): Promise<void> {
    await fetch(`${this.#rest}/connectors/${name}`, { method: 'DELETE' })
  }

  /**
   * Asks again and again until all rows of a connector have arrived; fails with its status when no row comes for a
   * minute.
   */
  async until(
    name: string,
    rows: number,
    pollMs: number,
    arrived: () => Promise<number>,
  ): Promise<void> {
    let last = performance.now()
    let seen = 0
    for (;;) {
      const now = await arrived()
      if (now >= rows) return
      if (now > seen) {
        seen = now
        last = performance.now()
      } else if (performance.now() - last > 60_000) {
        const status = await (await fetch(`${this.#rest}/connectors/${name}/status`)).text()
        throw new Error(`stuck at ${now} of ${rows} rows\n${status}\n${this.log}`)
      }
      await delay(pollMs)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]()
  }
}

/** What rows cost a worker between two readings of its usage. */
export function costOf(
  rows: number,
  seconds: number,
  before: ProcessUsage,
  after: ProcessUsage,
): Record<string, number> {
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds
  return {
    'rows/s': Math.round(rows / seconds),
    'rows/CPU s of the worker': Math.round(rows / cpuSeconds),
    'CPU s of the worker': rounded(cpuSeconds),
    'of it, in the kernel': rounded(after.systemSeconds - before.systemSeconds),
    'of it, garbage collection and compilers': rounded(after.helperSeconds - before.helperSeconds),
    'memory MiB after its start (peak)': Math.round(before.peakMiB),
    'peak memory MiB': Math.round(after.peakMiB),
  }
}

/** Seconds with two digits. */
function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
