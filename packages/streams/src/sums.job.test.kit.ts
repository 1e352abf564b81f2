import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SinkWriter } from '@tidewire/core'
import type { StreamEnvironment } from './environment.ts'
import { NumbersSource } from './numbers.test.kit.ts'

/** Sums of numbers by their rest, into a file; one thread exits once when `TIDEWIRE_TEST_EXIT` names a file. */
export default function sums(job: StreamEnvironment): void {
  const folder = process.env.TIDEWIRE_TEST_FOLDER ?? ''
  const exitOnce = process.env.TIDEWIRE_TEST_EXIT
  job
    .from(new NumbersSource(10_000, 7, 100))
    .map(n => {
      if (n === 5_000 && exitOnce !== undefined && !existsSync(exitOnce)) {
        writeFileSync(exitOnce, '')
        process.exit(7)
      }
      return n
    })
    .keyBy(n => n % 11)
    .aggregate(
      {
        create: () => 0,
        add: (sum: number, n) => sum + n,
        result: (sum, key) => `${key} ${sum}`,
      },
      { emit: 'end' },
    )
    .sinkTo({
      name: 'text file',
      createWriter: async (): Promise<SinkWriter<string>> => ({
        write: async rows => {
          for (const row of rows) appendFileSync(join(folder, 'sums.txt'), `${row}\n`)
        },
        flush: async () => undefined,
        async [Symbol.asyncDispose]() {},
      }),
    })
}
