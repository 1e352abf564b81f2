import { setTimeout as delay } from 'node:timers/promises'
import { isRetriable } from './error.ts'

/** How often and how long to wait between attempts; times in milliseconds. */
export interface RetryPolicy {
  /** Attempts in all, the first included; `Infinity` for no limit. */
  readonly attempts: number
  readonly baseMs: number
  readonly maxMs: number
  /** Factor of growth per attempt; 1 for a fixed delay. */
  readonly factor: number
  /** Share of the delay that is random, 0 to 1, so that many tasks do not retry in step. */
  readonly jitter: number
}

/** Exponential back-off from 100 ms to 10 s, without end. */
export const defaultRetry: RetryPolicy = {
  attempts: Number.POSITIVE_INFINITY,
  baseMs: 100,
  maxMs: 10_000,
  factor: 2,
  jitter: 0.2,
}

/** The delay before attempt number `attempt` (the first retry is 1), in milliseconds. */
export function retryDelay(
  policy: RetryPolicy,
  attempt: number,
  random: () => number = Math.random,
): number {
  const grown = Math.min(policy.maxMs, policy.baseMs * policy.factor ** Math.max(0, attempt - 1))
  return grown * (1 - policy.jitter + random() * policy.jitter)
}

/**
 * Runs `work` until it succeeds, fails for good, runs out of attempts or the signal is aborted.
 * `again` decides which errors are worth another attempt; by default those born retriable.
 */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  options: {
    readonly policy?: RetryPolicy
    readonly signal?: AbortSignal
    readonly again?: (error: unknown) => boolean
    readonly onRetry?: (error: unknown, attempt: number, delayMs: number) => void
  } = {},
): Promise<T> {
  const policy = options.policy ?? defaultRetry
  const again = options.again ?? isRetriable
  for (let attempt = 1; ; attempt += 1) {
    options.signal?.throwIfAborted()
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt >= policy.attempts || !again(error) || options.signal?.aborted) throw error
      const ms = retryDelay(policy, attempt)
      options.onRetry?.(error, attempt, ms)
      await delay(ms, undefined, options.signal === undefined ? {} : { signal: options.signal })
    }
  }
}
