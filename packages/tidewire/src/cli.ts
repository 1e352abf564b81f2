import { CommanderError } from 'commander'
import { exitCodeOf, exitCodes } from './exit-code.ts'
import { buildProgram } from './program.ts'
import { note, quietPipes } from './terminal.ts'

/** The command line with the spellings of the shell scripts made into options: `-daemon` → `--daemon`. */
function normalise(argv: readonly string[]): string[] {
  if (argv[0] === '--version' || argv[0] === '-v') return ['version']
  return argv.map(arg => (arg === '-daemon' ? '--daemon' : arg))
}

/** Runs one command line and resolves with the exit code; errors are printed as cards, never as stack traces. */
export async function run(argv: readonly string[]): Promise<number> {
  quietPipes()
  try {
    await buildProgram().parseAsync(normalise(argv), { from: 'user' })
    return typeof process.exitCode === 'number' ? process.exitCode : exitCodes.ok
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    }
    const { isAbort } = await import('@tidewire/core')
    if (isAbort(error)) return exitCodes.failure
    note(await errorText(error))
    return exitCodeOf(error)
  }
}

/** An error as people read it. */
async function errorText(error: unknown): Promise<string> {
  const { describeError, TidewireError } = await import('@tidewire/core')
  const colors = (await import('picocolors')).default.createColors(process.stderr.isTTY === true)
  if (error instanceof TidewireError && error.code === 'CLI_USAGE') {
    return `${colors.red('error:')} ${error.message}\n${error.card.hint ?? ''}`
  }
  const [first = '', ...rest] = describeError(error).split('\n')
  // The worker's own retries mean nothing to somebody at a prompt.
  const lines = rest.filter(line => !line.startsWith('  retry:'))
  if (error instanceof TidewireError && servers.has(error.code) && isLocal(first)) {
    lines.push('  one for development: start it with `tidewire local start`')
  }
  return [`${colors.red('error:')} ${first}`, ...lines].join('\n')
}

/** Errors for a server that is not there, of those that `tidewire local` has. */
const servers = new Set(['KAFKA_CONNECT', 'TDENGINE_CONNECT', 'KWDB_CONNECT'])

function isLocal(text: string): boolean {
  return /\b(localhost|127\.0\.0\.1):/.test(text)
}
