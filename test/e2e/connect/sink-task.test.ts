import { TDengineDevServer } from '@tidewire/local/tdengine'
import { tdengineSinkPlugin } from '@tidewire/tdengine'
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

describe('a sink task', () => {
  it('delivers bytes untouched, commits, and goes on where it was after a restart of the worker', async () => {
    const control = fileSinkControl()
    const props = bench.props()
    const { config, file } = bench.sink('lines')
    {
      await using w = await bench.worker([fileSink(control)], props)
      await w.call('POST', '/connectors', { name: 'go-on', config })
      await bench.produce('lines', ['a', 'b', 'c'])
      await bench.holds(file, ['a', 'b', 'c'])
      expect([...control.forms]).toEqual(['bytes'])
      await eventually(async () => {
        const { body } = await w.call('GET', '/connectors/go-on/offsets')
        expect(body.offsets).toEqual([
          { partition: { kafka_partition: 0, kafka_topic: 'lines' }, offset: { kafka_offset: 3 } },
        ])
      })
      const { body } = await w.call('GET', '/connectors/go-on/topics')
      expect(body).toEqual({ 'go-on': { topics: ['lines'] } })
    }
    await bench.produce('lines', ['d'])
    await using again = await bench.worker([fileSink()], props)
    await again.reaches('go-on', 'RUNNING', ['RUNNING'])
    await bench.holds(file, ['a', 'b', 'c', 'd'])
  })

  it('does not skip records of a topic that was deleted and created again', async () => {
    const topic = 'reborn'
    const create = () =>
      bench.kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
    const props = { ...bench.props(), 'offset.flush.interval.ms': '60000' }
    const { config, file } = bench.sink(topic)
    {
      await using w = await bench.worker([fileSink()], props)
      await create()
      await w.call('POST', '/connectors', { name: topic, config })
      await bench.produce(topic, ['a', 'b', 'c'])
      await bench.holds(file, ['a', 'b', 'c'])
      await bench.kafka.admin.deleteTopics([topic])
      await create()
      // The worker stops, and commits what it has read.
    }
    await bench.produce(topic, ['d', 'e', 'f', 'g'])
    await using again = await bench.worker([fileSink()], props)
    await again.reaches(topic, 'RUNNING', ['RUNNING'])
    await bench.holds(file, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  })

  it('starts on the first record within two seconds when the topic is created later', async () => {
    await using broker = await Bench.open()
    await using w = await broker.worker([fileSink()])
    const { config, file } = broker.sink('', { 'topics.regex': 'later-.*' })
    delete config.topics
    await w.call('POST', '/connectors', { name: 'early', config })
    await w.reaches('early', 'RUNNING', ['RUNNING'])
    await broker.kafka.admin.createTopics([
      { name: 'later-1', partitions: 1, replicationFactor: 1 },
    ])
    await broker.produce('later-1', ['first'])
    const begun = Date.now()
    await broker.holds(file, ['first'])
    expect(Date.now() - begun).toBeLessThan(2_000)
  })

  it('delivers the same records again after a passing error, in order', async () => {
    const control = fileSinkControl()
    control.failures = 3
    await using w = await bench.worker([fileSink(control)])
    const { config, file } = bench.sink('again')
    await w.call('POST', '/connectors', { name: 'again', config })
    await bench.produce('again', ['1', '2', '3'])
    await bench.holds(file, ['1', '2', '3'])
    await w.reaches('again', 'RUNNING', ['RUNNING'])
    const { text } = await w.call('GET', '/metrics')
    expect(text).toContain('tidewire_task_retries_total{connector="again",task="0"} 3')
    expect(text).toContain('tidewire_task_records_written_total{connector="again",task="0"} 3')
  })

  it('shows in its status why it is not getting on, masked, and since when', async () => {
    const control = fileSinkControl()
    control.failures = 1_000_000
    await using w = await bench.worker([fileSink(control)])
    const { config, file } = bench.sink('stuck')
    const begun = Date.now()
    await w.call('POST', '/connectors', { name: 'stuck', config })
    await bench.produce('stuck', ['x'])
    await eventually(async () => {
      const { body } = await w.call('GET', '/connectors/stuck/status')
      expect(body.tasks[0]).toMatchObject({
        state: 'RUNNING',
        retrying: { reason: expect.stringContaining('FILE_SINK_AWAY: the disk is away') },
      })
      expect(body.tasks[0].retrying.attempts).toBeGreaterThan(1)
      expect(Date.parse(body.tasks[0].retrying.since)).toBeGreaterThanOrEqual(begun)
    })
    const stuck = await w.call('GET', '/metrics')
    expect(stuck.text).toContain('tidewire_task_retrying{connector="stuck",task="0"} 1')
    control.failures = 0
    await bench.holds(file, ['x'])
    await eventually(async () => {
      const { body } = await w.call('GET', '/connectors/stuck/status')
      expect(body.tasks[0]).toMatchObject({ state: 'RUNNING' })
      expect(body.tasks[0].retrying).toBeUndefined()
    })
    const well = await w.call('GET', '/metrics')
    expect(well.text).toContain('tidewire_task_retrying{connector="stuck",task="0"} 0')
  })

  it('shows that TDengine cannot be reached, before there is a record to write', async () => {
    const gone = await TDengineDevServer.start({ port: 0 })
    const { port } = gone
    await gone[Symbol.asyncDispose]()
    await using w = await bench.worker([tdengineSinkPlugin])
    const config = {
      'connector.class': 'TDengineSinkConnector',
      topics: 'nowhere',
      'connection.url': `jdbc:TAOS-WS://127.0.0.1:${port}?password=geheim78`,
      'connection.database': 'power',
      'connection.backoff.ms': '50',
      'db.schemaless': 'line',
    }
    await w.call('POST', '/connectors', { name: 'nowhere', config })
    await eventually(async () => {
      const { body, text } = await w.call('GET', '/connectors/nowhere/status')
      expect(body.tasks[0]).toMatchObject({
        state: 'RUNNING',
        retrying: { attempts: 1, reason: expect.stringContaining(`127.0.0.1:${port}`) },
      })
      expect(text).not.toContain('geheim78')
    })
    await using _server = await TDengineDevServer.start({ port })
    await bench.produce('nowhere', ['m,t=1 v=1i 1700000000000000000'])
    await eventually(async () => {
      const { body } = await w.call('GET', '/connectors/nowhere/status')
      expect(body.tasks[0].retrying).toBeUndefined()
    })
  })

  it('restarts by itself after a passing failure to start, and counts it', async () => {
    const control = fileSinkControl()
    control.startFailures = 2
    await using w = await bench.worker([fileSink(control)])
    const { config, file } = bench.sink('restarts')
    await w.call('POST', '/connectors', { name: 'restarts', config })
    await bench.produce('restarts', ['x'])
    await bench.holds(file, ['x'])
    const status = await w.reaches('restarts', 'RUNNING', ['RUNNING'])
    expect(status.body.tasks[0]).toMatchObject({ restarts: 2 })
    expect(Date.parse(status.body.tasks[0].last_restart)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('fails for good, masked, when the other side refuses the login', async () => {
    const control = fileSinkControl()
    await using w = await bench.worker([fileSink(control)])
    const { config } = bench.sink('login', { user: 'nobody', password: 'geheim77' })
    await w.call('POST', '/connectors', { name: 'login', config })
    const status = await w.reaches('login', 'RUNNING', ['FAILED'])
    expect(status.body.tasks[0].trace).toContain('FILE_SINK_LOGIN: login with [hidden] refused')
    expect(status.text).not.toContain('geheim77')
    expect(w.log).not.toContain('geheim77')
    expect(control.starts).toBe(1)
  })

  it('pauses, stays in its group, and resumes where it was', async () => {
    await using w = await bench.worker([fileSink()])
    const { config, file } = bench.sink('pausing')
    await w.call('POST', '/connectors', { name: 'pausing', config })
    await bench.produce('pausing', ['1'])
    await bench.holds(file, ['1'])
    expect((await w.call('PUT', '/connectors/pausing/pause')).status).toBe(202)
    await w.reaches('pausing', 'PAUSED', ['PAUSED'])
    await bench.produce('pausing', ['2'])
    const group = await bench.kafka.admin.describeGroup('connect-pausing')
    expect(group.members).toHaveLength(1)
    expect((await w.call('PUT', '/connectors/pausing/resume')).status).toBe(202)
    await bench.holds(file, ['1', '2'])
    await w.reaches('pausing', 'RUNNING', ['RUNNING'])
  })

  it('lets the delivery under way end when the worker stops, and commits it', async () => {
    const control = fileSinkControl()
    const { promise, resolve } = Promise.withResolvers<void>()
    control.hold = promise
    const props = bench.props(undefined, { 'offset.flush.interval.ms': '600000' })
    const { config, file } = bench.sink('last-call')
    {
      await using w = await bench.worker([fileSink(control)], props)
      await w.call('POST', '/connectors', { name: 'last-call', config })
      await bench.produce('last-call', ['1', '2'])
      await eventually(async () => expect(control.puts).toBe(1))
      setTimeout(resolve, 100)
    }
    await bench.holds(file, ['1', '2'])
    await using again = await bench.worker([fileSink()], props)
    await again.reaches('last-call', 'RUNNING', ['RUNNING'])
    await bench.produce('last-call', ['3'])
    await bench.holds(file, ['1', '2', '3'])
  })

  it('spreads partitions over tasks', async () => {
    await bench.kafka.admin.createTopics([{ name: 'wide', partitions: 4, replicationFactor: 1 }])
    await using w = await bench.worker([fileSink()])
    const { config } = bench.sink('wide', { 'tasks.max': '2' })
    await w.call('POST', '/connectors', { name: 'wide', config })
    await w.reaches('wide', 'RUNNING', ['RUNNING', 'RUNNING'])
    await eventually(async () => {
      const group = await bench.kafka.admin.describeGroup('connect-wide')
      expect(group.members.map(m => m.clientId).sort()).toEqual([
        'connector-consumer-wide-0',
        'connector-consumer-wide-1',
      ])
      const { text } = await w.call('GET', '/metrics')
      expect(text).toContain('tidewire_task_assigned_partitions{connector="wide",task="0"} 2')
      expect(text).toContain('tidewire_task_assigned_partitions{connector="wide",task="1"} 2')
    })
  })

  it('reads a list of topics', async () => {
    await using w = await bench.worker([fileSink()])
    const { config, file } = bench.sink('list-1, list-2')
    await w.call('POST', '/connectors', { name: 'list', config })
    await bench.produce('list-1', ['one'])
    await bench.holds(file, ['one'])
    await bench.produce('list-2', ['two'])
    await bench.holds(file, ['one', 'two'])
  })

  it('takes new configuration and restarts what it concerns', async () => {
    const control = fileSinkControl()
    await using w = await bench.worker([fileSink(control)])
    const first = bench.sink('moving')
    await w.call('PUT', '/connectors/moving/config', first.config)
    await bench.produce('moving', ['1'])
    await bench.holds(first.file, ['1'])
    const second = bench.sink('moving')
    const put = await w.call('PUT', '/connectors/moving/config', second.config)
    expect(put.status).toBe(200)
    await eventually(async () => expect(control.starts).toBe(2))
    await bench.produce('moving', ['2'])
    await bench.holds(second.file, ['2'])
    await bench.holds(first.file, ['1'])
  })
})

describe('bad records', () => {
  const letters = {
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': 'letters',
    'errors.deadletterqueue.context.headers.enable': 'true',
    'errors.log.enable': 'true',
    'errors.log.include.messages': 'true',
  }

  it('go to the dead-letter topic with what went wrong, and the others are written', async () => {
    await using w = await bench.worker([fileSink()])
    const { config, file } = bench.sink('mixed', letters)
    await w.call('POST', '/connectors', { name: 'mixed', config })
    await bench.produce('mixed', ['1', 'bad one', '2'])
    await bench.holds(file, ['1', '2'])
    const [letter] = await bench.read('letters', 1)
    expect(letter).toMatchObject({ key: 'k', value: 'bad one' })
    expect(letter?.headers).toMatchObject({
      origin: 'test',
      '__connect.errors.topic': 'mixed',
      '__connect.errors.partition': '0',
      '__connect.errors.offset': '1',
      '__connect.errors.connector.name': 'mixed',
      '__connect.errors.task.id': '0',
      '__connect.errors.stage': 'TASK_PUT',
      '__connect.errors.class.name': 'org.apache.kafka.connect.file.FileStreamSinkTask',
      '__connect.errors.exception.class.name': 'FILE_SINK_BAD',
      '__connect.errors.exception.message':
        'the file does not take this line: [0x3002] invalid data at bad one',
      '__connect.errors.server.code': '0x3002',
      '__connect.errors.server.message': 'invalid data at bad one',
    })
    expect(letter?.headers['__connect.errors.exception.stacktrace']).toContain(
      'record: topic mixed, partition 0, offset 1',
    )
    expect(w.log).toContain('Error encountered in task mixed-0')
  })

  it('show in no log, and their dead letters have no more headers, unless that is asked for', async () => {
    await using w = await bench.worker([fileSink()])
    const quiet = {
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'quiet-letters',
      'errors.deadletterqueue.topic.replication.factor': '2',
    }
    const { config, file } = bench.sink('quiet', quiet)
    await w.call('POST', '/connectors', { name: 'quiet', config })
    await bench.produce('quiet', ['1', 'bad secret', '2'])
    await bench.holds(file, ['1', '2'])
    const [letter] = await bench.read('quiet-letters', 1)
    expect(letter).toMatchObject({ value: 'bad secret', headers: { origin: 'test' } })
    expect(Object.keys(letter?.headers ?? {})).toEqual(['origin'])
    expect(w.log).not.toContain('Error encountered in task')
    expect(w.log).toContain('quiet-letters is created with replication factor 1 instead of 2')
    // Logged, but not what the record holds.
    await w.call('PUT', '/connectors/quiet/config', { ...config, 'errors.log.enable': 'true' })
    await w.reaches('quiet', 'RUNNING', ['RUNNING'])
    // The task of before the change may still be there.
    await eventually(async () => {
      await bench.produce('quiet', ['bad secret'])
      expect(w.log).toContain('Error encountered in task quiet-0')
    })
    await bench.holds(file, ['1', '2'])
    const logged = w.log.slice(w.log.indexOf('Error encountered in task quiet-0'))
    expect(logged).not.toContain('sample')
  })

  it('fail the task when they are not tolerated; the trace names record and reason', async () => {
    await using w = await bench.worker([fileSink()])
    const { config } = bench.sink('strict')
    await w.call('POST', '/connectors', { name: 'strict', config })
    await bench.produce('strict', ['1', 'bad two'])
    const { body } = await w.reaches('strict', 'RUNNING', ['FAILED'])
    expect(body.tasks[0].trace).toContain('topic strict, partition 0, offset 1')
    expect(body.tasks[0].trace).toContain('[0x3002] invalid data at bad two')
  })

  it('are stored as dead letters also when they then fail the task', async () => {
    await using w = await bench.worker([fileSink()])
    const { config } = bench.sink('kept', {
      'errors.deadletterqueue.topic.name': 'kept-letters',
    })
    await w.call('POST', '/connectors', { name: 'kept', config })
    await bench.produce('kept', ['bad three'])
    const { body } = await w.reaches('kept', 'RUNNING', ['FAILED'])
    expect(body.tasks[0].trace).toContain('topic kept, partition 0, offset 0')
    expect(await bench.read('kept-letters', 1)).toMatchObject([{ value: 'bad three' }])
  })

  it('fail the task when their dead letter can never be stored, with the reason', async () => {
    await using w = await bench.worker([fileSink()])
    const { config } = bench.sink('vast', {
      ...letters,
      'producer.override.max.request.size': '700',
    })
    await w.call('POST', '/connectors', { name: 'vast', config })
    await bench.produce('vast', [`bad ${'x'.repeat(1000)}`])
    const { body } = await w.reaches('vast', 'RUNNING', ['FAILED'])
    expect(body.tasks[0].trace).toContain('CONNECT_DEAD_LETTER')
    expect(body.tasks[0].trace).toContain('topic vast, partition 0, offset 0')
    expect(body.tasks[0].trace).toContain('max.request.size')
    expect(body.tasks[0].trace).toContain('retry: cannot help')
  })

  it('as large as Kafka takes fit their dead-letter topic, headers and all', async () => {
    await using w = await bench.worker([fileSink()])
    const { config } = bench.sink('large', {
      ...letters,
      'errors.deadletterqueue.topic.name': 'large-letters',
    })
    await w.call('POST', '/connectors', { name: 'large', config })
    const value = `bad ${'x'.repeat(1_048_000)}`
    await bench.produce('large', [value])
    await eventually(async () => {
      const [letter] = await bench.read('large-letters', null)
      expect(letter?.value).toBe(value)
    })
  })

  it('with a header that cannot be read are reported with the stage and the header', async () => {
    await using w = await bench.worker([fileSink()])
    const { config } = bench.sink('headers', {
      ...letters,
      'errors.deadletterqueue.topic.name': 'header-letters',
      'header.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'header.converter.schemas.enable': 'false',
    })
    await w.call('POST', '/connectors', { name: 'headers', config })
    await bench.produce('headers', ['x'])
    const [letter] = await eventually(() => bench.read('header-letters', 1))
    expect(letter?.headers).toMatchObject({
      origin: 'test',
      '__connect.errors.stage': 'HEADER_CONVERTER',
      '__connect.errors.class.name': 'org.apache.kafka.connect.json.JsonConverter',
      '__connect.errors.exception.message': expect.stringContaining('header origin'),
    })
  })

  it('that cannot be converted are reported with the stage', async () => {
    const control = fileSinkControl()
    await using w = await bench.worker([fileSink(control)])
    const { config, file } = bench.sink('json', {
      ...letters,
      'errors.deadletterqueue.topic.name': 'json-letters',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
    })
    await w.call('POST', '/connectors', { name: 'json', config })
    await bench.produce('json', ['"x"', '{', '7'])
    await bench.holds(file, ['x', '7'])
    // A batch of nothing but bad records is committed like any other.
    await bench.produce('json', ['}'])
    await eventually(async () => {
      const { body } = await w.call('GET', '/connectors/json/offsets')
      expect(body.offsets[0].offset.kafka_offset).toBe(4)
    })
    // The log does not show what records hold unless it is asked to.
    expect(w.log).toContain('Error encountered in task json-0')
    expect(w.log).toContain('sample: }')
    expect([...control.forms]).toEqual(['records'])
    const [letter] = await bench.read('json-letters', 1)
    expect(letter?.headers).toMatchObject({
      '__connect.errors.stage': 'VALUE_CONVERTER',
      '__connect.errors.class.name': 'org.apache.kafka.connect.json.JsonConverter',
      '__connect.errors.offset': '1',
    })
  })
})
