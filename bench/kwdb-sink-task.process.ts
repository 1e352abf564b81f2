// The KWDB sink task alone, fed from memory: kwdb-sink-task.process.ts PORT RECORDS FORMAT SINK_PROPS_AS_JSON
import type { BytesBatch } from '@tidewire/core'
import { encodeBatch, readRecordSet } from '@tidewire/kafka/records'
import { kwdbSinkPlugin } from '@tidewire/kwdb'
import { type KwdbFormat, kwdbRecord, rowsPerRecord } from './kwdb-records.ts'

const [port, recordsText, formatText = 'json_kaiwudb', props = '{}'] = process.argv.slice(2)
const records = Number(recordsText)
const format = formatText as KwdbFormat
const recordsPerBatch = format === 'json_kaiwudb' ? 80 : 9000
const batchesPerPut = 4

function batchesFrom(first: number): readonly BytesBatch[] {
  const count = Math.min(recordsPerBatch, records - first)
  const values = Array.from({ length: count }, (_, i) => ({
    key: null,
    value: Buffer.from(kwdbRecord(format, first + i)),
  }))
  const bytes = encodeBatch(values, { baseOffset: BigInt(first) })
  return readRecordSet(bytes, { topic: 'meters', partition: 0, fromOffset: BigInt(first) }).batches
}

const batches: BytesBatch[] = []
for (let first = 0; first < records; first += recordsPerBatch) batches.push(...batchesFrom(first))

const say = (message: string, fields?: unknown) => console.error(message, fields ?? '')
const counters = new Map<string, number>()
const { signal } = new AbortController()
const task = kwdbSinkPlugin.newTask()
await task.start(
  {
    'connection.url': `jdbc:kaiwudb://127.0.0.1:${port}`,
    'connection.user': 'root',
    'connection.database': 'power',
    'protocol.type': format,
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
const rows = records * rowsPerRecord[format]
const cpuSeconds = (user + system) / 1e6
const counts = Object.fromEntries(counters)
console.log(`task ${JSON.stringify({ seconds, cpuSeconds, rows, counts })}`)
