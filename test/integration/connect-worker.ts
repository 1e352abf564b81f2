import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../processes/child.ts'
import { javaArgs, Program, until } from './program.ts'
import { jars } from './requirement.ts'

const lib = jars('kafka-3.9.2')

/** What a Java Connect worker says of one connector. */
export interface ConnectorStatus {
  readonly connector: { readonly state: string }
  readonly tasks: readonly {
    readonly id: number
    readonly state: string
    readonly trace?: string
  }[]
}

/** A Java Kafka Connect worker (distributed, 3.9.2) with the FileStream connectors, in a temporary folder. */
export class JavaConnectWorker implements AsyncDisposable {
  readonly url: string
  readonly #folder: string
  #program: Program | null = null

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.url = `http://127.0.0.1:${port}`
  }

  /** Starts a worker of the group `connect-cluster` on a Kafka; resolves when its REST answers. */
  static async start(bootstrapServers: string): Promise<JavaConnectWorker> {
    const folder = mkdtempSync(join(tmpdir(), 'java-connect-'))
    const worker = new JavaConnectWorker(folder, await freePort())
    mkdirSync(join(folder, 'plugins'))
    const plugin = 'connect-file-3.9.2.jar'
    symlinkSync(join(lib, plugin), join(folder, 'plugins', plugin))
    const converter = 'org.apache.kafka.connect.storage.StringConverter'
    const lines = [
      `bootstrap.servers=${bootstrapServers}`,
      'group.id=connect-cluster',
      `key.converter=${converter}`,
      `value.converter=${converter}`,
      'offset.storage.topic=connect-offsets',
      'offset.storage.replication.factor=1',
      'config.storage.topic=connect-configs',
      'config.storage.replication.factor=1',
      'status.storage.topic=connect-status',
      'status.storage.replication.factor=1',
      'offset.flush.interval.ms=1000',
      `listeners=${worker.url}`,
      'rest.advertised.host.name=127.0.0.1',
      `plugin.path=${join(folder, 'plugins')}`,
      'plugin.discovery=service_load',
    ]
    writeFileSync(join(folder, 'connect.properties'), `${lines.join('\n')}\n`)
    await worker.startProcess()
    return worker
  }

  /** What the worker has printed since its last start. */
  get log(): string {
    return this.#program?.stderr ?? ''
  }

  /** Starts the process; also again after `stop`. */
  async startProcess(): Promise<void> {
    const program = new Program(
      'java',
      [
        ...javaArgs([`${lib}/*`], '512m'),
        'org.apache.kafka.connect.cli.ConnectDistributed',
        join(this.#folder, 'connect.properties'),
      ],
      { timeoutMs: 600_000 },
    )
    this.#program = program
    await until(
      'the REST of the Java Connect worker answers',
      async () => {
        if (!program.running) throw new Error(`the worker ended\n${program.stderr}`)
        const answer = await fetch(`${this.url}/connectors`).catch(() => null)
        return answer?.status === 200
      },
      90_000,
    )
  }

  /** Stops the process as an operator does, or at once; what it has stored in Kafka stays. */
  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    const program = this.#program
    if (program === null) return
    program.kill(signal)
    await until('the worker ends', () => !program.running)
  }

  /** Calls the REST and returns the text of its answer; an error unless it answers well. */
  async send(method: string, path: string, body?: unknown): Promise<string> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse(await this.send('GET', path))
  }

  async status(connector: string): Promise<ConnectorStatus> {
    return await this.get(`/connectors/${connector}/status`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program?.[Symbol.asyncDispose]()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
