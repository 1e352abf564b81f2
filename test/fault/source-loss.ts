import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Bench } from '../e2e/connect/worker-bench.ts'
import { randomOf } from '../e2e/random-numbers.ts'
import { freePort, ServerProcess } from '../processes/child.ts'
import { type LossDatabase, type LossRow, tdengineLoss } from './loss-database.ts'

const devices = 50
/** How late a row may be: 600 tenths of a second. */
const latestTenths = 600

/** What a run found; both lists must be empty. */
export interface LossReport {
  readonly rows: number
  readonly kills: number
  readonly lost: readonly string[]
  /** Rows that arrived and were never written. */
  readonly invented: readonly string[]
  /** How many records brought a row that had arrived before. */
  readonly twice: number
}

/**
 * 50 devices write for `seconds`, three of ten rows late by up to a minute and out of order, many with equal time stamps,
 * while the source connector reads and its worker is killed with SIGKILL `kills` times. Every row is compared by device,
 * time and value.
 */
export async function loseNothing(options: {
  readonly seconds: number
  readonly kills: number
  /** TDengine when absent. */
  readonly database?: LossDatabase
}): Promise<LossReport> {
  const { seconds, kills, database = tdengineLoss } = options
  const folder = mkdtempSync(join(tmpdir(), 'tidewire-loss-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const server = stack.use(await ServerProcess.start(database.process, '0', folder))
  const bench = stack.use(await Bench.open())
  const writer = stack.use(await database.open(server.port))
  const props = {
    ...bench.props(),
    listeners: `http://127.0.0.1:${await freePort()}`,
    // A killed worker's membership must end before the next one may start.
    'session.timeout.ms': '6000',
    'heartbeat.interval.ms': '1000',
  }
  const worker = stack.use(await ServerProcess.start('worker', JSON.stringify(props)))
  const answer = await fetch(`http://127.0.0.1:${worker.port}/connectors/loss/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...database.config(server.port), 'connection.backoff.ms': '100' }),
  })
  if (!answer.ok) throw new Error(`loading the connector: ${await answer.text()}`)

  const written = new Set<string>()
  const stopped = new AbortController()
  const random = randomOf(seconds)
  const write = async () => {
    const known = new Set<string>()
    for (let value = 0; !stopped.signal.aborted; ) {
      const rows: LossRow[] = []
      const now = Math.floor(Date.now() / 100)
      for (let device = 0; device < devices; device += 1) {
        // Times are whole tenths of a second, so that devices share them.
        const late = random() < 0.3 ? Math.floor(random() * latestTenths) : 0
        const time = (now - late) * 100
        if (known.has(`${device} ${time}`)) continue
        known.add(`${device} ${time}`)
        written.add(rowOf({ device, value, time }))
        rows.push({ device, time, value })
        value += 1
      }
      if (rows.length > 0) await writer.write(rows)
      await delay(20)
    }
  }
  const killing = async () => {
    const end = performance.now() + seconds * 1000
    for (let kill = 0; kill < kills; kill += 1) {
      await delay(Math.max(0, end - performance.now()) / (kills - kill + 1))
      await worker.kill('SIGKILL')
      await worker.start()
    }
    await delay(Math.max(0, end - performance.now()))
  }
  await Promise.all([write(), killing().finally(() => stopped.abort())])

  const arrived = await arrivals(bench, database, written)
  return {
    rows: written.size,
    kills,
    lost: [...written].filter(row => !arrived.has(row)),
    invented: [...arrived.keys()].filter(row => !written.has(row)),
    twice: [...arrived.values()].reduce((sum, count) => sum + count - 1, 0),
  }
}

/** A row as text. */
function rowOf({ device, value, time }: LossRow): string {
  return `d${device} v=${value} at ${time}`
}

/** Reads the topic until all rows have come, or nothing new for 15 seconds; gives how often each row came. */
async function arrivals(
  bench: Bench,
  { topic, read }: LossDatabase,
  written: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  while (!(await bench.kafka.admin.listTopics()).includes(topic)) await delay(50)
  const [described] = await bench.kafka.admin.describeTopics([topic])
  const partitions = (described?.partitions ?? []).map(({ partition }) => ({ topic, partition }))
  await using reader = bench.kafka.reader({ 'auto.offset.reset': 'earliest' })
  reader.assign(await bench.kafka.admin.listOffsets(partitions, -2n))
  const arrived = new Map<string, number>()
  // Everything in the topic counts: reading ends when all is there and half a second brings nothing.
  for (;;) {
    const isWhole = arrived.size >= written.size
    const silence = AbortSignal.timeout(isWhole ? 500 : 15_000)
    const batches = await reader.next(silence).catch(error => {
      // Only silence ends the reading: a failure to read is no lost row.
      if (!silence.aborted) throw error
      return []
    })
    if (batches.length === 0 && silence.aborted) return arrived
    for (const batch of batches) {
      for (let i = 0; i < batch.count; i += 1) {
        const text = (start = 0, length = 0) => batch.bytes.toString('utf8', start, start + length)
        const key = text(batch.keyStarts[i], batch.keyLengths[i])
        const value = text(batch.valueStarts[i], batch.valueLengths[i])
        const found = read(key, value)
        const row = found === null ? value : rowOf(found)
        arrived.set(row, (arrived.get(row) ?? 0) + 1)
      }
    }
  }
}
