import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { Cli, outcome } from './command.ts'

const cli = new Cli()
// A project of a user's own, outside of every installation, in a folder with a space.
const project = join(cli.folder, 'own project')
mkdirSync(project)

afterAll(() => cli[Symbol.asyncDispose]())

function file(name: string, text: string): string {
  const path = join(project, name)
  writeFileSync(path, text)
  return path
}

const nullSink =
  "{ name: 'null', createWriter: async () => ({ write: async () => {}, flush: async () => {}, [Symbol.asyncDispose]: async () => {} }) }"

describe('a job file', () => {
  it('finds the packages of Tidewire where nothing is installed, and may wait at its top level', async () => {
    const path = file(
      'own.ts',
      `import { type StreamEnvironment, PrintSink } from '@tidewire/streams'
       import { SplitType } from '@tidewire/tdengine/stream'
       const count: number = await Promise.resolve(3)
       export default function job(env: StreamEnvironment): void {
         env.fromElements(Array.from({ length: count }, (_, i) => SplitType.SPLIT_TYPE_SQL + i))
           .map(text => { console.log('seen ' + text); return text })
           .sinkTo(new PrintSink<string>())
       }`,
    )
    const { code, stdout } = await cli.run(['job', 'run', path, '--threads', '1'])
    expect(stdout.trim().split('\n').sort()).toEqual([
      'SQL0',
      'SQL1',
      'SQL2',
      'seen SQL0',
      'seen SQL1',
      'seen SQL2',
    ])
    expect(code).toBe(0)
  })

  it.each([
    [
      'types.ts',
      'export default (env: any) => {\n  env.fromElements([1)\n}',
      /types\.ts:2: Expected/,
    ],
    ['script.mjs', 'export default env => { env.fromElements([1) }', /Unexpected token/],
    [
      'enum.ts',
      'enum A { B }\nexport default () => {}',
      /enum\.ts:1: TypeScript enum is not supported/,
    ],
    [
      'package.mjs',
      "import 'not-installed'\nexport default () => {}",
      /Cannot find package 'not-installed'[\s\S]*install packages beside/,
    ],
    ['throws.mjs', "export default () => { throw new Error('no such plan') }", /no such plan/],
    ['nothing.mjs', 'export default () => {}', /it has no source/],
    [
      'dead.mjs',
      'export default env => { env.fromElements([1]).map(n => n) }',
      /output of "map-1" goes nowhere/,
    ],
    ['value.mjs', 'export default 7', /no function as its default export/],
  ])('%s: the error says what is wrong', async (name, text, message) => {
    const { code, stderr } = await cli.run(['job', 'run', file(name, text)])
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(code).toBe(1)
  })

  it.each(['', '.', '..', 'a\nb'])('a name %j is refused: it would be a folder', async name => {
    const { stderr } = await cli.run(['job', 'run', 'x.ts', '--name', name])
    expect(stderr).toContain('is no name for a job')
  })
})

describe('a job with an endless loop', () => {
  it.each(['SIGTERM', 'SIGINT twice'])('answers, and ends after %s', async how => {
    const path = file(
      'loop.mjs',
      `export default env => {
         env.configure({ stopTimeoutMs: ${how === 'SIGTERM' ? 300 : 60_000} })
         env.fromElements([1]).map(() => { for (;;); }).sinkTo(${nullSink})
       }`,
    )
    const child = cli.spawn('job', 'run', path, '--name', 'loop')
    const ended = outcome(child)
    await vi.waitFor(
      async () => expect(await cli.ok(['job', 'status', 'loop'])).toContain('running'),
      { timeout: 15_000 },
    )
    if (how === 'SIGTERM') {
      child.kill('SIGTERM')
      const { code, stderr } = await ended
      expect(stderr).toMatch(/STREAM_STOP: .*was not stored within 300 ms/)
      expect(code).toBe(1)
    } else {
      child.kill('SIGINT')
      await vi.waitFor(() => {
        if (child.exitCode === null) child.kill('SIGINT')
        expect(child.exitCode).toBe(130)
      })
      await ended
    }
  })
})

it.each([
  ['leaves its process', 'process.exit(3)', /worker thread ended: exit code 3/],
  [
    'needs too much memory',
    'const all = []; for (;;) all.push(new Array(1e6).fill(n))',
    /out of memory/,
  ],
])('a function that %s ends the job with the reason', async (_, code, message) => {
  const path = file(
    'ends.mjs',
    `export default env => { env.fromElements([1]).map(n => { ${code} }).sinkTo(${nullSink}) }`,
  )
  cli.env.NODE_OPTIONS = '--max-old-space-size=100'
  const { stderr, code: exit } = await cli.run(['job', 'run', path])
  delete cli.env.NODE_OPTIONS
  expect(stderr).toMatch(message)
  expect(exit).toBe(1)
})

it('an element that cannot go to another thread is told, with what can', async () => {
  const path = file(
    'functions.mjs',
    `export default env => {
       env.fromElements(Array.from({ length: 8 }, (_, i) => ({ i, call: () => i })), { parallelism: 1 })
         .keyBy(row => row.i)
         .reduce((_, row) => row, { parallelism: 4 })
         .sinkTo(${nullSink}, { parallelism: 4 })
     }`,
  )
  const { code, stderr } = await cli.run(['job', 'run', path, '--threads', '3'])
  expect(stderr).toMatch(/could not be cloned/)
  expect(stderr).toMatch(/must be plain data/)
  expect(code).toBe(1)
})

it('savepoints are stored relative to where the command runs, and never over other files', async () => {
  const path = file(
    'slow.mjs',
    `export default env => {
       env.fromElements(Array.from({ length: 4e5 }, (_, i) => i))
         .mapAsync(async n => { if (n % 100 === 0) await new Promise(r => setTimeout(r, 10)); return n })
         .sinkTo(${nullSink})
     }`,
  )
  file('precious.txt', 'precious')
  const child = cli.spawn('job', 'run', path, '--name', 'slow')
  const ended = outcome(child)
  await vi.waitFor(
    async () => expect(await cli.ok(['job', 'status', 'slow'])).toContain('running'),
    { timeout: 15_000 },
  )
  const refused = await cli.run(['job', 'savepoint', 'slow', project])
  expect(refused.stderr).toMatch(/has other files in it/)
  await cli.ok(['job', 'savepoint', 'slow', join(project, 'new', 'savepoint')])
  expect(readdirSync(join(project, 'new', 'savepoint')).sort()).toEqual([
    'state.bin',
    'summary.json',
  ])
  expect(readFileSync(join(project, 'precious.txt'), 'utf8')).toBe('precious')
  child.kill('SIGTERM')
  await ended
})
