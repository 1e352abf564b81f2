import { readFileSync } from 'node:fs'
import { parseProperties } from '@tidewire/core'
import { knownKeys } from '@tidewire/kafka'
import { describe, expect, it } from 'vitest'
import {
  clientKeyNotes,
  clientKeysWithoutEffect,
  clientKinds,
  reasonIn,
  type WithoutEffect,
  workerKeysWithoutEffect,
} from './keys-without-effect.ts'
import { workerConfig } from './worker-keys.ts'
import { workerSettings } from './worker-settings.ts'

const recorded = (name: string) =>
  readFileSync(new URL(`../../../../test/golden/connect-keys/${name}`, import.meta.url), 'utf8')

type Kind = 'producer' | 'consumer' | 'admin' | 'distributed' | 'standalone'

const releases = ['kafka-3.9.2', 'kafka-4.3.1']

function keysOf(release: string, kind: Kind): readonly string[] {
  return JSON.parse(recorded(`${release}.json`))[kind]
}

/** Settings of a file of Apache Kafka; with `all` also those that are commented out there. */
function shipped(name: string, all: boolean): Record<string, string> {
  const text = recorded(`connect-${name}.properties`)
  return { ...parseProperties(all ? text.replace(/^#/gm, '') : text) }
}

describe('every key of Apache Kafka', () => {
  it.each(releases)(
    '%s: a client reads it, or the reason is known why it has no effect',
    release => {
      for (const kind of clientKinds) {
        const props = Object.fromEntries(keysOf(release, kind).map(key => [`${kind}.${key}`, '1']))
        const { unknown, withoutEffect } = clientKeyNotes(props, kind, `${kind}.`)
        expect(unknown).toEqual([])
        expect(
          withoutEffect.length + knownKeys(kind).filter(key => `${kind}.${key}` in props).length,
        ).toBe(Object.keys(props).length)
      }
    },
  )

  it.each(releases)(
    '%s: a worker file may have it, and hears of it when it changes nothing',
    release => {
      const known = [...clientKinds.flatMap(knownKeys), ...Object.keys(workerConfig.keys)]
      for (const kind of ['distributed', 'standalone'] as const) {
        const silent = keysOf(release, kind).filter(
          key =>
            !known.includes(key) &&
            reasonIn(workerKeysWithoutEffect, key) === null &&
            reasonIn(clientKeysWithoutEffect, key) === null,
        )
        expect(silent).toEqual([])
      }
    },
  )

  it.each(clientKinds)('is the same for a connector (%s.override.)', kind => {
    const prefix = `${kind}.override.`
    const props = {
      [`${prefix}interceptor.classes`]: 'a.B',
      [`${prefix}request.timeout.ms`]: '1',
      [`${prefix}request.timeuot.ms`]: '1',
      name: 'c',
    }
    const { unknown, withoutEffect } = clientKeyNotes(props, kind, prefix)
    expect(withoutEffect).toEqual([
      `${prefix}interceptor.classes has no effect: it is about classes of a JVM; metrics are at /metrics`,
    ])
    expect(unknown).toEqual([
      `unknown key ${prefix}request.timeuot.ms is ignored; did you mean ${prefix}request.timeout.ms?`,
    ])
  })
})

describe('the files that come with Apache Kafka', () => {
  it.each([
    ['distributed', false],
    ['standalone', true],
  ] as const)('connect-%s.properties works as it is', (name, standalone) => {
    const { warnings, notes, listen } = workerSettings(shipped(name, false), standalone)
    expect(warnings).toEqual([])
    expect(notes).toEqual([])
    expect(listen).toEqual({ host: '127.0.0.1', port: 8083 })
  })

  it('works with every setting that is commented out there, and with keys of clients', () => {
    const props = {
      ...shipped('distributed', true),
      'rest.advertised.port': '8083',
      listeners: 'HTTP://myhost:8083,HTTPS://myhost:8084',
      'plugin.path': '/usr/local/share/java,/usr/local/share/kafka/plugins,/opt/connectors,',
      'producer.linger.ms': '5',
      'consumer.max.poll.records': '100',
      'consumer.client.rack': 'r1',
      'admin.request.timeout.ms': '1000',
      'admin.bootstrap.controllers': 'c:9093',
      'ssl.cipher.suites': 'x',
      'rest.port': '8083',
    }
    const { warnings, notes, listen, clientWith } = workerSettings(props, false)
    expect(warnings).toEqual([])
    expect(listen).toEqual({ host: 'myhost', port: 8083 })
    expect(clientWith('producer')['linger.ms']).toBe('5')
    expect(clientWith('admin')['request.timeout.ms']).toBe('1000')
    expect(notes.map(note => note.split(' has no effect: ')[0])).toEqual([
      'rest.advertised.listener',
      'plugin.path',
      'rest.port',
      'the listener HTTPS://myhost:8084',
      'ssl.cipher.suites',
      'consumer.client.rack',
      'admin.bootstrap.controllers',
    ])
  })

  it('has a warning for a key that nobody knows', () => {
    const props = { ...shipped('standalone', false), 'producer.lingr.ms': '1', 'ssl.nothing': '1' }
    expect(workerSettings(props, true).warnings).toEqual([
      expect.stringContaining('unknown key ssl.nothing is ignored'),
      'unknown key producer.lingr.ms is ignored; did you mean producer.linger.ms?',
    ])
  })
})

describe('reference page', () => {
  it('has every key that has no effect, with the reason', () => {
    const page = readFileSync(
      new URL('../../../../docs/reference/worker.md', import.meta.url),
      'utf8',
    )
    const row = ({ keys, reason }: WithoutEffect) =>
      `| ${keys.map(key => `\`${key}\``).join(', ')} | ${reason} |`
    for (const entry of [...workerKeysWithoutEffect, ...clientKeysWithoutEffect]) {
      expect(page).toContain(row(entry))
    }
  })
})
