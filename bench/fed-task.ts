import type { BytesBatch, SinkPlugin } from '@tidewire/core'
import { encodeBatch, readRecordSet } from '@tidewire/kafka/records'

const batchesPerPut = 4

/** Record batches of one partition, as a consumer hands them over. */
export function recordBatches(
  records: number,
  recordsPerBatch: number,
  text: (n: number) => string | Buffer,
): readonly BytesBatch[] {
  const batches: BytesBatch[] = []
  for (let first = 0; first < records; first += recordsPerBatch) {
    const count = Math.min(recordsPerBatch, records - first)
    const values = Array.from({ length: count }, (_, i) => ({
      key: null,
      value: Buffer.from(text(first + i)),
    }))
    const bytes = encodeBatch(values, { baseOffset: BigInt(first) })
    const place = { topic: 'meters', partition: 0, fromOffset: BigInt(first) }
    batches.push(...readRecordSet(bytes, place).batches)
  }
  return batches
}

/** Time and CPU time that a sink task takes for batches, and what it counted. */
export async function feedTask(
  plugin: SinkPlugin,
  props: Readonly<Record<string, string>>,
  batches: readonly BytesBatch[],
): Promise<{
  readonly seconds: number
  readonly cpuSeconds: number
  readonly counts: Readonly<Record<string, number>>
}> {
  const say = (message: string, fields?: unknown) => console.error(message, fields ?? '')
  const counters = new Map<string, number>()
  const { signal } = new AbortController()
  const task = plugin.newTask()
  await task.start(
    props,
    {
      connector: 'bench',
      task: 0,
      log: { debug: () => {}, info: say, warn: say, error: say },
      metrics: {
        add: (name, amount) => counters.set(name, (counters.get(name) ?? 0) + amount),
        set: (name, value) => counters.set(name, value),
      },
      errantRecords: null,
      retryAfter: () => {},
    },
    signal,
  )
  const cpu = process.cpuUsage()
  const started = performance.now()
  for (let i = 0; i < batches.length; i += batchesPerPut) {
    await task.put(batches.slice(i, i + batchesPerPut), signal)
  }
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpu)
  await task.stop()
  return { seconds, cpuSeconds: (user + system) / 1e6, counts: Object.fromEntries(counters) }
}
