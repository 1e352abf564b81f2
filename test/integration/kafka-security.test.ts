import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Props } from '@tidewire/core'
import { openKafka } from '@tidewire/kafka'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../processes/child.ts'
import { ApacheKafka } from './apache-kafka.ts'
import { missingJars } from './requirement.ts'

const missing =
  missingJars('kafka-3.9.2') ?? (spawnSync('openssl', ['version']).status === 0 ? null : 'openssl')

/** A certificate authority, and certificates of a server and a client that it signed. */
function makeCertificates(folder: string): void {
  const openssl = (...args: string[]) => {
    const done = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
    if (done.status !== 0) throw new Error(`openssl ${args[0]}: ${done.stderr}`)
  }
  openssl(
    ...'req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca'.split(
      ' ',
    ),
  )
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  for (const name of ['server', 'client']) {
    openssl(
      ...`req -newkey rsa:2048 -nodes -keyout ${name}.key -out ${name}.csr -subj /CN=${name}`.split(
        ' ',
      ),
    )
    openssl(
      ...`x509 -req -in ${name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out ${name}.pem -days 2 -extfile names`.split(
        ' ',
      ),
    )
    openssl(...`pkcs8 -topk8 -nocrypt -in ${name}.key -out ${name}.p8`.split(' '))
    openssl(
      ...`pkcs12 -export -inkey ${name}.key -in ${name}.pem -out ${name}.p12 -passout pass:pw`.split(
        ' ',
      ),
    )
    const store = ['p8', 'pem'].map(kind => readFileSync(join(folder, `${name}.${kind}`), 'utf8'))
    writeFileSync(join(folder, `${name}.store.pem`), store.join(''))
  }
}

