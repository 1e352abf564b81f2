import { createReadStream } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import {
  type SourceBatch,
  type SourceReader,
  type SplitEnumerator,
  type StreamContext,
  type StreamSource,
  type StreamSplit,
  WaitingSplits,
} from '@tidewire/core'
import { messageOf, streamError } from '../errors.ts'
import { CsvReader } from './csv.ts'

/** A file that is read, from a byte on. */
export type FileSplit = StreamSplit & {
  readonly file: string
  /** Bytes that are done with; a line begins there. */
  readonly position: number
  /** Lines before the position. */
  readonly line: number
}

/** What the lines of files are. */
export type LineFormat = 'json' | 'csv' | 'text'

/** Bytes that are read at once. */
const chunkBytes = 256 * 1024

/**
 * A bounded source of files with one element a line: JSON values, CSV with a header line (objects of texts), or text. A
 * file is a split. `files` may have wildcards. Throws `STREAM_FILE` with file and line for a line that is wrong.
 */
export class FileSource<T> implements StreamSource<T, FileSplit> {
  readonly name = 'file-source'
  readonly bounded = true
  readonly #files: readonly string[]
  readonly #format: LineFormat

  constructor(files: string | readonly string[], format: LineFormat) {
    this.#files = typeof files === 'string' ? [files] : files
    this.#format = format
  }

  async createEnumerator(
    _context: StreamContext,
    state: unknown,
  ): Promise<SplitEnumerator<FileSplit>> {
    return await WaitingSplits.open(state, () => this.#splits())
  }

  createReader(): SourceReader<T, FileSplit> {
    return new LineReader<T>(this.#format)
  }

  async #splits(): Promise<FileSplit[]> {
    const files = new Set<string>()
    for (const pattern of this.#files) {
      const before = files.size
      // A name may have signs in it that a pattern uses.
      if (await isFile(pattern)) files.add(pattern)
      else for await (const file of glob(pattern)) if (await isFile(file)) files.add(file)
      if (files.size === before && !files.has(pattern)) {
        throw streamError('STREAM_FILE', {
          file: pattern,
          doing: 'found',
          reason: 'there is none of that name',
        })
      }
    }
    return [...files].sort().map(file => ({ id: file, file, position: 0, line: 0 }))
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ?? false
}

class LineReader<T> implements SourceReader<T, FileSplit> {
  readonly #format: LineFormat
  readonly #splits: FileSplit[] = []
  #batches: AsyncGenerator<SourceBatch<T, FileSplit>> | null = null

  constructor(format: LineFormat) {
    this.#format = format
  }

  addSplit(split: FileSplit): void {
    this.#splits.push(split)
  }

  async poll(): Promise<SourceBatch<T, FileSplit> | null> {
    for (;;) {
      if (this.#batches === null) {
        const split = this.#splits.shift()
        if (split === undefined) return null
        this.#batches = this.#read(split)
      }
      const { done, value } = await this.#batches.next()
      if (done !== true) return value
      this.#batches = null
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#batches?.return(undefined)
  }

  async *#read(split: FileSplit): AsyncGenerator<SourceBatch<T, FileSplit>> {
    const parse = await this.#parser(split)
    let { position, line } = split
    let rest: Buffer = Buffer.alloc(0)
    const stream = createReadStream(split.file, { start: position, highWaterMark: chunkBytes })
    try {
      for await (const chunk of stream) {
        rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
        const end = rest.lastIndexOf(0x0a) + 1
        if (end === 0) continue
        const lines = rest.toString('utf8', 0, end - 1).split('\n')
        const rows = parse(lines, line)
        position += end
        line += lines.length
        rest = rest.subarray(end)
        yield { rows, split: { ...split, position, line } }
      }
    } catch (error) {
      if (error instanceof Error && 'errno' in error) {
        throw streamError(
          'STREAM_FILE',
          { file: split.file, doing: 'read', reason: error.message },
          { cause: error },
        )
      }
      throw error
    }
    const rows = rest.length === 0 ? [] : parse([rest.toString('utf8')], line)
    yield { rows, split: { ...split, position: position + rest.length }, finished: true }
  }

  /** Makes elements of lines; the header of a CSV file is read first, also when reading goes on behind it. */
  async #parser(split: FileSplit): Promise<(lines: readonly string[], before: number) => T[]> {
    const wrong = (line: number, error: unknown): Error =>
      streamError('STREAM_FILE', {
        file: split.file,
        doing: 'read',
        reason: `line ${line}: ${messageOf(error)}`,
      })
    const each =
      (parse: (text: string) => unknown) =>
      (lines: readonly string[], before: number): T[] => {
        const rows: T[] = []
        for (const [i, raw] of lines.entries()) {
          const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw
          if (text === '') continue
          try {
            // T is what the caller declares for the lines of his files.
            rows.push(parse(text) as T)
          } catch (error) {
            throw wrong(before + i + 1, error)
          }
        }
        return rows
      }
    if (this.#format === 'text') return each(text => text)
    if (this.#format === 'json') return each(text => JSON.parse(text))
    const csv = new CsvReader()
    if (split.position > 0) csv.header(await firstLine(split.file))
    const rows = each(text => csv.row(text))
    return (lines, before) => {
      if (before > 0) return rows(lines, before)
      csv.header((lines[0] ?? '').replace(/\r$/, ''))
      return rows(lines.slice(1), 1)
    }
  }
}

async function firstLine(file: string): Promise<string> {
  let text = ''
  for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) {
    text += (chunk as Buffer).toString('utf8')
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end).replace(/\r$/, '')
  }
  return text
}
