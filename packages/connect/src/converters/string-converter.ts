import { defineConfig, type Schema, tidewireVersion } from '@tidewire/core'
import type { Converter, ConverterPlugin } from './converter.ts'
import { converterType } from './converter-type-key.ts'

const optionalString: Schema = { type: 'string', optional: true }

function supported(encoding: string): boolean {
  try {
    new TextDecoder(encoding)
    return true
  } catch {
    return false
  }
}

function isUtf8(encoding: string): boolean {
  return /^utf-?8$/i.test(encoding)
}

function encode(text: string, encoding: string): Uint8Array {
  if (isUtf8(encoding)) return Buffer.from(text, 'utf8')
  if (/^(iso-?8859-1|latin1|us-ascii|ascii)$/i.test(encoding)) return Buffer.from(text, 'latin1')
  if (/^utf-?16le$/i.test(encoding)) return Buffer.from(text, 'utf16le')
  return Buffer.from(text, 'utf8')
}

/** Text records (Kafka Connect's `StringConverter`); UTF-8 bytes are handed on as they are. */
export const stringConverter: ConverterPlugin = {
  className: 'org.apache.kafka.connect.storage.StringConverter',
  version: tidewireVersion,
  serves: ['records', 'headers'],
  config: defineConfig({
    'converter.type': converterType,
    'converter.encoding': {
      type: 'string',
      default: 'UTF-8',
      importance: 'high',
      doc: 'Character set of the text, as the encoding standard names it.',
      width: 'medium',
      displayName: 'Encoding',
      validator: value =>
        typeof value !== 'string' || supported(value) ? null : 'Unsupported encoding',
    },
  }),
  create(props, side): Converter {
    const own = side === 'header' ? undefined : props[`${side}.converter.encoding`]
    const encoding = own ?? props['converter.encoding'] ?? 'UTF-8'
    // Java's strings keep a byte order mark.
    const decoder = new TextDecoder(encoding, { ignoreBOM: true })
    return {
      keepsBytes: isUtf8(encoding),
      toConnect: (_topic, _headers, bytes) => ({
        schema: optionalString,
        value: bytes === null ? null : decoder.decode(bytes),
      }),
      fromConnect: (_topic, _headers, _schema, value) =>
        value === null || value === undefined ? null : encode(String(value), encoding),
    }
  },
}
