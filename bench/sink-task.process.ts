// The TDengine sink task alone, fed from memory: sink-task.process.ts PORT ROWS SINK_PROPS_AS_JSON
import type { BytesBatch } from '@tidewire/core'
import { encodeBatch, readRecordSet } from '@tidewire/kafka/records'
import { tdengineSinkPlugin } from '@tidewire/tdengine'
import { type Format, meterRecord } from './meter-lines.ts'

const [port, rowsText, props = '{}'] = process.argv.slice(2)
const rows = Number(rowsText)
const format: Format = JSON.parse(props)['db.schemaless'] ?? 'line'
/** Records in a batch of Kafka: about 1 MiB, as a producer with default settings under load would make. */
const recordsPerBatch = 9000
const batchesPerPut = 4

function batchesFrom(first: number): readonly BytesBatch[] {
  const count = Math.min(recordsPerBatch, rows - first)
  const records = Array.from({ length: count }, (_, i) => ({
    key: null,
    value: Buffer.from(meterRecord(format, first + i)),
  }))
  const bytes = encodeBatch(records, { baseOffset: BigInt(first) })
  return readRecordSet(bytes, { topic: 'meters', partition: 0, fromOffset: BigInt(first) }).batches
}

const batches: BytesBatch[] = []
for (let first = 0; first < rows; first += recordsPerBatch) {
  batches.push(...batchesFrom(first))
}

const say = (message: string, fields?: unknown) => console.error(message, fields ?? '')
const counters = new Map<string, number>()
const { signal } = new AbortController()
const task = tdengineSinkPlugin.newTask()
await task.start(
  {
    'connection.url': `jdbc:TAOS-WS://127.0.0.1:${port}`,
    'connection.database': 'power',
    'db.schemaless': 'line',
    ...JSON.parse(props),
  },
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
const counts = Object.fromEntries(counters)
console.log(`task ${JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, counts })}`)
