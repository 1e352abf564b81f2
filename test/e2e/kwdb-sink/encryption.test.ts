import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@tidewire/core'
import { kwdbClient, parseKwdbUrl } from '@tidewire/kwdb'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** A self-signed certificate for localhost; its key protects nothing. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7OycJMGtdL6gMfHz
G1itPWCnbp2UiuVbIIHyNmWO/tChRANCAARhlcvilIO53iSaeI6LI2Tf5HwDMVcY
Qrbk4L9MVwugi8RpZmI1mGOvAz010Izti1zEUNuW0u/svAjAsgJUMdj2
-----END PRIVATE KEY-----
`
const cert = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUHIZ90vYSKHPDe/5z11moMFAqIfYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDIxMTcxOFoYDzIxMjYxMDMx
MjExNzE4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARhlcvilIO53iSaeI6LI2Tf5HwDMVcYQrbk4L9MVwugi8RpZmI1mGOv
Az010Izti1zEUNuW0u/svAjAsgJUMdj2o28wbTAdBgNVHQ4EFgQUL3YQAcYnGKpf
J8dy8LoA7J8ZoCswHwYDVR0jBBgwFoAUL3YQAcYnGKpfJ8dy8LoA7J8ZoCswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgVK/QzOvDiEbEf7Bzho4JBMIfNLDef6JRQOKWCUOI8yUCIQD9
LNB1F0HF+Q2x5WktNxJf6hDzEn86Y4P318SbcQFbQA==
-----END CERTIFICATE-----
`

const folder = mkdtempSync(join(tmpdir(), 'tidewire-tls-'))
const authorities = join(folder, 'ca.pem')
let encrypted: KwdbDevServer
let plain: KwdbDevServer

beforeAll(async () => {
  writeFileSync(authorities, cert)
  const admins = [{ name: 'test', password: 'Password@2024' }]
  encrypted = await KwdbDevServer.start({ port: 0, secure: true, tls: { key, cert }, admins })
  plain = await KwdbDevServer.start({ port: 0 })
})

afterAll(async () => {
  await encrypted[Symbol.asyncDispose]()
  await plain[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** Logs in and asks something. */
async function ask(server: KwdbDevServer, properties: string, user = 'test'): Promise<unknown> {
  const url = `jdbc:kaiwudb://localhost:${server.port}/?${properties}`
  const password = new Secret('Password@2024')
  await using client = kwdbClient(parseKwdbUrl(url, { user, password }))
  return (await client.query('SHOW server_version')).rows[0]?.[0]
}

it.each([
  ['sslmode=prefer'],
  [''],
  ['sslmode=require'],
  [`sslmode=verify-ca&sslrootcert=${authorities}`],
  [`sslmode=verify-full&sslrootcert=${authorities}`],
  [`ssl=true&sslrootcert=${authorities}`],
])('an encrypted connection is made with %s', async properties => {
  expect(await ask(encrypted, properties)).toBe('9.5.0')
})

it.each([['verify-full'], ['verify-ca']])(
  'a certificate of an authority that nobody knows is refused with sslmode=%s',
  async mode => {
    await expect(ask(encrypted, `sslmode=${mode}`)).rejects.toMatchObject({
      code: 'KWDB_TLS',
      retriable: false,
    })
  },
)

it('a file that is not there is named', async () => {
  await expect(ask(encrypted, 'sslmode=verify-full&sslrootcert=/no/such.pem')).rejects.toThrow(
    '/no/such.pem cannot be read',
  )
})

it('a server without encryption is reached by default, and refused where encryption is required', async () => {
  expect(await ask(plain, '', 'root')).toBe('9.5.0')
  await expect(ask(plain, 'sslmode=require', 'root')).rejects.toMatchObject({ code: 'KWDB_TLS' })
})

it('a server with passwords lets nobody in without encryption', async () => {
  await expect(ask(encrypted, 'sslmode=disable')).rejects.toMatchObject({ retriable: false })
})
