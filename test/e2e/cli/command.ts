import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')

/** The launcher that users start. */
export const bin = join(root, 'packages/tidewire/bin/tidewire.js')
/** The example of the sink tutorial. */
export const example = join(root, 'examples/tdengine-sink')

/** How a command ended. */
export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The command `tidewire` in a home of its own, so that tests neither see nor disturb anything of the user. */
export class Cli implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tidewire-cli-'))
  readonly dataDir = join(this.folder, 'local')
  readonly env: NodeJS.ProcessEnv = {
    ...process.env,
    XDG_DATA_HOME: join(this.folder, 'share'),
    XDG_STATE_HOME: join(this.folder, 'state'),
    XDG_RUNTIME_DIR: join(this.folder, 'run'),
    NODE_OPTIONS: '',
    NODE_ENV: '',
    NO_COLOR: '1',
    TZ: 'Asia/Shanghai',
  }

  /** Starts a command; the caller ends it. */
  spawn(...args: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [bin, ...args], { env: this.env, cwd: this.folder })
  }

  /** Runs a command to its end, with `input` as its standard input. */
  run(args: readonly string[], input: string | Buffer = ''): Promise<Outcome> {
    const child = this.spawn(...args)
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    return outcome(child)
  }

  /** Runs a command that must succeed and returns what it printed. */
  async ok(args: readonly string[], input: string | Buffer = ''): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, input)
    if (code !== 0) {
      throw new Error(`tidewire ${args.join(' ')}\nexit code ${code}\n${stdout}\n${stderr}`)
    }
    return stdout
  }

  /** The state file of the environment that runs in `dataDir`. */
  state(): { readonly pid: number; readonly ports: Readonly<Record<string, number>> } {
    return JSON.parse(readFileSync(join(this.dataDir, 'tidewire.json'), 'utf8'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run(['local', 'stop', '--data-dir', this.dataDir])
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Waits for a process to end and collects what it prints. */
export function outcome(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, stdout, stderr }))
  })
}

/** Arguments that let an environment take any free ports. */
export const anyPorts = [
  '--kafka-port',
  '0',
  '--tdengine-port',
  '0',
  '--kwdb-port',
  '0',
  '--connect-port',
  '0',
] as const
