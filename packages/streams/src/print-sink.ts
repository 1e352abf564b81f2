import { jsonText, type SinkWriter, type StreamSink } from '@tidewire/core'

/** Prints elements to standard output, one a line: texts as they are, the rest as JSON (Flink's `print`). */
export class PrintSink<T> implements StreamSink<T> {
  readonly name = 'print'

  async createWriter(): Promise<SinkWriter<T>> {
    const line = (row: T): string => `${typeof row === 'string' ? row : jsonText(row)}\n`
    return {
      write: rows =>
        new Promise((resolve, reject) => {
          process.stdout.write(rows.map(line).join(''), error => {
            if (error) reject(error)
            else resolve()
          })
        }),
      flush: async () => undefined,
      async [Symbol.asyncDispose]() {},
    }
  }
}
