import type { Props } from '@tidewire/core'
import { under } from '../config/worker-settings.ts'
import type { Converter } from '../converters/converter.ts'
import { raise } from '../raise.ts'
import type { WorkerContext } from '../worker-context.ts'
import type { NamedConverter } from './conversion.ts'

/** The client configuration of a connector's consumer, producer or admin client. */
export function connectorClient(
  context: WorkerContext,
  kind: 'consumer' | 'producer' | 'admin',
  connectorProps: Props,
): Record<string, string> {
  return {
    ...context.settings.clientWith(kind),
    ...under(connectorProps, `${kind}.override.`),
  }
}

/** The converter of a side: the connector's own, else the worker's. Throws `CONNECT_TASK_CONFIG`. */
export function converterFor(
  context: WorkerContext,
  side: 'key' | 'value' | 'header',
  connectorProps: Props,
): NamedConverter {
  const key = `${side}.converter`
  const own = connectorProps[key]
  const name = own ?? context.settings.values[`${side}.converter`]
  const plugin = context.registry.findConverter(name, side === 'header' ? 'headers' : 'records')
  if (plugin === undefined) {
    throw raise('CONNECT_TASK_CONFIG', { reason: `${key}: Class ${name} could not be found.` })
  }
  const props =
    own === undefined ? context.settings.under(`${key}.`) : under(connectorProps, `${key}.`)
  const converter: Converter = plugin.create(props, side)
  return { className: plugin.className, converter }
}

/** The task class that Kafka Connect would show for a connector class. */
export function taskClassOf(className: string): string {
  return className.replace(/Connector$/, '') + (/Connector$/.test(className) ? 'Task' : '$Task')
}
