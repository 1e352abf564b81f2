import { appendFile, readFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type Connector,
  type ConnectorContext,
  errorFactory,
  type SourceBytesBatch,
  type SourcePlugin,
  type SourceRecord,
  type SourceTask,
} from '@tidewire/core'
import { tdengineSourcePlugin } from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileSink } from './file-sink-plugin.ts'
import { fileSource } from './file-source-plugin.ts'
import { Bench, eventually, type WorkerUnderTest } from './worker-bench.ts'

let bench: Bench
let silent: Server
const sockets = new Set<Socket>()

beforeAll(async () => {
  bench = await Bench.open()
  // Takes connections and never says a word.
  silent = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  silent.close()
  await bench[Symbol.asyncDispose]()
})

const raise = errorFactory({
  TEST_AWAY: { message: 'the other side is away', retriable: true },
  TEST_WRONG: { message: 'the configuration is wrong', retriable: false },
} as const)

/** The configuration of a file source of its own file and topic. */
function follow(topic: string, more: Readonly<Record<string, string>> = {}) {
  const file = join(bench.folder, `${topic}.txt`)
  return {
    file,
    config: { 'connector.class': fileSource().className, 'tasks.max': '1', file, topic, ...more },
  }
}

async function load(w: WorkerUnderTest, name: string, config: Readonly<Record<string, string>>) {
  const answer = await w.call('POST', '/connectors', { name, config })
  expect(answer.status, answer.text).toBe(201)
}

/** The file source with another connector or task behind the same name or another one. */
function sourceWith(parts: {
  readonly className?: string
  readonly connector?: Partial<Connector>
  readonly validate?: SourcePlugin['validate']
  readonly task?: (task: SourceTask) => SourceTask
}): SourcePlugin {
  const plugin = fileSource()
  return {
    ...plugin,
    className: parts.className ?? plugin.className,
    ...(parts.validate === undefined ? {} : { validate: parts.validate }),
    newConnector: () => ({ ...plugin.newConnector(), ...parts.connector }),
    newTask: () => (parts.task ?? (task => task))(plugin.newTask()),
  }
}

/** A batch of one value, in memory that the source uses again. */
function bytesBatch(topic: string, memory: Buffer, value: string): SourceBytesBatch {
  const length = memory.write(value.padEnd(memory.length))
  return {
    form: 'bytes',
    topic,
    count: 1,
    bytes: memory,
    valueStarts: Int32Array.of(0),
    valueLengths: Int32Array.of(length),
    keyBytes: memory,
    keyStarts: Int32Array.of(0),
    keyLengths: Int32Array.of(-1),
    timestamps: Float64Array.of(1000),
    headerSets: [[]],
    headerSetOf: Int32Array.of(0),
    sourcePartition: { of: topic },
    sourceOffset: { value },
    ahead: true,
  }
}

describe('a source that reads ahead', () => {
  it('is asked for the next batch while one is on its way, and never for a third', async () => {
    const topic = 'ahead'
    await bench.kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
    const memories = [Buffer.alloc(100), Buffer.alloc(100)]
    const stored: number[] = []
    let polls = 0
    const plugin = sourceWith({
      task: task => ({
        start: (props, context, signal) => task.start(props, context, signal),
        stop: () => task.stop(),
        async poll(signal) {
          const [end] = await bench.kafka.admin.listOffsets([{ topic, partition: 0 }], -1n)
          if (polls < 3) stored.push(Number(end?.offset))
          polls += 1
          if (polls > 3) return await delay(50, [], { signal })
          return bytesBatch(topic, memories[polls % 2] as Buffer, `value ${polls}`)
        },
      }),
    })
    // Longer than a poll takes: what is on its way is not stored while the source is asked again.
    using _ = bench.broker.faults.add({ api: 'Produce', action: { kind: 'delay', ms: 1000 } })
    await using w = await bench.worker([plugin])
    const strings = 'org.apache.kafka.connect.storage.StringConverter'
    const { config } = follow(topic, { 'key.converter': strings, 'value.converter': strings })
    await load(w, topic, config)
    const read = await eventually(() => bench.read(topic, 3))
    expect(read.map(({ value }) => value?.trim())).toEqual([1, 2, 3].map(n => `value ${n}`))
    // The poll after a batch comes before it is stored; the one after that does not.
    expect(stored).toEqual([0, 0, 1])
    await eventually(async () => {
      const { body } = await w.call('GET', `/connectors/${topic}/offsets`)
      expect(body.offsets).toMatchObject([{ offset: { value: 'value 3' } }])
    })
  })
})

