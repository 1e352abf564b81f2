import { KafkaDevServer } from '@tidewire/local/kafka'
import { expect, it } from 'vitest'
import { Cli, outcome } from './command.ts'
import { kafkaToolsSuite } from './kafka-tools.suite.ts'

kafkaToolsSuite(async () => {
  const server = await KafkaDevServer.start()
  return {
    bootstrapServers: `127.0.0.1:${server.port}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
})

it('tidewire version says which version it is, and which Node runs it', async () => {
  await using cli = new Cli()
  const text = await cli.ok(['version'])
  expect(text).toMatch(/^tidewire - .+\n\nVersion: +\d+\.\d+\.\d+\nNode: +v\d+/)
  expect(await cli.ok(['--version'])).toBe(text)
})

it('help that was asked for is no failure; help instead of work is wrong usage', async () => {
  await using cli = new Cli()
  expect((await cli.run(['help', 'local'])).code).toBe(0)
  expect((await cli.run(['local', '--help'])).code).toBe(0)
  expect((await cli.run(['local'])).code).toBe(2)
})

it.each(['SIGINT', 'SIGTERM'] as const)(
  'kafka-console-producer whose broker is gone ends on %s and tells how many records it did not send',
  async signal => {
    await using cli = new Cli()
    const server = await KafkaDevServer.start()
    const at = ['--bootstrap-server', `127.0.0.1:${server.port}`, '--topic', 'gone']
    await cli.ok(['kafka-console-producer', ...at], 'first\n')
    const child = cli.spawn('kafka-console-producer', ...at)
    const ended = outcome(child)
    child.stdin.on('error', () => undefined)
    child.stdin.write('second\n')
    const consumer = cli.spawn('kafka-console-consumer', ...at, '--from-beginning')
    let seen = ''
    for await (const text of consumer.stdout) {
      seen += text
      if (seen.includes('second')) break
    }
    consumer.kill()
    await server[Symbol.asyncDispose]()
    // More than a pipe holds: when all of it is written, most of it was read.
    const lines = `${'x'.repeat(99)}\n`.repeat(10_000)
    await new Promise<void>(resolve => child.stdin.write(lines, () => resolve()))
    child.kill(signal)
    const { code, stderr } = await ended
    expect(code).toBe(1)
    const [, count, total] =
      /stopped before Kafka had taken (\d+) of (\d+) record/.exec(stderr) ?? []
    expect(Number(total) - Number(count)).toBe(1)
    expect(Number(count)).toBeGreaterThan(5000)
    expect(stderr).not.toMatch(/\n\s+at /)
  },
)

it.each([
  ['query', ['-P', '1', 'select 1']],
  ['query', ['--kwdb', '-P', '1', 'select 1']],
  ['kafka-topics', ['--list', '--bootstrap-server', 'localhost:1']],
  ['connector', ['list', '--url', 'http://127.0.0.1:2']],
])('%s %j without its server says how to start one on this machine', async (command, args) => {
  await using cli = new Cli()
  const { code, stderr } = await cli.run([command, ...args])
  expect(code).toBe(1)
  expect(stderr).toContain('tidewire local start')
  expect(stderr).not.toMatch(/caused by|\n\s+at /)
})
