import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startWorker } from '@tidewire/connect'
import { TidewireError } from '@tidewire/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileSink, fileSinkControl } from './file-sink-plugin.ts'
import { fileSource } from './file-source-plugin.ts'
import { Bench, eventually } from './worker-bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await Bench.open()
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

async function failure(work: Promise<unknown>): Promise<TidewireError> {
  try {
    await work
  } catch (error) {
    if (error instanceof TidewireError) return error
    throw error
  }
  throw new Error('it should have failed')
}

describe('secrets', () => {
  it('are masked everywhere and survive a client that reads, edits and writes back', async () => {
    await using w = await bench.worker([fileSink()])
    const { config } = bench.sink('quiet', { password: 'geheim77' })
    const seen: string[] = []
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await w.call(method, path, body)
      seen.push(answer.text)
      return answer
    }
    await call('POST', '/connectors', { name: 'quiet', config })
    await w.reaches('quiet', 'RUNNING', ['RUNNING'])
    for (const path of ['', '/config', '/tasks', '/status', '/tasks-config']) {
      await call('GET', `/connectors/quiet${path}`)
    }
    await call('GET', '/connectors?expand=info&expand=status')
    const read = (await call('GET', '/connectors/quiet/config')).body
    expect(read.password).toBe('[hidden]')

    const validated = await call('PUT', '/connector-plugins/FileStreamSink/config/validate', read)
    expect(validated.body.error_count).toBe(0)
    await call('PUT', '/connectors/quiet/config', { ...read, user: 'other' })
    await call('PATCH', '/connectors/quiet/config', { password: '[hidden]', user: 'third' })
    expect(seen.join('')).not.toContain('geheim77')
    expect(w.log).not.toContain('geheim77')

    const stored = await eventually(async () => {
      const records = await bench.read(w.configTopic, 5)
      return records.filter(r => r.key === 'connector-quiet')
    })
    expect(stored.map(r => JSON.parse(r.value ?? '').properties.password)).toEqual([
      'geheim77',
      'geheim77',
      'geheim77',
    ])
    expect(JSON.parse(stored.at(-1)?.value ?? '').properties.user).toBe('third')
  })
})

describe('configuration providers', () => {
  it('give secrets to connector and task, and to nobody else', async () => {
    const secrets = join(bench.folder, 'secrets.properties')
    await writeFile(secrets, 'password=geheim99\n')
    const password = `\${file:${secrets}:password}`
    const props = bench.props(undefined, {
      'config.providers': 'file',
      'config.providers.file.class': 'org.apache.kafka.common.config.provider.FileConfigProvider',
    })
    await using w = await bench.worker([fileSink()], props)
    // The plugin says its password when it is refused; so we see that it was given the right one.
    const { config } = bench.sink('provided', { user: 'nobody', password })
    const validated = await w.call('PUT', '/connector-plugins/FileStreamSink/config/validate', {
      ...config,
      name: 'provided',
    })
    expect(validated.body.error_count).toBe(0)
    await w.call('POST', '/connectors', { name: 'provided', config })
    const status = await w.reaches('provided', 'RUNNING', ['FAILED'])
    expect(status.body.tasks[0].trace).toContain('login with [hidden] refused')
    const shown = await w.call('GET', '/connectors/provided/config')
    expect(shown.body.password).toBe(password)
    const records = await bench.read(w.configTopic, 3)
    expect(records.filter(r => r.value?.includes(password))).toHaveLength(2)
    for (const text of [validated.text, status.text, shown.text, w.log, JSON.stringify(records)]) {
      expect(text).not.toContain('geheim99')
    }
  })
})

