import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { javaArgs, runProgram } from './program.ts'
import { jars, missingJars, missingPsql, missingPythonClient, pythonWith } from './requirement.ts'

const sources = join(import.meta.dirname, 'official-clients')
const folder = mkdtempSync(join(tmpdir(), 'tidewire-kwdb-clients-'))
let server: KwdbDevServer

beforeAll(async () => {
  server = await KwdbDevServer.start({ dataDir: join(folder, 'data'), admins: [{ name: 'test' }] })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** One test for each check of a suite that is run as `command …args PORT NAME`. */
function runsSuite(command: string, args: readonly string[], checks: readonly string[]): void {
  it.each(checks)('%s', async check => {
    await runProgram(command, [...args, String(server.port), check], { timeoutMs: 45_000 })
  })

  it('all checks of the suite are run here', async () => {
    const { stdout } = await runProgram(command, [...args, '--list'])
    expect(stdout.trim().split('\n').sort()).toEqual([...checks].sort())
  })
}

describe.skipIf(missingPsql() !== null)('psql against the KWDB development server', () => {
  async function psql(input: string, ...args: readonly string[]) {
    const at = ['-X', '-h', '127.0.0.1', '-p', String(server.port), '-U', 'test', '-d', 'defaultdb']
    return runProgram('psql', [...at, ...args], { input })
  }

  it('makes a table, writes and reads', async () => {
    const { stdout } = await psql(
      `create ts database psql_db;
use psql_db;
create table m (ts timestamptz(3) not null, v int4, b bool) tags (host varchar(64) not null) primary tags (host);
insert into m (ts, v, b, host) values (1700000000000, 1, true, 'h;1'), (1700000000001, null, false, 'h;1');
select v, b, host from m order by ts;
show tables;
drop database psql_db cascade;
`,
      '-A',
      '-q',
    )
    expect(stdout).toContain('v|b|host\n1|t|h;1\n|f|h;1\n(2 rows)\n')
    expect(stdout).toMatch(/^m\|TIME SERIES TABLE/m)
  })

  it('tells errors with their code, and goes on', async () => {
    const { stdout, stderr } = await psql(
      '\\set VERBOSITY verbose\nselect * from nowhere;\nselect 1 as one;\n',
      '-A',
    )
    expect(stderr).toContain('ERROR:  42P01')
    expect(stdout).toContain('one\n1\n(1 row)\n')
  })

  it('carries out several statements of one message, up to the first error', async () => {
    const failed = psql('', '-v', 'ON_ERROR_STOP=1', '-A', '-c', 'select 1; select 2; selec 3')
    await expect(failed).rejects.toThrow('syntax error')
    const { stdout } = await psql('', '-A', '-t', '-c', 'select 1; select 2')
    expect(stdout).toBe('1\n2\n')
  })

  it('knows where it is connected', async () => {
    const { stdout } = await psql('\\conninfo\n\\echo :SERVER_VERSION_NAME :ENCODING\n')
    expect(stdout).toContain('user "test"')
    expect(stdout).toContain('9.5.0 UTF8')
  })
})

const client = 'psycopg-3.2.13'

describe.skipIf(missingPythonClient(client) !== null)(
  'psycopg 3.2.13 against the KWDB development server',
  () => {
    runsSuite(
      pythonWith(client),
      ['-B', join(sources, 'psycopg', 'suite.py')],
      [
        'connect as users that exist',
        'every type',
        'prepared insert and select',
        'many rows',
        'catalog',
        'errors with code',
        'transactions',
      ],
    )
  },
)

const driver = 'postgresql-jdbc-42.7.7'

describe.skipIf(missingJars(driver) !== null)(
  "PostgreSQL's JDBC driver 42.7.7 against the KWDB development server",
  () => {
    const classes = join(folder, 'classes')

    beforeAll(async () => {
      const file = join(sources, 'pgjdbc', 'KwdbSuite.java')
      await runProgram('javac', ['-cp', `${jars(driver)}/*`, '-d', classes, file])
    })

    runsSuite(
      'java',
      [...javaArgs([classes, `${jars(driver)}/*`]), 'KwdbSuite'],
      ['every type', 'prepared batch', 'rows in portions', 'simple protocol', 'errors with code'],
    )
  },
)
