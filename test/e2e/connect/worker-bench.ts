import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { startWorker, type Worker } from '@tidewire/connect'
import type { ConnectorPlugin, Props } from '@tidewire/core'
import { type Kafka, openKafka } from '@tidewire/kafka'
import { KafkaDevServer } from '@tidewire/local/kafka'

const stringConverter = 'org.apache.kafka.connect.storage.StringConverter'

/** An answer of the REST interface. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any
}

/** A worker under test with its log and its REST interface. */
export class WorkerUnderTest implements AsyncDisposable {
  readonly worker: Worker
  readonly configTopic: string
  readonly #log: string[]

  constructor(worker: Worker, configTopic: string, log: string[]) {
    this.worker = worker
    this.configTopic = configTopic
    this.#log = log
  }

  get log(): string {
    return this.#log.join('')
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.worker.url}${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      parsed = undefined
    }
    return { status: response.status, headers: response.headers, text, body: parsed }
  }

  /** Waits until the connector and all its tasks are in the given states. */
  async reaches(name: string, connector: string, tasks: readonly string[]): Promise<Answer> {
    return await eventually(async () => {
      const status = await this.call('GET', `/connectors/${name}/status`)
      const states = status.body.tasks?.map((t: { state: string }) => t.state)
      if (
        status.body.connector?.state !== connector ||
        JSON.stringify(states) !== JSON.stringify(tasks)
      ) {
        throw new Error(`status of ${name} is ${status.text}`)
      }
      return status
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker[Symbol.asyncDispose]()
  }
}

/** Repeats a check until it stops throwing; throws its last error when time is up. */
export async function eventually<T>(check: () => Promise<T>, ms = 10_000): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
      await delay(20)
    }
  }
}

/** A broker, a Kafka client and a folder for one test file. */
export class Bench implements AsyncDisposable {
  readonly broker: KafkaDevServer
  readonly #ownsBroker: boolean
  readonly kafka: Kafka
  readonly folder: string
  readonly #producer: ReturnType<Kafka['producer']>

  private constructor(broker: KafkaDevServer, kafka: Kafka, folder: string, owns: boolean) {
    this.broker = broker
    this.#ownsBroker = owns
    this.kafka = kafka
    this.folder = folder
    this.#producer = kafka.producer()
  }

  /** Starts a broker, or uses one whose owner closes it. */
  static async open(given?: KafkaDevServer): Promise<Bench> {
    const broker = given ?? (await KafkaDevServer.start())
    const kafka = await openKafka(
      { 'bootstrap.servers': broker.bootstrapServers },
      { clientId: 'connect-tests' },
    )
    return new Bench(
      broker,
      kafka,
      await mkdtemp(join(tmpdir(), 'tidewire-connect-')),
      given === undefined,
    )
  }

  /** Worker properties; a cluster of its own unless `group` is given. */
  props(group: string = randomUUID(), more: Props = {}): Record<string, string> {
    return {
      'bootstrap.servers': this.broker.bootstrapServers,
      'group.id': `worker-${group}`,
      'config.storage.topic': `${group}-configs`,
      'offset.storage.topic': `${group}-offsets`,
      'offset.storage.partitions': '1',
      'status.storage.topic': `${group}-status`,
      'status.storage.partitions': '1',
      listeners: 'http://127.0.0.1:0',
      'key.converter': stringConverter,
      'value.converter': stringConverter,
      'offset.flush.interval.ms': '200',
      'task.restart.backoff.ms': '50',
      ...more,
    }
  }

  async worker(plugins: readonly ConnectorPlugin[], props: Props = this.props()) {
    const log: string[] = []
    const destination = new PassThrough()
    destination.on('data', (part: Buffer) => log.push(part.toString()))
    const worker = await startWorker({ props, plugins, logDestination: destination })
    return new WorkerUnderTest(worker, props['config.storage.topic'] ?? '', log)
  }

  /** A file sink configuration that writes to a fresh file. */
  sink(topics: string, more: Props = {}): { config: Record<string, string>; file: string } {
    const file = join(this.folder, `${randomUUID()}.txt`)
    return {
      file,
      config: {
        'connector.class': 'FileStreamSink',
        'tasks.max': '1',
        topics,
        file,
        ...more,
      },
    }
  }

  async produce(topic: string, values: readonly (string | null)[]): Promise<void> {
    await this.#producer.send(
      values.map(value => ({
        topic,
        key: Buffer.from('k'),
        value: value === null ? null : Buffer.from(value),
        headers: [{ key: 'origin', value: Buffer.from('test') }],
      })),
    )
  }

  /** Waits until the file holds exactly these lines. */
  async holds(file: string, lines: readonly string[]): Promise<void> {
    await eventually(async () => {
      const text = await readFile(file, 'utf8').catch(() => '')
      const found = text.split('\n').slice(0, -1)
      if (JSON.stringify(found) !== JSON.stringify(lines)) {
        throw new Error(`${file} holds ${JSON.stringify(found.slice(0, 20))}`)
      }
    })
  }

  /** All records of a topic as text, once there are `count`; with null those that are there now. */
  async read(topic: string, count: number | null) {
    const [described] = await this.kafka.admin.describeTopics([topic])
    const partitions = (described?.partitions ?? []).map(p => ({ topic, partition: p.partition }))
    await using reader = this.kafka.reader({ 'auto.offset.reset': 'earliest' })
    reader.assign(await this.kafka.admin.listOffsets(partitions, -2n))
    const found: {
      key: string | null
      value: string | null
      headers: Record<string, string>
    }[] = []
    const text = (bytes: Buffer, start: number, length: number) =>
      length < 0 ? null : bytes.toString('utf8', start, start + length)
    const ends = count === null ? await this.kafka.admin.listOffsets(partitions, -1n) : []
    const more = () =>
      count === null
        ? ends.some(end =>
            reader.positions().some(p => p.partition === end.partition && p.offset < end.offset),
          )
        : found.length < count
    while (more()) {
      for (const batch of await reader.next(AbortSignal.timeout(10_000))) {
        for (let i = 0; i < batch.count; i += 1) {
          found.push({
            key: text(batch.bytes, batch.keyStarts[i] ?? 0, batch.keyLengths[i] ?? -1),
            value: text(batch.bytes, batch.valueStarts[i] ?? 0, batch.valueLengths[i] ?? -1),
            headers: Object.fromEntries(
              batch.headers(i).map(h => [h.key, Buffer.from(h.value ?? []).toString('utf8')]),
            ),
          })
        }
      }
    }
    return found
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#producer[Symbol.asyncDispose]()
    await this.kafka[Symbol.asyncDispose]()
    if (this.#ownsBroker) await this.broker[Symbol.asyncDispose]()
    await rm(this.folder, { recursive: true, force: true })
  }
}
