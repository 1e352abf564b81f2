import { type Field, type Schema, type SchemaType, schemaTypes } from '@tidewire/core'

const jsonNames: Readonly<Record<string, SchemaType>> = { float: 'float32', double: 'float64' }
const decimalName = 'org.apache.kafka.connect.data.Decimal'

interface JsonSchema {
  readonly type?: string
  readonly optional?: boolean
  readonly name?: string
  readonly version?: unknown
  readonly doc?: string
  readonly default?: unknown
  readonly parameters?: Readonly<Record<string, string>>
  readonly fields?: readonly (JsonSchema & { readonly field?: string })[]
  readonly items?: JsonSchema
  readonly keys?: JsonSchema
  readonly values?: JsonSchema
}

function typeFromJson(name: string | undefined): SchemaType {
  const type = jsonNames[name ?? ''] ?? name
  const known = schemaTypes.find(t => t === type)
  if (known === undefined) throw new TypeError(`unknown schema type: ${String(name)}`)
  return known
}

/** A schema of Kafka Connect's JSON envelope. */
export function schemaFromJson(json: unknown): Schema {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TypeError('a schema must be a JSON object')
  }
  const given = json as JsonSchema
  const type = typeFromJson(given.type)
  const base: Schema = {
    type,
    optional: given.optional === true,
    ...(given.name === undefined ? {} : { name: given.name }),
    ...(given.version === undefined ? {} : { version: Number(given.version) }),
    ...(given.doc === undefined ? {} : { doc: given.doc }),
    ...(given.parameters === undefined ? {} : { parameters: given.parameters }),
    ...(type === 'struct' ? { fields: (given.fields ?? []).map(fieldFromJson) } : {}),
    ...(type === 'array' ? { valueSchema: schemaFromJson(given.items) } : {}),
    ...(type === 'map'
      ? { keySchema: schemaFromJson(given.keys), valueSchema: schemaFromJson(given.values) }
      : {}),
  }
  if (given.default === undefined || given.default === null) return base
  return { ...base, default: valueFromJson(base, given.default, false) }
}

function fieldFromJson(json: JsonSchema & { readonly field?: string }): Field {
  if (typeof json.field !== 'string') throw new TypeError('a struct field needs a "field" name')
  return { name: json.field, schema: schemaFromJson(json) }
}

/** A schema as Kafka Connect's JSON envelope writes it. */
export function schemaToJson(schema: Schema): Record<string, unknown> {
  const { type } = schema
  return {
    type: type === 'float32' ? 'float' : type === 'float64' ? 'double' : type,
    ...(type === 'struct'
      ? { fields: (schema.fields ?? []).map(f => ({ ...schemaToJson(f.schema), field: f.name })) }
      : {}),
    ...(type === 'array' && schema.valueSchema !== undefined
      ? { items: schemaToJson(schema.valueSchema) }
      : {}),
    ...(type === 'map' && schema.keySchema !== undefined && schema.valueSchema !== undefined
      ? { keys: schemaToJson(schema.keySchema), values: schemaToJson(schema.valueSchema) }
      : {}),
    optional: schema.optional,
    ...(schema.name === undefined ? {} : { name: schema.name }),
    ...(schema.version === undefined ? {} : { version: schema.version }),
    ...(schema.doc === undefined ? {} : { doc: schema.doc }),
    ...(schema.parameters === undefined ? {} : { parameters: schema.parameters }),
    ...(schema.default === undefined
      ? {}
      : { default: valueToJson(schema, schema.default, false) }),
  }
}

function mismatch(schema: Schema, json: unknown): TypeError {
  const found = json === null ? 'null' : Array.isArray(json) ? 'array' : typeof json
  return new TypeError(`the schema says ${schema.name ?? schema.type}, the JSON has ${found}`)
}

/** A JSON value as the schema's Connect value: int64 is bigint, structs are objects, maps are `Map`. */
export function valueFromJson(schema: Schema | null, json: unknown, useDefaults: boolean): unknown {
  if (schema === null) return json
  if (json === null || json === undefined) {
    if (useDefaults && schema.default !== undefined) return schema.default
    if (schema.optional) return null
    throw new TypeError('null is not allowed by the schema')
  }
  switch (schema.type) {
    case 'boolean':
      if (typeof json === 'boolean') return json
      break
    case 'string':
      if (typeof json === 'string') return json
      break
    case 'int64':
      if (typeof json === 'bigint') return json
      break
    case 'int8':
    case 'int16':
    case 'int32':
    case 'float32':
    case 'float64':
      if (typeof json === 'bigint' || typeof json === 'number') return Number(json)
      break
    case 'bytes':
      if (schema.name === decimalName && typeof json !== 'string') return String(json)
      if (typeof json === 'string') return Buffer.from(json, 'base64')
      break
    case 'array':
      if (Array.isArray(json)) {
        const element = schema.valueSchema ?? null
        return json.map(item => valueFromJson(element, item, useDefaults))
      }
      break
    case 'map':
      return mapFromJson(schema, json, useDefaults)
    case 'struct':
      if (typeof json === 'object' && !Array.isArray(json)) {
        const source = json as Readonly<Record<string, unknown>>
        return Object.fromEntries(
          (schema.fields ?? []).map(f => [
            f.name,
            valueFromJson(f.schema, source[f.name], useDefaults),
          ]),
        )
      }
      break
  }
  throw mismatch(schema, json)
}

function mapFromJson(schema: Schema, json: unknown, useDefaults: boolean): unknown {
  const key = schema.keySchema ?? null
  const value = schema.valueSchema ?? null
  if (Array.isArray(json)) {
    return new Map(
      json.map(entry => {
        if (!Array.isArray(entry) || entry.length !== 2) throw mismatch(schema, json)
        return [
          valueFromJson(key, entry[0], useDefaults),
          valueFromJson(value, entry[1], useDefaults),
        ]
      }),
    )
  }
  if (typeof json !== 'object' || json === null) throw mismatch(schema, json)
  return new Map(
    Object.entries(json).map(([k, v]) => [k, valueFromJson(value, v, useDefaults)] as const),
  )
}

/** A Connect value as JSON. */
export function valueToJson(
  schema: Schema | null,
  value: unknown,
  numericDecimals: boolean,
): unknown {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (schema?.name === decimalName && numericDecimals) return value
  if (Array.isArray(value)) {
    const element = schema?.valueSchema ?? null
    return value.map(item => valueToJson(element, item, numericDecimals))
  }
  if (value instanceof Map) {
    const entries = [...value].map(
      ([k, v]) => [k, valueToJson(schema?.valueSchema ?? null, v, numericDecimals)] as const,
    )
    const named = schema?.keySchema === undefined || schema.keySchema.type === 'string'
    return named ? Object.fromEntries(entries) : entries
  }
  if (typeof value === 'object') {
    const fields = new Map((schema?.fields ?? []).map(f => [f.name, f.schema]))
    return Object.fromEntries(
      Object.entries(value).map(([k, v]) => [
        k,
        valueToJson(fields.get(k) ?? null, v, numericDecimals),
      ]),
    )
  }
  return value
}
