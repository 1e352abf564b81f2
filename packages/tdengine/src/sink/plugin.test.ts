import type { ConnectorContext } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { tdengineSinkPlugin } from './plugin.ts'

const props = {
  name: 'sink',
  'connection.url': 'jdbc:TAOS://127.0.0.1:6030',
  'connection.username': 'kim',
  'db.schemaless': 'line',
}

function context(warnings: string[]): ConnectorContext {
  const ignore = () => {}
  return {
    name: 'sink',
    log: { debug: ignore, info: ignore, warn: text => warnings.push(text), error: ignore },
    signal: new AbortController().signal,
    requestTaskReconfiguration: ignore,
    raiseError: ignore,
  }
}

describe('the sink plugin', () => {
  it('has the class name of the Java connector and the version of the user page', () => {
    expect(tdengineSinkPlugin).toMatchObject({
      type: 'sink',
      className: 'com.taosdata.kafka.connect.sink.TDengineSinkConnector',
      version: '1.0.0',
    })
  })

  it('gives every task the whole configuration, and warns of an alias', async () => {
    const warnings: string[] = []
    const connector = tdengineSinkPlugin.newConnector()
    await connector.start(props, context(warnings))
    expect(await connector.taskConfigs(3, new AbortController().signal)).toEqual([
      props,
      props,
      props,
    ])
    expect(warnings).toEqual([expect.stringContaining('connection.user')])
    await connector.stop()
  })

  it('does not start with a configuration that has errors', async () => {
    const connector = tdengineSinkPlugin.newConnector()
    await expect(
      connector.start({ ...props, 'db.schemaless': 'xml' }, context([])),
    ).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  it.each([
    ['jdbc:TAOS://127.0.0.1:6030', 0],
    ['jdbc:TAOS-RS://h:6041/?batchfetch=true', 0],
    ['jdbc:TAOS-XX://h:6041', 1],
    ['jdbc:TAOS-WS://h:99999', 1],
    // The ConfigDef's own validator speaks of these, in the recorded words.
    ['jdbc:mysql://h', 0],
  ])('reads %s when it is validated: %i more errors', async (url, errors) => {
    const found = (await tdengineSinkPlugin.validate?.({ ...props, 'connection.url': url })) ?? []
    expect(found).toHaveLength(errors)
    for (const { key } of found) expect(key).toBe('connection.url')
  })

  it('never shows a password of the URL', async () => {
    const url = 'jdbc:TAOS-WS://h:99999/?user=root&password=hunter2'
    const found = await tdengineSinkPlugin.validate?.({ ...props, 'connection.url': url })
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })
})

it('refuses telnet lines for typed tables', async () => {
  const props = {
    'connection.url': 'jdbc:TAOS-WS://h',
    'db.schemaless': 'telnet',
    'write.method': 'typed',
  }
  expect(await tdengineSinkPlugin.validate?.(props)).toEqual([
    { key: 'write.method', message: expect.stringContaining('line and json') },
  ])
  expect(await tdengineSinkPlugin.validate?.({ ...props, 'write.method': 'auto' })).toEqual([])
})
