import { readFileSync } from 'node:fs'
import { defaultText, TidewireError } from '@tidewire/core'
import { describe, expect, it } from 'vitest'
import { workerConfig } from './worker-keys.ts'
import { advertisedAddress, workerSettings } from './worker-settings.ts'

const distributed = {
  'bootstrap.servers': 'a:9092,b:9092',
  'group.id': 'g',
  'config.storage.topic': 'c',
  'offset.storage.topic': 'o',
  'status.storage.topic': 's',
}

function refusal(props: Record<string, string>, standalone = false): string {
  try {
    workerSettings(props, standalone)
  } catch (error) {
    if (error instanceof TidewireError) return error.message
    throw error
  }
  return ''
}

describe('worker file', () => {
  it('takes the files that come with Apache Kafka without a warning', () => {
    const files = [
      {
        ...distributed,
        'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'key.converter.schemas.enable': 'true',
        'value.converter.schemas.enable': 'true',
        'offset.storage.replication.factor': '1',
        'offset.storage.partitions': '25',
        'config.storage.replication.factor': '1',
        'status.storage.replication.factor': '1',
        'status.storage.partitions': '5',
        'offset.flush.interval.ms': '10000',
        listeners: 'HTTP://:8083',
        'rest.advertised.host.name': 'w1',
        'rest.advertised.port': '8083',
        'rest.advertised.listener': 'http',
        'plugin.path': '/usr/local/share/java,/opt/connectors,',
        'producer.compression.type': 'lz4',
        'consumer.max.poll.records': '100',
        'offset.storage.min.insync.replicas': '1',
        'internal.key.converter.schemas.enable': 'false',
      },
    ]
    for (const file of files) expect(workerSettings(file, false).warnings).toEqual([])
    const standalone = {
      'bootstrap.servers': 'localhost:9092',
      'offset.storage.file.filename': '/tmp/connect.offsets',
      'offset.flush.interval.ms': '10000',
    }
    expect(workerSettings(standalone, true).warnings).toEqual([])
  })

  it('hands client keys on, with prefixes taken off', () => {
    const settings = workerSettings(
      {
        ...distributed,
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': 'PLAIN',
        'ssl.truststore.location': '/t.pem',
        'consumer.fetch.max.bytes': '5',
        'consumer.sasl.mechanism': 'SCRAM-SHA-256',
      },
      false,
    )
    expect(settings.clientWith('consumer')).toEqual({
      'bootstrap.servers': 'a:9092,b:9092',
      'security.protocol': 'SASL_SSL',
      'sasl.mechanism': 'SCRAM-SHA-256',
      'ssl.truststore.location': '/t.pem',
      'fetch.max.bytes': '5',
    })
    expect(settings.clientWith('producer')['sasl.mechanism']).toBe('PLAIN')
  })

  it('warns of unknown keys with the nearest name', () => {
    const { warnings } = workerSettings({ ...distributed, 'offset.flush.intervall.ms': '1' }, false)
    expect(warnings).toEqual([
      'unknown worker key offset.flush.intervall.ms is ignored; did you mean offset.flush.interval.ms?',
    ])
  })

  it('says which key is missing or cannot be used', () => {
    const { 'group.id': _, ...without } = distributed
    expect(refusal(without)).toContain('Missing required configuration "group.id"')
    expect(refusal(without, true)).toBe('')
    const listener = (listeners: string) => refusal({ ...distributed, listeners })
    expect(listener('https://:8443')).toContain('speaks http only')
    expect(listener('8083')).toContain('must look like')
    expect(listener('')).toContain('must name a listener')
    expect(listener('https://a:1,https://b:2')).toContain('speaks http only')
  })

  it('listens on this machine only, unless told otherwise', () => {
    const host = (listeners?: string) =>
      workerSettings(listeners === undefined ? distributed : { ...distributed, listeners }, false)
        .listen.host
    expect(host()).toBe('127.0.0.1')
    expect(host('http://:8083')).toBe('::')
    expect(host('http://[::1]:8083')).toBe('::1')
  })

  it('calls itself by the advertised address', () => {
    const name = (more: Record<string, string>) =>
      advertisedAddress(workerSettings({ ...distributed, ...more }, false), 8099)
    expect(name({})).toBe('127.0.0.1:8099')
    expect(name({ 'rest.advertised.host.name': 'w1', 'rest.advertised.port': '80' })).toBe('w1:80')
    expect(name({ listeners: 'http://[::1]:8099' })).toBe('[::1]:8099')
  })
})

describe('reference page', () => {
  it('has every key with its default and its meaning', () => {
    const page = readFileSync(
      new URL('../../../../docs/reference/worker.md', import.meta.url),
      'utf8',
    )
    for (const [name, key] of Object.entries(workerConfig.keys)) {
      const text = defaultText(key)
      const shown = text === null ? '–' : text === '' ? 'empty' : `\`${text}\``
      expect(page).toContain(`| \`${name}\` | ${key.type} | ${shown} | ${key.doc} |`)
    }
  })
})
