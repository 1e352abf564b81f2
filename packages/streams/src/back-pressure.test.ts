import { describe, expect, it, vi } from 'vitest'
import { StreamEnvironment } from './environment.ts'
import { NumbersSource } from './numbers.test.kit.ts'
import { channelCapacity } from './runtime/item.ts'

/** A source that counts the batches it was asked for. */
class CountedSource extends NumbersSource {
  polls = 0

  override createReader() {
    const reader = super.createReader()
    return {
      ...reader,
      poll: (signal: AbortSignal) => {
        this.polls += 1
        return reader.poll(signal)
      },
    }
  }
}

describe('a sink that takes nothing', () => {
  it.each([
    { exchanges: 0, receivers: 1 },
    { exchanges: 1, receivers: 1 },
    { exchanges: 1, receivers: 3 },
    { exchanges: 2, receivers: 2 },
  ])('holds the source up: %j', async ({ exchanges, receivers }) => {
    const source = new CountedSource(Number.POSITIVE_INFINITY, 1)
    const env = new StreamEnvironment({ stopTimeoutMs: 10 })
    let stream = env.from(source, { parallelism: 1 })
    for (let i = 0; i < exchanges; i += 1) {
      const key = (n: number): number => n
      const fold = { create: () => 0, add: (_: number, n: number) => n, result: (n: number) => n }
      stream = stream.keyBy(key).aggregate(fold, { parallelism: receivers })
    }
    stream.sinkTo(
      {
        name: 'stuck',
        createWriter: async () => ({
          write: (_, signal) =>
            new Promise<void>((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason))
            }),
          flush: async () => undefined,
          async [Symbol.asyncDispose]() {},
        }),
      },
      { parallelism: exchanges === 0 ? 1 : receivers },
    )
    const job = env.job()
    const ended = job.run()
    ended.catch(() => undefined)
    // One is worked on and one waits at each place; a channel between two subtasks holds a few.
    const most = 2 + exchanges * receivers * receivers * (channelCapacity + 1)
    let before = -1
    await vi.waitFor(
      () => {
        const { polls } = source
        const still = polls === before
        before = polls
        expect(still && polls > 0).toBe(true)
      },
      { interval: 100, timeout: 5_000 },
    )
    expect(source.polls).toBeLessThanOrEqual(most)
    job.stop()
    await expect(ended).rejects.toMatchObject({ code: 'STREAM_STOP' })
  })
})
