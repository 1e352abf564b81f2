import { exponentialDelay, type RestartStrategy } from '@tidewire/streams'
import { raise } from '../errors.ts'

/** Reads `none`, `exponential`, or `fixed:ATTEMPTS:DELAY_MS`; throws `CLI_USAGE`. */
export function restartStrategy(text: string): RestartStrategy {
  if (text === 'none') return { kind: 'none' }
  if (text === 'exponential') return exponentialDelay
  const [, attempts, delayMs] = /^fixed:(\d{1,9}):(\d{1,9})$/.exec(text) ?? []
  if (attempts !== undefined && delayMs !== undefined) {
    return { kind: 'fixed-delay', attempts: Number(attempts), delayMs: Number(delayMs) }
  }
  throw raise('CLI_USAGE', {
    problem: `--restart ${text} is none of none, exponential, fixed:ATTEMPTS:DELAY_MS`,
  })
}
