import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from '@tidewire/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CheckpointStore } from './checkpoint/checkpoint-store.ts'
import { StreamEnvironment } from './environment.ts'
import type { JobOptions } from './job-options.ts'
import { CollectSink, NumbersSource } from './numbers.test.kit.ts'

let folder = ''
let directory = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
  directory = join(folder, 'checkpoints')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** A job that reads numbers for ever and keeps those that were flushed. */
function endless(options: JobOptions = {}) {
  const sink = new CollectSink<number>()
  const env = new StreamEnvironment({
    checkpoint: { intervalMs: 60_000, directory },
    ...options,
  })
  env
    .from(new NumbersSource(Number.POSITIVE_INFINITY, 1), { uid: 'numbers' })
    .sinkTo(sink, { uid: 'sink' })
  const job = env.job()
  const ended = job.run()
  ended.catch(() => undefined)
  return { job, ended, sink }
}

async function running(job: { readonly state: string }): Promise<void> {
  await vi.waitFor(() => expect(job.state).toBe('running'))
}

async function stopped(one: ReturnType<typeof endless>): Promise<number[]> {
  one.job.stop()
  expect(await one.ended).toMatchObject({ state: 'stopped' })
  return one.sink.rows
}

describe('a folder of checkpoints', () => {
  it('has one job at a time, and the error says who has it', async () => {
    const first = endless()
    await running(first.job)
    await expect(endless().ended).rejects.toMatchObject({
      code: 'STREAM_CHECKPOINT_LOCKED',
      message: `another job has the checkpoint folder ${directory} (process ${process.pid})`,
    })
    await stopped(first)
    const next = endless()
    await running(next.job)
    await stopped(next)
  })

  it('that cannot be written ends the job before it reads', async () => {
    await writeFile(directory, 'a file')
    const { ended, sink } = endless()
    await expect(ended).rejects.toMatchObject({ code: 'STREAM_CHECKPOINT_STORE' })
    expect(sink.rows).toEqual([])
  })

  it('with a damaged checkpoint gives the one before it, and says so', async () => {
    const first = endless({ checkpoint: { intervalMs: 5, directory } })
    await vi.waitFor(() => expect(first.job.progress.checkpoints).toBeGreaterThan(3))
    const rows = await stopped(first)
    const names = (await readdir(directory)).filter(name => name.startsWith('chk-'))
    const newest = names.sort((a, b) => Number(a.slice(4)) - Number(b.slice(4))).at(-1) ?? ''
    const state = join(directory, newest, 'state.bin')
    const bytes = await readFile(state)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(state, bytes)
    const said: string[] = []
    const say = (message: string): void => {
      said.push(message)
    }
    const log: Logger = { debug: say, info: say, warn: say, error: say }
    const next = endless({ log })
    await vi.waitFor(() => expect(next.job.progress.rows).toBeGreaterThan(0))
    const again = await stopped(next)
    expect(said).toContain('a damaged checkpoint is passed over')
    expect(again[0]).toBeGreaterThan(0)
    expect(again[0]).toBeLessThanOrEqual(rows.length)
  })

  it('with nothing but damaged checkpoints is refused: beginning anew would forget in silence', async () => {
    await mkdir(join(directory, 'chk-4'), { recursive: true })
    await writeFile(join(directory, 'chk-4', 'summary.json'), 'null')
    await writeFile(join(directory, 'chk-4', 'state.bin'), '')
    await expect(endless().ended).rejects.toMatchObject({
      code: 'STREAM_RESTORE',
      message: expect.stringContaining('it is no checkpoint'),
    })
    const anew = endless({ restore: 'none' })
    await running(anew.job)
    expect((await stopped(anew))[0]).toBe(0)
  })

  it('removes what a crash left half written, and nothing else', async () => {
    await mkdir(join(directory, 'chk-7.tmp-AbC123'), { recursive: true })
    await mkdir(join(directory, 'notes'))
    const job = endless()
    await running(job.job)
    await stopped(job)
    expect((await readdir(directory)).filter(name => !name.startsWith('job.')).sort()).toEqual([
      'chk-1',
      'notes',
    ])
  })
})

