import { isUtf8 } from 'node:buffer'
import { errorFactory, type TidewireError } from '@tidewire/core'
import { formatErrors } from '../errors.ts'
import { positionOf, sampleAt } from '../format-error.ts'
import { unescapeJsonWrapped, unescapeLineText } from './line-text.ts'

const raise = errorFactory(formatErrors)

/** How a value stands in a text of one of KWDB's formats. Kinds from `plain` on are texts. */
export const textKinds = {
  /** There is no value. */
  absent: 0,
  null: 1,
  false: 2,
  true: 3,
  /** Digits with at most a minus before them, of any length; the suffix is not part of them. */
  integer: 4,
  /** Digits with a fraction, an exponent or both. */
  decimal: 5,
  /** Text without quotes, backslashes and NUL: its bytes may stand between single quotes as they are. */
  plain: 6,
  /** Text whose bytes are the value, but which holds quotes, backslashes or a NUL. */
  raw: 7,
  /** Text with the escapes of JSON. */
  json: 8,
  /** Text with the backslash escapes of line protocol. */
  line: 9,
  /** Text of line protocol that was escaped for JSON once more (`\"a\"`). */
  jsonLine: 10,
} as const

/** One of {@link textKinds}. */
export type TextKind = (typeof textKinds)[keyof typeof textKinds]

/**
 * Values as places in the text they were read from: numbers keep all their digits, and nothing is made for a value. The
 * arrays are longer than what is used; they are replaced when they grow, so take them anew for each text.
 */
export class TextValues {
  /** The text that places refer to. */
  source: Buffer = Buffer.alloc(0)
  kinds = new Uint8Array(1024)
  /** Where the digits or the content of a text begin, quotes left out. */
  starts = new Int32Array(1024)
  ends = new Int32Array(1024)

  /** The text of a value: what a text says, escapes undone, or the digits of a number. */
  text(index: number): string {
    const start = this.starts[index] as number
    const end = this.ends[index] as number
    switch (this.kinds[index]) {
      case textKinds.json:
        return JSON.parse(this.source.toString('utf8', start - 1, end + 1)) as string
      case textKinds.line:
        return unescapeLineText(this.source.toString('utf8', start, end))
      case textKinds.jsonLine:
        return unescapeJsonWrapped(this.source.toString('utf8', start, end))
      default:
        return this.source.toString('utf8', start, end)
    }
  }

  /** Makes room for so many values. */
  reserve(count: number): void {
    if (count <= this.kinds.length) return
    const length = Math.max(count, this.kinds.length * 2)
    const { kinds, starts, ends } = this
    this.kinds = new Uint8Array(length)
    this.starts = new Int32Array(length)
    this.ends = new Int32Array(length)
    this.kinds.set(kinds)
    this.starts.set(starts)
    this.ends.set(ends)
  }
}

/** Console producers make a record of each line, so a JSON text over several lines comes in pieces. */
const cutOff =
  'The text ends too early. A record has to hold the whole JSON text: send it on one line, since console producers make a record of each line.'

/** A text that cannot be read, with the place in it (line and column) and, where there is one, the path of the value. */
export function unreadable(
  format: string,
  bytes: Uint8Array,
  at: number,
  reason: string,
  path = '',
): TidewireError {
  const position = positionOf(bytes, Math.min(at, bytes.length))
  return raise(
    'FORMATS_INVALID',
    { format, ...position, reason: path === '' ? reason : `${path}: ${reason}` },
    {
      sample: sampleAt(bytes, Math.min(at, bytes.length)),
      ...(path === '' ? {} : { field: path }),
      ...(at >= bytes.length && format.startsWith('json_') ? { hint: cutOff } : {}),
    },
  )
}

/** A text as a Buffer, which has to be UTF-8 throughout. */
export function utf8Source(format: string, bytes: Uint8Array): Buffer {
  if (!isUtf8(bytes)) throw unreadable(format, bytes, 0, 'the text is not UTF-8')
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
