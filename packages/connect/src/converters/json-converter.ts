import { defineConfig, oneOf, tidewireVersion } from '@tidewire/core'
import type { Converter, ConverterPlugin } from './converter.ts'
import { converterType } from './converter-type-key.ts'
import { schemaFromJson, schemaToJson, valueFromJson, valueToJson } from './json-schema.ts'
import { parseJson, printJson } from './lossless-json.ts'

const config = defineConfig({
  'converter.type': converterType,
  'schemas.enable': {
    type: 'boolean',
    default: true,
    importance: 'high',
    doc: 'Whether each record carries its schema, as {"schema": …, "payload": …}.',
    group: 'Schemas',
    order: 0,
    width: 'medium',
    displayName: 'Enable Schemas',
  },
  'schemas.cache.size': {
    type: 'int',
    default: 1000,
    importance: 'high',
    doc: 'How many schemas a converter keeps.',
    group: 'Schemas',
    order: 1,
    width: 'medium',
    displayName: 'Schema Cache Size',
  },
  'decimal.format': {
    type: 'string',
    default: 'BASE64',
    importance: 'low',
    doc: 'How decimals are written: BASE64 or NUMERIC. Reading accepts both.',
    group: 'Serialization',
    order: 0,
    width: 'medium',
    displayName: 'Decimal Format',
    validator: (value, key) =>
      oneOf('BASE64', 'NUMERIC')(typeof value === 'string' ? value.toUpperCase() : value, key),
  },
  'replace.null.with.default': {
    type: 'boolean',
    default: true,
    importance: 'low',
    doc: 'Whether a null field takes the default of its schema.',
    group: 'Serialization',
    order: 1,
    width: 'medium',
    displayName: 'Replace null with default',
  },
})

function envelope(bytes: Buffer): { readonly schema: unknown; readonly payload: unknown } {
  const parsed = parseJson(bytes.toString('utf8'))
  const isEnvelope =
    typeof parsed === 'object' &&
    parsed !== null &&
    !Array.isArray(parsed) &&
    Object.keys(parsed).length === 2 &&
    'schema' in parsed &&
    'payload' in parsed
  if (!isEnvelope) {
    throw new TypeError(
      'with schemas.enable=true the JSON must be {"schema": …, "payload": …}; set schemas.enable=false on this converter for plain JSON',
    )
  }
  return parsed as { schema: unknown; payload: unknown }
}

/** JSON records, with or without the schema envelope (Kafka Connect's `JsonConverter`). */
export const jsonConverter: ConverterPlugin = {
  className: 'org.apache.kafka.connect.json.JsonConverter',
  version: tidewireVersion,
  serves: ['records', 'headers'],
  config,
  create(props, side): Converter {
    const options = config.parse({ ...props, 'converter.type': side })
    const numericDecimals = options['decimal.format'].toUpperCase() === 'NUMERIC'
    return {
      keepsBytes: false,
      toConnect(_topic, _headers, bytes) {
        if (bytes === null || bytes.length === 0) return { schema: null, value: null }
        if (!options['schemas.enable']) {
          return { schema: null, value: parseJson(bytes.toString('utf8')) }
        }
        const { schema: schemaJson, payload } = envelope(bytes)
        const schema = schemaJson === null ? null : schemaFromJson(schemaJson)
        return {
          schema,
          value: valueFromJson(schema, payload, options['replace.null.with.default']),
        }
      },
      fromConnect(_topic, _headers, schema, value) {
        if (!options['schemas.enable']) {
          if (value === null || value === undefined) return null
          return Buffer.from(printJson(valueToJson(schema, value, numericDecimals)), 'utf8')
        }
        if (schema === null && (value === null || value === undefined)) return null
        return Buffer.from(
          printJson({
            schema: schema === null ? null : schemaToJson(schema),
            payload: valueToJson(schema, value, numericDecimals),
          }),
          'utf8',
        )
      },
    }
  },
}
