import { TidewireError } from '@tidewire/core'

/** Exit codes of every command. */
export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const

/** The exit code that an error means. */
export function exitCodeOf(error: unknown): number {
  const usage = error instanceof TidewireError && error.code === 'CLI_USAGE'
  return usage ? exitCodes.usage : exitCodes.failure
}
