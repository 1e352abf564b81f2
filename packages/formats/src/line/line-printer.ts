import type { LineFlavour } from '../number-text.ts'
import { TextBuffer } from '../text-buffer.ts'
import { unprintable } from '../unprintable.ts'
import { type PrintValue, quotedParts, scalarText } from '../value-text.ts'
import type { ValueTypeId } from '../value-type.ts'
import { escapeMeasurement, escapeName, escapeString } from './line-escape.ts'

const format = 'line protocol'
const comma = 44
const space = 32
const newline = 10

/**
 * Prints line protocol, one line after another, in TDengine's flavour (typed suffixes, prefixed strings) or InfluxDB's.
 * What the format cannot carry (a newline, an empty tag) is refused, and the line that was begun is dropped.
 *
 * `printer.measurement('cpu'); printer.tag('host', 'a'); printer.field('v', valueTypes.BIGINT, 1n); printer.end(time)`
 */
export class LinePrinter {
  readonly #flavour: LineFlavour
  readonly #out = new TextBuffer()
  #lineAt = 0
  #fields = 0

  constructor(flavour: LineFlavour = 'tdengine') {
    this.#flavour = flavour
  }

  /** Bytes printed so far. */
  get length(): number {
    return this.#out.length
  }

  /** Begins a line. */
  measurement(name: string): void {
    this.#lineAt = this.#out.length
    this.#fields = 0
    if (name.startsWith('#')) throw this.#refuse(`the measurement ${name}`, 'it would be a comment')
    this.#out.text(escapeMeasurement(this.#name(name, 'measurement')))
  }

  /** Adds a tag; tags come before fields. */
  tag(key: string, value: string): void {
    const name = escapeName(this.#name(key, 'tag'))
    const text = escapeName(this.#name(value, `value of tag ${key}`))
    this.#out.byte(comma)
    this.#out.text(`${name}=${text}`)
  }

  /** Adds a field; fields without a value are left out by the caller. */
  field(key: string, type: ValueTypeId, value: PrintValue): void {
    const out = this.#out
    const name = escapeName(this.#name(key, 'field'))
    const scalar = scalarText(type, value, this.#flavour, format)
    const text = scalar ?? this.#quoted(key, type, value)
    out.byte(this.#fields === 0 ? space : comma)
    out.text(`${name}=${text}`)
    this.#fields += 1
  }

  /** Ends the line. The timestamp is in the unit that the reader is told; without one it is the time of reading. */
  end(timestamp?: bigint): void {
    if (this.#fields === 0) throw this.#refuse('a point without fields', 'a line needs one')
    if (timestamp !== undefined) {
      if (timestamp <= 0n && this.#flavour === 'tdengine') {
        throw this.#refuse(`the timestamp ${timestamp}`, 'timestamps begin in 1970')
      }
      this.#out.byte(space)
      this.#out.ascii(String(timestamp))
    }
    this.#out.byte(newline)
  }

  /** The lines printed; the printer is empty after it. */
  take(): Buffer {
    return this.#out.take()
  }

  #quoted(key: string, type: ValueTypeId, value: PrintValue): string {
    const [prefix, content] = quotedParts(type, value, this.#flavour, format)
    if (this.#flavour === 'tdengine' && content.includes('\n')) {
      throw this.#refuse(`the value of field ${key}`, 'it has a newline')
    }
    // The server looks for the hexadecimal mark before it undoes escapes.
    return `${prefix}"${prefix === 'B' ? content : escapeString(content)}"`
  }

  #name(text: string, what: string): string {
    if (text === '') throw this.#refuse(`an empty ${what}`, 'it would be unreadable')
    if (text.includes('\n'))
      throw this.#refuse(`the ${what} ${JSON.stringify(text)}`, 'it has a newline')
    return text
  }

  #refuse(what: string, reason: string) {
    this.#out.length = this.#lineAt
    return unprintable(format, what, reason)
  }
}
