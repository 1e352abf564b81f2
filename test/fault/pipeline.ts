import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openKafka } from '@tidewire/kafka'
import { freePort, ServerProcess } from '../processes/child.ts'
import { type PipelineDatabase, tdengineEnd } from './pipeline-database.ts'

/** A part of the pipeline that a test kills. */
export type Victim = 'worker' | 'tdengine' | 'kwdb' | 'broker'

type Part = 'worker' | 'database' | 'broker'

const series = 100
const baseTime = 1_700_000_000_000_000_000n

/** Line number `i` of the load: 100 series, about 110 bytes, a field that holds `i` itself. */
export function lineOf(i: number): string {
  const s = i % series
  const time = baseTime + BigInt(Math.floor(i / series)) * 1_000_000n
  return `meters,location=California.District${s},groupid=${s % 10} current=${(10 + (i % 97) / 10).toFixed(1)},voltage=${(220 + (i % 13)).toFixed(1)},phase=0.${i % 90},n=${i}i ${time}`
}

/** Broker, database and worker, each a process of its own on its own data, carrying lines into `power.meters`. */
export class Pipeline implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tidewire-pipeline-'))
  readonly #external: string | null
  readonly #database: PipelineDatabase
  #processes: Record<Part, ServerProcess | null> = { worker: null, database: null, broker: null }

  private constructor(bootstrapServers: string | null, database: PipelineDatabase) {
    this.#external = bootstrapServers
    this.#database = database
  }

  /** Starts everything; with `bootstrapServers` an existing Kafka takes the place of the development broker. */
  static async start(
    options: { readonly bootstrapServers?: string; readonly database?: PipelineDatabase } = {},
  ): Promise<Pipeline> {
    const end = options.database ?? tdengineEnd
    const pipeline = new Pipeline(options.bootstrapServers ?? null, end)
    try {
      const parts = pipeline.#processes
      const [broker, database] = await Promise.all([
        pipeline.#external === null
          ? ServerProcess.start('broker', '0', join(pipeline.#folder, 'kafka'))
          : null,
        ServerProcess.start(end.process, '0', join(pipeline.#folder, end.process)),
      ])
      parts.broker = broker
      parts.database = database
      // From here on every part keeps its port, so that the others find it again.
      broker?.keepPort(0)
      database.keepPort(0)
      await end.prepare(database.port)
      const listener = `http://127.0.0.1:${await freePort()}`
      const props = { ...pipeline.#workerProps(), listeners: listener }
      parts.worker = await ServerProcess.start('worker', JSON.stringify(props))
      return pipeline
    } catch (error) {
      await pipeline[Symbol.asyncDispose]()
      throw error
    }
  }

  get bootstrapServers(): string {
    return this.#external ?? `127.0.0.1:${this.part('broker').port}`
  }

  get connectUrl(): string {
    return `http://127.0.0.1:${this.part('worker').port}`
  }

  /** The process of one part. */
  part(name: Victim): ServerProcess {
    const process = this.#processes[name === 'worker' || name === 'broker' ? name : 'database']
    if (process === null) throw new Error(`this pipeline has no ${name} of its own`)
    return process
  }

  #workerProps(): Record<string, string> {
    return {
      'bootstrap.servers': this.bootstrapServers,
      'group.id': 'connect-cluster',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'config.storage.topic': 'connect-configs',
      'offset.storage.topic': 'connect-offsets',
      'status.storage.topic': 'connect-status',
      'config.storage.replication.factor': '1',
      'offset.storage.replication.factor': '1',
      'status.storage.replication.factor': '1',
      'offset.storage.partitions': '1',
      'status.storage.partitions': '1',
      'offset.flush.interval.ms': '500',
      // A killed worker's membership must end before the next one may start.
      'session.timeout.ms': '6000',
      'heartbeat.interval.ms': '1000',
    }
  }

  /** Creates the topic and produces the given lines, round robin over its partitions. */
  async produce(topic: string, partitions: number, lines: Iterable<string>): Promise<void> {
    await using kafka = await openKafka(
      { 'bootstrap.servers': this.bootstrapServers },
      { clientId: 'load' },
    )
    await kafka.admin.createTopics([{ name: topic, partitions, replicationFactor: 1 }])
    await using producer = kafka.producer({})
    let batch: { topic: string; partition: number; key: null; value: Buffer }[] = []
    let i = 0
    for (const line of lines) {
      batch.push({ topic, partition: i % partitions, key: null, value: Buffer.from(line) })
      i += 1
      if (batch.length < 5000) continue
      await producer.send(batch)
      batch = []
    }
    if (batch.length > 0) await producer.send(batch)
  }

  /** Runs SQL; an unreachable server gives null. */
  async sql(statement: string): Promise<readonly (readonly unknown[])[] | null> {
    return await this.#database.sql(this.part(this.#database.process).port, statement)
  }

  /** Rows in `power.meters`; 0 while it does not exist or cannot be asked. */
  async rows(): Promise<number> {
    const result = await this.sql(`select count(*) from ${this.#database.table}`)
    return Number(result?.[0]?.[0] ?? 0)
  }

  /** Rows in `power.meters`, the sum of their numbers, and the number of their series. */
  async totals(): Promise<Pick<KillReport, 'rows' | 'sumOfNumbers' | 'series'>> {
    const [totals] = (await this.sql(`select count(*), sum(n) from ${this.#database.table}`)) ?? []
    const found = await this.sql(this.#database.seriesQuery)
    return {
      rows: Number(totals?.[0]),
      sumOfNumbers: BigInt(String(totals?.[1])),
      series: found?.length ?? 0,
    }
  }

  /** Loads the sink connector of the user page, with the given additions. */
  async loadSink(name: string, additions: Readonly<Record<string, string>> = {}): Promise<void> {
    const response = await fetch(`${this.connectUrl}/connectors/${name}/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        'tasks.max': '1',
        topics: 'meters',
        ...this.#database.config(this.part(this.#database.process).port),
        'retry.backoff.ms': '200',
        ...additions,
      }),
    })
    if (!response.ok)
      throw new Error(`loading ${name}: ${response.status} ${await response.text()}`)
  }

  /** The status of a connector as REST gives it. */
  async status(name: string): Promise<{
    readonly connector: { readonly state: string; readonly trace?: string }
    readonly tasks: readonly {
      readonly id: number
      readonly state: string
      readonly trace?: string
    }[]
  }> {
    const response = await fetch(`${this.connectUrl}/connectors/${name}/status`)
    return (await response.json()) as Awaited<ReturnType<Pipeline['status']>>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of ['worker', 'database', 'broker'] as const) {
      await this.#processes[name]?.[Symbol.asyncDispose]()
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Waits until a condition holds; fails with what it waited for and what `explain` adds. */
export async function eventually(
  what: string,
  condition: () => Promise<boolean> | boolean,
  options: { readonly timeoutMs?: number; readonly explain?: () => Promise<string> | string } = {},
): Promise<void> {
  const deadline = performance.now() + (options.timeoutMs ?? 30_000)
  while (!(await condition())) {
    if (performance.now() > deadline) {
      throw new Error(`waited in vain: ${what}\n${(await options.explain?.()) ?? ''}`)
    }
    await delay(25)
  }
}

/** What a kill scenario found. */
export interface KillReport {
  readonly victim: Victim
  readonly lines: number
  readonly kills: number
  readonly killedAtRows: readonly number[]
  readonly rows: number
  readonly sumOfNumbers: bigint
  readonly series: number
  readonly seconds: number
}

/**
 * Carries `lines` numbered lines into a database while one part is killed with SIGKILL `kills` times, evenly over the
 * load, and restarted. The report holds what is in the table in the end.
 */
export async function killDuringLoad(options: {
  readonly victim: Victim
  readonly lines: number
  readonly kills: number
  readonly database?: PipelineDatabase
}): Promise<KillReport> {
  const { victim, lines, kills, database = tdengineEnd } = options
  const started = performance.now()
  await using pipeline = await Pipeline.start({ database })
  function* load() {
    for (let i = 0; i < lines; i += 1) yield lineOf(i)
  }
  await pipeline.produce('meters', 4, load())
  // Small batches, so that a kill finds the load under way.
  await pipeline.loadSink('sink', { 'batch.size': '1000' })
  const killedAtRows: number[] = []
  const explain = async () =>
    `${await pipeline.rows()} rows of ${lines}\n${JSON.stringify(await pipeline.status('sink').catch(String))}\n${pipeline.part('worker').log.slice(-4000)}`
  for (let k = 1; k <= kills; k += 1) {
    const threshold = Math.floor((lines * k) / (kills + 2))
    await eventually(`${threshold} rows`, async () => (await pipeline.rows()) >= threshold, {
      timeoutMs: 120_000,
      explain,
    })
    killedAtRows.push(await pipeline.rows())
    await pipeline.part(victim).kill('SIGKILL')
    await pipeline.part(victim).start()
  }
  await eventually(`all ${lines} rows`, async () => (await pipeline.rows()) >= lines, {
    timeoutMs: 180_000,
    explain,
  })
  return {
    victim,
    lines,
    kills,
    killedAtRows,
    ...(await pipeline.totals()),
    seconds: (performance.now() - started) / 1000,
  }
}

/** The sum of the numbers 0 to `lines` - 1. */
export function expectedSum(lines: number): bigint {
  return (BigInt(lines) * BigInt(lines - 1)) / 2n
}
