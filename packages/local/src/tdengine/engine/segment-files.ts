import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a body lies. */
export interface Place {
  readonly segment: number
  readonly position: number
  readonly length: number
}

/** Bytes after which a new segment begins. */
const segmentBytes = 64 * 1024 * 1024

/** Numbered files to which bodies are appended. A start begins a new file, so what a kill left torn is never built on. */
export class SegmentFiles {
  readonly #folder: string
  #segment: number
  #file: FileHandle | undefined
  #position = 0

  private constructor(folder: string, segment: number) {
    this.#folder = folder
    this.#segment = segment
  }

  /** Opens a folder, making it when it is absent. */
  static async open(folder: string): Promise<SegmentFiles> {
    await mkdir(folder, { recursive: true })
    const numbers = (await readdir(folder)).map(name => Number.parseInt(name, 10))
    const last = Math.max(0, ...numbers.filter(number => Number.isInteger(number)))
    return new SegmentFiles(folder, last + 1)
  }

  /** Appends a body; one write at a time. */
  async write(body: Buffer): Promise<Place> {
    if (this.#position >= segmentBytes) await this.#next()
    this.#file ??= await open(this.#path(this.#segment), 'w')
    const place = { segment: this.#segment, position: this.#position, length: body.length }
    await this.#file.write(body, 0, body.length, this.#position)
    this.#position += body.length
    return place
  }

  /** Reads bodies; undefined for one that is not there whole. */
  async read(places: readonly Place[]): Promise<readonly (Buffer | undefined)[]> {
    const files = new Map<number, FileHandle | undefined>()
    try {
      const bodies: (Buffer | undefined)[] = []
      for (const { segment, position, length } of places) {
        if (!files.has(segment)) files.set(segment, await this.#openForReading(segment))
        const body = Buffer.allocUnsafe(length)
        const result = await files.get(segment)?.read(body, 0, length, position)
        bodies.push(result?.bytesRead === length ? body : undefined)
      }
      return bodies
    } finally {
      for (const file of files.values()) await file?.close()
    }
  }

  /** Removes the segments before `oldest`; all but the current one when it is undefined. */
  async forget(oldest: number | undefined): Promise<void> {
    const limit = Math.min(oldest ?? this.#segment, this.#segment)
    for (const name of await readdir(this.#folder)) {
      const segment = Number.parseInt(name, 10)
      if (segment < limit) await rm(join(this.#folder, name), { force: true })
    }
  }

  /** Closes the current file. */
  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  async #next(): Promise<void> {
    await this.close()
    this.#segment += 1
    this.#position = 0
  }

  async #openForReading(segment: number): Promise<FileHandle | undefined> {
    try {
      return await open(this.#path(segment), 'r')
    } catch {
      return undefined
    }
  }

  #path(segment: number): string {
    return join(this.#folder, `${String(segment).padStart(8, '0')}.log`)
  }
}
