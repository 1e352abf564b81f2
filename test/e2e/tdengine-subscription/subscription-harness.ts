import type {
  Connector,
  Props,
  SourceBytesBatch,
  SourceRecord,
  SourceTask,
  SourceTaskContext,
} from '@tidewire/core'
import type { TDengineDevServer } from '@tidewire/local/tdengine'
import { tdengineSourcePlugin } from '@tidewire/tdengine'

/** A record that a task handed over. */
export interface Read {
  readonly task: number
  readonly topic: string
  readonly key: string
  readonly value: string
  readonly timestamp: number
  readonly headers: Readonly<Record<string, string>>
}

type Offset = Readonly<Record<string, unknown>>

/** A task that runs, and how to make it stop. */
interface RunningTask {
  readonly task: SourceTask
  readonly abort: AbortController
}

/**
 * The source connector in subscription mode before a development server. It does what Kafka Connect does: keeps what tasks
 * hand over, stores positions, tells tasks to commit. Each step can be left out, as a kill would.
 */
export class SubscriptionHarness implements AsyncDisposable {
  readonly read: Read[] = []
  readonly structures: SourceRecord[] = []
  /** Stored positions by partition text. */
  readonly offsets = new Map<string, Offset>()
  readonly log: { readonly level: string; readonly message: string }[] = []
  readonly counters = new Map<string, number>()
  reconfigurations = 0
  textValues = true
  readonly #props: Props
  readonly #tasks: RunningTask[] = []
  #connector: { readonly connector: Connector; readonly abort: AbortController } | null = null

  constructor(server: Pick<TDengineDevServer, 'port'>, props: Props) {
    this.#props = {
      'connection.url': `jdbc:TAOS-WS://127.0.0.1:${server.port}`,
      'connection.user': 'root',
      'connection.password': 'taosdata',
      'connection.attempts': '20',
      'connection.backoff.ms': '50',
      'poll.interval.ms': '200',
      'topic.prefix': 'td',
      'read.method': 'subscription',
      'subscription.group.id': 'g1',
      'subscription.from': 'earliest',
      ...props,
    }
  }

  get #log(): SourceTaskContext['log'] {
    const say = (level: string) => (message: string, fields?: unknown) => {
      const text = JSON.stringify(fields ?? {}, (_, value) =>
        typeof value === 'bigint' ? Number(value) : value,
      )
      this.log.push({ level, message: `${message} ${text}` })
    }
    return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
  }

  /** Starts the connector and its tasks. */
  async start(tasks = 1): Promise<void> {
    await this.startConnector()
    await this.startTasks(tasks)
  }

  async startConnector(): Promise<void> {
    const connector = tdengineSourcePlugin.newConnector()
    const abort = new AbortController()
    await connector.start(this.#props, {
      name: 'subscription',
      log: this.#log,
      signal: abort.signal,
      requestTaskReconfiguration: () => {
        this.reconfigurations += 1
      },
      raiseError: error => {
        throw error
      },
    })
    this.#connector = { connector, abort }
  }

  /** The configurations of the tasks as the connector divides them now. */
  async taskConfigs(tasks: number): Promise<Props[]> {
    const { connector, abort } = this.#connector ?? {}
    if (connector === undefined || abort === undefined) throw new Error('it is not started')
    return await connector.taskConfigs(tasks, abort.signal)
  }

  async startTasks(tasks = 1): Promise<void> {
    const configs = await this.taskConfigs(tasks)
    for (const [i, config] of configs.entries()) {
      const task = tdengineSourcePlugin.newTask()
      const abort = new AbortController()
      await task.start(config, this.#context(i), abort.signal)
      this.#tasks.push({ task, abort })
    }
  }

  #context(task: number): SourceTaskContext {
    return {
      connector: 'subscription',
      task,
      log: this.#log,
      metrics: {
        add: (name, by) => {
          this.counters.set(name, (this.counters.get(name) ?? 0) + by)
        },
        set: () => {},
      },
      textValues: this.textValues,
      offsets: { offset: async partition => this.offsets.get(JSON.stringify(partition)) ?? null },
    }
  }

  /** Polls all tasks until there are so many records, storing positions; fails after a while. */
  async until(count: number, store = true): Promise<readonly Read[]> {
    await this.untilTrue(() => this.read.length >= count, store)
    return this.read
  }

  async untilTrue(done: () => boolean, store = true): Promise<void> {
    const end = Date.now() + 8_000
    while (!done()) {
      if (Date.now() > end) throw new Error(`no end after ${this.read.length} records`)
      await Promise.all(this.#tasks.map((_, i) => this.poll(i, store)))
    }
  }

  /** One poll of a task: what it hands over counts as acknowledged by Kafka with the next poll. */
  async poll(index = 0, store = true): Promise<void> {
    const running = this.#tasks[index]
    if (running === undefined) throw new Error(`there is no task ${index}`)
    const polled = await running.task.poll(running.abort.signal)
    if (!('form' in polled)) {
      this.structures.push(...polled)
      const last = polled.at(-1)
      if (store && last !== undefined) this.#store(last.sourcePartition, last.sourceOffset)
      return
    }
    for (let i = 0; i < polled.count; i += 1) this.read.push(recordOf(polled, i, index))
    if (store) this.#store(polled.sourcePartition, polled.sourceOffset)
  }

  #store(partition: Offset, offset: Offset | null): void {
    if (offset === null) return
    this.offsets.set(JSON.stringify(partition), JSON.parse(JSON.stringify(offset)) as Offset)
  }

  /** Tells all tasks to commit to TDengine. */
  async commit(): Promise<void> {
    for (const { task, abort } of this.#tasks) await task.commit?.(abort.signal)
  }

  /** Ends tasks; nothing is committed any more. */
  async stopTasks(): Promise<void> {
    for (const { task, abort } of this.#tasks.splice(0)) {
      abort.abort()
      await task.stop()
    }
  }

  async stop(): Promise<void> {
    await this.stopTasks()
    const running = this.#connector
    this.#connector = null
    running?.abort.abort()
    await running?.connector.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

function recordOf(batch: SourceBytesBatch, i: number, task: number): Read {
  const part = (bytes: Buffer, start = 0, length = 0) =>
    bytes.toString('utf8', start, start + length)
  const headers = batch.headerSets[batch.headerSetOf[i] ?? 0] ?? []
  return {
    task,
    topic: batch.topic,
    key: part(batch.keyBytes, batch.keyStarts[i], batch.keyLengths[i]),
    value: part(batch.bytes, batch.valueStarts[i], batch.valueLengths[i]),
    timestamp: batch.timestamps[i] ?? 0,
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, String(value)])),
  }
}
