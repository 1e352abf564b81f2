import { openKafka } from '@tidewire/kafka'
import { describe, expect, it } from 'vitest'
import { eventually, lineOf, Pipeline } from './pipeline.ts'
import { kwdbEnd, tdengineEnd } from './pipeline-database.ts'

const lines = 10_000
const badIndex = 6_789
const bad = 'meters,location=nowhere current= 1648432611249000000'

function* load() {
  for (let i = 0; i < lines; i += 1) yield i === badIndex ? bad : lineOf(i)
}

/** Everything in a topic, read from its beginning. */
async function readAll(pipeline: Pipeline, topic: string) {
  await using kafka = await openKafka(
    { 'bootstrap.servers': pipeline.bootstrapServers },
    { clientId: 'reader' },
  )
  await using reader = kafka.reader({})
  reader.assign([{ topic, partition: 0, offset: 0n }])
  const found: { value: string; headers: Record<string, string> }[] = []
  for (const batch of await reader.next(AbortSignal.timeout(20_000))) {
    for (let i = 0; i < batch.count; i += 1) {
      const start = batch.valueStarts[i] ?? 0
      const headers = batch.headers(i).map(h => [h.key, Buffer.from(h.value ?? []).toString()])
      found.push({
        value: batch.bytes.toString('utf8', start, start + (batch.valueLengths[i] ?? 0)),
        headers: Object.fromEntries(headers),
      })
    }
  }
  return found
}

/** What the reports say: TDengine's code and words for the line, or why KWDB cannot have it. */
const ends = [
  { database: tdengineEnd, said: [/0x3002/i, /SML line invalid/] },
  { database: kwdbEnd, said: [/line 1, column 33/, /current/] },
] as const

describe.each(ends)('one bad line in 10,000 for $database.process', ({ database, said }) => {
  it('goes to the dead-letter topic, and every other line into the table', async () => {
    await using pipeline = await Pipeline.start({ database })
    await pipeline.produce('meters', 1, load())
    await pipeline.loadSink('sink', {
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'true',
    })
    await eventually('9,999 rows', async () => (await pipeline.rows()) >= lines - 1, {
      explain: async () => JSON.stringify(await pipeline.status('sink')),
    })
    const letters = await readAll(pipeline, 'dead')
    expect(letters).toHaveLength(1)
    expect(letters[0]?.value).toBe(bad)
    expect(letters[0]?.headers).toMatchObject({
      '__connect.errors.topic': 'meters',
      '__connect.errors.partition': '0',
      '__connect.errors.offset': String(badIndex),
      '__connect.errors.connector.name': 'sink',
      '__connect.errors.task.id': '0',
      '__connect.errors.stage': 'TASK_PUT',
    })
    const words = letters[0]?.headers['__connect.errors.exception.message'] ?? ''
    for (const word of said) expect(words).toMatch(word)
    expect(await pipeline.rows()).toBe(lines - 1)
    expect((await pipeline.status('sink')).tasks[0]?.state).toBe('RUNNING')
  })

  it('fails the task when errors are not tolerated, and the status says which record and why', async () => {
    await using pipeline = await Pipeline.start({ database })
    await pipeline.produce('meters', 1, load())
    await pipeline.loadSink('sink', { 'errors.tolerance': 'none' })
    await eventually(
      'the task has failed',
      async () => (await pipeline.status('sink')).tasks[0]?.state === 'FAILED',
    )
    const trace = (await pipeline.status('sink')).tasks[0]?.trace ?? ''
    expect(trace).toContain('topic meters')
    expect(trace).toContain('partition 0')
    expect(trace).toContain(`offset ${badIndex}`)
    expect(trace).toMatch(said[0])
    expect(trace).not.toMatch(/\n\s+at /)
  })
})