describe('a savepoint', () => {
  it('never replaces a folder with files of somebody else', async () => {
    const foreign = join(folder, 'photos')
    await mkdir(foreign)
    await writeFile(join(foreign, 'holiday.jpg'), 'bytes')
    const job = endless()
    await running(job.job)
    await expect(job.job.savepoint(foreign)).rejects.toMatchObject({
      code: 'STREAM_CHECKPOINT_STORE',
      message: expect.stringMatching(/other files in it \(holiday\.jpg\)/),
    })
    const file = join(folder, 'a-file')
    await writeFile(file, 'mine')
    await expect(job.job.savepoint(file)).rejects.toMatchObject({ code: 'STREAM_CHECKPOINT_STORE' })
    const empty = join(folder, 'empty')
    await mkdir(empty)
    await job.job.savepoint(empty)
    await job.job.savepoint(empty)
    await stopped(job)
    expect(await readdir(foreign)).toEqual(['holiday.jpg'])
    expect(await readFile(file, 'utf8')).toBe('mine')
    expect((await readdir(empty)).sort()).toEqual(['state.bin', 'summary.json'])
    expect((await readdir(folder)).some(name => name.includes('.tmp-'))).toBe(false)
  })

  it('stays where a later restart begins, although the folder has checkpoints of a later time', async () => {
    const savepoint = join(folder, 'savepoint')
    const first = endless({ checkpoint: { intervalMs: 5, directory } })
    await vi.waitFor(() => expect(first.job.progress.rows).toBeGreaterThan(0))
    await first.job.savepoint(savepoint)
    const { checkpoints } = first.job.progress
    await vi.waitFor(() => expect(first.job.progress.checkpoints).toBeGreaterThan(checkpoints))
    // Counters are told now and then: the third one that is higher has rows from behind the savepoint.
    for (let told = 0; told < 3; told += 1) {
      const { rows } = first.job.progress
      await vi.waitFor(() => expect(first.job.progress.rows).toBeGreaterThan(rows), 10_000)
    }
    const rows = await stopped(first)

    // The job rewinds, and fails before it has taken a checkpoint of its own.
    const sink = new CollectSink<number>()
    let failures = 0
    const stop = new AbortController()
    const env = new StreamEnvironment({
      checkpoint: { intervalMs: 60_000, directory },
      restore: { savepoint },
      restart: { kind: 'fixed-delay', attempts: 1, delayMs: 1 },
    })
    env
      .from(new NumbersSource(Number.POSITIVE_INFINITY, 1), { uid: 'numbers' })
      .map(n => {
        if (failures === 0) {
          failures += 1
          throw new Error('once')
        }
        stop.abort()
        return n
      })
      .sinkTo(sink, { uid: 'sink' })
    expect(await env.execute(stop.signal)).toMatchObject({ state: 'stopped', restarts: 1 })
    expect(sink.rows[0]).toBeLessThan(rows.length)

    // Nor does a run without --restore see the later ones again.
    const third = endless()
    await vi.waitFor(() => expect(third.job.progress.rows).toBeGreaterThan(0))
    expect((await stopped(third))[0]).toBe((sink.rows.at(-1) ?? 0) + 1)
  })

  it.each(['created', 'finished'])('of a job that is %s says that it does not run', async state => {
    const env = new StreamEnvironment()
    env.fromElements([1]).sinkTo(new CollectSink<number>())
    const job = env.job()
    if (state === 'finished') await job.run()
    expect(job.state).toBe(state)
    await expect(job.savepoint(join(folder, 'x'))).rejects.toThrow(/the job does not run/)
  })

  it('of another job is refused, and stays as it is', async () => {
    const store = new CheckpointStore(directory, 2)
    const path = await store.save({
      id: 3,
      job: 'other',
      time: 0,
      stages: [{ operators: ['other-source'], subtasks: [{ operators: {}, splits: [] }] }],
      enumerators: { 'other-source': null },
    })
    const { ended } = endless({ restore: { savepoint: path } })
    await expect(ended).rejects.toMatchObject({
      code: 'STREAM_RESTORE',
      message: expect.stringContaining('no operator for the state of other-source'),
    })
    expect(await readdir(path)).toHaveLength(2)
  })
})

it('results at the end are not emitted again by a run that resumes behind them', async () => {
  const run = async (stopAt: number): Promise<{ sums: unknown[]; state: string }> => {
    const stop = new AbortController()
    const sums = new CollectSink<number>()
    const env = new StreamEnvironment({ checkpoint: { intervalMs: 1, directory } })
    env
      .from(new NumbersSource(100, 1), { uid: 'short' })
      .keyBy(() => 'all')
      .aggregate<number, number>(
        { create: () => 0, add: (sum, n) => sum + n, result: sum => sum },
        { uid: 'sum', emit: 'end' },
      )
      .sinkTo(sums, { uid: 'sums' })
    env
      .from(new NumbersSource(100_000, 1), { uid: 'long' })
      .map(n => {
        if (n === stopAt && sums.rows.length === 0) throw new Error('the short one should be done')
        if (n === stopAt) stop.abort()
        return n
      })
      .sinkTo(new CollectSink<number>(), { uid: 'numbers' })
    const { state } = await env.execute(stop.signal)
    return { sums: sums.rows, state }
  }
  expect(await run(5_000)).toEqual({ sums: [4950], state: 'stopped' })
  expect(await run(Number.NaN)).toEqual({ sums: [], state: 'finished' })
})

it('the checkpoint of a stop is the last one, also while others are asked for all the time', async () => {
  for (let round = 0; round < 5; round += 1) {
    const job = endless({ checkpoint: { intervalMs: 1, directory, retained: 100 } })
    await vi.waitFor(() => expect(job.job.progress.rows).toBeGreaterThan(0))
    const asked = Array.from({ length: 3 }, (_, i) =>
      job.job.savepoint(join(folder, `savepoint-${i}`)).catch(() => undefined),
    )
    const rows = await stopped(job)
    await Promise.all(asked)
    const newest = await new CheckpointStore(directory, 100).latest(() => undefined)
    expect(newest?.enumerators).toEqual({ numbers: [] })
    expect(newest?.stages[0]?.subtasks[0]?.splits).toMatchObject([
      { next: (rows.at(-1) ?? -1) + 1 },
    ])
  }
})
