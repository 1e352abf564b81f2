import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigProviders } from './config-providers.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-providers-'))
  await writeFile(
    join(folder, 'db.properties'),
    'user=root\n# comment\npassword: gehe\\u0069m \\\n  77\n',
  )
  await mkdir(join(folder, 'secrets'))
  await writeFile(join(folder, 'secrets', 'token'), 'abc')
  process.env.TIDEWIRE_TEST_SECRET = 'from-env'
})
afterAll(async () => {
  delete process.env.TIDEWIRE_TEST_SECRET
  await rm(folder, { recursive: true })
})

const ref = (text: string) => ['$', '{', text, '}'].join('')

const providers = (more: Record<string, string> = {}) =>
  new ConfigProviders({
    'config.providers': 'file,dir,env',
    'config.providers.file.class': 'org.apache.kafka.common.config.provider.FileConfigProvider',
    'config.providers.dir.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
    'config.providers.env.class': 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
    ...more,
  })

describe('configuration providers', () => {
  it('put in values of files, folders and the environment', async () => {
    const { props, secrets } = await providers().resolve({
      password: `\${file:${folder}/db.properties:password}`,
      url: `http://\${file:${folder}/db.properties:user}@h/?t=\${dir:${folder}/secrets:token}`,
      env: ref('env:TIDEWIRE_TEST_SECRET'),
      other: `${ref('topic')} ${ref('nobody:x:y')}`,
    })
    expect(props).toEqual({
      password: 'geheim 77',
      url: 'http://root@h/?t=abc',
      env: 'from-env',
      other: `${ref('topic')} ${ref('nobody:x:y')}`,
    })
    expect(secrets).toEqual(['geheim 77', 'root', 'abc', 'from-env'])
  })

  it('keep to the allowed paths', async () => {
    const limited = providers({
      'config.providers.file.param.allowed.paths': join(folder, 'secrets'),
    })
    const props = { a: `\${file:${folder}/secrets/../db.properties:user}` }
    await expect(limited.resolve(props)).rejects.toThrow('allowed.paths')
  })

  it('say which file cannot be read, and which class is unknown', async () => {
    await expect(providers().resolve({ a: ref('file:/no/such:k') })).rejects.toThrow('/no/such')
    expect(() => providers({ 'config.providers.env.class': 'a.VaultProvider' })).toThrow(
      'config.providers.env.class is a.VaultProvider',
    )
  })
})
