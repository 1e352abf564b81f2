import { TextBuffer } from '../text-buffer.ts'
import { unprintable } from '../unprintable.ts'
import { type PrintValue, quotedParts, scalarText } from '../value-text.ts'
import type { ValueTypeId } from '../value-type.ts'

const format = 'OpenTSDB telnet'

/** A point of the OpenTSDB formats: one value, at least one tag. */
export interface OpenTsdbPoint {
  readonly metric: string
  /** In `unit` since the epoch. */
  readonly timestamp: bigint
  readonly unit: 's' | 'ms' | 'us' | 'ns'
  readonly type: ValueTypeId
  readonly value: PrintValue
  readonly tags: readonly (readonly [key: string, value: string])[]
}

function word(text: string, what: string): string {
  if (text === '' || /[ \n=]/.test(text)) {
    throw unprintable(format, `the ${what} ${JSON.stringify(text)}`, 'there is no escape for it')
  }
  return text
}

function time(point: OpenTsdbPoint): string {
  const text = String(point.timestamp)
  const digits = point.unit === 's' ? 10 : point.unit === 'ms' ? 13 : 0
  if (text.length !== digits || point.timestamp <= 0n) {
    throw unprintable(
      format,
      `the timestamp ${text} ${point.unit}`,
      'it has seconds of 10 digits and milliseconds of 13',
    )
  }
  return text
}

/** Prints OpenTSDB telnet lines as TDengine reads them (without `put`); what the format cannot carry is refused. */
export class TelnetPrinter {
  readonly #out = new TextBuffer()

  /** Bytes printed so far. */
  get length(): number {
    return this.#out.length
  }

  /** Adds a line. */
  point(point: OpenTsdbPoint): void {
    if (point.tags.length === 0) throw unprintable(format, 'a point without tags', 'it needs one')
    const metric = word(point.metric, 'metric')
    const tags = point.tags.map(
      ([key, value]) => `${word(key, 'tag')}=${word(value, `value of tag ${key}`)}`,
    )
    const value = scalarText(point.type, point.value, 'tdengine', format) ?? this.#quoted(point)
    this.#out.text(`${metric} ${time(point)} ${value} ${tags.join(' ')}\n`)
  }

  /** The lines printed; the printer is empty after it. */
  take(): Buffer {
    return this.#out.take()
  }

  #quoted(point: OpenTsdbPoint): string {
    const [prefix, content] = quotedParts(point.type, point.value, 'tdengine', format)
    if (/[ \n]/.test(content)) {
      throw unprintable(format, JSON.stringify(content), 'a text cannot have spaces or newlines')
    }
    return `${prefix}"${content}"`
  }
}
