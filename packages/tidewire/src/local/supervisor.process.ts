// The process that supervises a local environment in the background; it outlives the command that started it.
import { cardOf, type ErrorCard } from '@tidewire/core'
import type { EnvironmentSettings } from './effective-properties.ts'
import { Supervisor } from './supervisor.ts'

/** What this process tells the command that started it. */
export type FromSupervisor =
  | { readonly type: 'line'; readonly line: string }
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly card: ErrorCard }

function tell(message: FromSupervisor): void {
  // The command may have gone, and that is fine.
  if (process.connected) process.send?.(message, () => undefined)
}

function say(line: string): void {
  console.log(`${new Date().toISOString()} ${line}`)
  tell({ type: 'line', line })
}

async function supervise(settings: EnvironmentSettings): Promise<void> {
  try {
    const supervisor = await Supervisor.start(settings, say)
    const stop = () => void supervisor[Symbol.asyncDispose]()
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    // The terminal of the command that started it may close.
    process.on('SIGHUP', () => undefined)
    tell({ type: 'ready' })
    await supervisor.stopped
    await supervisor[Symbol.asyncDispose]()
    process.exit(0)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    tell({ type: 'failed', card: cardOf(error) })
    if (process.connected) process.disconnect()
    process.exitCode = 1
  }
}

process.once('message', (settings: EnvironmentSettings) => void supervise(settings))
