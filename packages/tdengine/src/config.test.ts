import { Secret } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { sinkConfig } from './config.ts'
import { RecordedConfig } from './recorded-config.test.kit.ts'

const java = new RecordedConfig('sink', sinkConfig)

describe('the sink configuration', () => {
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

  it.each([6, 7])('exchange %i validates as recorded', n => {
    const { recorded, ours } = java.validation(n)
    expect(ours).toEqual(recorded)
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
