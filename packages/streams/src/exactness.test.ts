import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StreamEnvironment } from './environment.ts'
import { CollectSink, NumbersSource } from './numbers.test.kit.ts'

const count = 3_000
const keys = 13

/** One run of the job in its life: it may fail some times, may be asked for savepoints, and may be stopped. */
const life = fc.record({
  parallelism: fc.integer({ min: 1, max: 4 }),
  failAt: fc.array(fc.integer({ min: 1, max: 2 * count }), { maxLength: 2 }),
  savepointAt: fc.array(fc.integer({ min: 1, max: 2 * count }), { maxLength: 2 }),
  stopAt: fc.integer({ min: 1, max: 2 * count }),
})

it('sums of keys are exact over any stops, failures, savepoints and changes of the parallelism', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), async lives => {
      const folder = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
      const sink = new CollectSink<readonly [number, number, number]>()
      const rows = new CollectSink<number>()
      const run = async (one: Omit<typeof lastLife, 'stopAt'> & { stopAt: number }) => {
        const stop = new AbortController()
        const env = new StreamEnvironment({
          parallelism: one.parallelism,
          checkpoint: { intervalMs: 1, directory: folder, retained: 2 },
          restart: { kind: 'fixed-delay', attempts: 9, delayMs: 0 },
        })
        let seen = 0
        const meddle = (n: number): number => {
          seen += 1
          if (one.failAt.includes(seen)) throw new Error('on purpose')
          if (one.savepointAt.includes(seen)) {
            job.savepoint(join(folder, `savepoint-${seen}`)).catch(() => undefined)
          }
          if (seen === one.stopAt) stop.abort()
          return n
        }
        const even = env
          .from(new NumbersSource(count, 5), { uid: 'first' })
          .map(meddle, { uid: 'meddle-1' })
          .filter(n => n % 2 === 0, { uid: 'even' })
        const odd = env
          .from(new NumbersSource(count, 3, 37), { uid: 'second', parallelism: 2 })
          .map(meddle, { uid: 'meddle-2' })
          .filter(n => n % 2 === 1, { uid: 'odd' })
        const both = even.union(odd)
        both.sinkTo(rows, { uid: 'rows' })
        both
          .keyBy(n => n % keys)
          .aggregate<readonly [number, number, number], readonly [number, number, number]>(
            {
              create: () => [-1, 0, 0],
              add: ([, total, size], n) => [n % keys, total + n, size + 1],
              result: sum => sum,
            },
            { uid: 'sums', emit: 'end', parallelism: one.parallelism === 4 ? 3 : one.parallelism },
          )
          .sinkTo(sink, { uid: 'sums-sink' })
        const job = env.job()
        try {
          return await job.run(stop.signal)
        } catch (error) {
          // One that fails while it stops says so; the next run goes on from the checkpoint before.
          if (!stop.signal.aborted) throw error
          return { state: 'stopped' }
        }
      }
      const lastLife = { parallelism: 2, failAt: [] as number[], savepointAt: [] as number[] }
      let state = 'stopped'
      for (const one of lives) {
        if (state === 'stopped') ({ state } = await run(one))
      }
      if (state === 'stopped') await run({ ...lastLife, stopAt: -1 })
      // Results may come again, with the same values; every row has arrived.
      const sums = new Map(sink.rows.map(([key, total, size]) => [key, `${total} ${size}`]))
      const expected = new Map<number, [number, number]>()
      for (let n = 0; n < count; n += 1) {
        const [total, size] = expected.get(n % keys) ?? [0, 0]
        expected.set(n % keys, [total + n, size + 1])
      }
      expect([...sums].sort(([a], [b]) => a - b)).toEqual(
        [...expected].sort(([a], [b]) => a - b).map(([key, sum]) => [key, sum.join(' ')]),
      )
      expect(new Set(rows.rows).size).toBe(count)
      await rm(folder, { recursive: true })
    }),
    { numRuns: 8 },
  )
})
