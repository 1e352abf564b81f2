import type { Header, Schema } from '@tidewire/core'
import type { SchemaAndValue } from '../converters/converter.ts'
import type { NamedConverter } from './conversion.ts'

const textSchema: Schema = { type: 'string', optional: false }

/** A header whose value is read from its bytes when a connector asks for it. */
class ReadHeader implements Header {
  readonly key: string
  readonly value: Uint8Array | null
  readonly #read: () => SchemaAndValue
  #data: SchemaAndValue | null = null

  constructor({ key, value }: Header, read: () => SchemaAndValue) {
    this.key = key
    this.value = value
    this.#read = read
  }

  get data(): SchemaAndValue {
    this.#data ??= this.#read()
    return this.#data
  }
}

function bytesOf(value: Uint8Array | null): Buffer | null {
  return value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

/**
 * A header of Kafka as a sink is given it, with its value in Connect's data model (Kafka Connect's `HeaderConverter`).
 * Throws what the converter throws; one that keeps bytes takes all and is asked only when somebody wants the value.
 */
export function headerToConnect(by: NamedConverter, topic: string, header: Header): Header {
  const read = () => by.converter.toConnect(topic, [], bytesOf(header.value))
  if (by.converter.keepsBytes) return new ReadHeader(header, read)
  return { key: header.key, value: header.value, data: read() }
}

/** A header of a source as Kafka gets it; one that the source gave as bytes is text. Throws what the converter throws. */
export function headerFromConnect(by: NamedConverter, topic: string, header: Header): Header {
  const { key, value, data } = header
  if (data === undefined && by.converter.keepsBytes) return header
  const { schema, value: given } = data ?? {
    schema: value === null ? null : textSchema,
    value: bytesOf(value)?.toString('utf8') ?? null,
  }
  return { key, value: by.converter.fromConnect(topic, [], schema, given) }
}