describe('a Connect group', () => {
  it('refuses a second worker, and the first goes on', async () => {
    const group = randomUUID()
    await using first = await bench.worker([fileSink()], bench.props(group))
    const error = await failure(bench.worker([fileSink()], bench.props(group)))
    expect(error.code).toBe('CONNECT_GROUP_BUSY')
    expect(error.message).toContain(`${first.worker.url}/`)
    expect((await first.call('GET', '/connectors')).status).toBe(200)
  })

  it('takes one of two workers that start at the same moment', async () => {
    const group = randomUUID()
    const started = await Promise.allSettled([
      bench.worker([fileSink()], bench.props(group)),
      bench.worker([fileSink()], bench.props(group)),
    ])
    const running = started.flatMap(s => (s.status === 'fulfilled' ? [s.value] : []))
    const refused = started.flatMap(s => (s.status === 'rejected' ? [s.reason] : []))
    // Either the second saw the first, or the group made the first its leader and the second gave up.
    for (const error of refused) {
      expect(['CONNECT_GROUP_BUSY', 'CONNECT_LEADERSHIP']).toContain(error.code)
    }
    expect(running).toHaveLength(1)
    for (const w of running) {
      expect((await w.call('GET', '/connectors')).status).toBe(200)
      await w[Symbol.asyncDispose]()
    }
  })

  it('shows itself as a Connect worker to group tools', async () => {
    const group = randomUUID()
    await using w = await bench.worker([fileSink()], bench.props(group))
    const described = await bench.kafka.admin.describeGroup(`worker-${group}`)
    expect(described).toMatchObject({ protocolType: 'connect', protocol: 'sessioned' })
    expect(described.members[0]?.metadata.toString('latin1')).toContain(`${w.worker.url}/`)
  })

  it('is free again right after the worker has stopped', async () => {
    const group = randomUUID()
    {
      await using first = await bench.worker([fileSink()], bench.props(group))
      expect(first.worker.url).toMatch(/^http:/)
    }
    const begun = Date.now()
    await using second = await bench.worker([fileSink()], bench.props(group))
    expect(second.worker.url).toMatch(/^http:/)
    expect(Date.now() - begun).toBeLessThan(3_000)
  })

  it('refuses a group that consumers use', async () => {
    const group = randomUUID()
    await bench.produce('plain', ['x'])
    await using consumer = await bench.kafka.groupConsumer({
      groupId: `worker-${group}`,
      topics: ['plain'],
      config: {},
    })
    expect(consumer.assignment()).toHaveLength(1)
    const error = await failure(bench.worker([fileSink()], bench.props(group)))
    expect(error.code).toBe('CONNECT_GROUP_FOREIGN')
  })
})

