import type { ConfigDef, ConnectorPlugin } from '@tidewire/core'
import { byteArrayConverter } from '../converters/byte-array-converter.ts'
import type { ConverterPlugin } from '../converters/converter.ts'
import { jsonConverter } from '../converters/json-converter.ts'
import { booleanConverter, numberConverters } from '../converters/primitive-converters.ts'
import { simpleHeaderConverter } from '../converters/simple-header-converter.ts'
import { stringConverter } from '../converters/string-converter.ts'
import { raise } from '../raise.ts'

/** A plugin as `GET /connector-plugins` lists it. */
export interface PluginInfo {
  readonly class: string
  readonly type:
    | 'sink'
    | 'source'
    | 'converter'
    | 'header_converter'
    | 'transformation'
    | 'predicate'
  readonly version: string
}

/** The converters every worker has. */
const builtInConverters: readonly ConverterPlugin[] = [
  booleanConverter,
  byteArrayConverter,
  ...numberConverters,
  jsonConverter,
  simpleHeaderConverter,
  stringConverter,
]

const simpleNameOf = (className: string) => className.slice(className.lastIndexOf('.') + 1)

/** Names that find a class: full, simple, and simple without its suffix (Kafka Connect's plugin aliases). */
function aliasesOf(className: string, suffix: string): string[] {
  const simple = simpleNameOf(className)
  const names = [className, simple]
  if (simple.endsWith(suffix) && simple.length > suffix.length) {
    names.push(simple.slice(0, -suffix.length))
  }
  return names
}

function indexByAlias<T extends { readonly className: string }>(
  plugins: readonly T[],
  suffix: string,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  const ambiguous = new Set<string>()
  for (const plugin of plugins) {
    for (const name of aliasesOf(plugin.className, suffix)) {
      if (found.has(name) && found.get(name) !== plugin) ambiguous.add(name)
      found.set(name, plugin)
    }
  }
  for (const name of ambiguous) found.delete(name)
  for (const plugin of plugins) found.set(plugin.className, plugin)
  return found
}

/** The connectors and converters that a worker knows, found by Java class name or alias. */
export class PluginRegistry {
  readonly connectors: readonly ConnectorPlugin[]
  readonly converters: readonly ConverterPlugin[]
  readonly #connectorByName: ReadonlyMap<string, ConnectorPlugin>
  readonly #converterByName: ReadonlyMap<string, ConverterPlugin>

  constructor(
    connectors: readonly ConnectorPlugin[],
    converters: readonly ConverterPlugin[] = builtInConverters,
  ) {
    const byName = (a: { className: string }, b: { className: string }) =>
      a.className < b.className ? -1 : 1
    this.connectors = connectors.toSorted(byName)
    this.converters = converters.toSorted(byName)
    this.#connectorByName = indexByAlias(this.connectors, 'Connector')
    this.#converterByName = indexByAlias(this.converters, 'Converter')
  }

  findConnector(name: string): ConnectorPlugin | undefined {
    return this.#connectorByName.get(name)
  }

  /** Throws `CONNECT_UNKNOWN_CLASS` with the installed plugins. */
  connector(name: string): ConnectorPlugin {
    const plugin = this.findConnector(name)
    if (plugin !== undefined) return plugin
    const known = this.connectors
      .map(p => `PluginDesc{name='${p.className}', version='${p.version}', type=${p.type}}`)
      .join(', ')
    throw raise('CONNECT_UNKNOWN_CLASS', { name, known })
  }

  /** A converter by class name or alias; with `use`, only one that serves it. */
  findConverter(name: string, use?: 'records' | 'headers'): ConverterPlugin | undefined {
    const found = this.#converterByName.get(name)
    return use === undefined || found?.serves.includes(use) === true ? found : undefined
  }

  /** All plugins in Kafka Connect's order: sinks, sources, then converters. */
  list(connectorsOnly: boolean): PluginInfo[] {
    const info = (type: PluginInfo['type']) => (p: { className: string; version: string }) => ({
      class: p.className,
      type,
      version: p.version,
    })
    const connectors = [
      ...this.connectors.filter(p => p.type === 'sink').map(info('sink')),
      ...this.connectors.filter(p => p.type === 'source').map(info('source')),
    ]
    if (connectorsOnly) return connectors
    return [
      ...connectors,
      ...this.converters.filter(p => p.serves.includes('records')).map(info('converter')),
      ...this.converters.filter(p => p.serves.includes('headers')).map(info('header_converter')),
    ]
  }

  /** The declared configuration of a plugin that is not a connector. */
  findPluginConfig(name: string): ConfigDef | undefined {
    return this.findConverter(name)?.config
  }
}
