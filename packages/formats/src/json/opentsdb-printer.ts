import type { OpenTsdbPoint } from '../telnet/telnet-printer.ts'
import { TextBuffer } from '../text-buffer.ts'
import { unprintable } from '../unprintable.ts'
import { floatText, type PrintValue } from '../value-text.ts'
import { type ValueTypeId, valueTypeName, valueTypes } from '../value-type.ts'

const format = 'OpenTSDB JSON'

const typeNames: Readonly<Partial<Record<ValueTypeId, string>>> = {
  [valueTypes.TINYINT]: 'i8',
  [valueTypes.SMALLINT]: 'i16',
  [valueTypes.INT]: 'i32',
  [valueTypes.BIGINT]: 'i64',
  [valueTypes.FLOAT]: 'f32',
  [valueTypes.NCHAR]: 'nchar',
}

/** The digits, when a double (through which the server reads numbers) holds them all. */
function exact(value: bigint, what: string): string {
  if (BigInt(Number(value)) !== value) {
    throw unprintable(format, `${what} ${value}`, 'the server would round it')
  }
  return String(value)
}

function number(type: ValueTypeId, value: PrintValue): string {
  if (typeof value === 'bigint') return exact(value, 'the integer')
  const plain = Number(value)
  if (!Number.isFinite(plain)) throw unprintable(format, String(plain), 'JSON has no such number')
  if (type === valueTypes.FLOAT) return floatText(plain)
  return Object.is(plain, -0) ? '-0' : String(plain)
}

function valueText(type: ValueTypeId, value: PrintValue): string {
  if (type === valueTypes.BOOL) return value === true ? 'true' : 'false'
  if (type === valueTypes.DOUBLE) return number(type, value)
  if (type === valueTypes.VARCHAR && typeof value === 'string') return JSON.stringify(value)
  const name = typeNames[type]
  if (name === undefined || value instanceof Uint8Array) {
    throw unprintable(format, `the type ${valueTypeName(type)}`, 'it has no name there')
  }
  const text = typeof value === 'string' ? JSON.stringify(value) : number(type, value)
  return `{"value":${text},"type":"${name}"}`
}

function time(point: OpenTsdbPoint): string {
  const digits = String(point.timestamp).length
  if (point.timestamp <= 0n) {
    throw unprintable(format, `the timestamp ${point.timestamp}`, 'timestamps begin in 1970')
  }
  if ((point.unit === 's' && digits === 10) || (point.unit === 'ms' && digits === 13)) {
    return String(point.timestamp)
  }
  return `{"value":${exact(point.timestamp, 'the timestamp')},"type":"${point.unit}"}`
}

/** One point as JSON. */
function openTsdbText(point: OpenTsdbPoint): string {
  if (point.metric === '') throw unprintable(format, 'an empty metric', 'the server refuses it')
  if (point.tags.length === 0) throw unprintable(format, 'a point without tags', 'it needs one')
  const tags = point.tags.map(([key, value]) => {
    if (key === '') throw unprintable(format, 'an empty tag', 'the server refuses it')
    return `${JSON.stringify(key)}:${JSON.stringify(value)}`
  })
  const value = valueText(point.type, point.value)
  return `{"metric":${JSON.stringify(point.metric)},"timestamp":${time(point)},"value":${value},"tags":{${tags.join(',')}}}`
}

/** Prints points as one JSON array, as TDengine reads it; what the format cannot carry is refused. */
export class OpenTsdbPrinter {
  readonly #out = new TextBuffer()
  #points = 0

  /** Points printed so far. */
  get points(): number {
    return this.#points
  }

  /** Bytes printed so far. */
  get length(): number {
    return this.#out.length
  }

  /** Adds a point. */
  point(point: OpenTsdbPoint): void {
    const text = openTsdbText(point)
    this.#out.byte(this.#points === 0 ? 0x5b : 0x2c)
    this.#out.text(text)
    this.#points += 1
  }

  /** The array; the printer is empty after it. */
  take(): Buffer {
    this.#out.ascii(this.#points === 0 ? '[]' : ']')
    this.#points = 0
    return this.#out.take()
  }
}
