import { raise } from '../errors.ts'
import { ByteReader, ByteWriter } from './byte-reader.ts'
import { decodeUcs4, encodeUcs4, ucs4Length } from './ucs4.ts'

/**
 * JSON tags as the engine stores them, and as version 2 blocks (TMQ) carry them: an object is a tag record
 * `u8 flags | i16 length | i16 count | i32 version | offsets | entries`, each entry `key, u8 type, value`; a member on
 * its own is `u8 type, value`. There is no length in front. Strings are NCHAR, numbers DOUBLE. Objects are flat, as
 * TDengine allows no nesting in tags.
 */
const flagJson = 0x40
const flagLarge = 0x20
const headLength = 9
const type = { null: 0, bool: 1, double: 7, nchar: 10 } as const
/** Longer entry areas need two bytes an offset. */
const smallLimit = 0x7f

/** Length in bytes of the JSON value that begins at `at`; `TDENGINE_FRAME` when it leaves `end`. */
export function jsonTagLength(bytes: Buffer, at: number, end: number): number {
  const first = at < end ? (bytes[at] ?? 0) : -1
  let length = 0
  if (first === type.null) length = 1
  else if (first === type.bool) length = 2
  else if (first === type.double) length = 9
  else if (first === type.nchar && at + 3 <= end) length = 3 + bytes.readUInt16LE(at + 1)
  else if ((first & flagJson) !== 0 && first >= 0 && at + 3 <= end)
    length = bytes.readUInt16LE(at + 1)
  if (length === 0 || at + length > end) {
    throw raise('TDENGINE_FRAME', { reason: `a JSON tag that begins with ${first}` })
  }
  return length
}

/** The text of a JSON value in the engine's form. */
export function decodeJsonTag(bytes: Buffer): string {
  const first = bytes[0] ?? 0
  const reader = new ByteReader(bytes, 'a JSON tag')
  if ((first & flagJson) === 0) return scalar(reader, false)
  reader.skip(3)
  const count = reader.u16()
  reader.skip(4)
  const large = (first & flagLarge) !== 0
  const offsets = reader.skip(count * (large ? 2 : 1))
  const entries = reader.position
  const members: string[] = []
  for (let i = 0; i < count; i += 1) {
    const offset = large ? bytes.readUInt16LE(offsets + 2 * i) : (bytes[offsets + i] ?? 0)
    reader.position = entries + offset
    const key = reader.cstring()
    members.push(`${JSON.stringify(key)}:${scalar(reader, true)}`)
  }
  return `{${members.join(',')}}`
}

function scalar(reader: ByteReader, member: boolean): string {
  const id = reader.u8()
  switch (id) {
    case type.null:
      return 'null'
    case type.bool:
      return reader.u8() !== 0 ? 'true' : 'false'
    case type.double:
      return JSON.stringify(reader.bytes.readDoubleLE(reader.skip(8)))
    case type.nchar: {
      const length = member ? reader.varint() : reader.u16()
      const start = reader.skip(length)
      return JSON.stringify(decodeUcs4(reader.bytes, start, start + length))
    }
    default:
      throw reader.malformed(`has the unknown type ${id}`)
  }
}

function refuse(text: string): Error {
  return raise('TDENGINE_ENCODE', { reason: `${text} is no JSON tag: a flat object or a scalar` })
}

function encodeMember(writer: ByteWriter, value: unknown, member: boolean, text: string): void {
  if (value === null) {
    writer.u8(type.null)
    if (member) writer.u8(0)
  } else if (typeof value === 'boolean') writer.u8(type.bool).u8(value ? 1 : 0)
  else if (typeof value === 'number') {
    const bytes = Buffer.allocUnsafe(8)
    bytes.writeDoubleLE(value)
    writer.u8(type.double).bytes(bytes)
  } else if (typeof value === 'string') {
    const bytes = Buffer.allocUnsafe(ucs4Length(value))
    encodeUcs4(value, bytes, 0)
    writer.u8(type.nchar)
    if (member) writer.varint(bytes.length)
    else writer.u16(bytes.length)
    writer.bytes(bytes)
  } else throw refuse(text)
}

/** Encodes JSON text in the engine's form. Members are sorted by key, as the engine does. */
export function encodeJsonTag(text: string): Buffer {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse(text)
  }
  if (typeof value !== 'object' || value === null) {
    const writer = new ByteWriter()
    encodeMember(writer, value, false, text)
    return writer.finish()
  }
  if (Array.isArray(value)) throw refuse(text)
  const entries = new ByteWriter()
  const offsets: number[] = []
  const members = Object.entries(value).map(
    ([key, member]) => [Buffer.from(key), key, member] as const,
  )
  members.sort((a, b) => Buffer.compare(a[0], b[0]))
  for (const [, key, member] of members) {
    offsets.push(entries.length)
    entries.cstring(key)
    encodeMember(entries, member, true, text)
  }
  const large = entries.length + members.length + headLength > smallLimit
  const total = headLength + offsets.length * (large ? 2 : 1) + entries.length
  if (total > 0x7fff) throw raise('TDENGINE_ENCODE', { reason: `a JSON tag of ${total} bytes` })
  const writer = new ByteWriter()
  writer.u8(large ? flagJson | flagLarge : flagJson)
  writer.u16(total).u16(offsets.length).u32(1)
  for (const offset of offsets) large ? writer.u16(offset) : writer.u8(offset)
  return writer.bytes(entries.finish()).finish()
}
