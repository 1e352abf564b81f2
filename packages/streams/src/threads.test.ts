import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jobOfFile } from './run-file.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const jobFile = join(import.meta.dirname, 'sums.job.test.kit.ts')

async function output(): Promise<string[]> {
  const text = await readFile(join(folder, 'sums.txt'), 'utf8')
  return text.trimEnd().split('\n').sort()
}

describe('a job file on several threads', () => {
  it('exchanges keyed elements between the threads and comes to its end', async () => {
    process.env.TIDEWIRE_TEST_FOLDER = folder
    const job = await jobOfFile(jobFile, { parallelism: 3, threads: 2 })
    expect(await job.run()).toMatchObject({ state: 'finished' })
    const sums = new Map<string, number>()
    for (let n = 0; n < 10_000; n += 1) {
      sums.set(String(n % 11), (sums.get(String(n % 11)) ?? 0) + n)
    }
    expect(await output()).toEqual([...sums].map(([key, sum]) => `${key} ${sum}`).sort())
    expect(job.metrics.operators['source-0']?.counters).toMatchObject({ rows_out: 10_000 })
  })

  it('is restarted when a thread dies', async () => {
    process.env.TIDEWIRE_TEST_FOLDER = folder
    process.env.TIDEWIRE_TEST_EXIT = join(folder, 'exited')
    try {
      const job = await jobOfFile(jobFile, {
        parallelism: 2,
        threads: 2,
        checkpoint: { intervalMs: 20, directory: join(folder, 'checkpoints') },
        restart: { kind: 'fixed-delay', attempts: 2, delayMs: 1 },
      })
      expect(await job.run()).toMatchObject({ state: 'finished', restarts: 1 })
    } finally {
      delete process.env.TIDEWIRE_TEST_EXIT
    }
    const [first] = await output()
    expect(first).toBe(`0 ${Array.from({ length: 910 }, (_, i) => i * 11).reduce((a, b) => a + b)}`)
  })

  it('says what is wrong with a file that is none', async () => {
    await expect(jobOfFile(join(folder, 'missing.ts'))).rejects.toMatchObject({
      code: 'STREAM_JOB_FILE',
    })
  })
})
