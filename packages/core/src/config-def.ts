import { errorFactory } from './error.ts'
import { coreErrors } from './errors.ts'
import { Secret } from './secret.ts'

/** The value types of Kafka's ConfigDef. */
export type ConfigType =
  | 'string'
  | 'boolean'
  | 'short'
  | 'int'
  | 'long'
  | 'double'
  | 'list'
  | 'class'
  | 'password'

/** A check of a parsed value; returns what is wrong, or null. Runs on missing values too, as Kafka's validators do. */
export type ConfigValidator = (value: unknown, key: string) => string | null

/** One configuration key: declared once, read by REST validation, docs, console form, completion and lint. */
export interface ConfigKey {
  readonly type: ConfigType
  /** Absent: the key is required. `null`: optional without a default. */
  readonly default?: string | number | boolean | readonly string[] | null
  readonly importance: 'high' | 'medium' | 'low'
  readonly doc: string
  readonly group?: string
  /** Position in the group, from 1; -1 when absent. */
  readonly order?: number
  readonly width?: 'none' | 'short' | 'medium' | 'long'
  readonly displayName?: string
  readonly dependents?: readonly string[]
  readonly validator?: ConfigValidator
  readonly recommended?: readonly string[]
  /** Other names that mean this key; using one gives a warning. */
  readonly aliases?: readonly string[]
  /** True for keys the worker fills in itself; not shown to users. */
  readonly internal?: boolean
}

/** The keys of a configuration, in the order they are shown. */
export type ConfigKeys = Readonly<Record<string, ConfigKey>>

type Parsed<K extends ConfigKey> = K['type'] extends 'boolean'
  ? boolean
  : K['type'] extends 'short' | 'int' | 'long' | 'double'
    ? number
    : K['type'] extends 'list'
      ? readonly string[]
      : K['type'] extends 'password'
        ? Secret
        : string

/** The parsed values of a configuration. */
export type ConfigOf<T extends ConfigKeys> = {
  readonly [K in keyof T]: T[K] extends { readonly default: null }
    ? Parsed<T[K]> | null
    : Parsed<T[K]>
}

/** The state of one key of a submitted configuration (Kafka's `ConfigValue`). */
export interface ConfigValue {
  readonly name: string
  /** The value as text, secrets masked by the caller; null when missing or unparsable. */
  readonly value: string | null
  readonly errors: readonly string[]
}

/** A key nobody knows, with the nearest known name or null. */
export interface UnknownKey {
  readonly key: string
  readonly nearest: string | null
}

/** A declared configuration. */
export interface ConfigDef<T extends ConfigKeys = ConfigKeys> {
  readonly keys: T
  /** Parses all values; throws `CONFIG_INVALID` that lists every error. */
  parse(props: Readonly<Record<string, string>>): ConfigOf<T>
  /** Checks every key without throwing. */
  validate(props: Readonly<Record<string, string>>): ConfigValue[]
  /** Renames aliases to their keys; `used` lists the aliases found. */
  resolveAliases(props: Readonly<Record<string, string>>): {
    readonly props: Record<string, string>
    readonly used: readonly { readonly alias: string; readonly key: string }[]
  }
  /**
   * Keys of `props` that are neither declared nor start with one of `prefixes` nor are in `also`. By default the prefixes
   * are those of the clients, converters and transformations beside a connector.
   */
  unknown(
    props: Readonly<Record<string, string>>,
    also?: readonly string[],
    prefixes?: readonly string[],
  ): UnknownKey[]
  /** Names of the keys whose values are secrets. */
  secrets(): string[]
}

const raise = errorFactory(coreErrors)

class ParseFailure extends Error {}

/** Keys that begin so belong to parts beside a connector, which know them by themselves (Kafka Connect). */
const prefixesOfParts: readonly string[] = [
  'consumer.override.',
  'producer.override.',
  'admin.override.',
  'key.converter.',
  'value.converter.',
  'header.converter.',
  'transforms.',
  'predicates.',
  'topic.creation.',
]

const ranges = {
  short: [-32_768, 32_767],
  int: [-2_147_483_648, 2_147_483_647],
  long: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
} as const

function parseNumber(type: 'short' | 'int' | 'long' | 'double', text: string): number {
  const failure = () => new ParseFailure(`Not a number of type ${type.toUpperCase()}`)
  if (type === 'double') {
    const value = Number(text)
    if (text === '' || Number.isNaN(value)) throw failure()
    return value
  }
  if (!/^[+-]?\d+$/.test(text)) throw failure()
  const value = Number(text)
  const [low, high] = ranges[type]
  if (value < low || value > high) throw failure()
  return value
}

