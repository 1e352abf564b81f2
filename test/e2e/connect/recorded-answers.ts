import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One recorded exchange with Kafka Connect's REST interface. */
export interface Exchange {
  readonly n: number
  readonly name: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly params?: Readonly<Record<string, string>>
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly bodyText?: string
  }
  readonly response: {
    readonly status: number
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: unknown
    readonly bodyText?: string
    readonly sameBodyAs?: number
    /** A file of the same folder that holds the body. */
    readonly bodyFile?: string
  }
}

/** All recorded exchanges of a folder of `test/golden` in their order, with `<dir>` replaced. */
export function recordedExchanges(folder: string, dir: string): Exchange[] {
  const golden = fileURLToPath(new URL(`../../golden/${folder}/`, import.meta.url))
  const all = readdirSync(golden)
    .filter(name => name.endsWith('.json') && !name.endsWith('.config.json'))
    .toSorted()
    .flatMap(name => {
      const text = readFileSync(join(golden, name), 'utf8')
      return JSON.parse(text.replaceAll('<dir>', JSON.stringify(dir).slice(1, -1))) as Exchange[]
    })
    .toSorted((a, b) => a.n - b.n)
  const bodies = new Map(all.map(x => [x.n, x.response.body]))
  return all.map(x => {
    const { bodyFile, sameBodyAs } = x.response
    if (bodyFile !== undefined) {
      const body: unknown = JSON.parse(readFileSync(join(golden, bodyFile), 'utf8'))
      return { ...x, response: { ...x.response, body } }
    }
    if (sameBodyAs === undefined) return x
    return { ...x, response: { ...x.response, body: bodies.get(sameBodyAs) } }
  })
}

/** The path to send: `{name}` filled from the parameters. */
export function pathOf({ path, params = {} }: Exchange['request']): string {
  return path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
}

const placeholder =
  /<(?:host|port|dir|cluster-id|commit|version|timestamp|epoch-ms|doc|plugins|list of installed plugins|JSON [^>]*|null dereference [^>]*)>/

function textFits(expected: string, found: unknown): boolean {
  if (expected === found) return true
  if (!placeholder.test(expected)) return false
  if (typeof found === 'number') return /^<(epoch-ms|timestamp)>$/.test(expected)
  if (typeof found !== 'string') return false
  const parts = expected.split(placeholder).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(found)
}

/** Places whose values are every implementation's own. */
const free = new Set(['documentation', 'version', 'commit', 'kafka_cluster_id', 'worker_id'])

function inOrder(list: readonly unknown[], where: string): readonly unknown[] {
  const unordered = where === '' || /\.(topics|offsets)$/.test(where)
  return unordered
    ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : list
}

/** Where an answer differs from the recorded one; empty when they are the same. */
export function differences(expected: unknown, found: unknown, where = ''): string[] {
  const key = where.slice(where.lastIndexOf('.') + 1)
  if (free.has(key)) return typeof found === typeof expected ? [] : [`${where}: type`]
  if (Array.isArray(expected) && Array.isArray(found)) {
    if (expected.length !== found.length) {
      return [`${where}: ${expected.length} entries, found ${found.length}`]
    }
    const b = inOrder(found, where)
    return inOrder(expected, where).flatMap((item, i) => differences(item, b[i], `${where}[${i}]`))
  }
  const isObject = (v: unknown): v is Record<string, unknown> =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
  if (isObject(expected) && isObject(found)) {
    return [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap(name => {
      if (!(name in found)) return [`${where}.${name}: missing`]
      if (!(name in expected)) return [`${where}.${name}: extra`]
      return differences(expected[name], found[name], `${where}.${name}`)
    })
  }
  const same = typeof expected === 'string' ? textFits(expected, found) : Object.is(expected, found)
  return same
    ? []
    : [`${where}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`]
}
