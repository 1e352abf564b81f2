import { nearestName, Secret } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { RecordedConfig } from './recorded-config.test.kit.ts'
import { settingsOf, topicOf } from './source/profile.ts'
import { sourceComplaints, sourceConfig } from './source-config.ts'

const minimal = { 'connection.url': 'jdbc:TAOS://127.0.0.1:6030', 'connection.database': 'test' }

function errorsOf(props: Readonly<Record<string, string>>, key: string): readonly string[] {
  const resolved = sourceConfig.resolveAliases({ ...minimal, ...props }).props
  return sourceConfig.validate(resolved).find(one => one.name === key)?.errors ?? []
}

const java = new RecordedConfig('source', sourceConfig)

describe('the source configuration', () => {
  it('has the keys of the Java connector first, in its order', () => {
    const names = java.recorded.map(key => key.name)
    expect(java.names.slice(0, names.length)).toEqual(names)
  })

  it.each(java.recorded.map(key => [key.name, key] as const))('%s is as recorded', (name, key) => {
    expect(java.shown(name)).toEqual(key)
  })

  it('has every key in the reference, with type, default and meaning', () => {
    expect(java.missingInReference()).toEqual([])
  })

  it.each([9])('exchange %i validates as recorded', n => {
    const { recorded, ours } = java.validation(n)
    expect(ours).toEqual(recorded)
  })

  // Recording 8: the Java connector answered a bad timestamp.initial with HTTP 500.
  it('answers a bad timestamp.initial, out.format and others with errors of their keys', () => {
    const props = {
      'timestamp.initial': 'yesterday',
      'out.format': 'xml',
      'read.method': 'poll',
      'subscription.from': 'middle',
      'query.interval.ms': '-5',
      'fetch.max.rows': '-1',
      'timestamp.end': '2022-02-30 00:00:00',
    }
    for (const key of Object.keys(props)) expect(errorsOf(props, key), key).toHaveLength(1)
  })

  // Defect 11 of the Java connector: 0 rows were fetched again and again, without end.
  it.each(['0', '-1'])('refuses fetch.max.rows=%s', rows => {
    expect(errorsOf({ 'fetch.max.rows': rows }, 'fetch.max.rows')).toHaveLength(1)
  })

  // Defect 21 of the Java connector: its samples misspell keys, and nobody said so.
  it('understands or names what the shipped samples misspell', () => {
    const sample = {
      ...minimal,
      'topic.prefix': 'p',
      'topic.delimeter': '_',
      'output.format': 'json',
    }
    const { props, used } = sourceConfig.resolveAliases(sample)
    expect(used).toEqual([{ alias: 'topic.delimeter', key: 'topic.delimiter' }])
    expect(sourceConfig.unknown(props).map(({ key }) => key)).toEqual(['output.format'])
    expect(nearestName('output.format', Object.keys(sourceConfig.keys))).toBe('out.format')
  })

  it('wants timestamp.initial in the past and timestamp.end behind it', () => {
    const now = Date.UTC(2022, 0, 1)
    const wrong = (props: Record<string, string>) => sourceComplaints(props, now).map(c => c.key)
    expect(wrong({ 'timestamp.initial': '2022-01-01 00:00:01' })).toEqual(['timestamp.initial'])
    // Defect 18 of the Java connector: the zone of the machine decided.
    expect(
      wrong({
        'timestamp.initial': '2022-01-01 00:00:01',
        'connection.timezone': 'Asia/Shanghai',
      }),
    ).toEqual([])
    expect(
      wrong({
        'timestamp.initial': '2021-01-01 00:00:00',
        'timestamp.end': '2021-01-01 00:00:00',
      }),
    ).toEqual(['timestamp.end'])
  })

  it('is unchanged in its profile by keys that both releases know', () => {
    const { props, used } = sourceConfig.resolveAliases({
      ...minimal,
      'connection.username': 'root',
    })
    expect(used).toEqual([{ alias: 'connection.username', key: 'connection.user' }])
    expect(sourceConfig.parse(props)['topic.prefix']).toBe('')
  })

  it('needs topic.prefix with a key of release 1.1.6, as that release does', () => {
    expect(errorsOf({}, 'topic.prefix')).toEqual([])
    expect(errorsOf({ 'read.method': 'query' }, 'topic.prefix')).toHaveLength(1)
    expect(errorsOf({ 'subscription.from': 'latest' }, 'topic.prefix')).toHaveLength(1)
  })

  // Defect 14 of the Java connector: the password was a plain string, logged and returned.
  it('keeps the password secret', () => {
    const config = sourceConfig.parse({
      ...minimal,
      'topic.prefix': '',
      'connection.password': 'hunter2',
    })
    expect(config['connection.password']).toBeInstanceOf(Secret)
    expect(JSON.stringify(config)).not.toContain('hunter2')
  })
})

function settings(more: Readonly<Record<string, string>>) {
  const { props } = sourceConfig.resolveAliases({ ...minimal, 'topic.prefix': 'p', ...more })
  return settingsOf(sourceConfig.parse(props), props)
}

describe('profiles', () => {
  it('a configuration of the user page: prefix and database, typed tags, OpenTSDB JSON', () => {
    const { naming, output, readMethod } = settings({ 'out.format': 'json' })
    expect(topicOf(naming, 'test', 'meters')).toBe('ptest')
    expect(output).toEqual({
      format: 'opentsdb-json',
      tags: 'typed',
      unit: 'ms',
      tableNameTag: null,
    })
    expect(readMethod).toBe('query')
  })

  it.each([
    [{ 'read.method': 'query' }, 'p-test-meters'],
    [{ 'topic.delimiter': '_' }, 'p_test_meters'],
    [{ 'topic.delimeter': '_' }, 'p_test_meters'],
    [{ 'topic.ignore.db': 'true' }, 'p-meters'],
    [{ 'topic.per.stable': 'false' }, 'p-test'],
    [{ 'topic.per.stable': 'false', 'topic.ignore.db': 'true' }, 'p-test'],
    [{ 'topic.prefix': '', 'query.interval.ms': '0' }, '-test-meters'],
    [{ 'read.method': 'query', 'topic.naming': 'database' }, 'ptest'],
    [{ 'topic.naming': 'delimited' }, 'p-test-meters'],
  ])('%j names the topic %s', (props, topic) => {
    expect(topicOf(settings(props).naming, 'test', 'meters')).toBe(topic)
  })

  it('a configuration of release 1.1.6: plain tags, flat JSON', () => {
    const { output } = settings({ 'read.method': 'query', 'out.format': 'json' })
    expect(output).toMatchObject({ format: 'flat-json', tags: 'plain', unit: 'ms' })
  })

  // Defect 15 of the Java connector: the default read.method needed a group that has no default.
  it('means query mode without subscription.group.id', () => {
    expect(settings({ 'read.method': 'subscription' }).readMethod).toBe('query')
    expect(settings({ 'subscription.from': 'earliest' }).readMethod).toBe('query')
    expect(
      settings({ 'read.method': 'subscription', 'subscription.group.id': ' ' }).readMethod,
    ).toBe('query')
    expect(settings({ 'subscription.group.id': 'g' }).readMethod).toBe('subscription')
  })

  it('is overridden by out.format, line.tags and data.precision', () => {
    const { output } = settings({
      'out.format': 'Flat-JSON',
      'line.tags': 'quoted',
      'data.precision': 'us',
      'table.name.tag': 'device',
    })
    expect(output).toEqual({
      format: 'flat-json',
      tags: 'quoted',
      unit: 'us',
      tableNameTag: 'device',
    })
  })
})
