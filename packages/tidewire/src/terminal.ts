import { once } from 'node:events'

/** Ends the process quietly when the reader of a pipe has gone, as `… | head` does. */
export function quietPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', error => {
      if ('code' in error && error.code === 'EPIPE') process.exit(0)
      throw error
    })
  }
}

/** Writes to standard output and waits while the reader is slower than we are. */
export async function write(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Writes a line to standard output. */
export async function writeLine(line: string): Promise<void> {
  await write(`${line}\n`)
}

/** Writes a line for people to standard error. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

/**
 * A signal that is aborted by Ctrl-C or SIGTERM; disposing gives the process its old behaviour back.
 * A second Ctrl-C ends the process at once.
 */
export function interruptible(): Disposable & {
  readonly signal: AbortSignal
  /** Resolves when the signal is aborted. */
  readonly interrupted: Promise<void>
} {
  const controller = new AbortController()
  const { promise: interrupted, resolve } = Promise.withResolvers<void>()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
    resolve()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    signal: controller.signal,
    interrupted,
    [Symbol.dispose]() {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    },
  }
}
