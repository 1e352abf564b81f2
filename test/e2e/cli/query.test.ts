import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bin, Cli, outcome } from './command.ts'

const cli = new Cli()
let server: TDengineDevServer
let at: readonly string[] = []

/** The script of the source tutorial, as printed there. */
const prepare = `DROP DATABASE IF EXISTS test;
CREATE DATABASE test;
USE test;
CREATE STABLE meters (ts TIMESTAMP, current FLOAT, voltage INT, phase FLOAT) TAGS (location BINARY(64), groupId INT);
INSERT INTO d1001 USING meters TAGS(California.SanFrancisco, 2) VALUES('2018-10-03 14:38:05.000',10.30000,219,0.31000) d1001 USING meters TAGS(California.SanFrancisco, 2) VALUES('2018-10-03 14:38:15.000',12.60000,218,0.33000) d1002 USING meters TAGS(California.SanFrancisco, 3) VALUES('2018-10-03 14:38:16.650',10.30000,218,0.25000);
`

beforeAll(async () => {
  server = await TDengineDevServer.start()
  at = ['-h', '127.0.0.1', '-P', String(server.port)]
  const file = join(cli.folder, 'prepare-source-data.sql')
  writeFileSync(file, `# the data of the tutorial\n${prepare}`)
  const text = await cli.ok(['query', ...at, '-f', file])
  expect(text).toMatch(/Drop OK, 0 row\(s\) affected \(\d\.\d{6}s\)/)
  expect(text).toContain('Database changed.\n')
  expect(text).toMatch(/Insert OK, 3 row\(s\) affected/)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

describe('tidewire query', () => {
  it('prints the table of the TDengine shell', async () => {
    const text = await cli.ok([
      'query',
      ...at,
      '-d',
      'test',
      'select ts, current, voltage from d1001 order by ts',
    ])
    expect(text.split('\n').slice(0, 4)).toEqual([
      '           ts            |       current        |   voltage   |',
      '='.repeat(63),
      ' 2018-10-03 14:38:05.000 |           10.3000002 |         219 |',
      ' 2018-10-03 14:38:15.000 |           12.6000004 |         218 |',
    ])
    expect(text).toMatch(/\nQuery OK, 2 row\(s\) in set \(\d\.\d{6}s\)\n\n$/)
  })

  it('prints JSON and CSV, and nothing else', async () => {
    const sql = 'select voltage, phase from test.d1002'
    expect(await cli.ok(['query', ...at, '--csv', sql])).toBe('voltage,phase\n218,0.25\n')
    expect(JSON.parse(await cli.ok(['query', ...at, '--json', sql]))).toEqual({
      voltage: 218,
      phase: 0.25,
    })
  })

  it('prints rows below each other after \\G, and no header without rows', async () => {
    const vertical = await cli.ok(['query', ...at, 'select voltage from test.d1002\\G'])
    expect(vertical).toContain(' 1.row ')
    expect(vertical).toContain('\nvoltage: 218\n')
    const none = await cli.ok([
      'query',
      ...at,
      'select voltage from test.d1002 where voltage > 999',
    ])
    expect(none).toMatch(/^Query OK, 0 row\(s\) in set/)
  })

  it('runs statements of standard input and ends at the first error, with its code', async () => {
    const input = 'use test; select count(*) from d1001; select nothing from nowhere; select 1;'
    const { code, stdout, stderr } = await cli.run(['query', ...at], input)
    expect(code).toBe(1)
    expect(stdout).toContain('Database changed.')
    expect(stdout.match(/Query OK/g)).toHaveLength(1)
    expect(stderr).toMatch(/DB error: .+ \[0x[0-9a-f]+\] \(\d\.\d{6}s\)/i)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('refuses a wrong password, and never prints it', async () => {
    const { code, stderr } = await cli.run(['query', ...at, '-p', 'secret-word', 'select 1'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/password|access|authentication/i)
    expect(stderr).not.toContain('secret-word')
  })

  it('says where no TDengine answers', async () => {
    const { code, stderr } = await cli.run(['query', '-h', '127.0.0.1', '-P', '1', 'select 1'])
    expect(code).toBe(1)
    expect(stderr).toContain('127.0.0.1:1')
  })
})

/** util-linux's `script` gives a command a terminal; without it the shell cannot be tested. */
const hasScript =
  process.platform === 'linux' && spawnSync('script', ['--version']).stdout?.includes('util-linux')

describe.runIf(hasScript)('the interactive shell', () => {
  it('takes pasted lines to the last, statements over several lines, and remembers statements', async () => {
    const history = join(cli.folder, 'history')
    const command = [process.execPath, bin, 'query', ...at].join(' ')
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...cli.env, TIDEWIRE_HISTORY: history },
    })
    const ended = outcome(child)
    const lines = [
      'use test;',
      'select count(*),',
      ' max(voltage) from meters;',
      'select nothing from nowhere;',
      "create user u1 pass 'Secret-12345';",
      'help',
      'quit',
    ]
    child.stdin.end(`${lines.join('\n')}\n`)
    const { stdout } = await ended
    expect(stdout).toContain('Database changed.')
    expect(stdout).toMatch(/Query OK, 1 row\(s\) in set/)
    expect(stdout).toMatch(/DB error: .+ \[0x/)
    expect(stdout).toContain('Ctrl-C')
    expect(stdout).not.toContain('readline')
    expect(readFileSync(history, 'utf8').split('\n')).toEqual([...lines.slice(0, 4), ''])
  })
})
