import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { KafkaDevServer } from '@tidewire/local/kafka'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../fault/pipeline.ts'
import { Cli, example, outcome } from './command.ts'

const cli = new Cli()
const golden = resolve(import.meta.dirname, '../../golden/connect-keys')
let kafka: KafkaDevServer
let tdengine: TDengineDevServer

beforeAll(async () => {
  kafka = await KafkaDevServer.start()
  tdengine = await TDengineDevServer.start()
})
afterAll(async () => {
  await kafka[Symbol.asyncDispose]()
  await tdengine[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

function write(name: string, lines: readonly string[]): string {
  const file = join(cli.folder, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

function workerFile(name: string, more: readonly string[]): string {
  return write(name, [
    `bootstrap.servers=127.0.0.1:${kafka.port}`,
    'key.converter=org.apache.kafka.connect.storage.StringConverter',
    'value.converter=org.apache.kafka.connect.storage.StringConverter',
    'listeners=http://127.0.0.1:0',
    'plugin.path=/usr/share/java,/opt/kafka/components',
    ...more,
  ])
}

function distributedFile(name: string, group: string): string {
  return workerFile(name, [
    `group.id=${group}`,
    ...['config', 'offset', 'status'].flatMap(kind => [
      `${kind}.storage.topic=${group}-${kind}`,
      `${kind}.storage.replication.factor=1`,
    ]),
  ])
}

/** The address in a worker's log. */
function urlIn(log: string): string | null {
  return /ready at (http:\/\/[\d.:]+)/.exec(log)?.[1] ?? null
}

describe('connect-distributed', () => {
  it('runs a worker until SIGTERM, with a log of JSON lines', async () => {
    const child = cli.spawn('connect-distributed', distributedFile('worker.properties', 'one'))
    const ended = outcome(child)
    let log = ''
    child.stdout.on('data', text => {
      log += String(text)
    })
    await eventually('the worker is ready', () => urlIn(log) !== null)
    expect(await cli.ok(['connector', 'list', '--json', '--url', urlIn(log) ?? ''])).toBe('[]\n')
    child.kill('SIGTERM')
    const { code, stdout } = await ended
    expect(code).toBe(0)
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level')
  })

  it('goes to the background with -daemon and says where its log is', async () => {
    const file = distributedFile('daemon.properties', 'two')
    const said = await cli.ok(['connect-distributed', '-daemon', file])
    const [, pid, path] = /^Started as process (\d+); its log is (.+)$/m.exec(said) ?? []
    try {
      const log = () => readFileSync(path ?? '', 'utf8')
      const url = urlIn(said) ?? ''
      await eventually('the log says so too', () => urlIn(log()) === url)
      expect(await cli.ok(['connector', 'list', '--json', '--url', url])).toBe('[]\n')
      const second = await cli.run(['connect-distributed', '-daemon', file])
      expect(second.code).toBe(1)
      expect(second.stderr).toMatch(
        /^error: CLI_DAEMON: the worker has ended at once: CONNECT_GROUP/,
      )
      expect(second.stderr).toContain(path)
    } finally {
      process.kill(Number(pid), 'SIGTERM')
    }
  })

  it('says what it waits for when Kafka is away, and ends at the first Ctrl-C', async () => {
    const file = distributedFile('away.properties', 'three')
    const text = readFileSync(file, 'utf8').replace(`:${kafka.port}`, ':1')
    writeFileSync(file, text)
    const child = cli.spawn('connect-distributed', file)
    const ended = outcome(child)
    let log = ''
    child.stdout.on('data', chunk => {
      log += String(chunk)
    })
    await eventually('it says so', () => log.includes('waiting for Kafka at 127.0.0.1:1'))
    child.kill('SIGINT')
    expect((await ended).code).not.toBe(0)
  })

  it('says which file is missing, and what is wrong in one', async () => {
    const missing = await cli.run(['connect-distributed', 'nowhere.properties'])
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.stderr).toContain('nowhere.properties')
    const empty = await cli.run(['connect-distributed', write('empty.properties', ['a=b'])])
    expect(empty.code).toBe(1)
    expect(empty.stderr).toContain('group.id')
    expect(empty.stderr).not.toMatch(/\n\s+at /)
  })
})

/** Settings of a worker file of Apache Kafka, moved to this broker and to any port. */
function shippedFile(name: string, more: readonly string[]): string {
  const text = readFileSync(join(golden, `${name}.properties`), 'utf8')
  const moved = text.replace('localhost:9092', `127.0.0.1:${kafka.port}`)
  return write(`${name}.properties`, [moved, 'listeners=http://127.0.0.1:0', ...more])
}

describe('the worker files of Apache Kafka', () => {
  it.each([
    ['connect-distributed', []],
    ['connect-standalone', ['offset.storage.file.filename=connect.offsets']],
  ] as const)(
    'start %s as they are, and its log says once what has no effect',
    async (name, more) => {
      const keys = [
        'plugin.path=/opt/plugins,',
        'consumer.client.rack=r1',
        'admin.request.timeuot.ms=1',
      ]
      const child = cli.spawn(name, shippedFile(name, [...more, ...keys]))
      const ended = outcome(child)
      let log = ''
      child.stdout.on('data', text => {
        log += String(text)
      })
      await eventually('the worker is ready', () => urlIn(log) !== null)
      child.kill('SIGTERM')
      const { code, stdout } = await ended
      expect(code).toBe(0)
      for (const said of [
        'plugin.path has no effect',
        'consumer.client.rack has no effect',
        'admin.request.timeuot.ms is ignored; did you mean admin.request.timeout.ms?',
      ]) {
        expect(stdout.split(said)).toHaveLength(2)
      }
      expect(stdout.match(/has no effect|is ignored/g)).toHaveLength(3)
    },
  )
})

describe('connect-standalone', () => {
  it('runs the connectors of its files', async () => {
    const offsets = join(cli.folder, 'connect.offsets')
    const worker = workerFile('standalone.properties', [`offset.storage.file.filename=${offsets}`])
    const sink = readFileSync(join(example, 'sink-demo.properties'), 'utf8').trimEnd()
    const file = write('sink.properties', [sink, `connection.adapter.port=${tdengine.port}`])
    const child = cli.spawn('connect-standalone', worker, file)
    const ended = outcome(child)
    await cli.ok(
      ['kafka-console-producer', '--broker-list', `127.0.0.1:${kafka.port}`, '--topic', 'meters'],
      readFileSync(join(example, 'test-data.txt')),
    )
    await eventually('the rows are there', async () => {
      const query = ['query', '-h', '127.0.0.1', '-P', String(tdengine.port), '--csv']
      const { stdout } = await cli.run([...query, 'select * from power.meters'])
      return stdout.trim().split('\n').length === 5
    })
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })
})
