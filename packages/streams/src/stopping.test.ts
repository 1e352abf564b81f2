import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { SplitEnumerator, StreamSource, StreamSplit } from '@tidewire/core'
import { describe, expect, it, vi } from 'vitest'
import { StreamEnvironment } from './environment.ts'
import { CollectSink, NumbersSource } from './numbers.test.kit.ts'

/** A source that never gets a connection. */
const unreachable: StreamSource<number> = {
  name: 'unreachable',
  bounded: true,
  createEnumerator: (_context, _state, signal) =>
    new Promise<SplitEnumerator<StreamSplit>>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    }),
  createReader: () => {
    throw new Error('nobody reads')
  },
}

describe('a job that is asked to stop', () => {
  it('while it still connects stops at once', async () => {
    const env = new StreamEnvironment()
    env.from(unreachable).sinkTo(new CollectSink<number>())
    const job = env.job()
    const ended = job.run()
    await new Promise(resolve => setImmediate(resolve))
    job.stop()
    expect(await ended).toMatchObject({ state: 'stopped' })
  })

  it('while it waits for its restart stops at once', async () => {
    const env = new StreamEnvironment({
      restart: { kind: 'fixed-delay', attempts: 9, delayMs: 3_600_000 },
    })
    env
      .fromElements([1])
      .map(() => {
        throw new Error('always')
      })
      .sinkTo(new CollectSink<never>())
    const job = env.job()
    const ended = job.run()
    await vi.waitFor(() => expect(job.state).toBe('restarting'))
    job.stop()
    expect(await ended).toMatchObject({ state: 'stopped', restarts: 1 })
  })

  it('ends in time although a sink takes nothing, and says what that means', async () => {
    const env = new StreamEnvironment({ stopTimeoutMs: 20 })
    let writing = false
    env.from(new NumbersSource(100, 1)).sinkTo({
      name: 'stuck',
      createWriter: async () => ({
        write: (_rows, signal) => {
          writing = true
          return new Promise<void>((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason))
          })
        },
        flush: async () => undefined,
        async [Symbol.asyncDispose]() {},
      }),
    })
    const job = env.job()
    const ended = job.run()
    ended.catch(() => undefined)
    await vi.waitFor(() => expect(writing).toBe(true))
    job.stop()
    await expect(ended).rejects.toMatchObject({
      code: 'STREAM_STOP',
      message: expect.stringContaining('within 20 ms'),
    })
  })

  it('hears of it while a source always has rows at hand', async () => {
    const env = new StreamEnvironment()
    env
      .fromElements(Array.from({ length: 3_000_000 }, (_, i) => i))
      .map(n => Math.hypot(n, 1))
      .sinkTo(new CollectSink<number>())
    const job = env.job()
    const ended = job.run()
    await delay(1)
    job.stop()
    expect(await ended).toMatchObject({ state: 'stopped' })
  })
})

it('a checkpoint that takes too long is given up, the next one is taken', async () => {
  let slow = true
  const said: string[] = []
  const say = (message: string, fields?: object): void => {
    said.push(`${message} ${JSON.stringify(fields)}`)
  }
  const directory = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
  const stop = new AbortController()
  const env = new StreamEnvironment({
    checkpoint: { intervalMs: 5, directory, timeoutMs: 30, tolerableFailures: 3 },
    log: { debug: say, info: say, warn: say, error: say },
  })
  const source = new NumbersSource(Number.POSITIVE_INFINITY, 1)
  env.from(source).sinkTo({
    name: 'slow',
    createWriter: async () => ({
      write: async () => undefined,
      flush: async () => {
        if (slow) await delay(80)
        slow = false
      },
      async [Symbol.asyncDispose]() {},
    }),
  })
  const ended = env.execute(stop.signal)
  await vi.waitFor(() => expect(source.durable.length).toBeGreaterThan(2))
  stop.abort()
  expect(await ended).toMatchObject({ state: 'stopped', restarts: 0 })
  expect(said.join('\n')).toContain('not all operators answered within 30 ms')
  await rm(directory, { recursive: true })
})

it.each(['flush', 'checkpointed'] as const)(
  'a job whose %s fails once is restarted and loses nothing',
  async place => {
    const directory = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
    let failures = 1
    const failOnce = async (): Promise<void> => {
      if (failures > 0) {
        failures -= 1
        throw new Error(`${place} failed`)
      }
    }
    const source = new NumbersSource(2_000, 3)
    const createReader = source.createReader.bind(source)
    source.createReader = () => {
      const reader = createReader()
      if (place === 'checkpointed') reader.checkpointed = failOnce
      return reader
    }
    const sink = new CollectSink<number>()
    const createWriter = sink.createWriter.bind(sink)
    sink.createWriter = async () => {
      const writer = await createWriter()
      const flush = writer.flush.bind(writer)
      return {
        ...writer,
        flush: async signal => {
          if (place === 'flush') await failOnce()
          await flush(signal)
        },
      }
    }
    const env = new StreamEnvironment({
      parallelism: 2,
      checkpoint: { intervalMs: 1, directory },
      restart: { kind: 'fixed-delay', attempts: 2, delayMs: 1 },
    })
    env.from(source).sinkTo(sink)
    expect(await env.execute()).toMatchObject({ state: 'finished', restarts: 1 })
    expect([...new Set(sink.rows)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 2_000 }, (_, i) => i),
    )
    await rm(directory, { recursive: true })
  },
)
