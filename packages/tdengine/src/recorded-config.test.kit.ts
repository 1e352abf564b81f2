import { readFileSync } from 'node:fs'
import { type ConfigDef, type ConfigKey, type ConfigKeys, defaultText } from '@tidewire/core'

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

/** The keys of a Java connector 1.1.6 as ours should show them, without those that Kafka Connect adds to every connector. */
function recordedKeys(connector: 'sink' | 'source'): RecordedKey[] {
  const text = readFileSync(new URL(`${connector}.config.json`, folder), 'utf8')
  const keys: RecordedKey[] = JSON.parse(text)
  return keys
    .slice(
      0,
      keys.findIndex(key => key.name === 'name'),
    )
    .map(key => ({ ...key, ...differences[key.name] }))
}

/** A default as the tables of the reference show it. */
function defaultInReference(key: ConfigKey): string {
  if (key.default === undefined) return 'required'
  const text = defaultText(key)
  return text === null ? 'none' : text === '' ? 'empty' : `\`${text}\``
}

/** A configuration beside the recorded one of the Java connector, and beside our reference. */
export class RecordedConfig<T extends ConfigKeys> {
  /** The recorded keys, in their order. */
  readonly recorded: readonly RecordedKey[]
  readonly #connector: 'sink' | 'source'
  readonly #config: ConfigDef<T>
  readonly #own: ReadonlyMap<string, ConfigKey>

  constructor(connector: 'sink' | 'source', config: ConfigDef<T>) {
    this.recorded = recordedKeys(connector)
    this.#connector = connector
    this.#config = config
    this.#own = new Map(Object.entries(config.keys as Readonly<Record<string, ConfigKey>>))
  }

  /** The names of our keys. */
  get names(): string[] {
    return [...this.#own.keys()]
  }

  /** A key of ours as the REST interface shows it. */
  shown(name: string): Record<string, unknown> | null {
    const key = this.#own.get(name)
    return key === undefined ? null : shown(name, key)
  }

  /** Our keys that the reference lacks, or shows with another type or default; keys whose meaning is not told. */
  missingInReference(): string[] {
    const page = readFileSync(new URL(`tdengine-${this.#connector}.md`, references), 'utf8')
    return [...this.#own].flatMap(([name, key]) => {
      if (key.doc.length <= 20) return [name]
      // A key without effect stands in a sentence.
      if (page.includes(`\`${name}\` (${key.type}, no default)`)) return []
      const [, type = '', byDefault] =
        new RegExp(`^\\| \`${name}\` +\\| ([^|]+?) +\\| ([^|]+?) +\\|`, 'm').exec(page) ?? []
      const same = type.split(',')[0] === key.type && byDefault === defaultInReference(key)
      return same ? [] : [name]
    })
  }

  /** The values of the recorded keys in a recorded validation, and in ours of the same request. */
  validation(n: number): { readonly recorded: unknown; readonly ours: unknown } {
    const exchanges: RecordedValidation[] = JSON.parse(
      readFileSync(new URL('exchanges.json', folder), 'utf8'),
    )
    const exchange = exchanges.find(one => one.n === n)
    if (exchange === undefined) throw new Error(`there is no exchange ${n}`)
    const names = new Set(this.recorded.map(key => key.name))
    const { props } = this.#config.resolveAliases(exchange.request.body)
    return {
      recorded: exchange.response.body.configs
        .map(({ value }) => value)
        .filter(value => names.has(value.name))
        .map(({ name, value, errors }) => ({ name, value, errors })),
      ours: this.#config.validate(props).filter(value => names.has(value.name)),
    }
  }
}
