import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { jsonText, type SinkWriter, type StreamContext, type StreamSink } from '@tidewire/core'
import { messageOf, streamError } from '../errors.ts'
import { csvLine } from './csv.ts'

/**
 * Appends elements to a file, one a line: `json`, or `csv` of objects with the columns given (a header line first). With
 * several subtasks each has a file of its own: `rows.json` becomes `rows-0.json`, `rows-1.json` … A restart may append
 * rows again. A checkpoint waits until the rows are on disk.
 */
export class FileSink<T> implements StreamSink<T> {
  readonly name = 'file-sink'
  readonly #file: string
  readonly #format:
    | { readonly kind: 'json' }
    | { readonly kind: 'csv'; readonly columns: readonly string[] }

  constructor(
    file: string,
    format:
      | { readonly kind: 'json' }
      | { readonly kind: 'csv'; readonly columns: readonly string[] },
  ) {
    this.#file = file
    this.#format = format
  }

  async createWriter({ subtask, parallelism }: StreamContext): Promise<SinkWriter<T>> {
    const extension = extname(this.#file)
    const file =
      parallelism === 1
        ? this.#file
        : `${this.#file.slice(0, this.#file.length - extension.length)}-${subtask}${extension}`
    const fail = (error: unknown): Error =>
      streamError(
        'STREAM_FILE',
        { file, doing: 'written', reason: messageOf(error) },
        { cause: error },
      )
    try {
      await mkdir(dirname(file), { recursive: true })
      const handle = await open(file, 'a+')
      const { size } = await handle.stat()
      // What a crash left of a line must not become the beginning of another one.
      if (size > 0 && (await lastByte(handle, size)) !== lineFeed) await handle.appendFile('\n')
      const format = this.#format
      const line =
        format.kind === 'json'
          ? (row: T) => `${jsonText(row) ?? 'null'}\n`
          : (row: T) => csvLine(format.columns.map(name => (row as Record<string, unknown>)[name]))
      if (size === 0 && format.kind === 'csv') await handle.appendFile(csvLine(format.columns))
      return {
        write: async rows => {
          try {
            await handle.appendFile(rows.map(line).join(''))
          } catch (error) {
            throw fail(error)
          }
        },
        flush: async () => {
          await handle.datasync().catch(error => {
            throw fail(error)
          })
        },
        [Symbol.asyncDispose]: () => handle.close(),
      }
    } catch (error) {
      throw fail(error)
    }
  }
}

const lineFeed = 0x0a

async function lastByte(file: FileHandle, size: number): Promise<number | undefined> {
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 })
  return buffer[0]
}
