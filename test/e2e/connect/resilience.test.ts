import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { KafkaDevServer } from '@tidewire/local/kafka'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileSink, fileSinkControl } from './file-sink-plugin.ts'
import { Bench, eventually } from './worker-bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await Bench.open()
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

async function startProcess(
  props: Readonly<Record<string, string>>,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=@tidewire/source',
      fileURLToPath(new URL('./worker-process.ts', import.meta.url)),
      JSON.stringify(props),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let printed = ''
  let logged = ''
  child.stderr?.on('data', (part: Buffer) => {
    logged += part.toString()
  })
  for await (const part of child.stdout ?? []) {
    printed += String(part)
    const url = /ready (\S+)/.exec(printed)?.[1]
    if (url !== undefined) return { child, url }
  }
  throw new Error(`the worker did not start: ${logged}`)
}

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `line ${from + i}`)

describe('a worker that is killed', () => {
  it('loses nothing, keeps the order, and is back at once', async () => {
    const listeners = 'http://127.0.0.1:0'
    const props = bench.props('killed', { listeners, 'offset.flush.interval.ms': '50' })
    const first = await startProcess(props)
    const { config, file } = bench.sink('killed-lines')
    await fetch(`${first.url}/connectors`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'killed', config }),
    })
    await bench.produce('killed-lines', numbered(0, 500))
    await eventually(async () => {
      if ((await readFile(file, 'utf8').catch(() => '')) === '') throw new Error('nothing yet')
    })
    const producing = (async () => {
      for (let i = 500; i < 3_000; i += 50) await bench.produce('killed-lines', numbered(i, 50))
    })()
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    await producing

    const begun = Date.now()
    const again = await startProcess({ ...props, listeners: first.url })
    await eventually(async () => {
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
      expect(lines.at(-1)).toBe('line 2999')
    })
    expect(Date.now() - begun).toBeLessThan(6_000)
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(new Set(lines)).toEqual(new Set(numbered(0, 3_000)))
    // A replay goes back once and then forward again.
    const steps = lines.map(line => Number(line.slice(5)))
    const back = steps.filter((n, i) => i > 0 && n !== (steps[i - 1] ?? 0) + 1)
    expect(back.length).toBeLessThanOrEqual(1)
    again.child.kill('SIGTERM')
    await once(again.child, 'exit')
  })
})

describe('a broker that restarts', () => {
  it('the worker goes on by itself, tasks and configuration alike', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'tidewire-broker-'))
    await using cleanup = new AsyncDisposableStack()
    cleanup.defer(() => rm(dataDir, { recursive: true, force: true }))
    let broker = await KafkaDevServer.start({ dataDir })
    cleanup.defer(() => broker[Symbol.asyncDispose]())
    const { port } = broker
    const own = cleanup.use(await Bench.open(broker))
    const w = cleanup.use(await own.worker([fileSink()]))
    const { config, file } = own.sink('restarted')
    await w.call('POST', '/connectors', { name: 'restarted', config })
    await own.produce('restarted', ['1'])
    await own.holds(file, ['1'])

    await broker[Symbol.asyncDispose]()
    broker = await KafkaDevServer.start({ dataDir, port })
    await own.produce('restarted', ['2'])
    await eventually(async () => {
      const lines = (await readFile(file, 'utf8')).split('\n')
      expect(lines).toContain('2')
    }, 20_000)
    const other = own.sink('restarted')
    const put = await w.call('PUT', '/connectors/restarted/config', other.config)
    expect(put.status).toBe(200)
    await w.reaches('restarted', 'RUNNING', ['RUNNING'])
  })
})

describe('a broker that is away', () => {
  it('does not keep a worker from stopping', async () => {
    const own = await Bench.open()
    const props = own.props(undefined, { 'task.shutdown.graceful.timeout.ms': '500' })
    const w = await own.worker([fileSink()], props)
    const { config, file } = own.sink('away')
    await w.call('POST', '/connectors', { name: 'away', config })
    await own.produce('away', ['1'])
    await own.holds(file, ['1'])
    await own.broker[Symbol.asyncDispose]()
    const health = await w.call('GET', '/connectors/away/status')
    expect(health.status).toBe(200)
    const begun = Date.now()
    await w[Symbol.asyncDispose]()
    expect(Date.now() - begun).toBeLessThan(15_000)
    await own[Symbol.asyncDispose]()
  })
})

describe('a rebalance', () => {
  it('commits what was delivered before the partitions go, so nothing is delivered twice', async () => {
    await bench.kafka.admin.createTopics([{ name: 'shared', partitions: 4, replicationFactor: 1 }])
    const control = fileSinkControl()
    const props = bench.props(undefined, { 'offset.flush.interval.ms': '600000' })
    await using w = await bench.worker([fileSink(control)], props)
    const { config, file } = bench.sink('shared')
    await w.call('POST', '/connectors', { name: 'shared', config })
    await w.reaches('shared', 'RUNNING', ['RUNNING'])
    await bench.produce('shared', numbered(0, 100))
    await eventually(async () => {
      expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(100)
    })
    // More tasks: the group rebalances, and no commit by time can have come before.
    await w.call('PUT', '/connectors/shared/config', { ...config, 'tasks.max': '2' })
    await w.reaches('shared', 'RUNNING', ['RUNNING', 'RUNNING'])
    await bench.produce('shared', numbered(100, 100))
    await eventually(async () => {
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
      expect(lines.toSorted()).toEqual(numbered(0, 200).toSorted())
    })
  })
})
