import { defineConfig, type Schema, type SchemaType, tidewireVersion } from '@tidewire/core'
import type { Converter, ConverterPlugin } from './converter.ts'
import { converterType } from './converter-type-key.ts'

interface Layout {
  readonly name: string
  readonly type: SchemaType
  readonly size: number
  read(bytes: Buffer): unknown
  write(bytes: Buffer, value: unknown): void
}

const layouts: readonly Layout[] = [
  {
    name: 'Double',
    type: 'float64',
    size: 8,
    read: bytes => bytes.readDoubleBE(),
    write: (bytes, value) => bytes.writeDoubleBE(Number(value)),
  },
  {
    name: 'Float',
    type: 'float32',
    size: 4,
    read: bytes => bytes.readFloatBE(),
    write: (bytes, value) => bytes.writeFloatBE(Number(value)),
  },
  {
    name: 'Integer',
    type: 'int32',
    size: 4,
    read: bytes => bytes.readInt32BE(),
    write: (bytes, value) => bytes.writeInt32BE(Number(value)),
  },
  {
    name: 'Long',
    type: 'int64',
    size: 8,
    read: bytes => bytes.readBigInt64BE(),
    write: (bytes, value) => bytes.writeBigInt64BE(BigInt(String(value))),
  },
  {
    name: 'Short',
    type: 'int16',
    size: 2,
    read: bytes => bytes.readInt16BE(),
    write: (bytes, value) => bytes.writeInt16BE(Number(value)),
  },
]

const boolean: Layout = {
  name: 'Boolean',
  type: 'boolean',
  size: 1,
  read(bytes) {
    const value = bytes[0]
    if (value === 0 || value === 1) return value === 1
    throw new TypeError(`a boolean is one byte 0 or 1, found ${value}`)
  },
  write: (bytes, value) => bytes.writeUInt8(value === true ? 1 : 0),
}

function converterOf({ name, type, size, read, write }: Layout): ConverterPlugin {
  const schema: Schema = { type, optional: true }
  const converter: Converter = {
    keepsBytes: false,
    toConnect(_topic, _headers, bytes) {
      if (bytes === null) return { schema, value: null }
      if (bytes.length !== size) {
        throw new TypeError(`${name} is ${size} byte(s) long, found ${bytes.length}`)
      }
      return { schema, value: read(bytes) }
    },
    fromConnect(_topic, _headers, _schema, value) {
      if (value === null || value === undefined) return null
      if (type === 'boolean' ? typeof value !== 'boolean' : !isNumeric(value)) {
        throw new TypeError(`expected ${type}, found ${typeof value}`)
      }
      const bytes = Buffer.alloc(size)
      write(bytes, value)
      return bytes
    },
  }
  return {
    className: `org.apache.kafka.connect.converters.${name}Converter`,
    version: tidewireVersion,
    serves: ['records', 'headers'],
    config: defineConfig({ 'converter.type': converterType }),
    create: () => converter,
  }
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Big-endian numbers (Kafka Connect's `NumberConverter` family; Kafka's number serializers). */
export const numberConverters: readonly ConverterPlugin[] = layouts.map(converterOf)

/** One byte, 0 or 1 (Kafka Connect's `BooleanConverter`). */
export const booleanConverter: ConverterPlugin = converterOf(boolean)
