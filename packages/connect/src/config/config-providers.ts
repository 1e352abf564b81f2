import { readdir, readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'
import { messageOf, type Props, parseProperties, splitList } from '@tidewire/core'
import { raise } from '../raise.ts'

/** Looks up values outside the configuration (Kafka's `ConfigProvider`): path to keys and values. */
type Lookup = (path: string) => Promise<ReadonlyMap<string, string>>

/** `${provider:path:key}`, or `${provider:key}`, as Kafka's `ConfigTransformer` reads it. */
const reference = /\$\{([^}]*?):(?:([^}]*?):)?([^}]*?)\}/g

/** True when a value takes at least part of itself from a provider. */
export function hasReference(value: string): boolean {
  return value.search(reference) >= 0
}

/** Refuses paths outside `allowed.paths`; without that setting every path is allowed, as in Kafka. */
function pathGuard(allowed: string | undefined): (path: string) => string {
  const roots = splitList(allowed ?? '').map(root => normalize(root))
  return path => {
    const wanted = normalize(path)
    const inside = (root: string) =>
      wanted === root || wanted.startsWith(root.endsWith(sep) ? root : root + sep)
    if (roots.length === 0 || (isAbsolute(wanted) && roots.some(inside))) return wanted
    throw raise('CONNECT_CONFIG_PROVIDER', {
      what: path,
      reason: 'the path is not below one of allowed.paths',
    })
  }
}

async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = messageOf(error)
    throw raise('CONNECT_CONFIG_PROVIDER', { what: path, reason }, { cause: error })
  }
}

const kinds: Readonly<Record<string, (params: Props) => Lookup>> = {
  FileConfigProvider(params) {
    const guard = pathGuard(params['allowed.paths'])
    return async path => {
      const file = guard(path)
      const text = await reading(path, () => readFile(file, 'utf8'))
      return new Map(Object.entries(parseProperties(text)))
    }
  },
  DirectoryConfigProvider(params) {
    const guard = pathGuard(params['allowed.paths'])
    return async path => {
      const folder = guard(path)
      return await reading(path, async () => {
        const found = new Map<string, string>()
        for (const name of await readdir(folder)) {
          const file = join(folder, name)
          if ((await stat(file)).isFile()) found.set(name, await readFile(file, 'utf8'))
        }
        return found
      })
    }
  },
  EnvVarConfigProvider(params) {
    const pattern = new RegExp(`^(?:${params['allowlist.pattern'] ?? '.*'})$`)
    return async () =>
      new Map(
        Object.entries(process.env).flatMap(([name, value]) =>
          value !== undefined && pattern.test(name) ? [[name, value] as const] : [],
        ),
      )
  },
}

/** A configuration with the values of providers put in. */
export interface ResolvedProps {
  readonly props: Record<string, string>
  /** Values that came from providers; they are to be treated as secrets. */
  readonly secrets: readonly string[]
}

/** The `config.providers` of a worker: file, directory and environment, under Apache Kafka's class names. */
export class ConfigProviders {
  readonly #lookups = new Map<string, Lookup>()

  /** Throws `CONNECT_WORKER_CONFIG` for a provider without a class or of an unknown class. */
  constructor(worker: Props) {
    for (const alias of splitList(worker['config.providers'] ?? '')) {
      const key = `config.providers.${alias}`
      const name = worker[`${key}.class`] ?? ''
      const make = kinds[name.slice(name.lastIndexOf('.') + 1)]
      if (make === undefined) {
        const known = Object.keys(kinds).join(', ')
        throw raise('CONNECT_WORKER_CONFIG', {
          reason: `${key}.class is ${name === '' ? 'missing' : name}; known are ${known}`,
        })
      }
      const prefix = `${key}.param.`
      const params = Object.entries(worker).filter(([k]) => k.startsWith(prefix))
      this.#lookups.set(
        alias,
        make(Object.fromEntries(params.map(([k, v]) => [k.slice(prefix.length), v]))),
      )
    }
  }

  /**
   * Puts the values in. References to unknown providers or keys stay as they are, as in Kafka. Throws
   * `CONNECT_CONFIG_PROVIDER` when a file cannot be read.
   */
  async resolve(props: Props): Promise<ResolvedProps> {
    if (this.#lookups.size === 0) return { props: { ...props }, secrets: [] }
    const resolved: Record<string, string> = {}
    const secrets: string[] = []
    const read = new Map<string, Promise<ReadonlyMap<string, string>>>()
    for (const [key, value] of Object.entries(props)) {
      let text = value
      for (const [whole, alias = '', path = '', name = ''] of value.matchAll(reference)) {
        const lookup = this.#lookups.get(alias)
        if (lookup === undefined) continue
        const source = `${alias}:${path}`
        const values = read.get(source) ?? lookup(path)
        read.set(source, values)
        const found = (await values).get(name)
        if (found === undefined) continue
        secrets.push(found)
        text = text.replace(whole, () => found)
      }
      resolved[key] = text
    }
    return { props: resolved, secrets }
  }
}
