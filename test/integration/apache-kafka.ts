import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../processes/child.ts'
import { javaArgs, until } from './program.ts'
import { type JarSet, jars } from './requirement.ts'

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** An Apache Kafka broker (KRaft, one node) on free ports in a temporary folder. */
export class ApacheKafka implements AsyncDisposable {
  readonly bootstrapServers: string
  readonly #classPath: readonly string[]
  readonly #folder: string
  readonly #port: number
  #child: ReturnType<typeof spawn> | null = null

  private constructor(classPath: readonly string[], folder: string, port: number) {
    this.#classPath = classPath
    this.#folder = folder
    this.#port = port
    this.bootstrapServers = `127.0.0.1:${port}`
  }

  /**
   * `from` names the version, 3.9.2 when absent; `lines` adds broker properties, given those of the listeners;
   * `formatArgs` go to the storage tool.
   */
  static async start(
    options: {
      readonly from?: JarSet
      readonly lines?: (listeners: string, advertised: string) => readonly string[]
      readonly formatArgs?: readonly string[]
    } = {},
  ): Promise<ApacheKafka> {
    const classPath = [`${jars(options.from ?? 'kafka-3.9.2')}/*`]
    const folder = mkdtempSync(join(tmpdir(), 'apache-kafka-'))
    const [port, controller] = [await freePort(), await freePort()]
    const listener = `PLAINTEXT://127.0.0.1:${port}`
    writeFileSync(
      join(folder, 'broker.properties'),
      [
        'process.roles=broker,controller',
        'node.id=1',
        `controller.quorum.voters=1@127.0.0.1:${controller}`,
        `listeners=${listener},CONTROLLER://127.0.0.1:${controller}`,
        `advertised.listeners=${listener}`,
        'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        'inter.broker.listener.name=PLAINTEXT',
        'controller.listener.names=CONTROLLER',
        `log.dirs=${join(folder, 'data')}`,
        'num.partitions=1',
        'offsets.topic.replication.factor=1',
        'offsets.topic.num.partitions=1',
        'transaction.state.log.replication.factor=1',
        'transaction.state.log.min.isr=1',
        'transaction.state.log.num.partitions=1',
        'group.initial.rebalance.delay.ms=0',
        'auto.create.topics.enable=true',
        // A killed broker may come back only after its session has ended.
        'broker.session.timeout.ms=2000',
        'broker.heartbeat.interval.ms=500',
        ...(options.lines?.(`${listener},CONTROLLER://127.0.0.1:${controller}`, listener) ?? []),
        '',
      ].join('\n'),
    )
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    // An id that begins with a dash would be taken for an option.
    bytes[0] = 0
    const id = Buffer.from(bytes).toString('base64url')
    const format = spawnSync(
      'java',
      [
        ...javaArgs(classPath),
        'kafka.tools.StorageTool',
        'format',
        '-t',
        id,
        '-c',
        'broker.properties',
        ...(options.formatArgs ?? []),
      ],
      { cwd: folder, encoding: 'utf8' },
    )
    if (format.status !== 0) throw new Error(`formatting the storage failed: ${format.stderr}`)
    const broker = new ApacheKafka(classPath, folder, port)
    await broker.startProcess()
    return broker
  }

  /** Starts the broker's process on its data; also after `kill`. */
  async startProcess(): Promise<void> {
    this.#child = spawn(
      'java',
      [...javaArgs(this.#classPath, '384m'), 'kafka.Kafka', 'broker.properties'],
      { cwd: this.#folder, stdio: 'ignore' },
    )
    await until(
      `Apache Kafka accepts connections on ${this.#port}`,
      () => accepts(this.#port),
      60_000,
    )
  }

  /** Stops the process; the data stays. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
