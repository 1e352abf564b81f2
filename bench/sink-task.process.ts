// The TDengine sink task alone, fed from memory: sink-task.process.ts PORT ROWS SINK_PROPS_AS_JSON
import type { BytesBatch } from '@tidewire/core'
import { tdengineSinkPlugin } from '@tidewire/tdengine'
import { meterLine } from './meter-lines.ts'

const [port, rowsText, props = '{}'] = process.argv.slice(2)
const rows = Number(rowsText)
/** Records in a batch of Kafka: about 1 MiB, as a producer with default settings under load would make. */
const recordsPerBatch = 9000
const batchesPerPut = 4
const framing = Buffer.from([0xe0, 0x01, 0, 0, 0, 0x01, 0xda, 0x01])

function batchFrom(first: number): BytesBatch {
  const count = Math.min(recordsPerBatch, rows - first)
  const starts = new Int32Array(count)
  const lengths = new Int32Array(count)
  const parts: Buffer[] = []
  let at = 0
  for (let i = 0; i < count; i += 1) {
    const value = Buffer.from(meterLine(first + i))
    parts.push(framing, value)
    starts[i] = at + framing.length
    lengths[i] = value.length
    at += framing.length + value.length
  }
  const none = new Int32Array(count).fill(-1)
  return {
    form: 'bytes',
    topic: 'meters',
    partition: 0,
    count,
    bytes: Buffer.concat(parts),
    baseOffset: BigInt(first),
    offsetDeltas: Int32Array.from({ length: count }, (_, i) => i),
    valueStarts: starts,
    valueLengths: lengths,
    keyStarts: new Int32Array(count),
    keyLengths: none,
    timestamp: () => 0n,
    timestampType: 'CreateTime',
    headers: () => [],
  }
}

const batches: BytesBatch[] = []
for (let first = 0; first < rows; first += recordsPerBatch) batches.push(batchFrom(first))

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
