import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

const folder = import.meta.dirname

/** A TCP port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  server.close()
  await once(server, 'close')
  return port
}

/** A server of ours in a process of its own, so that it can be killed. */
export class ServerProcess implements AsyncDisposable {
  readonly #script: string
  #args: readonly string[]
  #child: ChildProcess | null = null
  #log = ''
  /** The port the process said it listens on. */
  port = 0

  private constructor(script: string, args: readonly string[]) {
    this.#script = script
    this.#args = args
  }

  /** Starts `test/processes/NAME.process.ts` and waits until it says `ready PORT`. */
  static async start(name: string, ...args: readonly string[]): Promise<ServerProcess> {
    const server = new ServerProcess(join(folder, `${name}.process.ts`), args)
    await server.start()
    return server
  }

  /** Starts the process again with the same arguments. */
  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--conditions=@tidewire/source', this.#script, ...this.#args],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    this.#child = child
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-20_000)
    })
    child.stdout.setEncoding('utf8')
    const ready = new Promise<number>((resolve, reject) => {
      let said = ''
      child.stdout.on('data', (text: string) => {
        said += text
        const match = /ready (\d+)/.exec(said)
        if (match !== null) resolve(Number(match[1]))
      })
      child.once('exit', code =>
        reject(new Error(`${this.#script} ended with ${code}\n${this.#log}`)),
      )
    })
    this.port = await ready
  }

  /** From the next start on the process listens where it listens now: argument `index` becomes its port. */
  keepPort(index: number): void {
    this.#args = this.#args.map((arg, i) => (i === index ? String(this.port) : arg))
  }

  get log(): string {
    return this.#log
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Ends the process at once, as a power cut would, or politely with SIGTERM. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child
    if (child === null || !this.running) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }
}
