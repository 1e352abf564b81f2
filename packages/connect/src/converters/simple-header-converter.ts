import { defineConfig, tidewireVersion } from '@tidewire/core'
import { parseConnectText, printConnectText } from './connect-value-text.ts'
import type { Converter, ConverterPlugin } from './converter.ts'
import { converterType } from './converter-type-key.ts'

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const converter: Converter = {
  keepsBytes: true,
  toConnect(_topic, _headers, bytes) {
    if (bytes === null) return { schema: null, value: null }
    if (bytes.length === 0) return { schema: { type: 'string', optional: false }, value: '' }
    try {
      return parseConnectText(text.decode(bytes))
    } catch {
      return { schema: { type: 'bytes', optional: false }, value: bytes }
    }
  },
  fromConnect: (_topic, _headers, schema, value) =>
    value === null || value === undefined ? null : Buffer.from(printConnectText(schema, value)),
}

/**
 * Headers as text whose look tells the type: the default of `header.converter` (Kafka Connect's
 * `SimpleHeaderConverter`). The text of a header is its bytes, so connectors that want text need no conversion.
 */
export const simpleHeaderConverter: ConverterPlugin = {
  className: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  version: tidewireVersion,
  serves: ['headers'],
  config: defineConfig({ 'converter.type': converterType }),
  create: () => converter,
}
