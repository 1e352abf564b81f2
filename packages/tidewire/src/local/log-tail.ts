import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { raise } from '../errors.ts'
import { interruptible, write } from '../terminal.ts'
import { logLineText } from './log-line.ts'

const pieceSize = 64 * 1024
/** Milliseconds between two looks at a log that is followed. */
const followInterval = 200

/** The offset at which the last `lines` lines of a file begin. */
export async function tailStart(file: FileHandle, size: number, lines: number): Promise<number> {
  if (lines === 0) return size
  let missing = lines + 1
  let end = size
  const buffer = Buffer.alloc(pieceSize)
  while (end > 0) {
    const start = Math.max(0, end - pieceSize)
    const { bytesRead } = await file.read(buffer, 0, end - start, start)
    for (let i = bytesRead - 1; i >= 0; i -= 1) {
      // The line end that closes the last line is no line of its own.
      if (buffer[i] !== 0x0a || start + i === size - 1) continue
      missing -= 1
      if (missing <= 1) return start + i + 1
    }
    end = start
  }
  return 0
}

/** Writes pieces of a log: for people on a terminal, for programs as they are. */
class LogWriter {
  readonly #forPeople = process.stdout.isTTY === true
  readonly #decoder = new TextDecoder()
  #rest = ''

  async write(piece: Uint8Array): Promise<void> {
    if (!this.#forPeople) return await write(piece)
    const lines = (this.#rest + this.#decoder.decode(piece, { stream: true })).split('\n')
    this.#rest = lines.pop() ?? ''
    await write(lines.map(line => `${logLineText(line)}\n`).join(''))
  }

  /** Writes a last line that has no line end. */
  async end(): Promise<void> {
    if (this.#rest !== '') await write(`${logLineText(this.#rest)}\n`)
  }
}

async function copy(file: FileHandle, from: number, writer: LogWriter): Promise<number> {
  const buffer = Buffer.alloc(pieceSize)
  let at = from
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, pieceSize, at)
    if (bytesRead === 0) return at
    await writer.write(buffer.subarray(0, bytesRead))
    at += bytesRead
  }
}

/** Prints the last lines of a log, and with `follow` what is added, until Ctrl-C. */
export async function printLog(path: string, lines: number, follow: boolean): Promise<void> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    throw raise('CLI_FILE', { file: path, reason: 'there is no log yet' }, { cause: error })
  }
  await using _ = file
  using interrupt = interruptible()
  const { size } = await file.stat()
  const writer = new LogWriter()
  let at = await copy(file, await tailStart(file, size, lines), writer)
  while (follow && !interrupt.signal.aborted) {
    await delay(followInterval, undefined, { signal: interrupt.signal }).catch(() => undefined)
    at = await copy(file, at, writer)
  }
  await writer.end()
}
