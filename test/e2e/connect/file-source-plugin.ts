import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import {
  defineConfig,
  nonEmpty,
  type Props,
  type SourcePlugin,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
} from '@tidewire/core'

class FileSourceTask implements SourceTask {
  #file = ''
  #topic = ''
  #position = 0

  async start(props: Props, context: SourceTaskContext): Promise<void> {
    this.#file = props.file ?? ''
    this.#topic = props.topic ?? ''
    const stored = await context.offsets.offset({ filename: this.#file })
    this.#position = Number(stored?.position ?? 0)
  }

  async poll(signal: AbortSignal): Promise<readonly SourceRecord[]> {
    const bytes = await readFile(this.#file).catch(() => Buffer.alloc(0))
    const records: SourceRecord[] = []
    for (;;) {
      const end = bytes.indexOf(10, this.#position)
      if (end < 0) break
      const value = bytes.toString('utf8', this.#position, end)
      this.#position = end + 1
      records.push({
        sourcePartition: { filename: this.#file },
        sourceOffset: { position: this.#position },
        topic: this.#topic,
        partition: null,
        timestamp: null,
        keySchema: null,
        key: null,
        valueSchema: { type: 'string', optional: false },
        value,
        headers: [],
      })
    }
    if (records.length === 0) await delay(50, undefined, { signal })
    return records
  }

  async stop(): Promise<void> {}
}

/** A source that follows a file line by line, under the class name of Kafka Connect's example. */
export function fileSource(): SourcePlugin {
  return {
    type: 'source',
    className: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    version: '1.0.0',
    config: defineConfig({
      file: { type: 'string', default: null, importance: 'high', doc: 'File to follow.' },
      topic: {
        type: 'string',
        importance: 'high',
        doc: 'Topic of the lines.',
        validator: nonEmpty,
      },
      'batch.size': { type: 'int', default: 2000, importance: 'low', doc: 'Records a poll.' },
    }),
    newConnector() {
      let props: Props = {}
      return {
        async start(given) {
          props = given
        },
        taskConfigs: async () => [{ ...props }],
        stop: async () => {},
      }
    },
    newTask: () => new FileSourceTask(),
    alterOffsets(_props, offsets) {
      for (const { partition, offset } of offsets) {
        if (partition.filename === undefined) {
          throw new Error("Partition objects should contain the key 'filename'")
        }
        if (offset === null) continue
        const { position } = offset
        if (typeof position !== 'bigint') {
          throw new Error(
            "The value for the 'position' key in the offset is expected to be a Long value",
          )
        }
        if (position < 0n) {
          throw new Error(
            "The value for the 'position' key in the offset should be a non-negative value",
          )
        }
      }
      return true
    },
  }
}
