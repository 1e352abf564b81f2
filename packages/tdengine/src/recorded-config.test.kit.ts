import { readFileSync } from 'node:fs'
import { type ConfigDef, type ConfigKey, type ConfigKeys, defaultText } from '@tidewire/core'
import { expect, it } from 'vitest'

const folder = new URL('../../../test/golden/tdengine-plugins/', import.meta.url)
const references = new URL('../../../docs/reference/', import.meta.url)

interface RecordedKey {
  readonly name: string
  readonly type: string
  readonly group: string | null
}

/** One answer of the REST interface about a configuration. */
interface RecordedValidation {
  readonly n: number
  readonly request: { readonly body: Readonly<Record<string, string>> }
  readonly response: {
    readonly body: {
      readonly configs: readonly {
        readonly value: {
          readonly name: string
          readonly value: string | null
          readonly errors: readonly string[]
        }
      }[]
    }
  }
}

/** Where we differ from the Java connectors 1.1.6 on purpose, with the reason. */
const differences: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // The Java connectors show the password in the clear.
  'connection.password': { type: 'PASSWORD' },
}

/** A key as `GET /connector-plugins/{name}/config` shows it (Kafka Connect REST). */
function shown(name: string, key: ConfigKey): Record<string, unknown> {
  return {
    name,
    type: key.type.toUpperCase(),
    required: key.default === undefined,
    default_value: defaultText(key),
    importance: key.importance.toUpperCase(),
    documentation: '<doc>',
    group: key.group ?? null,
    width: (key.width ?? 'none').toUpperCase(),
    display_name: key.displayName ?? name,
    dependents: key.dependents ?? [],
    order: key.order ?? -1,
  }
}

/** The keys of a Java connector 1.1.6, without those that Kafka Connect adds to every connector. */
function recordedKeys(connector: 'sink' | 'source'): RecordedKey[] {
  const text = readFileSync(new URL(`${connector}.config.json`, folder), 'utf8')
  const keys: RecordedKey[] = JSON.parse(text)
  return keys.slice(
    0,
    keys.findIndex(key => key.name === 'name'),
  )
}

/** A default as the tables of the reference show it. */
function defaultInReference(key: ConfigKey): string {
  if (key.default === undefined) return 'required'
  const text = defaultText(key)
  return text === null ? 'none' : text === '' ? 'empty' : `\`${text}\``
}

/** Tests that a configuration is the recorded one of the Java connector, and is in the reference. */
export function isAsRecorded<T extends ConfigKeys>(
  connector: 'sink' | 'source',
  config: ConfigDef<T>,
  validations: readonly number[],
): void {
  const recorded = recordedKeys(connector)
  const keys = Object.entries(config.keys as Readonly<Record<string, ConfigKey>>)
  const own = new Map(keys)

  it('has the keys of the Java connector first, in its order', () => {
    expect(keys.slice(0, recorded.length).map(([name]) => name)).toEqual(
      recorded.map(key => key.name),
    )
  })

  it.each(recorded.map(key => [key.name, key] as const))('%s is as recorded', (name, key) => {
    const ours = own.get(name)
    expect(ours && shown(name, ours)).toEqual({ ...key, ...differences[name] })
  })

  it('has every key in the reference, with type and default', () => {
    const page = readFileSync(new URL(`tdengine-${connector}.md`, references), 'utf8')
    for (const [name, key] of keys) {
      // A key without effect stands in a sentence.
      if (page.includes(`\`${name}\` (${key.type}, no default)`)) continue
      const [, type = '', byDefault] =
        new RegExp(`^\\| \`${name}\` +\\| ([^|]+?) +\\| ([^|]+?) +\\|`, 'm').exec(page) ?? []
      expect(type.split(',')[0], name).toBe(key.type)
      expect(byDefault, name).toBe(defaultInReference(key))
    }
  })

  it('tells what every key means', () => {
    for (const [name, key] of keys) expect(key.doc.length, name).toBeGreaterThan(20)
  })

  it.each(validations)('exchange %i validates as recorded', n => {
    const exchanges: RecordedValidation[] = JSON.parse(
      readFileSync(new URL('exchanges.json', folder), 'utf8'),
    )
    const exchange = exchanges.find(one => one.n === n)
    const names = new Set(recorded.map(key => key.name))
    const expected = exchange?.response.body.configs
      .map(({ value }) => value)
      .filter(value => names.has(value.name))
      .map(({ name, value, errors }) => ({ name, value, errors }))
    const { props } = config.resolveAliases(exchange?.request.body ?? {})
    expect(config.validate(props).filter(value => names.has(value.name))).toEqual(expected)
  })
}
