import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StreamEnvironment } from './environment.ts'
import type { JobOptions } from './job-options.ts'
import { CollectSink, NumbersSource } from './numbers.test.kit.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

describe('a bounded job', () => {
  it.each([
    { splits: 1, parallelism: 1 },
    { splits: 3, parallelism: 2 },
    { splits: 5, parallelism: 3 },
    { splits: 2, parallelism: 4 },
  ])('reads $splits splits with $parallelism readers, each row once', async options => {
    const sink = new CollectSink<number>()
    const env = new StreamEnvironment({ parallelism: options.parallelism })
    env
      .from(new NumbersSource(100, options.splits))
      .map(n => n * 2)
      .filter(n => n % 4 === 0)
      .sinkTo(sink)
    const result = await env.execute()
    expect(result.state).toBe('finished')
    expect(sink.rows.sort((a, b) => a - b)).toEqual(range(50).map(n => n * 4))
  })

  it('brings equal keys together and emits once per key at the end', async () => {
    const sink = new CollectSink<{ key: string; sum: number }>()
    const env = new StreamEnvironment({ parallelism: 3 })
    env
      .from(new NumbersSource(90, 4))
      .keyBy(n => `k${n % 3}`)
      .aggregate(
        {
          create: () => 0,
          add: (sum, n) => sum + n,
          result: (sum, key) => ({ key: String(key), sum }),
        },
        { emit: 'end' },
      )
      .sinkTo(sink)
    await env.execute()
    expect(sink.rows.sort((a, b) => a.key.localeCompare(b.key))).toEqual([
      { key: 'k0', sum: 1305 },
      { key: 'k1', sum: 1335 },
      { key: 'k2', sum: 1365 },
    ])
  })

  it('unites streams', async () => {
    const sink = new CollectSink<number>()
    const env = new StreamEnvironment({ parallelism: 2 })
    const odd = env.from(new NumbersSource(20, 2)).filter(n => n % 2 === 1)
    env.fromElements([100, 102], { parallelism: 1 }).union(odd).sinkTo(sink)
    await env.execute()
    expect(sink.rows.sort((a, b) => a - b)).toEqual([
      ...range(20).filter(n => n % 2 === 1),
      100,
      102,
    ])
  })

  it('gives process functions event times and watermarks that never pass an element in time', async () => {
    const late: number[] = []
    const sink = new CollectSink<number>()
    const env = new StreamEnvironment()
    env
      .fromElements([5, 3, 9, 7, 12])
      .withTimestamps({ eventTime: n => n, outOfOrdernessMs: 2 })
      .process<number>((n, context) => {
        if (context.eventTime <= context.watermark) late.push(n)
        context.emit(context.eventTime * 10)
      })
      .sinkTo(sink)
    await env.execute()
    expect(sink.rows).toEqual([50, 30, 90, 70, 120])
    expect(late).toEqual([])
  })
})

describe('a job that fails', () => {
  function failing(options: JobOptions, failAt: number[]): CollectSink<number> {
    const sink = new CollectSink<number>()
    const env = new StreamEnvironment(options)
    let seen = 0
    env
      .from(new NumbersSource(200, 3))
      .mapAsync(async n => {
        seen += 1
        if (failAt.includes(seen)) throw new Error(`boom at ${seen}`)
        return n
      })
      .sinkTo(sink)
    running = env.execute()
    return sink
  }
  let running: Promise<unknown> = Promise.resolve()

  it('resumes from the last checkpoint, and every row arrives', async () => {
    const sink = failing(
      {
        checkpoint: { intervalMs: 1, directory: folder },
        restart: { kind: 'fixed-delay', attempts: 3, delayMs: 1 },
        parallelism: 2,
      },
      [60, 150],
    )
    await running
    expect([...new Set(sink.rows)].sort((a, b) => a - b)).toEqual(range(200))
    expect((await readdir(folder)).filter(name => name.startsWith('chk-'))).toEqual([])
  })

  it('names the operator and the line, and is not restarted without a strategy', async () => {
    failing({}, [10])
    await expect(running).rejects.toMatchObject({
      code: 'STREAM_RESTARTS',
      message: expect.stringContaining('the function of operator "mapAsync-1" failed: boom at 10'),
      cause: { card: { doing: expect.stringContaining('job.test.ts:') } },
    })
  })

  it('fails for good when its restarts are used up', async () => {
    failing({ restart: { kind: 'fixed-delay', attempts: 1, delayMs: 1 } }, [10, 20])
    await expect(running).rejects.toThrow(/1 restart\(s\) done/)
  })
})

