import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { Cli } from './command.ts'

/** Takes a port unless somebody else has it already; both are fine for the test. */
async function occupy(port: number): Promise<Disposable> {
  const server = createServer()
  await new Promise<void>(resolve => {
    server.once('error', () => resolve())
    server.listen(port, '127.0.0.1', resolve)
  })
  return { [Symbol.dispose]: () => void server.close() }
}

it('the demo shows the four rows, says which ports it had to change, and leaves nothing behind', async () => {
  await using cli = new Cli()
  using _kafka = await occupy(9092)
  using _tdengine = await occupy(6041)
  using _connect = await occupy(8083)
  const { code, stdout, stderr } = await cli.run(['demo'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout).toMatch(/Port 9092 is in use; Kafka takes \d+ instead/)
  expect(stdout).toMatch(/Port 6041 is in use; TDengine takes \d+ instead/)
  expect(stdout.match(/\n 2022-03-28 09:56:51\.2\d+ \|/g)).toHaveLength(4)
  expect(stdout).toMatch(/Query OK, 4 row\(s\) in set/)
  expect(stdout).toContain('What to try next')
  expect((await cli.run(['local', 'status'])).stdout).toContain('Kafka is [DOWN]')
})
