import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../processes/child.ts'

const root = resolve(import.meta.dirname, '..', '..')
const lib = join(root, '.cache', 'kafka-3.9.2')

/** Why the tests with a real Kafka cannot run here; null when they can. In CI a reason is a failure. */
export const missingJava: string | null = reasonToSkip()

function reasonToSkip(): string | null {
  const required = process.env.TIDEWIRE_REQUIRE?.split(',').includes('java') === true
  let reason: string | null = null
  if (spawnSync('java', ['-version']).status !== 0) reason = 'Java is not installed'
  else if (!existsSync(join(lib, '.complete'))) {
    const fetched = spawnSync('bash', [join(root, 'test', 'java', 'fetch-kafka.sh')], {
      encoding: 'utf8',
    })
    if (fetched.status !== 0) reason = `the jars of Apache Kafka cannot be had: ${fetched.stderr}`
  }
  if (reason === null) return null
  if (required) throw new Error(`${reason}, and TIDEWIRE_REQUIRE=java asks for it`)
  console.warn(`skipped: ${reason}`)
  return reason
}

/** Why the tests with kcat cannot run here; null when they can. In CI a reason is a failure. */
export const missingKcat: string | null = (() => {
  if (spawnSync('kcat', ['-V']).status === 0) return null
  if (process.env.CI === 'true') throw new Error('kcat is not installed')
  console.warn('skipped: kcat is not installed')
  return 'kcat is not installed'
})()

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
  readonly #folder: string
  readonly #port: number
  #child: ReturnType<typeof spawn> | null = null

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.#port = port
    this.bootstrapServers = `127.0.0.1:${port}`
  }

  /** `lines` adds broker properties, given those of the listeners; `formatArgs` go to the storage tool. */
  static async start(
    options: {
      readonly lines?: (listeners: string, advertised: string) => readonly string[]
      readonly formatArgs?: readonly string[]
    } = {},
  ): Promise<ApacheKafka> {
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
        ...(options.lines?.(`${listener},CONTROLLER://127.0.0.1:${controller}`, listener) ?? []),
        '',
      ].join('\n'),
    )
    const id = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
    const format = spawnSync(
      'java',
      [
        '-cp',
        `${lib}/*`,
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
    const broker = new ApacheKafka(folder, port)
    await broker.startProcess()
    return broker
  }

  /** Starts the broker's process on its data; also after `kill`. */
  async startProcess(): Promise<void> {
    this.#child = spawn(
      'java',
      [
        '-Xms128m',
        '-Xmx384m',
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '-cp',
        `${lib}/*`,
        'kafka.Kafka',
        'broker.properties',
      ],
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

/** Runs one of Kafka's Java tools and returns what it printed; throws when it fails. */
export async function javaTool(
  mainClass: string,
  args: readonly string[],
  options: { readonly input?: string; readonly timeoutMs?: number } = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const child = spawn(
    'java',
    [
      '-Xmx256m',
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-cp',
      `${lib}/*`,
      mainClass,
      ...args,
    ],
    { stdio: 'pipe' },
  )
  return collect(child, `${mainClass} ${args.join(' ')}`, options)
}

/** Runs a program to its end and returns what it printed; throws when it fails. */
export async function runTool(
  command: string,
  args: readonly string[],
  options: { readonly input?: string; readonly timeoutMs?: number } = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return collect(spawn(command, args, { stdio: 'pipe' }), `${command} ${args.join(' ')}`, options)
}

async function collect(
  child: ReturnType<typeof spawn>,
  what: string,
  options: { readonly input?: string; readonly timeoutMs?: number },
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000)
  child.stdin?.end(options.input ?? '')
  const [code] = await once(child, 'close')
  clearTimeout(timer)
  if (code !== 0) throw new Error(`${what} ended with ${code}\n${stdout}\n${stderr}`)
  return { stdout, stderr }
}