describe('a job that is stopped', () => {
  it('stores a last checkpoint, from which another run goes on without loss or repetition', async () => {
    const options: JobOptions = { checkpoint: { intervalMs: 60_000, directory: folder } }
    const stop = new AbortController()
    const first = new CollectSink<number>()
    const env = new StreamEnvironment(options)
    const source = new NumbersSource(Number.POSITIVE_INFINITY, 1)
    env
      .from(source, { uid: 'numbers' })
      .map(n => {
        if (n === 137) stop.abort()
        return n
      })
      .sinkTo(first)
    expect(await env.execute(stop.signal)).toMatchObject({ state: 'stopped' })
    expect(source.durable).toEqual([
      { id: 'numbers-0', next: first.rows.length, end: Number.POSITIVE_INFINITY },
    ])

    const second = new CollectSink<number>()
    const stopAgain = new AbortController()
    const again = new StreamEnvironment({ ...options, parallelism: 2 })
    again
      .from(new NumbersSource(Number.POSITIVE_INFINITY, 1), { uid: 'numbers' })
      .map(n => {
        if (n === 300) stopAgain.abort()
        return n
      })
      .sinkTo(second)
    await again.execute(stopAgain.signal)
    const all = [...first.rows, ...second.rows]
    expect(all).toEqual(range(all.length))
    expect(all.length).toBeGreaterThan(300)
  })

  it('counts the splits that were read before', async () => {
    const run = async (stopAt: number) => {
      const stop = new AbortController()
      const env = new StreamEnvironment({
        checkpoint: { intervalMs: 60_000, directory: folder },
      })
      env
        .from(new NumbersSource(100, 10), { uid: 'numbers' })
        .map(n => {
          if (n === stopAt) stop.abort()
          return n
        })
        .sinkTo(new CollectSink<number>())
      const job = env.job()
      await job.run(stop.signal)
      return job.progress.splitsDone
    }
    const before = await run(35)
    expect(before).toBeGreaterThanOrEqual(4)
    expect(await run(-1)).toBe(10)
  })

  it('keeps sums of keys over a stop, with another parallelism', async () => {
    const sums = async (
      parallelism: number,
      stopAt: number | null,
    ): Promise<Map<string, number>> => {
      const stop = new AbortController()
      const sink = new CollectSink<[string, number]>()
      const env = new StreamEnvironment({
        parallelism,
        checkpoint: { intervalMs: 60_000, directory: folder },
      })
      let seen = 0
      env
        .from(new NumbersSource(500, 5), { uid: 'numbers' })
        .map(n => {
          seen += 1
          if (seen === stopAt) stop.abort()
          return n
        })
        .keyBy(n => n % 7)
        .aggregate<number, [string, number]>(
          {
            create: () => 0,
            add: (sum, n) => sum + n,
            result: (sum, key) => [String(key), sum],
          },
          { uid: 'sums', emit: 'end' },
        )
        .sinkTo(sink)
      await env.execute(stop.signal)
      return new Map(sink.rows)
    }
    expect(await sums(2, 100)).toEqual(new Map())
    expect(await sums(3, 200)).toEqual(new Map())
    const expected = new Map<string, number>()
    for (const n of range(500)) {
      expected.set(String(n % 7), (expected.get(String(n % 7)) ?? 0) + n)
    }
    expect(await sums(1, null)).toEqual(expected)
  })
})
