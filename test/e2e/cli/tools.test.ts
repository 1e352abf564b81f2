import { KafkaDevServer } from '@tidewire/local/kafka'
import { expect, it } from 'vitest'
import { Cli } from './command.ts'
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
