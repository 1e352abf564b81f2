import { raise } from '../raise.ts'

/**
 * Runs a connector's code for at most `ms` milliseconds. Its signal is aborted when time is up or `parent` is; code that
 * does not listen is left behind, so that it blocks nobody.
 */
export async function withDeadline<T>(
  what: { readonly what: string; readonly connector: string; readonly ms: number },
  parent: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  parent.throwIfAborted()
  const own = new AbortController()
  const gone = Promise.withResolvers<never>()
  gone.promise.catch(() => {})
  const late = setTimeout(() => {
    const error = raise('CONNECT_DEADLINE', what)
    gone.reject(error)
    own.abort(error)
  }, what.ms)
  const onAbort = () => {
    gone.reject(parent.reason)
    own.abort(parent.reason)
  }
  parent.addEventListener('abort', onAbort, { once: true })
  try {
    const running = work(own.signal)
    running.catch(() => {})
    return await Promise.race([running, gone.promise])
  } finally {
    clearTimeout(late)
    parent.removeEventListener('abort', onAbort)
  }
}
