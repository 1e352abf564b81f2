import { Secret, type SourceBytesBatch, type SourcePlugin, type SourceTask } from '@tidewire/core'
import type { TDengineDevServer } from '@tidewire/local/tdengine'
import {
  connectTDengine,
  parseTDengineUrl,
  type TDengineClient,
  tdengineSourcePlugin,
} from '@tidewire/tdengine'

/** A client of a development server, for preparing tables. */
export async function adminClient(
  server: TDengineDevServer,
  parameters = '',
): Promise<TDengineClient> {
  const url = `jdbc:TAOS-WS://127.0.0.1:${server.port}${parameters}`
  return await connectTDengine(
    parseTDengineUrl(url, { user: 'root', password: new Secret('taosdata') }),
  )
}

/** A record that a task handed over. */
export interface Read {
  readonly topic: string
  readonly key: string
  readonly value: string
  readonly timestamp: number
  readonly headers: Readonly<Record<string, string>>
}

type Offset = Readonly<Record<string, unknown>>

/** A source task before a development server, with the positions it stores and all that it says. */
export class SourceHarness implements AsyncDisposable {
  readonly read: Read[] = []
  /** Stored positions by table; what a restart begins with. */
  readonly offsets = new Map<string, Offset>()
  readonly log: { readonly level: string; readonly message: string }[] = []
  readonly counters = new Map<string, number>()
  readonly #props: Readonly<Record<string, string>>
  readonly #plugin: SourcePlugin
  #abort = new AbortController()
  #task: SourceTask | null = null

  constructor(
    server: { readonly port: number },
    props: Readonly<Record<string, string>>,
    plugin: SourcePlugin = tdengineSourcePlugin,
  ) {
    this.#plugin = plugin
    this.#props = {
      'connection.url': `jdbc:TAOS-WS://127.0.0.1:${server.port}`,
      'connection.attempts': '1',
      'connection.backoff.ms': '10',
      'poll.interval.ms': '0',
      'topic.prefix': '',
      ...props,
    }
  }

  /** Starts a task with the positions stored so far. */
  async start(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const say = (level: string) => (message: string, fields?: unknown) => {
      this.log.push({ level, message: `${message} ${JSON.stringify(fields ?? {})}` })
    }
    const task = this.#plugin.newTask()
    this.#abort = new AbortController()
    const context = {
      connector: 'source',
      task: 0,
      log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
      metrics: {
        add: (name: string, by: number) => {
          this.counters.set(name, (this.counters.get(name) ?? 0) + by)
        },
        set: () => {},
      },
      textValues: true,
      offsets: {
        offset: async (partition: Readonly<Record<string, unknown>>) =>
          this.offsets.get(String(partition.table)) ?? null,
      },
    }
    await task.start({ ...this.#props, ...more }, context, this.#abort.signal)
    this.#task = task
  }

  /** Polls until two polls in a row bring nothing, and stores the positions as Kafka Connect would. */
  async drain(): Promise<readonly Read[]> {
    const from = this.read.length
    for (let quiet = 0; quiet < 2; ) {
      const batch = await this.poll()
      quiet = batch === null ? quiet + 1 : 0
    }
    return this.read.slice(from)
  }

  /** One poll; null when it brought nothing. The position is stored unless `store` is false. */
  async poll(store = true): Promise<SourceBytesBatch | null> {
    if (this.#task === null) throw new Error('the task is not started')
    const polled = await this.#task.poll(this.#abort.signal)
    if (!('form' in polled)) return null
    for (let i = 0; i < polled.count; i += 1) this.read.push(recordOf(polled, i))
    if (store && polled.sourceOffset !== null) {
      this.offsets.set(String(polled.sourcePartition.table), stored(polled.sourceOffset))
    }
    return polled
  }

  /** Stops the task, as a kill would when nothing is stored any more. */
  async stop(): Promise<void> {
    const task = this.#task
    this.#task = null
    this.#abort.abort()
    await task?.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

/** What the offsets topic would give back: JSON. */
function stored(offset: Offset): Offset {
  return JSON.parse(JSON.stringify(offset)) as Offset
}

function recordOf(batch: SourceBytesBatch, i: number): Read {
  const part = (bytes: Buffer, start = 0, length = 0) =>
    bytes.toString('utf8', start, start + length)
  const headers = batch.headerSets[batch.headerSetOf[i] ?? 0] ?? []
  return {
    topic: batch.topic,
    key: part(batch.keyBytes, batch.keyStarts[i], batch.keyLengths[i]),
    value: part(batch.bytes, batch.valueStarts[i], batch.valueLengths[i]),
    timestamp: batch.timestamps[i] ?? 0,
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, String(value)])),
  }
}
