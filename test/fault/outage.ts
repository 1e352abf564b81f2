import { setTimeout as delay } from 'node:timers/promises'
import { openKafka } from '@tidewire/kafka'
import { eventually, Pipeline } from './pipeline.ts'

/** What an outage of TDengine did to a sink that writes there and a source that reads there. */
export interface OutageReport {
  readonly lines: number
  /** Rows in TDengine in the end. */
  readonly rows: number
  /** Different lines that the source brought back to Kafka, and how many it brought more than once. */
  readonly returned: number
  readonly repeated: number
  /** Tasks and connectors that were seen FAILED meanwhile, and what they are in the end. */
  readonly failedMeanwhile: readonly string[]
  readonly states: Readonly<Record<string, string>>
  /** From the return of TDengine until everything was there, and until the source had brought it back, in seconds. */
  readonly sinkSeconds: number
  readonly sourceSeconds: number
}

const sourceTopic = 'backpower'
const linesPerStep = 50
const stepMs = 100

/**
 * Lines go on coming into Kafka while TDengine is away for `outageMs`. A sink carries them to TDengine, a source brings
 * them back to Kafka, both with the configuration of somebody who set nothing but addresses and names.
 */
export async function tdengineAway(
  outageMs: number,
  lineOf: (i: number) => string = lineNow,
): Promise<OutageReport> {
  await using pipeline = await Pipeline.start()
  const url = `jdbc:TAOS-WS://127.0.0.1:${pipeline.part('tdengine').port}`
  const server = { 'connection.url': url, 'connection.database': 'power' }
  await using kafka = await openKafka(
    { 'bootstrap.servers': pipeline.bootstrapServers },
    { clientId: 'outage' },
  )
  await kafka.admin.createTopics([{ name: 'meters', partitions: 4, replicationFactor: 1 }])
  await put(pipeline, 'sink', {
    'connector.class': 'com.taosdata.kafka.connect.sink.TDengineSinkConnector',
    'tasks.max': '1',
    topics: 'meters',
    ...server,
    'db.schemaless': 'line',
    'data.precision': 'ns',
  })
  await put(pipeline, 'source', {
    'connector.class': 'com.taosdata.kafka.connect.source.TDengineSourceConnector',
    'tasks.max': '1',
    'topic.prefix': 'back',
    ...server,
  })

  const load = new AbortController()
  let lines = 0
  const loading = (async () => {
    await using producer = kafka.producer({})
    while (!load.signal.aborted) {
      await producer.send(
        Array.from({ length: linesPerStep }, (_, i) => ({
          topic: 'meters',
          partition: (lines + i) % 4,
          key: null,
          value: Buffer.from(lineOf(lines + i)),
        })),
      )
      lines += linesPerStep
      await delay(stepMs)
    }
  })()
  const failed = new Set<string>()
  const watching = (async () => {
    while (!load.signal.aborted) {
      for (const [part, state] of Object.entries(await states(pipeline))) {
        if (state === 'FAILED') failed.add(part)
      }
      await delay(stepMs)
    }
  })()

  const returned = new Map<number, number>()
  const read = new AbortController()
  const explain = async () =>
    `${await pipeline.rows()} rows and ${returned.size} returned of ${lines}\n${JSON.stringify(await states(pipeline))}\n${pipeline.part('worker').log.slice(-4000)}`
  const within = { timeoutMs: 120_000, explain }
  await eventually('the source brings rows', () => topicIsThere(kafka), within)
  const reading = collect(kafka, returned, read.signal)
  await eventually('rows are coming back', () => returned.size > 500, within)
  await pipeline.part('tdengine').kill('SIGKILL')
  await delay(outageMs)
  await pipeline.part('tdengine').start()
  const back = performance.now()
  // Load goes on for a while, so that what came meanwhile competes with what comes now.
  await delay(3_000)
  load.abort()
  await Promise.all([loading, watching])
  await eventually('all rows', async () => (await pipeline.rows()) >= lines, within)
  const sinkSeconds = (performance.now() - back) / 1000
  await eventually('all rows come back', () => returned.size >= lines, within)
  const sourceSeconds = (performance.now() - back) / 1000
  read.abort()
  await reading
  return {
    lines,
    rows: await pipeline.rows(),
    returned: returned.size,
    repeated: [...returned.values()].filter(times => times > 1).length,
    failedMeanwhile: [...failed],
    states: await states(pipeline),
    sinkSeconds,
    sourceSeconds,
  }
}

/** Line number `i`, measured now by one of 100 devices. */
function lineNow(i: number): string {
  return lineAt(i, BigInt(Date.now()) * 1_000_000n + BigInt(i % 1_000_000))
}

/** Line number `i`, measured years ago. */
export function oldLine(i: number): string {
  return lineAt(i, 1_700_000_000_000_000_000n + BigInt(i) * 1_000_000n)
}

function lineAt(i: number, time: bigint): string {
  const device = i % 100
  return `meters,location=District${device},groupid=${device % 10} current=${10 + (i % 97) / 10},n=${i}i ${time}`
}

/** True when nothing was lost and everything runs again without anybody's help. */
export function survived(report: OutageReport): boolean {
  const { lines, rows, returned } = report
  return (
    rows === lines &&
    returned === lines &&
    Object.values(report.states).every(state => state === 'RUNNING')
  )
}

async function put(pipeline: Pipeline, name: string, config: Readonly<Record<string, string>>) {
  const response = await fetch(`${pipeline.connectUrl}/connectors/${name}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(config),
  })
  if (!response.ok) throw new Error(`loading ${name}: ${response.status} ${await response.text()}`)
}

/** The state of both connectors and their tasks, by name. */
async function states(pipeline: Pipeline): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of ['sink', 'source']) {
    const { connector, tasks } = await pipeline.status(name)
    found[name] = connector.state
    for (const task of tasks) found[`${name}-${task.id}`] = task.state
  }
  return found
}

type Kafka = Awaited<ReturnType<typeof openKafka>>

async function topicIsThere(kafka: Kafka): Promise<boolean> {
  return (await kafka.admin.listTopics()).includes(sourceTopic)
}

/** Counts each line number that the source's topic holds, until `signal`. */
async function collect(kafka: Kafka, into: Map<number, number>, signal: AbortSignal) {
  const [topic] = await kafka.admin.describeTopics([sourceTopic])
  const partitions = (topic?.partitions ?? []).map(({ partition }) => ({
    topic: sourceTopic,
    partition,
  }))
  await using reader = kafka.reader({ 'auto.offset.reset': 'earliest' })
  reader.assign(partitions.map(partition => ({ ...partition, offset: 0n })))
  try {
    while (!signal.aborted) {
      const batches = await reader.next(signal)
      for (const batch of batches) {
        for (let i = 0; i < batch.count; i += 1) {
          const start = batch.valueStarts[i] ?? 0
          const text = batch.bytes.toString('utf8', start, start + (batch.valueLengths[i] ?? 0))
          const number = Number(/[ ,]n=(\d+)i/.exec(text)?.[1])
          into.set(number, (into.get(number) ?? 0) + 1)
        }
      }
      reader.release(batches)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
