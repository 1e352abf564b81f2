import { defineConfig, type Schema, tidewireVersion } from '@tidewire/core'
import type { Converter, ConverterPlugin } from './converter.ts'
import { converterType } from './converter-type-key.ts'

const optionalBytes: Schema = { type: 'bytes', optional: true }

/** Records as they are (Kafka Connect's `ByteArrayConverter`). */
export const byteArrayConverter: ConverterPlugin = {
  className: 'org.apache.kafka.connect.converters.ByteArrayConverter',
  version: tidewireVersion,
  serves: ['records', 'headers'],
  config: defineConfig({ 'converter.type': converterType }),
  create: (): Converter => ({
    keepsBytes: true,
    toConnect: (_topic, _headers, bytes) => ({ schema: optionalBytes, value: bytes }),
    fromConnect(_topic, _headers, _schema, value) {
      if (value === null || value === undefined) return null
      if (value instanceof Uint8Array) return value
      throw new TypeError(`expected bytes, found ${typeof value}`)
    },
  }),
}