describe('connectors', () => {
  it('one that hangs in its start holds up nobody, and can be deleted', async () => {
    const control = fileSinkControl()
    const { promise, resolve } = Promise.withResolvers<void>()
    control.connectorHold = promise
    const slow = {
      ...fileSink(control),
      className: 'test.SlowSinkConnector',
    }
    await using w = await bench.worker([fileSink(), slow])
    const hanging = bench.sink('hanging', { 'connector.class': 'test.SlowSinkConnector' })
    await w.call('POST', '/connectors', { name: 'hanging', config: hanging.config })
    const { config, file } = bench.sink('lively')
    await w.call('POST', '/connectors', { name: 'lively', config })
    await bench.produce('lively', ['1'])
    await bench.holds(file, ['1'])
    const begun = Date.now()
    expect((await w.call('DELETE', '/connectors/hanging')).status).toBe(204)
    expect((await w.call('GET', '/connectors/hanging/status')).status).toBe(404)
    expect(Date.now() - begun).toBeLessThan(1_000)
    resolve()
  })

  it('one that does not start in time fails with the reason and is tried again', async () => {
    const control = fileSinkControl()
    control.connectorHold = new Promise(() => {})
    const props = bench.props(undefined, {
      'connector.operation.timeout.ms': '200',
      'task.restart.backoff.ms': '60000',
    })
    await using w = await bench.worker([fileSink(control)], props)
    const { config } = bench.sink('late')
    await w.call('POST', '/connectors', { name: 'late', config })
    const { body } = await w.reaches('late', 'FAILED', [])
    expect(body.connector.trace).toContain('CONNECT_DEADLINE: starting of connector late')
  })

  it('hands client keys of the connector to its consumer', async () => {
    await using w = await bench.worker([fileSink()])
    const { config, file } = bench.sink('own-group', {
      'consumer.override.group.id': 'somebody-else',
      'consumer.override.client.id': 'the-reader',
      'consumer.override.auto.offset.reset': 'latest',
    })
    await bench.produce('own-group', ['old'])
    await w.call('POST', '/connectors', { name: 'own-group', config })
    await w.reaches('own-group', 'RUNNING', ['RUNNING'])
    const group = await bench.kafka.admin.describeGroup('somebody-else')
    expect(group.members.map(member => member.clientId)).toEqual(['the-reader'])
    await bench.produce('own-group', ['new'])
    await bench.holds(file, ['new'])
    await eventually(async () => {
      const { body } = await w.call('GET', '/connectors/own-group/offsets')
      expect(body.offsets[0].offset.kafka_offset).toBe(2)
    })
  })

  it('a change of offsets says so when the connector may keep positions elsewhere as well', async () => {
    const { alterOffsets: _, ...silent } = fileSource()
    await using w = await bench.worker([silent])
    const config = {
      'connector.class': silent.className,
      file: join(bench.folder, 'elsewhere.txt'),
      topic: 'elsewhere',
    }
    await w.call('POST', '/connectors', { name: 'elsewhere', config, initial_state: 'STOPPED' })
    const path = '/connectors/elsewhere/offsets'
    const offsets = [{ partition: { filename: config.file }, offset: { position: 1 } }]
    await eventually(async () => {
      const altered = await w.call('PATCH', path, { offsets })
      expect(altered.body.message).toBe(
        'The Connect framework-managed offsets for this connector have been altered successfully. However, if this connector manages offsets externally, they will need to be manually altered in the system that the connector uses.',
      )
    })
    expect((await w.call('GET', path)).body.offsets).toEqual(offsets)
    const { body } = await w.call('DELETE', path)
    expect(body.message).toContain('manually reset in the system')
    expect((await w.call('GET', path)).body.offsets).toEqual([])
  })

  it('unknown keys and aliases are told once in the log, with the nearest name', async () => {
    await using w = await bench.worker([fileSink()])
    const { config } = bench.sink('typo', { fil: 'x', 'error.tolerance': 'all' })
    await w.call('POST', '/connectors', { name: 'typo', config })
    expect(w.log).toContain('unknown key fil is ignored; did you mean file?')
    expect(w.log).toContain('did you mean errors.tolerance?')
  })

  it('one that is deleted and made again at once keeps the statuses of the new one', async () => {
    const control = fileSinkControl()
    const { promise, resolve } = Promise.withResolvers<void>()
    control.hold = promise
    await using w = await bench.worker([fileSink(control)])
    const { config, file } = bench.sink('again-and-again')
    await w.call('POST', '/connectors', { name: 'phoenix', config })
    await bench.produce('again-and-again', ['1'])
    await eventually(async () => expect(control.puts).toBe(1))
    await w.call('DELETE', '/connectors/phoenix')
    const made = await w.call('POST', '/connectors', { name: 'phoenix', config })
    expect(made.status).toBe(201)
    control.hold = null
    resolve()
    await w.reaches('phoenix', 'RUNNING', ['RUNNING'])
    await bench.holds(file, ['1'])
    await w.reaches('phoenix', 'RUNNING', ['RUNNING'])
  })

  it('a task that does not stop is left behind within the grace time', async () => {
    const control = fileSinkControl()
    control.hold = new Promise(() => {})
    const props = bench.props(undefined, { 'task.shutdown.graceful.timeout.ms': '300' })
    await using w = await bench.worker([fileSink(control)], props)
    const { config } = bench.sink('stuck')
    await w.call('POST', '/connectors', { name: 'stuck', config })
    await bench.produce('stuck', ['1'])
    await eventually(async () => expect(control.puts).toBe(1))
    const begun = Date.now()
    await w.call('PUT', '/connectors/stuck/stop')
    await w.reaches('stuck', 'STOPPED', [])
    expect(Date.now() - begun).toBeLessThan(2_000)
    expect(w.log).toContain('was left behind')
  })
})

