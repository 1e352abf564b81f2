import { TidewireError } from '@tidewire/core'
import { connectorDefinition, type SubmittedProps } from '../config/connector-validation.ts'
import { definitionViews, type ValidationView } from '../config/definition-view.ts'
import type { PluginRegistry } from '../plugins/plugin-registry.ts'
import { raise } from '../raise.ts'
import { errorAnswer, json } from './answers.ts'
import { readProps } from './request-body.ts'
import type { Routes } from './route-table.ts'

/** What Kafka Connect puts before the texts of errors that come out of a validation. */
const javaPrefix: Readonly<Record<string, string>> = {
  CONNECT_BAD_REQUEST: 'org.apache.kafka.connect.runtime.rest.errors.BadRequestException: ',
  CONNECT_UNKNOWN_CLASS: 'org.apache.kafka.connect.errors.ConnectException: ',
}

/** Everything under /connector-plugins. */
export function pluginRoutes(
  registry: PluginRegistry,
  validate: (props: SubmittedProps) => Promise<ValidationView>,
): Routes {
  return {
    '/connector-plugins': {
      GET(c) {
        // Java's reading of a boolean: whatever is not "true" is false.
        const only = c.req.query('connectorsOnly')
        return json(registry.list(only === undefined || only.toLowerCase() === 'true'))
      },
    },
    '/connector-plugins/:plugin/config': {
      GET(c) {
        const name = c.req.param('plugin') ?? ''
        const connector = registry.findConnector(name)
        const def =
          connector === undefined
            ? registry.findPluginConfig(name)
            : connectorDefinition(registry, connector)
        if (def === undefined) {
          throw raise('CONNECT_NOT_FOUND', { text: `Unknown plugin ${name}.` })
        }
        return json(definitionViews(def))
      },
    },
    '/connector-plugins/:plugin/config/validate': {
      async PUT(c) {
        const name = c.req.param('plugin') ?? ''
        const props = await readProps(c.req.raw)
        const given = props['connector.class']
        if (given !== undefined && given !== null && !sameClass(registry, given, name)) {
          throw raise('CONNECT_BAD_REQUEST', {
            text: `Included connector type ${given} does not match request type ${name}`,
          })
        }
        try {
          return json(await validate(props))
        } catch (error) {
          if (!(error instanceof TidewireError)) throw error
          return errorAnswer(500, `${javaPrefix[error.code] ?? ''}${error.message}`)
        }
      },
    },
  }
}

function sameClass(registry: PluginRegistry, given: string, name: string): boolean {
  if (given === name) return true
  const a = registry.findConnector(given)
  return a !== undefined && a === registry.findConnector(name)
}
