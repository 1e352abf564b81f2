import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { StreamEnvironment } from './environment.ts'
import { CollectSink, NumbersSource } from './numbers.test.kit.ts'

it('an input that is idle does not make its next elements late', async () => {
  const env = new StreamEnvironment()
  const sink = new CollectSink<{ time: number; watermark: number }>()
  env
    .from(new NumbersSource(4, 1, 1))
    .mapAsync(async n => {
      await delay(30)
      return n * 1000
    })
    .withTimestamps({ eventTime: n => n, outOfOrdernessMs: 500, idleMs: 5 })
    .process<{ time: number; watermark: number }>((time, context) =>
      context.emit({ time, watermark: context.watermark }),
    )
    .sinkTo(sink)
  await env.execute()
  expect(sink.rows).toEqual([
    { time: 0, watermark: Number.NEGATIVE_INFINITY },
    { time: 1000, watermark: -501 },
    { time: 2000, watermark: 499 },
    { time: 3000, watermark: 1499 },
  ])
})

it('a union is as late as its latest input, and an idle one does not hold it back', async () => {
  const env = new StreamEnvironment()
  const sink = new CollectSink<{ from: string; time: number; watermark: number }>()
  const stream = (from: string, count: number, pauseMs: number, idleMs?: number) =>
    env
      .from(new NumbersSource(count, 1, 1), { name: from })
      .mapAsync(async n => {
        await delay(n === 0 ? 0 : pauseMs)
        return { from, time: n * 100 }
      })
      .withTimestamps({
        eventTime: row => row.time,
        ...(idleMs === undefined ? {} : { idleMs }),
      })
  // The second one says 0, then nothing for long.
  stream('fast', 20, 5)
    .union(stream('rare', 2, 150, 20))
    .process<{ from: string; time: number; watermark: number }>((row, context) =>
      context.emit({ ...row, watermark: context.watermark }),
    )
    .sinkTo(sink)
  await env.execute()
  const fast = sink.rows.filter(row => row.from === 'fast')
  expect(fast).toHaveLength(20)
  // None of the fast ones is late, and the watermark has moved while the rare one was idle.
  for (const row of fast) expect(row.watermark).toBeLessThan(row.time)
  expect(fast.at(-1)?.watermark).toBeGreaterThan(100)
  expect(sink.rows.filter(row => row.from === 'rare').at(-1)?.time).toBe(100)
})

it('watermarks never pass an element on its way through keys and other parallelisms', async () => {
  const env = new StreamEnvironment({ parallelism: 3 })
  const sink = new CollectSink<{ time: number; watermark: number }>()
  env
    .from(new NumbersSource(3_000, 5), { parallelism: 2 })
    .withTimestamps({ eventTime: n => n % 600, outOfOrdernessMs: 600 }, { parallelism: 2 })
    .keyBy(n => n % 7)
    .reduce((_, n) => n)
    .process<{ time: number; watermark: number }>((_, context) =>
      context.emit({ time: context.eventTime, watermark: context.watermark }),
    )
    .sinkTo(sink)
  await env.execute()
  expect(sink.rows).toHaveLength(3_000)
  expect(sink.rows.filter(row => row.time <= row.watermark)).toEqual([])
})
