import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type RunningTDengine, TDengineDevServer } from '@tidewire/local/tdengine'
import { connectTDengine, parseTDengineUrl, type TDengineClient } from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Cli, outcome } from './command.ts'

const examples = resolve(import.meta.dirname, '../../../examples/streams')
const cli = new Cli()
let server: RunningTDengine
let client: TDengineClient

beforeAll(async () => {
  server = await TDengineDevServer.start()
  client = await connectTDengine(
    parseTDengineUrl(`jdbc:TAOS-WS://${server.host}:${server.port}/?user=root&password=taosdata`),
  )
  const statements = readFileSync(join(examples, 'prepare.sql'), 'utf8').split(';\n')
  for (const statement of statements) if (statement.trim() !== '') await client.execute(statement)
  cli.env.TIDEWIRE_ADAPTER = `${server.host}:${server.port}`
})

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await server.close()
  await cli[Symbol.asyncDispose]()
})

async function sinkSum(): Promise<number> {
  const { rows } = await client.query('select sum(voltage) from power_sink.sink_meters')
  return Number(rows[0]?.[0] ?? 0)
}

describe('examples/streams', () => {
  it.each([
    ['row-source', 'sum of voltages: 3663\n'],
    ['time-split', 'sum of voltages: 3663\n'],
    ['tag-split', 'sum of voltages: 3663\n'],
    ['table-split', 'sum of voltages: 3663\n'],
    ['batch-source', 'sum of voltages: 3663\n'],
    ['custom-type-source', 'd1001: 1818\nd1002: 1845\n'],
  ])('%s prints what it read and ends', async (name, printed) => {
    const file = join(examples, `${name}.ts`)
    const { code, stdout, stderr } = await cli.run(['job', 'run', file, '--parallelism', '2'])
    expect(stdout.split('\n').sort().join('\n').trim()).toBe(
      printed.split('\n').sort().join('\n').trim(),
    )
    expect(stderr).toContain(`job ${name} has finished: 18 rows`)
    expect(code).toBe(0)
  })

  it('row-to-sink copies the super table, and again without a change', async () => {
    for (const _ of [1, 2]) {
      await cli.ok(['job', 'run', join(examples, 'row-to-sink.ts')])
      expect(await sinkSum()).toBe(3663)
    }
  })

  it.each(['cdc', 'cdc-batch', 'cdc-custom-type'])(
    '%s follows the topic until it is stopped',
    async name => {
      const child = cli.spawn(
        'job',
        'run',
        join(examples, `${name}.ts`),
        '--checkpoint-interval',
        '200',
      )
      let printed = ''
      child.stdout.on('data', (text: Buffer) => {
        printed += text
      })
      const ended = outcome(child)
      await vi.waitFor(() => expect(printed.trim().split('\n')).toHaveLength(18), {
        timeout: 15_000,
      })
      await cli.ok(['job', 'stop', name])
      const { code, stdout, stderr } = await ended
      expect(code).toBe(0)
      expect(stderr).toContain(`job ${name} was stopped: 18 rows`)
      const sum = stdout
        .trim()
        .split('\n')
        .reduce((total, line) => total + Number(line.split(' ')[1]), 0)
      expect(sum).toBe(3663)
    },
  )
})

describe('a running job', () => {
  it('shows itself, stores savepoints, and goes on from them after kill -9', async () => {
    const file = join(examples, 'cdc-to-sink.ts')
    const run = (...more: readonly string[]) =>
      cli.spawn('job', 'run', file, '--name', 'copy', '--checkpoint-interval', '100', ...more)
    await client.execute('delete from power_sink.sink_meters')
    let child = run()
    await vi.waitFor(async () => expect(await sinkSum()).toBe(3663), { timeout: 15_000 })
    await vi.waitFor(
      async () =>
        expect(await cli.ok(['job', 'list'])).toMatch(/^copy {2}running {2}process \d+ {2}18 rows/),
      { timeout: 15_000 },
    )
    await vi.waitFor(
      async () =>
        expect(JSON.parse(await cli.ok(['job', 'status', 'copy', '--json']))).toMatchObject({
          name: 'copy',
          state: 'running',
          metrics: { operators: { meters: { counters: { rows_out: 18 } } } },
        }),
      { timeout: 15_000 },
    )
    expect(await cli.run(['job', 'run', file, '--name', 'copy'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already running'),
    })
    const savepoint = join(cli.folder, 'savepoint')
    await cli.ok(['job', 'savepoint', 'copy', savepoint])
    await client.execute("insert into power.d1001 values ('2024-12-20T00:00:00Z', 1, 1000, 1)")
    await vi.waitFor(async () => expect(await sinkSum()).toBe(4663), { timeout: 15_000 })
    child.kill('SIGKILL')

    // The savepoint is older than the last row: it comes again.
    await client.execute("delete from power_sink.sink_meters where ts >= '2024-12-20T00:00:00Z'")
    expect(await sinkSum()).toBe(3663)
    child = run('--restore', savepoint)
    const ended = outcome(child)
    await vi.waitFor(async () => expect(await sinkSum()).toBe(4663), { timeout: 15_000 })
    child.kill('SIGTERM')
    const { code, stderr } = await ended
    expect(code).toBe(0)
    expect(stderr).toContain('job copy was stopped')
    expect(stderr).toContain(`it goes on from ${savepoint}, as of 20`)
    expect((await cli.run(['job', 'list'])).stderr).toContain('no job runs')
  })

  it.each([
    [['job', 'run', 'missing.ts'], /cannot read missing\.ts: there is no such file/],
    [['job', 'run', 'wrong.ts'], /it has no function as its default export/],
    [['job', 'run', 'wrong.ts', '--parallelism', 'two'], /--parallelism two is no whole number/],
    [['job', 'run', 'wrong.ts', '--restart', 'sometimes'], /--restart sometimes is none of/],
    [['job', 'stop', 'nothing'], /no job nothing runs/],
    [['job', 'savepoint', 'nothing', 'x'], /no job nothing runs/],
  ])('%j says what is wrong', async (args, message) => {
    writeFileSync(join(cli.folder, 'wrong.ts'), 'export const job = 1\n')
    const { code, stderr } = await cli.run(args)
    expect(code).toBeGreaterThan(0)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})