describe('topics of a source', () => {
  it('are created as their groups say, before the first record, and shown', async () => {
    await using w = await bench.worker([fileSource()])
    const { file, config } = follow('made-small', {
      'topic.creation.default.replication.factor': '3',
      'topic.creation.default.partitions': '2',
      'topic.creation.default.retention.ms': '3600000',
      'topic.creation.groups': 'wide',
      'topic.creation.wide.include': 'made-wide.*',
      'topic.creation.wide.partitions': '6',
      'topic.creation.wide.replication.factor': '-1',
      'topic.creation.wide.max.message.bytes': '70000',
    })
    const wide = follow('made-wide-1', { ...config, topic: 'made-wide-1' })
    await appendFile(file, 'a\nb\n')
    await appendFile(wide.file, 'c\n')
    await load(w, 'made-small', config)
    await load(w, 'made-wide', { ...wide.config, file: wide.file })
    expect((await eventually(() => bench.read('made-small', 2))).map(r => r.value).sort()).toEqual([
      'a',
      'b',
    ])
    await eventually(() => bench.read('made-wide-1', 1))
    const described = await bench.kafka.admin.describeTopics(['made-small', 'made-wide-1'])
    const shape = Object.fromEntries(
      described.map(t => [t.name, [t.partitions.length, t.partitions[0]?.replicas.length]]),
    )
    expect(shape).toEqual({ 'made-small': [2, 1], 'made-wide-1': [6, 1] })
    const setting = async (topic: string, key: string) =>
      (await bench.kafka.admin.describeTopicConfig(topic)).get(key)?.value
    expect(await setting('made-small', 'retention.ms')).toBe('3600000')
    expect(await setting('made-wide-1', 'max.message.bytes')).toBe('70000')
    expect(w.log).toContain('replication factor 1 instead of 3')
    const { body } = await w.call('GET', '/connectors/made-wide/topics')
    expect(body).toEqual({ 'made-wide': { topics: ['made-wide-1'] } })
  })

  it('that are there stay as they are', async () => {
    await bench.kafka.admin.createTopics([{ name: 'there', partitions: 3, replicationFactor: 1 }])
    await using w = await bench.worker([fileSource()])
    const { file, config } = follow('there', {
      'topic.creation.default.replication.factor': '1',
      'topic.creation.default.partitions': '1',
    })
    await appendFile(file, 'a\n')
    await load(w, 'there', config)
    await eventually(() => bench.read('there', 1))
    expect((await bench.kafka.admin.describeTopics(['there']))[0]?.partitions).toHaveLength(3)
  })

  it('with settings that Kafka refuses fail the task for good, with the reason', async () => {
    await using w = await bench.worker([fileSource()])
    const { file, config } = follow('unmade', {
      'topic.creation.default.replication.factor': '1',
      'topic.creation.default.partitions': '1',
      'topic.creation.default.no.such.setting': '1',
    })
    await appendFile(file, 'a\n')
    await load(w, 'unmade', config)
    const { body } = await w.reaches('unmade', 'RUNNING', ['FAILED'])
    expect(body.tasks[0].trace).toContain('CONNECT_TOPIC_CREATION')
    expect(body.tasks[0].trace).toContain('no.such.setting')
    expect(w.log).toContain('it stays failed')
  })

  it('wrong keys are refused in Kafka’s words, unless the worker creates none', async () => {
    const { config } = follow('refused', { 'topic.creation.default.partitions': '0' })
    {
      await using w = await bench.worker([fileSource()])
      const { status, body } = await w.call('POST', '/connectors', { name: 'refused', config })
      expect(status).toBe(400)
      expect(body.message).toContain(
        'Missing required configuration "topic.creation.default.replication.factor" which has no default value.',
      )
      expect(body.message).toContain(
        "Invalid value 0 for configuration topic.creation.default.partitions: Number of partitions must be positive, or -1 to use the broker's default",
      )
    }
    const props = bench.props(undefined, { 'topic.creation.enable': 'false' })
    await using w = await bench.worker([fileSource()], props)
    await load(w, 'refused', config)
  })
})