describe('limits', () => {
  it('bodies over a megabyte are refused', async () => {
    await using w = await bench.worker([fileSink()])
    const answer = await w.call('POST', '/connectors', 'x'.repeat(1024 * 1024 + 1))
    expect(answer.status).toBe(413)
    expect(answer.body.error_code).toBe(413)
  })

  it('a page of another site changes nothing, unless it is let in', async () => {
    const remove = async (url: string, origin: string) =>
      (await fetch(`${url}/connectors/none`, { method: 'DELETE', headers: { Origin: origin } }))
        .status
    {
      await using w = await bench.worker([fileSink()])
      const { url } = w.worker
      expect(await remove(url, 'http://elsewhere.example')).toBe(403)
      expect(await remove(url, 'null')).toBe(403)
      // 404: it was let in, and there is no such connector.
      expect(await remove(url, url)).toBe(404)
    }
    for (const origins of ['http://a.example, http://elsewhere.example', '*']) {
      const props = { ...bench.props(), 'access.control.allow.origin': origins }
      await using w = await bench.worker([fileSink()], props)
      expect(await remove(w.worker.url, 'http://elsewhere.example')).toBe(404)
      const shown = await fetch(`${w.worker.url}/connectors`, {
        headers: { Origin: 'http://elsewhere.example' },
      })
      expect(shown.headers.get('access-control-allow-origin')).toBe(
        origins === '*' ? '*' : 'http://elsewhere.example',
      )
    }
  })

  it('a name that somebody else has pointed at this machine is not answered', async () => {
    const status = async (port: number, host: string) =>
      await new Promise(resolve => {
        get({ port, host: '127.0.0.1', path: '/connectors', headers: { Host: host } }, answer => {
          answer.resume()
          resolve(answer.statusCode)
        })
      })
    await using w = await bench.worker([fileSink()])
    const port = Number(new URL(w.worker.url).port)
    expect(await status(port, `rebind.example:${port}`)).toBe(403)
    expect(await status(port, `localhost:${port}`)).toBe(200)
  })

  it('REST extensions are not silently left out', async () => {
    const props = { ...bench.props(), 'rest.extension.classes': 'a.BasicAuthSecurityRestExtension' }
    const error = await failure(startWorker({ props, plugins: [] }))
    expect(error.code).toBe('CONNECT_WORKER_CONFIG')
  })

  it('a port that is taken is named', async () => {
    await using w = await bench.worker([])
    const listeners = w.worker.url
    const error = await failure(bench.worker([], bench.props(undefined, { listeners })))
    expect(error.code).toBe('CONNECT_LISTENER')
    expect(error.message).toContain(listeners)
  })

  it('the config topic must have one partition', async () => {
    const group = randomUUID()
    await bench.kafka.admin.createTopics([
      {
        name: `${group}-configs`,
        partitions: 2,
        replicationFactor: 1,
        config: { 'cleanup.policy': 'compact' },
      },
    ])
    const error = await failure(bench.worker([], bench.props(group)))
    expect(error.code).toBe('CONNECT_INTERNAL_TOPIC')
    expect(error.message).toContain('2 partitions')
  })

  it('a worker never loads DuckDB', async () => {
    const child = spawn(
      process.execPath,
      [
        '--conditions=@tidewire/source',
        fileURLToPath(new URL('./loaded-modules.ts', import.meta.url)),
        JSON.stringify(bench.props()),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let printed = ''
    child.stdout.on('data', (part: Buffer) => {
      printed += part.toString()
    })
    await once(child, 'close')
    expect(printed).toContain('ready')
    const loaded = printed.split('\n')
    expect(loaded.filter(name => /duckdb|packages\/(local|sql)\//.test(name))).toEqual([])
    expect(loaded.some(name => name.includes('/kafka/'))).toBe(true)
  })
})
