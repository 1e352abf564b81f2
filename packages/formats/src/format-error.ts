import { TidewireError } from '@tidewire/core'
import { formatErrors } from './errors.ts'

/** Where in a text something is wrong: both count from 1, the column in bytes. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/** TDengine cuts the text of a schemaless error at this many bytes (its message buffer). */
const messageBytes = 511

const decoder = new TextDecoder()

/**
 * A text that is not of its format. `serverCode` and `serverMessage` are what TDengine answers to the same text, so that
 * parsing in the client and parsing in the server look the same (TDengine schemaless writing).
 */
export class FormatError extends TidewireError {
  override readonly name = 'FormatError'
  readonly line: number
  readonly column: number
  readonly reason: string
  /** Low 16 bits of TDengine's error code. */
  readonly serverCode: number
  readonly serverMessage: string

  constructor(
    format: string,
    position: TextPosition,
    reason: string,
    serverCode: number,
    serverMessage: string,
    sample: string,
  ) {
    const entry = formatErrors.FORMATS_INVALID
    super(
      {
        code: 'FORMATS_INVALID',
        message: entry.message
          .replace('{format}', format)
          .replace('{line}', String(position.line))
          .replace('{column}', String(position.column))
          .replace('{reason}', () => reason),
        retriable: entry.retriable,
        hint: entry.hint,
        serverCode: `0x${serverCode.toString(16)}`,
        serverMessage,
        ...(sample === '' ? {} : { sample }),
      },
      { status: entry.status },
    )
    this.line = position.line
    this.column = position.column
    this.reason = reason
    this.serverCode = serverCode
    this.serverMessage = serverMessage
  }
}

/** Line and column of a byte position. */
export function positionOf(bytes: Uint8Array, at: number): TextPosition {
  let line = 1
  let start = 0
  for (;;) {
    const next = bytes.indexOf(10, start)
    if (next < 0 || next >= at) break
    line += 1
    start = next + 1
  }
  return { line, column: at - start + 1 }
}

/** `text:rest`, the rest being everything from `at` to the end of the input, as TDengine quotes it. */
export function quoteRest(text: string, bytes: Uint8Array, at: number, end: number): string {
  const prefix = Buffer.from(`${text}:`)
  const room = Math.max(0, messageBytes - prefix.length)
  const nul = bytes.indexOf(0, at)
  const limit = Math.min(nul >= at ? nul : end, end, at + room)
  return decoder.decode(Buffer.concat([prefix, bytes.subarray(at, limit)]))
}

/** The line that holds a position, cut to a sample. */
export function sampleAt(bytes: Uint8Array, at: number): string {
  const before = at === 0 ? -1 : bytes.lastIndexOf(10, at - 1)
  const after = bytes.indexOf(10, at)
  const end = after < 0 ? bytes.length : after
  return decoder.decode(bytes.subarray(before + 1, Math.min(end, before + 1 + 200)))
}