describe('a source task', () => {
  it('has its positions stored after Kafka has the records, is then told, and goes on there', async () => {
    const commits: number[] = []
    let polled = 0
    const counting = sourceWith({
      task: task => ({
        start: (props, context, signal) => task.start(props, context, signal),
        stop: () => task.stop(),
        async poll(signal) {
          const records = await task.poll(signal)
          if (!('form' in records)) polled += records.length
          return records
        },
        async commit() {
          commits.push(polled)
        },
      }),
    })
    await using w = await bench.worker([counting])
    const { file, config } = follow('positions')
    await appendFile(file, 'one\ntwo\n')
    await load(w, 'positions', config)
    await eventually(async () => {
      const { body } = await w.call('GET', '/connectors/positions/offsets')
      expect(body).toEqual({
        offsets: [{ partition: { filename: file }, offset: { position: 8 } }],
      })
      expect(commits).toEqual([2])
    })
    expect(await bench.read('positions', 2)).toHaveLength(2)
    await w.call('POST', '/connectors/positions/restart?includeTasks=true')
    await appendFile(file, 'three\n')
    const found = await eventually(() => bench.read('positions', 3))
    expect(found.map(r => r.value)).toEqual(['one', 'two', 'three'])
  })

  it('restarts by itself after passing failures, and counts; after a wrong configuration never', async () => {
    let starts = 0
    const failing = (className: string, code: 'TEST_AWAY' | 'TEST_WRONG') =>
      sourceWith({
        className,
        task: task => ({
          start: async (props, context, signal) => {
            if (code === 'TEST_WRONG') throw raise(code)
            starts += 1
            if (starts < 4) throw raise(code)
            await task.start(props, context, signal)
          },
          poll: signal => task.poll(signal),
          stop: () => task.stop(),
        }),
      })
    await using w = await bench.worker([
      failing('test.AwaySourceConnector', 'TEST_AWAY'),
      failing('test.WrongSourceConnector', 'TEST_WRONG'),
    ])
    await load(w, 'away', {
      ...follow('away').config,
      'connector.class': 'test.AwaySourceConnector',
    })
    await load(w, 'wrong', {
      ...follow('wrong').config,
      'connector.class': 'test.WrongSourceConnector',
    })
    const { body } = await w.reaches('away', 'RUNNING', ['RUNNING'])
    expect(body.tasks[0].restarts).toBe(3)
    const metrics = await w.call('GET', '/metrics')
    expect(metrics.text).toMatch(/tidewire_task_restarts_total\{[^}]*connector="away"[^}]*\} 3/)
    const wrong = await w.reaches('wrong', 'RUNNING', ['FAILED'])
    expect(wrong.body.tasks[0].restarts ?? 0).toBe(0)
  })

  it('more tasks than tasks.max fail the connector, unless tasks.max.enforce=false', async () => {
    const three = { taskConfigs: async () => [{}, {}, {}] }
    await using w = await bench.worker([sourceWith({ connector: three })])
    const { config } = follow('many')
    await load(w, 'many', config)
    const { body } = await w.reaches('many', 'FAILED', [])
    expect(body.connector.trace).toContain('it made 3 tasks, tasks.max is 1')
    await w.call('PUT', '/connectors/many/config', { ...config, 'tasks.max.enforce': 'false' })
    await w.reaches('many', 'RUNNING', ['RUNNING', 'RUNNING', 'RUNNING'])
  })

  it('is made anew when the connector asks for it', async () => {
    let given: ConnectorContext | null = null
    let topic = 'asked-1'
    const { file, config } = follow('asked-1')
    const asking = sourceWith({
      connector: {
        start: async (_props, context) => {
          given = context
        },
        taskConfigs: async () => [{ file, topic }],
      },
    })
    await using w = await bench.worker([asking])
    await appendFile(file, 'a\n')
    await load(w, 'asked', config)
    await eventually(() => bench.read('asked-1', 1))
    topic = 'asked-2'
    ;(given as ConnectorContext | null)?.requestTaskReconfiguration()
    await eventually(async () => {
      const { body } = await w.call('GET', '/connectors/asked/tasks')
      expect(body[0].config.topic).toBe('asked-2')
    })
    await appendFile(file, 'b\n')
    const found = await eventually(() => bench.read('asked-2', 1))
    expect(found.map(r => r.value)).toEqual(['b'])
  })

  it('has its headers written by the header converter', async () => {
    const withHeader = sourceWith({
      className: 'test.HeaderSourceConnector',
      task: task => ({
        start: (props, context, signal) => task.start(props, context, signal),
        poll: async signal => {
          const records = (await task.poll(signal)) as readonly SourceRecord[]
          const headers = [{ key: 'table', value: Buffer.from('d1') }]
          return records.map(record => ({ ...record, headers }))
        },
        stop: () => task.stop(),
      }),
    })
    await using w = await bench.worker([withHeader])
    const written = async (topic: string, converters: Record<string, string>) => {
      const { file, config } = follow(topic, converters)
      await appendFile(file, 'a\n')
      await load(w, topic, { ...config, 'connector.class': withHeader.className })
      const [record] = await eventually(() => bench.read(topic, 1))
      return record?.headers
    }
    expect(await written('simple-header', {})).toEqual({ table: 'd1' })
    const header = { 'header.converter': 'org.apache.kafka.connect.json.JsonConverter' }
    expect(await written('json-header', header)).toEqual({
      table: '{"schema":{"type":"string","optional":false},"payload":"d1"}',
    })
  })

  it.each(['true', 'false'])(
    'and a sink understand each other in JSON, schemas %s',
    async schemas => {
      await using w = await bench.worker([fileSource(), fileSink()])
      const topic = `json-${schemas}`
      const converters = {
        'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'value.converter.schemas.enable': schemas,
        'header.converter': 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
      }
      const { file, config } = follow(topic, converters)
      await appendFile(file, 'say "hi"\n')
      await load(w, `from-${schemas}`, config)
      const [record] = await eventually(() => bench.read(topic, 1))
      expect(record?.value).toBe(
        schemas === 'true'
          ? '{"schema":{"type":"string","optional":false},"payload":"say \\"hi\\""}'
          : '"say \\"hi\\""',
      )
      const sink = bench.sink(topic, converters)
      await load(w, `to-${schemas}`, sink.config)
      await bench.holds(sink.file, ['say "hi"'])
    },
  )
})

