import { readFileSync } from 'node:fs'
import { type ConfigKey, type ConnectorContext, defaultText, Secret } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { sinkConfig } from './config.ts'
import { kwdbSinkPlugin } from './sink/plugin.ts'

/** The configuration of the user page, with numbers as they come from JSON: as text. */
const minimal = {
  'connection.url': 'jdbc:kaiwudb://localhost:26257',
  'connection.user': 'test',
  'connection.password': 'Password@2024',
  'connection.database': 'tsdb',
  'protocol.type': 'json_kaiwudb',
}

function errorsOf(key: string, value: string): readonly string[] {
  return (
    sinkConfig.validate({ ...minimal, [key]: value }).find(one => one.name === key)?.errors ?? []
  )
}

async function complaints(props: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const found = (await kwdbSinkPlugin.validate?.({ ...minimal, ...props })) ?? []
  return found.map(({ key }) => key)
}

describe('the sink configuration', () => {
  it('has the defaults of the user page', () => {
    expect(sinkConfig.parse(minimal)).toMatchObject({
      'connection.attempts': 3,
      'connection.backoff.ms': 5000,
      'max.retries': 3,
      'retry.backoff.ms': 3000,
      'batch.size': 1000,
    })
  })

  it.each(['connection.url', 'connection.user', 'connection.database', 'protocol.type'])(
    'needs %s',
    key => {
      const { [key as keyof typeof minimal]: _, ...rest } = minimal
      expect(() => sinkConfig.parse(rest)).toThrow(key)
    },
  )

  it('keeps the password secret', () => {
    const config = sinkConfig.parse(minimal)
    expect(config['connection.password']).toBeInstanceOf(Secret)
    expect(JSON.stringify(config)).not.toContain('Password@2024')
    expect(sinkConfig.secrets()).toEqual(['connection.password'])
  })

  it.each([
    ['connection.url', 'jdbc:mysql://h'],
    ['connection.attempts', '0'],
    ['connection.backoff.ms', '-1'],
    ['batch.size', '0'],
    ['max.retries', '-1'],
    ['retry.backoff.ms', '-1'],
    ['protocol.type', 'line'],
    ['timestamp.precision', 'minutes'],
    ['insert.max.rows', '0'],
    ['request.max.bytes', '100'],
    ['timestamp.cut', 'perhaps'],
    ['auto.create', 'perhaps'],
    ['auto.evolve', 'perhaps'],
    ['opentsdb.value.type', 'int8'],
    ['opentsdb.primary.tags', 'a,b,c,d,e'],
    ['opentsdb.metric.column', 'perhaps'],
  ])('refuses %s=%s', (key, value) => {
    expect(errorsOf(key, value)).not.toEqual([])
  })

  it('takes formats and units in any letter case', () => {
    expect(errorsOf('protocol.type', 'LINE_INFLUXDB')).toEqual([])
    expect(errorsOf('timestamp.precision', 'NS')).toEqual([])
  })

  it.each([
    ['json_kaiwudb', ['ms', 'us', 'ns'], ['s']],
    ['line_influxdb', ['ms', 'us', 'ns'], ['s']],
    ['json_opentsdb', ['s', 'ms'], ['us', 'ns']],
    ['line_opentsdb', ['s', 'ms'], ['us', 'ns']],
  ])('%s takes times in %j, not in %j', async (format, taken, refused) => {
    const of = (unit: string) =>
      complaints({ 'protocol.type': format, 'timestamp.precision': unit })
    for (const unit of taken) expect(await of(unit)).toEqual([])
    for (const unit of refused) expect(await of(unit)).toEqual(['timestamp.precision'])
  })

  it('says what is wrong with the URL before the connector runs', async () => {
    expect(await complaints({ 'connection.url': 'jdbc:kaiwudb://h?sslmod=require' })).toEqual([
      'connection.url',
    ])
    expect(await complaints({ 'connection.url': 'jdbc:kaiwudb://h/other' })).toEqual([
      'connection.url',
    ])
  })

  it('has every key in the reference, with type, default and meaning', () => {
    const page = new URL('../../../docs/reference/kwdb-sink.md', import.meta.url)
    const rows = readFileSync(page, 'utf8')
      .split('\n')
      .map(line => line.split('|').map(cell => cell.trim()))
    const missing = Object.entries(sinkConfig.keys as Readonly<Record<string, ConfigKey>>).filter(
      ([name, key]) => {
        const text = defaultText(key)
        const shown =
          key.default === undefined
            ? 'required'
            : text === null
              ? 'by format'
              : text === ''
                ? 'empty'
                : `\`${text}\``
        return !rows.some(
          row =>
            row[1] === `\`${name}\`` &&
            row[2] === key.type &&
            row[3] === shown &&
            row[4] === key.doc,
        )
      },
    )
    expect(missing.map(([name]) => name)).toEqual([])
  })
})

describe('the sink connector', () => {
  it('warns of a retry.backoff.ms that is over before a server can recover', async () => {
    const warnings: string[] = []
    const context: ConnectorContext = {
      name: 'sink',
      log: { debug() {}, info() {}, warn: text => warnings.push(text), error() {} },
      signal: new AbortController().signal,
      requestTaskReconfiguration() {},
      raiseError() {},
    }
    await kwdbSinkPlugin.newConnector().start({ ...minimal, 'retry.backoff.ms': '3' }, context)
    await kwdbSinkPlugin.newConnector().start(minimal, context)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('retry.backoff.ms')
  })

  it('gives every task the whole configuration', async () => {
    const connector = kwdbSinkPlugin.newConnector()
    const { signal } = new AbortController()
    await connector.start(minimal, {
      name: 'sink',
      log: { debug() {}, info() {}, warn() {}, error() {} },
      signal,
      requestTaskReconfiguration() {},
      raiseError() {},
    })
    expect(await connector.taskConfigs(5, signal)).toEqual(Array(5).fill(minimal))
  })
})