describe.skipIf(missing !== null)('logins and TLS against Apache Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-security-'))
  const file = (name: string) => join(folder, name)
  let broker: ApacheKafka | undefined
  const address = { ssl: '', saslSsl: '', saslPlaintext: '' }

  beforeAll(async () => {
    makeCertificates(folder)
    address.ssl = `127.0.0.1:${await freePort()}`
    address.saslSsl = `localhost:${await freePort()}`
    address.saslPlaintext = `127.0.0.1:${await freePort()}`
    const names = [
      `SSL://${address.ssl}`,
      `SASL_SSL://${address.saslSsl}`,
      `SASL_PLAINTEXT://${address.saslPlaintext}`,
    ].join(',')
    const login = (listener: string) => [
      `listener.name.${listener}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="al,i=ce";`,
      `listener.name.${listener}.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;`,
      `listener.name.${listener}.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;`,
      `listener.name.${listener}.oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
    ]
    broker = await ApacheKafka.start({
      lines: (listeners, advertised) => [
        `listeners=${listeners},${names}`,
        `advertised.listeners=${advertised},${names}`,
        'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,SASL_PLAINTEXT:SASL_PLAINTEXT',
        'ssl.keystore.type=PEM',
        `ssl.keystore.location=${file('server.store.pem')}`,
        'ssl.truststore.type=PEM',
        `ssl.truststore.location=${file('ca.pem')}`,
        'listener.name.ssl.ssl.client.auth=required',
        'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
        'connections.max.reauth.ms=2000',
        ...login('sasl_ssl'),
        ...login('sasl_plaintext'),
      ],
      formatArgs: [
        '--add-scram',
        'SCRAM-SHA-256=[name=bob,password=secret256]',
        '--add-scram',
        'SCRAM-SHA-512=[name=bob,password=secret512]',
      ],
    })
  }, 90_000)

  afterAll(async () => {
    await broker?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  const jaas = (user: string, password: string) =>
    `org.apache.kafka.common.security.plain.PlainLoginModule required username="${user}" password="${password}";`
  const ssl = (): Props => ({
    'security.protocol': 'SSL',
    'bootstrap.servers': address.ssl,
    'ssl.truststore.location': file('ca.pem'),
  })
  const sasl = (
    protocol: 'SASL_SSL' | 'SASL_PLAINTEXT',
    mechanism: string,
    login: string,
  ): Props => ({
    'security.protocol': protocol,
    'bootstrap.servers': protocol === 'SASL_SSL' ? address.saslSsl : address.saslPlaintext,
    'sasl.mechanism': mechanism,
    'sasl.jaas.config': login,
    ...(protocol === 'SASL_SSL'
      ? { 'ssl.truststore.certificates': readFileSync(file('ca.pem'), 'utf8') }
      : {}),
  })

  /** Sends and reads more than fits one message, for `ms` milliseconds at least. */
  async function exchange(config: Props, ms = 0): Promise<number> {
    await using kafka = await openKafka(
      { 'default.api.timeout.ms': '2000', 'max.block.ms': '10000', ...config },
      { clientId: 'security' },
    )
    await kafka.admin.clusterId()
    const topic = `t${Math.random().toString(36).slice(2)}`
    await using producer = kafka.producer()
    await using reader = kafka.reader()
    reader.assign([{ topic, partition: 0, offset: 0n }])
    const end = performance.now() + ms
    let sent = 0
    let read = 0
    do {
      const value = Buffer.alloc(1000)
      await producer.send(
        Array.from({ length: 500 }, () => ({ topic, partition: 0, key: null, value })),
      )
      sent += 500
      const signal = AbortSignal.timeout(10_000)
      while (read < sent) for (const batch of await reader.next(signal)) read += batch.count
    } while (performance.now() < end)
    return read
  }

  it('a client certificate in PEM or PKCS12', async () => {
    expect(await exchange({ ...ssl(), 'ssl.keystore.location': file('client.store.pem') })).toBe(
      500,
    )
    const p12 = { 'ssl.keystore.location': file('client.p12'), 'ssl.keystore.password': 'pw' }
    expect(await exchange({ ...ssl(), ...p12 })).toBe(500)
  })

  it.each([
    ['SASL_SSL', 'PLAIN', 'alice', 'al,i=ce'],
    ['SASL_PLAINTEXT', 'PLAIN', 'alice', 'al,i=ce'],
    ['SASL_SSL', 'SCRAM-SHA-256', 'bob', 'secret256'],
    ['SASL_PLAINTEXT', 'SCRAM-SHA-512', 'bob', 'secret512'],
  ] as const)('%s with %s', async (protocol, mechanism, user, password) => {
    expect(await exchange(sasl(protocol, mechanism, jaas(user, password)))).toBe(500)
  })

  it('OAUTHBEARER with an unsecured token', async () => {
    const login = 'OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="x";'
    expect(await exchange(sasl('SASL_PLAINTEXT', 'OAUTHBEARER', login))).toBe(500)
  })

  it('work goes on when the broker ends sessions', async () => {
    const config = sasl('SASL_SSL', 'SCRAM-SHA-512', jaas('bob', 'secret512'))
    expect(await exchange(config, 5000)).toBeGreaterThan(500)
  })

  it.each([
    ['PLAIN', jaas('alice', 'wrong-word')],
    ['SCRAM-SHA-512', jaas('bob', 'wrong-word')],
  ])('a wrong password is refused at once and not shown (%s)', async (mechanism, login) => {
    const error = await exchange(sasl('SASL_SSL', mechanism, login)).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'KAFKA_AUTHENTICATION', retriable: false })
    expect(JSON.stringify((error as { card: unknown }).card)).not.toContain('wrong-word')
  })

  it('a missing client certificate and an unknown authority are refused at once', async () => {
    await expect(exchange(ssl())).rejects.toMatchObject({ code: 'KAFKA_TLS', retriable: false })
    const stranger = { ...ssl(), 'ssl.truststore.location': file('client.pem') }
    await expect(exchange(stranger)).rejects.toMatchObject({ code: 'KAFKA_TLS', retriable: false })
  })
})
