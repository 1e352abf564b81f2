import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { openKafka } from '../kafka.ts'
import { clientConfig } from './client-config.ts'
import { parseJaas } from './jaas.ts'
import { saslOptions } from './sasl.ts'
import { parseServers } from './servers.ts'
import { tlsOptions } from './tls.ts'

const values = (props: Record<string, string>) =>
  clientConfig.parse({ 'bootstrap.servers': 'h:1', ...props })

describe('bootstrap.servers', () => {
  it('is host and port, also of IPv6 and with a protocol in front', () => {
    expect(parseServers(['a:9092', 'PLAINTEXT://b.c:1', '[::1]:9093'])).toEqual([
      { host: 'a', port: 9092 },
      { host: 'b.c', port: 1 },
      { host: '::1', port: 9093 },
    ])
  })

  it.each([[['a']], [['a:b']], [['a:70000']], [['a:0']], [[]], [['::1:9092']]])(
    '%j is refused',
    list => {
      expect(() => parseServers(list)).toThrow(/bootstrap\.servers/)
    },
  )

  it('is missed by name', async () => {
    await expect(openKafka({}, { clientId: 'x' })).rejects.toThrow(/"bootstrap\.servers"/)
  })
})

describe('sasl.jaas.config', () => {
  it('gives module and options, quotes and escapes undone', () => {
    const entry = parseJaas(
      'org.apache.kafka.common.security.plain.PlainLoginModule required\n username="a\\"b"  password=\'x;= y\' flag=true;',
    )
    expect(entry.module).toBe('org.apache.kafka.common.security.plain.PlainLoginModule')
    expect(Object.fromEntries(entry.options)).toEqual({
      username: 'a"b',
      password: 'x;= y',
      flag: 'true',
    })
  })

  it.each(['', 'Module', 'Module required username', 'Module required "a"="b', 'Module x a="b";'])(
    '%j is refused without being shown',
    text => {
      expect(() => parseJaas(text)).toThrow(/sasl\.jaas\.config is not of the form/)
    },
  )

  it('is the login; the password is shown nowhere', () => {
    const jaas = 'M required username="u" password="s3cret";'
    const parsed = values({
      'security.protocol': 'SASL_PLAINTEXT',
      'sasl.mechanism': 'SCRAM-SHA-512',
      'sasl.jaas.config': jaas,
    })
    expect(saslOptions(parsed)).toEqual({
      mechanism: 'SCRAM-SHA-512',
      username: 'u',
      password: 's3cret',
    })
    expect(inspect(parsed) + JSON.stringify(parsed)).not.toContain('s3cret')
  })

  it('is missed, and so is what it lacks', () => {
    const sasl = (props: Record<string, string>) => saslOptions(values(props))
    expect(() => sasl({ 'sasl.mechanism': 'PLAIN' })).toThrow(/sasl\.jaas\.config is missing/)
    const half = { 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': 'M required username="u";' }
    expect(() => sasl(half)).toThrow(/no password/)
    expect(() => sasl({ 'sasl.jaas.config': 'M required;' })).toThrow(/GSSAPI is not supported/)
    const oauth = {
      'sasl.mechanism': 'OAUTHBEARER',
      'sasl.jaas.config': 'M required clientId="c";',
    }
    const nowhere = { ...oauth, 'sasl.oauthbearer.token.endpoint.url': 'idp/token' }
    expect(() => sasl(nowhere)).toThrow(/endpoint\.url is no URL/)
  })
})

describe('ssl stores', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-tls-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string, bytes: Buffer | string) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  }
  const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'

  it('in PEM are read from files and from the configuration itself', () => {
    const path = file('trust.pem', pem)
    expect(String(tlsOptions(values({ 'ssl.truststore.location': path })).ca)).toBe(pem)
    const inline = pem.replaceAll('\n', '\\n')
    expect(tlsOptions(values({ 'ssl.truststore.certificates': inline })).ca).toBe(pem)
    const options = tlsOptions(
      values({
        'ssl.keystore.key': 'key',
        'ssl.keystore.certificate.chain': 'chain',
        'ssl.key.password': 'pw',
      }),
    )
    expect(options).toMatchObject({ key: 'key', cert: 'chain', passphrase: 'pw' })
  })

  it('in PKCS12 hold the key of the client', () => {
    const path = file('client.p12', Buffer.from('3082', 'hex'))
    const options = tlsOptions(
      values({ 'ssl.keystore.location': path, 'ssl.keystore.password': 'pw' }),
    )
    expect(options).toMatchObject({ pfx: Buffer.from('3082', 'hex'), passphrase: 'pw' })
  })

  it('in JKS are refused with the command that converts them', () => {
    const path = file('store.jks', Buffer.from('feedfeed00000002', 'hex'))
    for (const key of ['ssl.truststore.location', 'ssl.keystore.location']) {
      try {
        tlsOptions(values({ [key]: path }))
        expect.unreachable()
      } catch (error) {
        expect(error).toMatchObject({
          code: 'KAFKA_CONFIG',
          message: expect.stringContaining(`${key}=${path} is a JKS store`),
          card: { hint: expect.stringContaining('keytool') },
        })
      }
    }
  })

  it('that are not there are named', () => {
    const missing = { 'ssl.truststore.location': join(folder, 'none.pem') }
    expect(() => tlsOptions(values(missing))).toThrow(/ssl\.truststore\.location=.*none\.pem/)
  })

  it('the name of the host is checked unless the algorithm is empty', () => {
    expect(tlsOptions(values({})).checkServerIdentity).toBeUndefined()
    const off = tlsOptions(values({ 'ssl.endpoint.identification.algorithm': '' }))
    expect(off.checkServerIdentity?.('h', {} as never)).toBeUndefined()
    expect(tlsOptions(values({ 'ssl.enabled.protocols': 'TLSv1.3' }))).toMatchObject({
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
    })
  })
})
