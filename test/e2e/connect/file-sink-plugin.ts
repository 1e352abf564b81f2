import { appendFile } from 'node:fs/promises'
import {
  defineConfig,
  errorFactory,
  type Props,
  type SinkBatch,
  type SinkPlugin,
  type SinkTask,
  type SinkTaskContext,
  sampleOf,
  valueBytes,
} from '@tidewire/core'

const errors = {
  FILE_SINK_AWAY: { message: 'the disk is away', retriable: true },
  FILE_SINK_BAD: { message: 'the file does not take this line', retriable: false },
  FILE_SINK_LOGIN: { message: 'login with {password} refused', retriable: false },
} as const
const raise = errorFactory(errors)

/** What the tests see of the plugin, and how they make it misbehave. */
export interface FileSinkControl {
  /** Deliveries that fail for a passing reason before one works. */
  failures: number
  /** Starts of a task that fail for a passing reason before one works. */
  startFailures: number
  /** Deliveries wait for this. */
  hold: Promise<void> | null
  /** Starting the connector waits for this. */
  connectorHold: Promise<void> | null
  puts: number
  starts: number
  forms: Set<string>
}

/** A fresh control; one per test. */
export function fileSinkControl(): FileSinkControl {
  return {
    failures: 0,
    startFailures: 0,
    hold: null,
    connectorHold: null,
    puts: 0,
    starts: 0,
    forms: new Set(),
  }
}

class FileSinkTask implements SinkTask {
  readonly #control: FileSinkControl
  #file = ''
  #context: SinkTaskContext | null = null

  constructor(control: FileSinkControl) {
    this.#control = control
  }

  async start(props: Props, context: SinkTaskContext): Promise<void> {
    this.#control.starts += 1
    this.#file = props.file ?? ''
    this.#context = context
    if (this.#control.startFailures > 0) {
      this.#control.startFailures -= 1
      throw raise('FILE_SINK_AWAY')
    }
    if (props.user === 'nobody') {
      throw raise('FILE_SINK_LOGIN', { password: props.password })
    }
  }

  async put(batches: readonly SinkBatch[], signal: AbortSignal): Promise<void> {
    this.#control.puts += 1
    if (this.#control.hold !== null) await this.#control.hold
    signal.throwIfAborted()
    if (this.#control.failures > 0) {
      this.#control.failures -= 1
      throw raise('FILE_SINK_AWAY')
    }
    const lines: string[] = []
    for (const batch of batches) {
      this.#control.forms.add(batch.form)
      for (let i = 0; i < batch.count; i += 1) {
        const line =
          batch.form === 'bytes'
            ? (valueBytes(batch, i)?.toString('utf8') ?? '')
            : String(batch.records[i]?.value)
        if (line.startsWith('bad')) await this.#refuse(batch, i, line)
        else lines.push(`${line}\n`)
      }
    }
    await appendFile(this.#file, lines.join(''))
  }

  async #refuse(batch: SinkBatch, index: number, line: string): Promise<void> {
    const { card } = raise(
      'FILE_SINK_BAD',
      {},
      { sample: sampleOf(line), serverCode: '0x3002', serverMessage: `invalid data at ${line}` },
    )
    const reporter = this.#context?.errantRecords ?? null
    if (reporter !== null) return await reporter.report(batch, index, card)
    const source = batch.form === 'bytes' ? batch : batch.source
    throw raise(
      'FILE_SINK_BAD',
      {},
      {
        ...card,
        record: {
          topic: batch.topic,
          partition: batch.partition,
          offset: source.baseOffset + BigInt(source.offsetDeltas[index] ?? 0),
        },
      },
    )
  }

  async stop(): Promise<void> {
    this.#context = null
  }
}

const file = {
  type: 'string',
  default: null,
  importance: 'high',
  doc: 'File to append to.',
} as const

/** The same with only the key that Kafka Connect's example has, for comparing configurations. */
export function plainFileSink(): SinkPlugin {
  return { ...fileSink(), config: defineConfig({ file }) }
}

/** A sink that appends lines to a file: a real plugin under the class name of Kafka Connect's example. */
export function fileSink(control: FileSinkControl = fileSinkControl()): SinkPlugin {
  return {
    type: 'sink',
    className: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    version: '1.0.0',
    config: defineConfig({
      file,
      user: { type: 'string', default: 'root', importance: 'low', doc: 'Who writes.' },
      password: {
        type: 'password',
        default: null,
        importance: 'low',
        doc: 'Password of the user.',
      },
    }),
    newConnector() {
      let props: Props = {}
      return {
        async start(given) {
          props = given
          if (control.connectorHold !== null) await control.connectorHold
        },
        taskConfigs: async max => Array.from({ length: max }, () => ({ ...props })),
        stop: async () => {},
      }
    },
    newTask: () => new FileSinkTask(control),
  }
}