it('a validation may ask the other system, and what it finds refuses the configuration', async () => {
  const plugin = sourceWith({
    className: 'test.ProbingSourceConnector',
    validate: async ({ file = '' }) => {
      await readFile(file).catch(() => {})
      return [{ key: 'file', message: 'the other system does not know it' }]
    },
  })
  await using w = await bench.worker([plugin])
  const config = { ...follow('probing').config, 'connector.class': plugin.className }
  const answer = await w.call('POST', '/connectors', { name: 'probing', config })
  expect(answer.status).toBe(400)
  expect(answer.body.message).toContain('the other system does not know it')
})

describe('a source that hangs', () => {
  const forever = () => new Promise<never>(() => {})
  const places: Record<string, SourcePlugin> = {
    start: sourceWith({ className: 'test.StartSourceConnector', connector: { start: forever } }),
    taskConfigs: sourceWith({
      className: 'test.ConfigsSourceConnector',
      connector: { taskConfigs: forever },
    }),
    stop: sourceWith({ className: 'test.StopSourceConnector', connector: { stop: forever } }),
    'the start of its task': sourceWith({
      className: 'test.TaskStartSourceConnector',
      task: task => ({ start: forever, poll: s => task.poll(s), stop: forever }),
    }),
    'its poll': sourceWith({
      className: 'test.PollSourceConnector',
      task: task => ({
        start: (props, context, signal) => task.start(props, context, signal),
        poll: forever,
        stop: forever,
      }),
    }),
  }

  it.each(Object.entries(places))(
    'in %s disturbs nobody and is deleted at once',
    async (place, plugin) => {
      const props = bench.props(undefined, { 'task.shutdown.graceful.timeout.ms': '1000' })
      await using w = await bench.worker([plugin, fileSource()], props)
      const topic = `beside-${place.replaceAll(' ', '-')}`
      await load(w, 'hanging', {
        ...follow('hanging').config,
        'connector.class': plugin.className,
      })
      await undisturbed(w, topic, 'hanging')
    },
  )

  it('in its validation disturbs nobody, and whoever asked is told in time', async () => {
    let aborted = false
    const plugin = sourceWith({
      className: 'test.ValidateSourceConnector',
      validate: (_, signal) => {
        signal?.addEventListener('abort', () => {
          aborted = true
        })
        return forever()
      },
    })
    const props = bench.props(undefined, { 'connector.operation.timeout.ms': '1500' })
    await using w = await bench.worker([plugin, fileSource()], props)
    const config = { ...follow('validating').config, 'connector.class': plugin.className }
    const creating = w.call('POST', '/connectors', { name: 'validating', config })
    const asking = w.call('PUT', `/connector-plugins/${plugin.className}/config/validate`, config)
    const { file, config: other } = follow('beside-validating')
    await appendFile(file, 'a\n')
    await load(w, 'beside-validating', other)
    await eventually(() => bench.read('beside-validating', 1), 2_000)
    const begun = Date.now()
    expect((await w.call('DELETE', '/connectors/validating')).status).toBe(404)
    expect(Date.now() - begun).toBeLessThan(2_000)
    for (const answer of await Promise.all([creating, asking])) {
      expect(answer.status).toBe(500)
      expect(answer.body.message).toMatch(
        /validating of connector \S+ did not finish within 1500 ms/,
      )
    }
    expect(aborted).toBe(true)
    expect((await w.call('GET', '/connectors')).body).toEqual(['beside-validating'])
  })

  it.each([
    ['nobody listens', () => 'jdbc:TAOS-WS://127.0.0.1:1'],
    [
      'somebody takes connections and is silent',
      () => `jdbc:TAOS-WS://127.0.0.1:${(silent.address() as { port: number }).port}`,
    ],
  ])('before TDengine where %s disturbs nobody and is deleted at once', async (_, url) => {
    const props = bench.props(undefined, { 'task.shutdown.graceful.timeout.ms': '1000' })
    await using w = await bench.worker([tdengineSourcePlugin, fileSource()], props)
    await load(w, 'unreachable', {
      'connector.class': tdengineSourcePlugin.className,
      'connection.url': url(),
      'connection.database': 'power',
      'topic.prefix': '',
    })
    await undisturbed(w, `beside-tdengine-${url().split(':').at(-1)}`, 'unreachable')
  })

  /** Another connector starts, carries lines, is changed and deleted; the hanging one is then deleted, in 2 s each. */
  async function undisturbed(w: WorkerUnderTest, topic: string, hanging: string) {
    const { file, config } = follow(topic)
    await appendFile(file, 'a\n')
    await load(w, 'beside', config)
    await eventually(() => bench.read(topic, 1), 2_000)
    await appendFile(file, 'b\n')
    expect((await w.call('PUT', '/connectors/beside/config', config)).status).toBe(200)
    expect(await eventually(() => bench.read(topic, 2), 2_000)).toHaveLength(2)
    const begun = Date.now()
    expect((await w.call('DELETE', `/connectors/${hanging}`)).status).toBe(204)
    expect((await w.call('GET', `/connectors/${hanging}/status`)).status).toBe(404)
    expect(Date.now() - begun).toBeLessThan(2_000)
    await appendFile(file, 'c\n')
    expect(await eventually(() => bench.read(topic, 3), 2_000)).toHaveLength(3)
    expect((await w.call('DELETE', '/connectors/beside')).status).toBe(204)
  }
})
