import type { Schema, SchemaType } from '@tidewire/core'
import type { SchemaAndValue } from './converter.ts'

const logical = 'org.apache.kafka.connect.data.'
const delimiters = '{}[],:"'
const dayMs = 86_400_000n

/** A token of a text: a delimiter, or what stands between two of them. */
type Token = string

/** Cuts a text at the delimiters that no backslash escapes; the escapes stay. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let start = 0
  let isEscaped = false
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i)
    if (!isEscaped && delimiters.includes(c)) {
      if (start < i) tokens.push(text.slice(start, i))
      tokens.push(c)
      start = i + 1
    }
    isEscaped = c === '\\' && !isEscaped
  }
  if (start < text.length) tokens.push(text.slice(start))
  return tokens
}

/** Stands for a text that is no value of its own: it is a string. */
class NoValue extends Error {}

class TextReader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string) {
    this.#tokens = tokensOf(text)
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length
  }

  #next(): Token {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new NoValue()
    this.#at += 1
    return token
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#at]?.trim() !== token) return false
    this.#at += 1
    return true
  }

  /** Blanks beside a delimiter. */
  #skipBlanks(): void {
    while (this.#tokens[this.#at]?.trim() === '') this.#at += 1
  }

  value(isEmbedded: boolean): SchemaAndValue {
    if (isEmbedded) this.#skipBlanks()
    if (isEmbedded && this.#takes('"')) return this.#quoted()
    if (this.#takes('[')) return this.#list()
    if (this.#takes('{')) return this.#map()
    const temporal = this.#temporal()
    if (temporal !== null) return temporal
    const token = this.#next().trim()
    const scalar = scalarOf(token)
    if (scalar === null) throw new NoValue()
    return scalar
  }

  /** Times have colons, which are delimiters elsewhere. */
  #temporal(): SchemaAndValue | null {
    for (const count of [5, 1]) {
      const end = this.#at + count
      if (end > this.#tokens.length) continue
      const found = temporalOf(this.#tokens.slice(this.#at, end).join('').trim())
      if (found === null) continue
      this.#at = end
      return found
    }
    return null
  }

  #quoted(): SchemaAndValue {
    let text = ''
    for (;;) {
      const token = this.#next()
      if (token === '"') break
      text += token
    }
    return temporalOf(text) ?? { schema: plain('string'), value: unescaped(text) }
  }

  #list(): SchemaAndValue {
    const items: SchemaAndValue[] = []
    this.#skipBlanks()
    if (!this.#takes(']')) {
      do items.push(this.value(true))
      while (this.#goesOn(']'))
    }
    const valueSchema = commonSchema(items)
    const schema: Schema = {
      type: 'array',
      optional: false,
      ...asMember('valueSchema', valueSchema),
    }
    return { schema, value: items.map(item => aligned(item, valueSchema)) }
  }

  #map(): SchemaAndValue {
    const keys: SchemaAndValue[] = []
    const values: SchemaAndValue[] = []
    this.#skipBlanks()
    if (!this.#takes('}')) {
      do {
        const key = this.value(true)
        this.#skipBlanks()
        if (key.value === null || !this.#takes(':')) throw new NoValue()
        keys.push(key)
        values.push(this.value(true))
      } while (this.#goesOn('}'))
    }
    const keySchema = commonSchema(keys)
    const valueSchema = commonSchema(values)
    const schema: Schema = {
      type: 'map',
      optional: false,
      ...asMember('keySchema', keySchema),
      ...asMember('valueSchema', valueSchema),
    }
    const entries = keys.map((key, i): [unknown, unknown] => [
      aligned(key, keySchema),
      aligned(values[i] ?? nothing, valueSchema),
    ])
    return { schema, value: new Map(entries) }
  }

  /** True after a comma, false after the end. */
  #goesOn(end: string): boolean {
    this.#skipBlanks()
    if (this.#takes(',')) return true
    if (this.#takes(end)) return false
    throw new NoValue()
  }
}

const nothing: SchemaAndValue = { schema: null, value: null }

function plain(type: SchemaType): Schema {
  return { type, optional: false }
}

function asMember(name: 'keySchema' | 'valueSchema', schema: Schema | null): Partial<Schema> {
  return schema === null ? {} : { [name]: schema }
}

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1')
}

function scalarOf(token: string): SchemaAndValue | null {
  if (token === 'null') return nothing
  if (token === 'true' || token === 'false') {
    return { schema: plain('boolean'), value: token === 'true' }
  }
  return numberOf(token)
}

/** The smallest type that holds a number: whole ones as integers, others as the float that has room for them. */
function numberOf(token: string): SchemaAndValue | null {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/.test(token)) return null
  const whole = wholeOf(token)
  if (whole === null) {
    const value = Number(token)
    if (!Number.isFinite(value)) return null
    const isSmall = Number.isFinite(Math.fround(value)) && (Math.fround(value) !== 0 || value === 0)
    return isSmall
      ? { schema: plain('float32'), value: Math.fround(value) }
      : { schema: plain('float64'), value }
  }
  for (const [type, bits] of integerTypes) {
    if (whole !== BigInt.asIntN(bits, whole)) continue
    return { schema: plain(type), value: bits === 64 ? whole : Number(whole) }
  }
  return null
}

const integerTypes = [
  ['int8', 8],
  ['int16', 16],
  ['int32', 32],
  ['int64', 64],
] as const

/** The value of a number without a fraction, exactly; null when it has one. */
function wholeOf(token: string): bigint | null {
  const [, sign = '', digits = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(token) ?? []
  const shift = Number(exponent) - fraction.length
  const all = `${digits}${fraction}`
  if (shift >= 0) return BigInt(`${sign === '-' ? '-' : ''}${all}${'0'.repeat(shift)}`)
  const cut = all.padStart(1 - shift, '0')
  if (/[^0]/.test(cut.slice(shift))) return null
  return BigInt(`${sign === '-' ? '-' : ''}${cut.slice(0, shift)}`)
}

/** Dates, times of day and timestamps in the one form of ISO 8601 that Kafka Connect writes. */
function temporalOf(text: string): SchemaAndValue | null {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const ms = Date.parse(`${text}T00:00:00.000Z`)
    if (Number.isNaN(ms)) return null
    return { schema: named('int32', 'Date'), value: Number(BigInt(ms) / dayMs) }
  }
  if (/^\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) {
    const ms = Date.parse(`1970-01-01T${text}`)
    return Number.isNaN(ms) ? null : { schema: named('int32', 'Time'), value: ms }
  }
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) {
    const ms = Date.parse(text)
    return Number.isNaN(ms) ? null : { schema: named('int64', 'Timestamp'), value: BigInt(ms) }
  }
  return null
}

function named(type: SchemaType, name: string): Schema {
  return { type, optional: false, name: `${logical}${name}`, version: 1 }
}

const widening: readonly SchemaType[] = ['int8', 'int16', 'int32', 'int64', 'float32', 'float64']

/** The one schema of all items that are not null, numbers widened; null when there is none. */
function commonSchema(items: readonly SchemaAndValue[]): Schema | null {
  let common: Schema | null = null
  for (const { schema } of items) {
    if (schema === null) continue
    if (common === null) common = schema
    else if (common.type !== schema.type || common.name !== schema.name) {
      const place = Math.max(widening.indexOf(common.type), widening.indexOf(schema.type))
      const areNumbers = [common, schema].every(one => widening.includes(one.type) && !one.name)
      const wider = widening[place]
      if (!areNumbers || wider === undefined) return null
      common = plain(wider)
    }
  }
  return common
}

function aligned({ value }: SchemaAndValue, schema: Schema | null): unknown {
  if (schema === null || schema.name !== undefined) return value
  if (schema.type === 'int64' && typeof value === 'number') return BigInt(value)
  return schema.type.startsWith('float') && typeof value === 'bigint' ? Number(value) : value
}

/**
 * The value that a text stands for, with the schema that this suggests (Kafka Connect's `Values.parseString`). What is
 * not wholly a value is a string: nothing of the text is lost.
 */
export function parseConnectText(text: string): SchemaAndValue {
  const reader = new TextReader(text)
  try {
    const value = reader.value(false)
    if (reader.isAtEnd) return value
  } catch (error) {
    if (!(error instanceof NoValue)) throw error
  }
  return { schema: plain('string'), value: text }
}

/** A value as text (Kafka Connect's `Values.convertToString`): strings as they are, lists and maps as in JSON. */
export function printConnectText(
  schema: Schema | null,
  value: unknown,
  isEmbedded = false,
): string {
  const quoted = (text: string) =>
    isEmbedded ? `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"` : text
  if (value === null || value === undefined) return 'null'
  const time = temporalText(schema, value)
  if (time !== null) return time
  if (typeof value === 'string') return quoted(value)
  if (value instanceof Uint8Array) return quoted(Buffer.from(value).toString('base64'))
  if (Array.isArray(value)) {
    const items = value.map(item => printConnectText(schema?.valueSchema ?? null, item, true))
    return `[${items.join(',')}]`
  }
  if (value instanceof Map) {
    const entries = [...value].map(
      ([key, item]) =>
        `${printConnectText(schema?.keySchema ?? null, key, true)}:${printConnectText(schema?.valueSchema ?? null, item, true)}`,
    )
    return `{${entries.join(',')}}`
  }
  if (typeof value === 'object') {
    const schemas = new Map(schema?.fields?.map(field => [field.name, field.schema]))
    const fields = Object.entries(value).map(
      ([name, item]) =>
        `${printConnectText(null, name, true)}:${printConnectText(schemas.get(name) ?? null, item, true)}`,
    )
    return `{${fields.join(',')}}`
  }
  return String(value)
}

function temporalText(schema: Schema | null, value: unknown): string | null {
  if (typeof value !== 'number' && typeof value !== 'bigint') return null
  switch (schema?.name) {
    case `${logical}Date`:
      return new Date(Number(BigInt(value) * dayMs)).toISOString().slice(0, 10)
    case `${logical}Time`:
      return new Date(Number(value)).toISOString().slice(11)
    case `${logical}Timestamp`:
      return new Date(Number(value)).toISOString()
    default:
      return null
  }
}
