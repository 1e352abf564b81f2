import { setTimeout as delay } from 'node:timers/promises'
import type { TDengineClient } from '@tidewire/tdengine'
import { latencyReport, mostRows, steadily, warmUpRows } from './latency.ts'
import { openLatencyPipeline } from './latency-pipeline.ts'
import type { BenchOptions } from './run.ts'
import { type BenchWorker, keysOf } from './worker.ts'

const topic = 'latency-power-meters'

/** Latency of the source in subscription mode. */
export async function benchSubscriptionLatency(options: BenchOptions): Promise<unknown> {
  return await benchSourceLatency(options, {
    'read.method': 'subscription',
    'subscription.group.id': 'latency',
    'subscription.from': 'earliest',
  })
}

/** Latency of the source in query mode, which polls once a second by default. */
export async function benchQueryLatency(options: BenchOptions): Promise<unknown> {
  const keys = { 'read.method': 'query', 'poll.interval.ms': '1000', ...keysOf(options.set) }
  const report = await benchSourceLatency(options, keys)
  return { ...report, 'poll interval ms': Number(keys['poll.interval.ms']) }
}

/**
 * From INSERT to a Kafka consumer: rows at a steady 100 a second into the TDengine dev server, through the source and a
 * broker. A latency counts from before the INSERT is sent until the consumer has the record.
 */
async function benchSourceLatency(
  options: BenchOptions,
  keys: Readonly<Record<string, string>>,
): Promise<Record<string, number>> {
  const rows = Math.min(options.rows, mostRows)
  await using pipeline = await openLatencyPipeline(options)
  const { url, worker, taos, kafka } = pipeline
  await prepare(taos, worker, { 'connection.url': url, ...keys, ...keysOf(options.set) })
  await using reader = kafka.reader({ 'auto.offset.reset': 'earliest' })
  // The first row makes the topic.
  await insert(taos, 0)
  const partition = { topic, partition: 0 }
  for (let tries = 0; ; tries += 1) {
    try {
      reader.assign(await kafka.admin.listOffsets([partition], -2n))
      break
    } catch (error) {
      if (tries >= 200) throw error
      await delay(50)
    }
  }
  const sentAt = new Float64Array(rows + 1)
  const latencies: number[] = []
  const reading = (async () => {
    for (let seen = 0; seen <= rows; ) {
      for (const batch of await reader.next(AbortSignal.timeout(30_000))) {
        const now = performance.now()
        for (let i = 0; i < batch.count; i += 1, seen += 1) {
          const start = batch.valueStarts[i] ?? 0
          const line = batch.bytes.toString('latin1', start, start + (batch.valueLengths[i] ?? 0))
          const n = Number(/ n=(\d+)/.exec(line)?.[1])
          if (n > warmUpRows) latencies.push(now - (sentAt[n] ?? 0))
        }
      }
    }
  })()
  await steadily(rows, async n => {
    sentAt[n] = performance.now()
    await insert(taos, n)
  })
  await reading
  return latencyReport(latencies)
}

async function insert(taos: TDengineClient, n: number): Promise<void> {
  const child = n % 10
  await taos.execute(
    `INSERT INTO power.d${child} USING power.meters TAGS (${child}) VALUES (${Date.now()}, ${n}, 1.5, 220)`,
  )
}

/** The tables, and the connector that reads them. */
async function prepare(
  taos: TDengineClient,
  worker: BenchWorker,
  more: Readonly<Record<string, string>>,
): Promise<void> {
  await taos.execute('CREATE DATABASE power VGROUPS 1')
  await taos.execute(
    'CREATE STABLE power.meters (ts TIMESTAMP, n INT, current FLOAT, voltage INT) TAGS (groupid INT)',
  )
  await worker.create('latency', {
    'connector.class': 'com.taosdata.kafka.connect.source.TDengineSourceConnector',
    'tasks.max': '1',
    'connection.user': 'root',
    'connection.password': 'taosdata',
    'connection.database': 'power',
    'topic.prefix': 'latency',
    ...more,
  })
}
