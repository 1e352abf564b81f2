import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorFactory } from './error.ts'
import { defaultRetry, retry, retryDelay } from './retry.ts'

const raise = errorFactory({
  DOWN: { message: 'down', retriable: true },
  BAD: { message: 'bad', retriable: false },
})
const quick = { ...defaultRetry, baseMs: 1, maxMs: 2 }

describe('retry', () => {
  it('goes on until the work succeeds', async () => {
    const result = await retry(
      async attempt => {
        if (attempt < 4) throw raise('DOWN')
        return attempt
      },
      { policy: quick },
    )
    expect(result).toBe(4)
  })

  it('stops at once on an error that no retry can cure', async () => {
    let calls = 0
    const work = retry(
      async () => {
        calls += 1
        throw raise('BAD')
      },
      { policy: quick },
    )
    await expect(work).rejects.toMatchObject({ code: 'BAD' })
    expect(calls).toBe(1)
  })

  it('gives up after the last attempt with the last error', async () => {
    const seen: number[] = []
    const work = retry(async () => Promise.reject(raise('DOWN')), {
      policy: { ...quick, attempts: 3 },
      onRetry: (_error, attempt) => seen.push(attempt),
    })
    await expect(work).rejects.toMatchObject({ code: 'DOWN' })
    expect(seen).toEqual([1, 2])
  })

  it('a signal ends the wait between attempts', async () => {
    const controller = new AbortController()
    const work = retry(async () => Promise.reject(raise('DOWN')), {
      policy: { ...defaultRetry, baseMs: 60_000, maxMs: 60_000 },
      signal: controller.signal,
      onRetry: () => controller.abort(),
    })
    await expect(work).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('delays grow to a limit and never beyond it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, r) => {
          const ms = retryDelay(defaultRetry, n, () => r)
          expect(ms).toBeGreaterThanOrEqual(0)
          expect(ms).toBeLessThanOrEqual(defaultRetry.maxMs)
        },
      ),
    )
  })
})
