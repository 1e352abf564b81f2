import { readFileSync } from 'node:fs'
import { type ConfigKey, defaultText, Secret } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { sinkConfig } from './config.ts'

const folder = new URL('../../../test/golden/tdengine-plugins/', import.meta.url)

interface RecordedKey {
  readonly name: string
  readonly type: string
  readonly group: string | null
}

const recorded: RecordedKey[] = JSON.parse(
  readFileSync(new URL('sink.config.json', folder), 'utf8'),
)
const own = recorded.slice(
  0,
  recorded.findIndex(key => key.name === 'name'),
)

/** Where we differ from the Java connector 1.1.6 on purpose, with the reason. */
const differences: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // The Java connector shows the password in the clear.
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

const keys = Object.entries(sinkConfig.keys as Readonly<Record<string, ConfigKey>>)

describe('the sink configuration', () => {
  it('has the keys of the Java connector first, in its order', () => {
    expect(keys.slice(0, own.length).map(([name]) => name)).toEqual(own.map(key => key.name))
  })

  it.each(own.map(key => [key.name, key] as const))('%s is as recorded', (name, key) => {
    const ours = (sinkConfig.keys as Readonly<Record<string, ConfigKey>>)[name]
    expect(shown(name, ours!)).toEqual({ ...key, ...differences[name] })
  })

  it('has every key in the reference, with type and default', () => {
    const page = readFileSync(
      new URL('../../../docs/reference/tdengine-sink.md', import.meta.url),
      'utf8',
    )
    for (const [name, key] of keys) {
      if (name === 'db.timeunit') {
        expect(page).toContain('`db.timeunit` (string, no default)')
        continue
      }
      const [, type = '', byDefault] =
        new RegExp(`^\\| \`${name}\` +\\| ([^|]+?) +\\| ([^|]+?) +\\|`, 'm').exec(page) ?? []
      expect(type.split(',')[0], name).toBe(key.type)
      const shownDefault =
        key.default === undefined
          ? 'required'
          : key.default === null
            ? 'none'
            : key.default === '' || (Array.isArray(key.default) && key.default.length === 0)
              ? 'empty'
              : `\`${defaultText(key)}\``
      expect(byDefault, name).toBe(shownDefault)
    }
  })

  it('tells what every key means', () => {
    for (const [name, key] of keys) expect(key.doc.length, name).toBeGreaterThan(20)
  })

  interface Exchange {
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
  const file = JSON.parse(readFileSync(new URL('exchanges.json', folder), 'utf8'))
  const exchanges: Exchange[] = Array.isArray(file) ? file : file.exchanges

  it.each([6, 7])('exchange %i validates as recorded', n => {
    const exchange = exchanges.find(one => one.n === n)!
    const names = new Set(own.map(key => key.name))
    const expected = exchange.response.body.configs
      .map(config => config.value)
      .filter(value => names.has(value.name))
      .map(({ name, value, errors }) => ({ name, value, errors }))
    const ours = sinkConfig.validate(exchange.request.body)
    expect(ours.filter(value => names.has(value.name))).toEqual(expected)
  })

  const minimal = { 'connection.url': 'jdbc:TAOS://127.0.0.1:6030', 'db.schemaless': 'LINE' }

  it('takes connection.username for connection.user', () => {
    const { props, used } = sinkConfig.resolveAliases({
      ...minimal,
      'connection.username': 'kim',
    })
    expect(sinkConfig.parse(props)['connection.user']).toBe('kim')
    expect(used).toEqual([{ alias: 'connection.username', key: 'connection.user' }])
  })

  it('knows the key db.timeunit of old samples', () => {
    expect(sinkConfig.unknown({ ...minimal, 'db.timeunit': 'milliseconds' })).toEqual([])
  })

  // Defect 14 of the Java connector: the password was a plain string, logged and returned.
  it('keeps the password secret', () => {
    const config = sinkConfig.parse({ ...minimal, 'connection.password': 'hunter2' })
    expect(config['connection.password']).toBeInstanceOf(Secret)
    expect(JSON.stringify(config)).not.toContain('hunter2')
    expect(sinkConfig.secrets()).toEqual(['connection.password'])
  })

  it.each(['US/Mountain', 'U', 'UTC', 'Asia/Shanghai', 'Etc/GMT+8'])('takes time zone %s', zone => {
    const [error] = errorsOf('connection.timezone', zone)
    expect(error).toBeUndefined()
  })

  it.each(['GMT+8', '+08:00', 'Mars/X', 'utc8'])('refuses time zone %s', zone => {
    expect(errorsOf('connection.timezone', zone)).toHaveLength(1)
  })

  it.each(['UTF-8', 'utf8', 'GBK', 'ISO-8859-1', 'UTF-32', 'Big5'])('takes charset %s', name => {
    expect(errorsOf('db.charset', name)).toEqual([])
  })

  it.each(['UTF-7', 'nope', ''])('refuses charset %j', name => {
    expect(errorsOf('db.charset', name)).toHaveLength(1)
  })

  function errorsOf(key: string, value: string): readonly string[] {
    return (
      sinkConfig.validate({ ...minimal, [key]: value }).find(one => one.name === key)?.errors ?? []
    )
  }
})
