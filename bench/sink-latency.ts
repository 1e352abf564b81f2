import { setTimeout as delay } from 'node:timers/promises'
import { latencyReport, mostRows, steadily, warmUpRows } from './latency.ts'
import { openLatencyPipeline } from './latency-pipeline.ts'
import type { BenchOptions } from './run.ts'
import { keysOf } from './worker.ts'

const topic = 'meters'

/**
 * From a Kafka producer to a query: lines at a steady 100 a second through a broker and the sink into the TDengine dev
 * server. A latency counts from before the line is sent until a query, repeated all the time, finds the row.
 */
export async function benchSinkLatency(options: BenchOptions): Promise<unknown> {
  const rows = Math.min(options.rows, mostRows)
  await using pipeline = await openLatencyPipeline(options)
  const { url, worker, taos, kafka } = pipeline
  await kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
  await using producer = kafka.producer({})
  const send = async (n: number) => {
    const line = `meters,groupid=${n % 10} n=${n}i,current=1.5,voltage=220i ${Date.now()}`
    await producer.send([{ topic, partition: 0, key: null, value: Buffer.from(line) }])
  }
  await worker.create('latency', {
    'connector.class': 'com.taosdata.kafka.connect.sink.TDengineSinkConnector',
    'tasks.max': '1',
    topics: topic,
    'connection.url': url,
    'connection.database': 'power',
    'db.schemaless': 'line',
    'data.precision': 'ms',
    ...keysOf(options.set),
  })
  const stored = async () =>
    Number((await taos.query('SELECT COUNT(*) FROM power.meters')).rows[0]?.[0] ?? 0)
  // The first row makes database and table.
  await send(0)
  for (let tries = 0; (await stored().catch(() => 0)) < 1; tries += 1) {
    if (tries >= 400) throw new Error(`the first row did not arrive\n${worker.log}`)
    await delay(50)
  }
  const sentAt = new Float64Array(rows + 1)
  const latencies: number[] = []
  const asking: number[] = []
  let sent = 0
  const watching = (async () => {
    // Rows come in order, so their number tells which have arrived. Row 0 is one of them.
    let last = performance.now()
    for (let seen = 1; seen <= rows; ) {
      // Nothing is asked while all that was sent is there: the server needs the time.
      if (sent < seen) {
        await delay(1)
        continue
      }
      const asked = performance.now()
      const count = await stored()
      const now = performance.now()
      asking.push(now - asked)
      if (count > seen) last = now
      else if (now - Math.max(last, sentAt[seen] ?? 0) > 30_000)
        throw new Error(`stuck at ${seen} of ${rows} rows`)
      for (; seen < count; seen += 1) {
        if (seen > warmUpRows) latencies.push(now - (sentAt[seen] ?? 0))
      }
    }
  })()
  await Promise.all([
    watching,
    steadily(rows, async n => {
      sentAt[n] = performance.now()
      sent = n
      await send(n)
    }),
  ])
  const query = latencyReport(asking)
  return {
    ...latencyReport(latencies),
    'p50 ms of the query alone': query['p50 ms'],
    'p99 ms of the query alone': query['p99 ms'],
  }
}
