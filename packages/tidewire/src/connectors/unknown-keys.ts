import type { Props } from '@tidewire/core'
import { connectorPlugins } from './plugins.ts'

/**
 * A line per key that a connector does not know, with the nearest key that it does know. `known` are the keys that the
 * worker checked. A class that is not one of Tidewire's gets no lines.
 */
export function unknownKeyNotes(config: Props, known: readonly string[]): readonly string[] {
  const name = config['connector.class'] ?? ''
  const plugin = connectorPlugins.find(
    ({ className }) => className === name || shortNames(className).includes(name),
  )
  if (plugin === undefined) return []
  return plugin.config.unknown(config, known).map(({ key, nearest }) => {
    const advice = nearest === null ? '' : `; did you mean ${nearest}?`
    return `The connector does not know the key ${key} and ignores it${advice}`
  })
}

/** Kafka Connect takes a class by its simple name too, with or without "Connector". */
function shortNames(className: string): readonly string[] {
  const simple = className.slice(className.lastIndexOf('.') + 1)
  return [simple, simple.replace(/Connector$/, '')]
}