/** Splits a Kafka LIST value at commas; blanks around elements do not count. */
export function splitList(text: string): string[] {
  const trimmed = text.trim()
  return trimmed === '' ? [] : trimmed.split(/\s*,\s*/)
}

function parseText(type: ConfigType, raw: string): unknown {
  const text = raw.trim()
  switch (type) {
    case 'string':
    case 'class':
      return text
    case 'password':
      return new Secret(text)
    case 'boolean':
      if (/^true$/i.test(text)) return true
      if (/^false$/i.test(text)) return false
      throw new ParseFailure('Expected value to be either true or false')
    case 'list':
      return splitList(text)
    case 'short':
    case 'int':
    case 'long':
    case 'double':
      return parseNumber(type, text)
  }
}

/** A default as the text that configuration files would carry; null for none. */
export function defaultText(key: ConfigKey): string | null {
  if (key.default === undefined || key.default === null) return null
  return Array.isArray(key.default) ? key.default.join(',') : String(key.default)
}

/** A parsed value as text, secrets in the clear. */
function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Secret) return value.reveal()
  return Array.isArray(value) ? value.join(',') : String(value)
}

interface Checked {
  readonly value: unknown
  readonly errors: string[]
}

function check(name: string, key: ConfigKey, props: Readonly<Record<string, string>>): Checked {
  const errors: string[] = []
  const given = props[name]
  let value: unknown = null
  if (given === undefined) {
    if (key.default === undefined) {
      errors.push(`Missing required configuration "${name}" which has no default value.`)
    } else if (key.default !== null) {
      value = typeof key.default === 'string' ? parseText(key.type, key.default) : key.default
    }
  } else {
    try {
      value = parseText(key.type, given)
    } catch (error) {
      if (!(error instanceof ParseFailure)) throw error
      return { value: null, errors: [invalid(name, key, given, error.message)] }
    }
  }
  const complaint = key.validator?.(value instanceof Secret ? value.reveal() : value, name) ?? null
  if (complaint !== null) {
    errors.push(invalid(name, key, valueText(value) ?? 'null', complaint))
  }
  return { value, errors }
}

function invalid(name: string, key: ConfigKey, value: string, complaint: string): string {
  const shown = key.type === 'password' && value !== 'null' ? '[hidden]' : value
  return `Invalid value ${shown} for configuration ${name}: ${complaint}`
}

/** Edit distance of two names, for "did you mean" (Levenshtein). */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}

/** The candidate nearest to a misspelt name, or null when none is near. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    const d = distance(name, candidate)
    if (d < least) {
      least = d
      best = candidate
    }
  }
  return best
}

/** Declares a configuration; the types of the parsed values are inferred from the keys. */
export function defineConfig<const T extends ConfigKeys>(keys: T): ConfigDef<T> {
  const names = Object.keys(keys)
  return {
    keys,
    parse(props) {
      const values: Record<string, unknown> = {}
      const errors: string[] = []
      for (const name of names) {
        const checked = check(name, keys[name] as ConfigKey, props)
        values[name] = checked.value
        errors.push(...checked.errors)
      }
      if (errors.length > 0) {
        throw raise('CONFIG_INVALID', { count: errors.length, errors: errors.join('; ') })
      }
      return values as ConfigOf<T>
    },
    validate(props) {
      return names.map(name => {
        const checked = check(name, keys[name] as ConfigKey, props)
        return { name, value: valueText(checked.value), errors: checked.errors }
      })
    },
    resolveAliases(props) {
      const result: Record<string, string> = { ...props }
      const used: { alias: string; key: string }[] = []
      for (const name of names) {
        for (const alias of keys[name]?.aliases ?? []) {
          const value = result[alias]
          if (value === undefined) continue
          used.push({ alias, key: name })
          if (result[name] === undefined) result[name] = value
        }
      }
      return { props: result, used }
    },
    unknown(props, also = [], prefixes = prefixesOfParts) {
      const known = new Set([...names, ...also, ...names.flatMap(n => keys[n]?.aliases ?? [])])
      return Object.keys(props)
        .filter(key => !known.has(key) && !prefixes.some(prefix => key.startsWith(prefix)))
        .map(key => ({ key, nearest: nearestName(key, [...names, ...also]) }))
    },
    secrets() {
      return names.filter(name => keys[name]?.type === 'password')
    },
  }
}
