import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin, Cli, outcome } from './command.ts'

const cli = new Cli()
let server: KwdbDevServer
let at: readonly string[] = []

beforeAll(async () => {
  server = await KwdbDevServer.start()
  at = ['--kwdb', '-h', '127.0.0.1', '-P', String(server.port)]
  const script = `CREATE TS DATABASE bench;
USE bench;
CREATE TABLE cpu (k_timestamp TIMESTAMPTZ(3) NOT NULL, usage_user INT8, load FLOAT8, note VARCHAR(40)) TAGS (hostname VARCHAR(64) NOT NULL) PRIMARY TAGS (hostname);
INSERT INTO cpu (k_timestamp, usage_user, load, note, hostname) VALUES (1705962142224, 9007199254740993, 0.5, 'a;b\\', 'h1'), (1705962143224, NULL, -1.25, NULL, 'h2');
`
  const text = await cli.ok(['query', ...at], script)
  expect(text).toContain('Database changed.\n')
  expect(text).toMatch(/Create OK, 0 row\(s\) affected \(\d\.\d{6}s\)/)
  expect(text).toMatch(/Insert OK, 2 row\(s\) affected/)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

const select = 'select k_timestamp, usage_user, load, note, hostname from cpu order by k_timestamp'

describe('tidewire query --kwdb', () => {
  it('prints a table', async () => {
    const text = await cli.ok(['query', ...at, '-d', 'bench', select])
    expect(text.split('\n').slice(0, 4)).toEqual([
      '          k_timestamp          |    usage_user    | load  | note | hostname |',
      '='.repeat(77),
      ' 2024-01-22 22:22:22.224+00:00 | 9007199254740993 |   0.5 | a;b\\ | h1       |',
      ' 2024-01-22 22:22:23.224+00:00 | NULL             | -1.25 | NULL | h2       |',
    ])
    expect(text).toMatch(/\nQuery OK, 2 row\(s\) in set \(\d\.\d{6}s\)\n\n$/)
  })

  it('prints JSON, CSV and rows below each other', async () => {
    const first = `${select} limit 1`
    expect(await cli.ok(['query', ...at, '-d', 'bench', '--json', first])).toBe(
      '{"k_timestamp":"2024-01-22 22:22:22.224+00:00","usage_user":9007199254740993,"load":0.5,"note":"a;b\\\\","hostname":"h1"}\n',
    )
    expect(await cli.ok(['query', ...at, '-d', 'bench', '--csv', first])).toBe(
      'k_timestamp,usage_user,load,note,hostname\n2024-01-22 22:22:22.224+00:00,9007199254740993,0.5,a;b\\,h1\n',
    )
    const below = await cli.ok(['query', ...at, '-d', 'bench', `${first}\\G`])
    expect(below).toContain(' 1.row ')
    expect(below).toContain('\n   hostname: h1\n')
  })

  it('takes a JDBC URL', async () => {
    const url = `jdbc:kaiwudb://127.0.0.1:${server.port}/bench`
    const text = await cli.ok([
      'query',
      '--kwdb',
      '--url',
      url,
      '--csv',
      'select count(*) as n from cpu',
    ])
    expect(text).toBe('n\n2\n')
  })

  it('ends at the first error, with its SQLSTATE', async () => {
    const input = 'use bench; select * from nowhere; select 1;'
    const { code, stdout, stderr } = await cli.run(['query', ...at], input)
    expect(code).toBe(1)
    expect(stdout).toContain('Database changed.')
    expect(stdout).not.toContain('Query OK')
    expect(stderr).toMatch(/DB error: .*nowhere.* \[42P01\] \(\d\.\d{6}s\)/)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('refuses a user that does not exist, and says where no KWDB answers', async () => {
    const nobody = await cli.run(['query', ...at, '-u', 'nobody', '-p', 'secret-word', 'select 1'])
    expect(nobody.code).toBe(1)
    expect(nobody.stderr).toContain('nobody')
    expect(nobody.stderr).not.toContain('secret-word')
    const nowhere = await cli.run(['query', '--kwdb', '-h', '127.0.0.1', '-P', '1', 'select 1'])
    expect(nowhere.code).toBe(1)
    expect(nowhere.stderr).toContain('127.0.0.1:1')
    const raw = await cli.run(['query', ...at, '--raw-time', 'select 1'])
    expect(raw.code).toBe(2)
  })
})

/** util-linux's `script` gives a command a terminal; without it the shell cannot be tested. */
const hasScript =
  process.platform === 'linux' && spawnSync('script', ['--version']).stdout?.includes('util-linux')

describe.runIf(hasScript)('the interactive shell', () => {
  it('keeps its database, also after an error, and tells the version of KWDB', async () => {
    const command = [process.execPath, bin, 'query', ...at].join(' ')
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...cli.env, TIDEWIRE_HISTORY: join(cli.folder, 'history') },
    })
    const ended = outcome(child)
    child.stdin.end(
      'use bench;\nselect missing from cpu;\nselect count(*) as n\n from cpu;\nquit\n',
    )
    const { stdout } = await ended
    expect(stdout).toMatch(/Server version: \S+/)
    expect(stdout).toContain('kwdb> ')
    expect(stdout).toMatch(/DB error: .+ \[42703\]/)
    expect(stdout).toMatch(/Query OK, 1 row\(s\) in set/)
  })
})
