import { expect, it } from 'vitest'
import { killStreamJob } from './stream-kills.ts'

it.each(['bounded', 'cdc'] as const)(
  'a %s job that is killed five times leaves exactly the rows of its source',
  async kind => {
    const { kills, source, target } = await killStreamJob(kind, 5)
    expect(kills).toBe(5)
    expect(source.split('\n')).toHaveLength(10)
    expect(target).toBe(source)
  },
  120_000,
)
