import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ServerProcess } from '../processes/child.ts'
import { javaArgs, Program, runProgram } from './program.ts'
import { jars, missingJars, missingPythonClient, pythonWith } from './requirement.ts'

// Each suite runs one check a process, so that a check that hangs or crashes says which it was.
const sources = join(import.meta.dirname, 'official-clients')
const folder = mkdtempSync(join(tmpdir(), 'tidewire-clients-'))
let server: ServerProcess

beforeAll(async () => {
  server = await ServerProcess.start('tdengine', '0', join(folder, 'data'))
  server.keepPort(0)
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

/** How to run one suite: its command, and the arguments before those of the suite. */
interface Suite {
  readonly command: string
  readonly args: readonly string[]
  readonly checks: readonly string[]
}

/** Checks that every suite has, in which the server is killed as soon as the client says `connected`. */
const killing = ['subscription after a kill', 'reconnect']

/** One test for each check of the suite, and for what the suite has no check of its own. */
function runsSuite({ command, args, checks }: Suite): void {
  it.each(checks)('%s', async check => {
    await runProgram(command, [...args, String(server.port), check], { timeoutMs: 45_000 })
  })

  it.each(killing)('%s (the server is killed and started again)', async check => {
    await using client = new Program(command, [...args, String(server.port), check])
    await client.says('connected')
    await server.kill()
    await server.start()
    await client.end('\n')
  })

  it('all checks of the suite are run here', async () => {
    const { stdout } = await runProgram(command, [...args, '--list'])
    expect(stdout.trim().split('\n').sort()).toEqual([...checks, ...killing].sort())
  })
}

describe.skipIf(missingPythonClient('taos-ws-py-0.7.0') !== null)(
  'taos-ws-py 0.7.0 against the development server',
  () => {
    runsSuite({
      command: pythonWith('taos-ws-py-0.7.0'),
      args: ['-B', join(sources, 'python', 'suite.py')],
      checks: [
        'connect',
        'every type',
        'json tags',
        'many rows',
        'prepared batch insert',
        'prepared insert of every type',
        'prepared query',
        'prepared insert by the first interface',
        'schemaless lines',
        'schemaless telnet',
        'schemaless json',
        'schemaless errors',
        'errors with code and text',
        'subscription commits and resumes',
        'subscription to a database',
        'subscription offsets',
        'subscription by two consumers',
      ],
    })
  },
)

const driver = 'taos-jdbcdriver-3.7.9'

describe.skipIf(missingJars(driver) !== null)(
  'taos-jdbcdriver 3.7.9 against the development server',
  () => {
    const classes = join(folder, 'classes')

    beforeAll(async () => {
      const files = globSync(join(sources, 'jdbc', '*.java'))
      await runProgram('javac', ['-cp', `${jars(driver)}/*`, '-d', classes, ...files])
    })

    runsSuite({
      command: 'java',
      args: [...javaArgs([classes, `${jars(driver)}/*`]), 'DriverSuite'],
      checks: [
        'connect',
        'every type',
        'JSON tags',
        'many rows',
        'time zone of the connection',
        'catalog of databases, tables and columns',
        'prepared batch insert by rows',
        'prepared batch insert by columns',
        'prepared insert of every type',
        'prepared query',
        'schemaless lines',
        'schemaless telnet',
        'schemaless JSON',
        'schemaless errors',
        'errors with code and text',
        'subscription commits and resumes',
        'subscription commits by itself',
        'subscription offsets',
      ],
    })
  },
)
