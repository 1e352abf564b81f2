import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { raise } from '../raise.ts'
import type { ApplyRecord, LogRecord, RecordLog } from './record-log.ts'

/**
 * The offsets of a standalone worker in a file: one JSON object of key and value, written to a second file that then
 * takes the place of the first, so that a crash leaves one or the other whole.
 */
export class FileLog implements RecordLog {
  readonly #path: string
  readonly #values = new Map<string, string>()
  #apply: ApplyRecord = () => {}
  #writes: Promise<void> = Promise.resolve()
  #count = 0n

  constructor(path: string) {
    this.#path = path
  }

  get position(): bigint {
    return this.#count === 0n ? -1n : this.#count
  }

  async start(apply: ApplyRecord): Promise<void> {
    this.#apply = apply
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      throw error
    }
    if (text.trim() === '') return
    let stored: Record<string, unknown>
    try {
      stored = JSON.parse(text) as Record<string, unknown>
    } catch {
      throw raise('CONNECT_WORKER_CONFIG', {
        reason: `offset.storage.file.filename ${this.#path} is not a file that this worker wrote`,
      })
    }
    for (const [key, value] of Object.entries(stored)) this.#take({ key, value: String(value) })
  }

  #take(record: LogRecord): void {
    this.#count += 1n
    if (record.value === null) this.#values.delete(record.key)
    else this.#values.set(record.key, record.value)
    this.#apply(record)
  }

  async append(records: readonly LogRecord[]): Promise<void> {
    for (const record of records) this.#take(record)
    const written = this.#writes.then(() => this.#write())
    this.#writes = written.catch(() => {})
    await written
  }

  async send(records: readonly LogRecord[]): Promise<void> {
    await this.append(records)
  }

  async #write(): Promise<void> {
    const next = `${this.#path}.next`
    await mkdir(dirname(this.#path), { recursive: true })
    {
      await using file = await open(next, 'w')
      await file.writeFile(JSON.stringify(Object.fromEntries(this.#values)))
      await file.sync()
    }
    await rename(next, this.#path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writes
  }
}
