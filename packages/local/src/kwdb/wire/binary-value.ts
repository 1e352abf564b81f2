import type { TextValue } from '../api.ts'
import { SqlError } from '../sql/sql-error.ts'
import { arrayBytes, arrayElements, arrayText } from './binary-array.ts'
import { numericBytes, numericText } from './binary-numeric.ts'
import { dateDays, microsOf, textOfDays, timeText } from './binary-time.ts'
import { MessageBody, utf8 } from './message-body.ts'
import type { BinaryEncoder } from './message-writer.ts'
import { bytesOids, elementOids, oids, textOids } from './type-oid.ts'

interface Codec {
  readonly size: number
  readonly text: (bytes: Buffer) => string
  readonly bytes: (text: string, into: Buffer) => void
}

function number(text: string): number {
  const lower = text.toLowerCase()
  if (/^[+-]?inf/.test(lower)) return lower.startsWith('-') ? -Infinity : Infinity
  return Number(text)
}

/** A float as PostgreSQL's text format has it. */
function floatText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
}

/** The shortest decimal that is read back as this 32-bit number. */
function float4Text(value: number): string {
  if (!Number.isFinite(value)) return floatText(value)
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return floatText(short)
  }
  return floatText(Number(value.toPrecision(9)))
}

/** Types of a fixed size. Times are microseconds since 2000-01-01, dates are days since then. */
const fixed: ReadonlyMap<number, Codec> = new Map([
  [
    oids.bool,
    {
      size: 1,
      text: (bytes: Buffer) => (bytes[0] === 0 ? 'f' : 't'),
      bytes: (text: string, into: Buffer) => into.writeUInt8(/^(t|true|1)$/i.test(text) ? 1 : 0),
    },
  ],
  [
    oids.int2,
    {
      size: 2,
      text: (bytes: Buffer) => String(bytes.readInt16BE()),
      bytes: (text: string, into: Buffer) => into.writeInt16BE(Number(text)),
    },
  ],
  [
    oids.int4,
    {
      size: 4,
      text: (bytes: Buffer) => String(bytes.readInt32BE()),
      bytes: (text: string, into: Buffer) => into.writeInt32BE(Number(text)),
    },
  ],
  [
    oids.oid,
    {
      size: 4,
      text: (bytes: Buffer) => String(bytes.readUInt32BE()),
      bytes: (text: string, into: Buffer) => into.writeUInt32BE(Number(text)),
    },
  ],
  [
    oids.int8,
    {
      size: 8,
      text: (bytes: Buffer) => String(bytes.readBigInt64BE()),
      bytes: (text: string, into: Buffer) => into.writeBigInt64BE(BigInt(text)),
    },
  ],
  [
    oids.float4,
    {
      size: 4,
      text: (bytes: Buffer) => float4Text(bytes.readFloatBE()),
      bytes: (text: string, into: Buffer) => into.writeFloatBE(number(text)),
    },
  ],
  [
    oids.float8,
    {
      size: 8,
      text: (bytes: Buffer) => floatText(bytes.readDoubleBE()),
      bytes: (text: string, into: Buffer) => into.writeDoubleBE(number(text)),
    },
  ],
  [
    oids.timestamptz,
    {
      size: 8,
      text: (bytes: Buffer) => timeText(bytes.readBigInt64BE(), '+00:00'),
      bytes: (text: string, into: Buffer) => into.writeBigInt64BE(microsOf(text)),
    },
  ],
  [
    oids.timestamp,
    {
      size: 8,
      text: (bytes: Buffer) => timeText(bytes.readBigInt64BE(), ''),
      bytes: (text: string, into: Buffer) => into.writeBigInt64BE(microsOf(text)),
    },
  ],
  [
    oids.date,
    {
      size: 4,
      text: (bytes: Buffer) => textOfDays(bytes.readInt32BE()),
      bytes: (text: string, into: Buffer) => into.writeInt32BE(dateDays(text)),
    },
  ],
  [
    oids.uuid,
    {
      size: 16,
      text: (bytes: Buffer) =>
        bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      bytes: (text: string, into: Buffer) => into.write(text.replaceAll('-', ''), 'hex'),
    },
  ],
])

function noBinary(oid: number): SqlError {
  return new SqlError('0A000', `no binary format for the type with OID ${oid}`, {
    hint: 'Ask for text results, and send parameters of this type as text.',
  })
}

/**
 * The value of a parameter that came in binary format, as text; bytes stay bytes. Throws `08P01` when it has not the
 * size of its type, and `0A000` for a type whose binary format is not known.
 */
export function textOfBinary(oid: number, bytes: Buffer): TextValue {
  if (bytesOids.has(oid)) return bytes
  if (textOids.has(oid)) return utf8(bytes)
  const codec = fixed.get(oid)
  if (codec !== undefined) {
    if (bytes.length === codec.size) return codec.text(bytes)
    throw new SqlError('08P01', `${bytes.length} bytes for a type of ${codec.size} bytes`)
  }
  if (oid === oids.numeric) return numericText(bytes)
  const element = elementOids.get(oid)
  if (element === undefined) throw noBinary(oid)
  return arrayText(elementsOf(bytes, element))
}

function elementsOf(bytes: Buffer, elementOid: number): (string | null)[] {
  const body = new MessageBody(bytes)
  const dimensions = body.int32()
  body.int32()
  body.int32()
  if (dimensions === 0) return []
  if (dimensions !== 1) throw new SqlError('0A000', 'arrays have one dimension')
  const count = body.uint32()
  body.int32()
  const elements: (string | null)[] = []
  for (let i = 0; i < count; i += 1) {
    const value = body.value()
    const text = value === null ? null : textOfBinary(elementOid, value)
    elements.push(
      typeof text === 'string' || text === null ? text : `\\x${Buffer.from(text).toString('hex')}`,
    )
  }
  body.end()
  return elements
}

/** How values of a type are sent in binary format, null when that is their text; throws `0A000` where there is none. */
export function binaryEncoder(oid: number): BinaryEncoder | null {
  if (textOids.has(oid)) return null
  if (bytesOids.has(oid)) return bytesOfText
  const codec = fixed.get(oid)
  if (codec !== undefined) {
    return value => {
      const into = Buffer.allocUnsafe(codec.size)
      codec.bytes(String(value), into)
      return into
    }
  }
  if (oid === oids.numeric) return value => numericBytes(String(value))
  const element = elementOids.get(oid)
  if (element === undefined) throw noBinary(oid)
  const encode = binaryEncoder(element) ?? (text => Buffer.from(text))
  return value => arrayBytes(arrayElements(String(value)), element, encode)
}

/** The bytes of `\x…`; what is no such text is taken as it is (`bytea_output = escape` is not undone). */
function bytesOfText(value: string | Uint8Array): Uint8Array {
  if (typeof value !== 'string') return value
  return value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : Buffer.from(value)
}
