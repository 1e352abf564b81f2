import { readFileSync } from 'node:fs'
import {
  type ConnectorPlugin,
  defineConfig,
  nonEmpty,
  type SinkTask,
  TidewireError,
} from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { PluginRegistry } from '../plugins/plugin-registry.ts'
import {
  connectorDefinition,
  pluginOf,
  rejectInvalid,
  validateConnector,
} from './connector-validation.ts'
import { definitionViews } from './definition-view.ts'

interface Exchange {
  readonly n: number
  readonly name: string
  readonly request: { readonly path: string; readonly body?: Record<string, string | null> }
  readonly response: { readonly status: number; readonly body?: unknown }
}

const golden = new URL('../../../../test/golden/connect-rest/', import.meta.url)

function recorded(file: string): Exchange[] {
  return JSON.parse(readFileSync(new URL(file, golden), 'utf8')) as Exchange[]
}

const idle = {
  start: async () => {},
  taskConfigs: async () => [],
  stop: async () => {},
}
const file = { type: 'string', default: null, importance: 'high', doc: 'File.' } as const

/** The file connectors of the recordings, as far as their configuration goes. */
const plugins: ConnectorPlugin[] = [
  {
    type: 'sink',
    className: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    version: '3.9.2',
    config: defineConfig({ file }),
    newConnector: () => idle,
    newTask: () => ({}) as SinkTask,
  },
  {
    type: 'source',
    className: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    version: '3.9.2',
    config: defineConfig({
      file,
      topic: { type: 'string', importance: 'high', doc: 'Topic.', validator: nonEmpty },
      'batch.size': { type: 'int', default: 2000, importance: 'low', doc: 'Records a poll.' },
    }),
    newConnector: () => idle,
    newTask: () => ({ start: async () => {}, poll: async () => [], stop: async () => {} }),
  },
]
const registry = new PluginRegistry(plugins)

/** Documentation is every implementation's own. */
function withoutDocs(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => (key === 'documentation' ? '<doc>' : item)),
  )
}

function validate(body: Record<string, string | null>) {
  return validateConnector(registry, body, 'All')
}

describe('validation as Kafka Connect answers it', () => {
  const needsTransforms = new Set(['validate-with-transform'])
  const cases = recorded('03-validate.json').filter(
    x => x.response.status === 200 && !needsTransforms.has(x.name),
  )

  it.each(cases.map(x => [`${x.n} ${x.name}`, x] as const))('%s', (_, { request, response }) => {
    expect(withoutDocs(validate(request.body ?? {}))).toEqual(response.body)
  })

  it('names the alias and the class of a transformation that is not installed', () => {
    const view = validate({
      'connector.class': 'FileStreamSink',
      name: 'x',
      topics: 't',
      transforms: 'h',
      'transforms.h.type': 'no.such.Transform',
    })
    expect(view.groups).toContain('Transforms: h')
    expect(view.configs.flatMap(c => c.value.errors)).toEqual([
      'Invalid value no.such.Transform for configuration transforms.h.type: Class no.such.Transform could not be found.',
    ])
  })

  it('refuses a source that must deliver exactly once', () => {
    const errors = (support: string) =>
      validate({
        'connector.class': 'FileStreamSource',
        name: 'x',
        topic: 't',
        'exactly.once.support': support,
      }).configs.flatMap(({ value }) => value.errors)
    expect(errors('requested')).toEqual([])
    expect(errors('REQUIRED')).toEqual([
      'This worker does not have exactly-once source support enabled.',
    ])
  })

  it('lets the override policy refuse client keys', () => {
    const props = {
      'connector.class': 'FileStreamSink',
      name: 'x',
      topics: 't',
      'consumer.override.max.poll.records': '5',
    }
    expect(validateConnector(registry, props, 'All').error_count).toBe(0)
    expect(validateConnector(registry, props, 'Principal').error_count).toBe(1)
  })

  it('masks secrets in overrides', () => {
    const view = validate({
      'connector.class': 'FileStreamSink',
      name: 'x',
      topics: 't',
      'consumer.override.sasl.jaas.config': 'Plain required password="hunter22";',
    })
    expect(JSON.stringify(view)).not.toContain('hunter22')
  })
})

describe('configuration of a plugin as Kafka Connect shows it', () => {
  const cases = recorded('02-plugins.json').filter(x =>
    ['plugin-config-source', 'plugin-config-sink-alias-long'].includes(x.name),
  )
  it.each(cases.map(x => [x.name, x] as const))('%s', (_, { request, response }) => {
    const name = request.path.split('/')[2] ?? ''
    const shown = definitionViews(connectorDefinition(registry, registry.connector(name)))
    expect(withoutDocs(shown)).toEqual(response.body)
  })

  it('shows the JSON converter', () => {
    const exchange = recorded('02-plugins.json').find(x => x.name === 'plugin-config-converter')
    const config = registry.findPluginConfig('org.apache.kafka.connect.json.JsonConverter')
    expect(config && withoutDocs(definitionViews(config))).toEqual(exchange?.response.body)
  })
})

describe('refusal of an invalid configuration', () => {
  it('says the errors line by line in Kafka Connect’s words', () => {
    const [one, three] = recorded('04-create.json').filter(x =>
      ['create-bad-config-one', 'create-bad-config-two'].includes(x.name),
    )
    for (const exchange of [one!, three!]) {
      const { config } = exchange.request.body as unknown as { config: Record<string, string> }
      const { message } = exchange.response.body as { message: string }
      let said = ''
      try {
        rejectInvalid(validate({ ...config, name: 'src1' }))
      } catch (error) {
        said = error instanceof TidewireError ? error.message : String(error)
      }
      expect(said).toBe(message)
    }
  })
})

it('a configuration without a class, or with null for it, is told so', () => {
  for (const props of [{ 'tasks.max': '1' }, { 'tasks.max': '1', 'connector.class': null }]) {
    expect(() => pluginOf(registry, props)).toThrow(/^Connector config \{.*tasks.max=1\} contains/)
  }
})
