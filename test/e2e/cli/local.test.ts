import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../fault/pipeline.ts'
import { anyPorts, Cli, example, outcome } from './command.ts'

const cli = new Cli()
let started = ''

beforeAll(async () => {
  started = await cli.ok(['local', 'start', '--background', '--data-dir', cli.dataDir, ...anyPorts])
})
afterAll(() => cli[Symbol.asyncDispose]())

async function rows(sql: string): Promise<string[]> {
  const { code, stdout } = await cli.run(['query', '--json', sql])
  return code === 0
    ? stdout
        .trim()
        .split('\n')
        .filter(line => line !== '')
    : []
}

describe('a local environment', () => {
  it('says where it is and what is up, in the words of the Confluent command', async () => {
    const lines = started.split('\n')
    expect(lines[0]).toBe(`Using TIDEWIRE_CURRENT: ${cli.dataDir}`)
    for (const service of ['Kafka', 'TDengine', 'KWDB', 'Connect']) {
      expect(lines).toContain(`Starting ${service}`)
      expect(lines).toContain(`${service} is [UP]`)
    }
    const status = await cli.ok(['local', 'services', 'status'])
    expect(status.split('\n').slice(1)).toEqual([
      'Connect is [UP]',
      'KWDB is [UP]',
      'Kafka is [UP]',
      'TDengine is [UP]',
      '',
    ])
  })

  it('keeps logs and effective properties in the data directory', async () => {
    expect((await cli.ok(['local', 'current'])).trim()).toBe(cli.dataDir)
    expect(existsSync(join(cli.dataDir, 'connect/connect.stdout'))).toBe(true)
    const properties = readFileSync(join(cli.dataDir, 'connect/connect.properties'), 'utf8')
    expect(properties).toContain(`bootstrap.servers=127.0.0.1:${cli.state().ports.kafka}\n`)
    expect(await cli.ok(['local', 'logs', 'kafka'])).toContain('listens on')
  })

  it('refuses a second start in the same folder', async () => {
    const again = await cli.run(['local', 'start', '--data-dir', cli.dataDir, ...anyPorts])
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('already running')
  })

  it('lists the plugins as the Confluent command does', async () => {
    const text = await cli.ok(['local', 'services', 'connect', 'plugin', 'list'])
    expect(text.startsWith('Available Connect Plugins:\n[\n  {\n    "class": "')).toBe(true)
    expect(JSON.parse(text.slice(text.indexOf('[')))).toContainEqual({
      class: 'com.taosdata.kafka.connect.sink.TDengineSinkConnector',
      type: 'sink',
      version: '1.0.0',
    })
  })

  it('carries the four lines of the sink tutorial into the table that the tutorial shows', async () => {
    const { ports } = cli.state()
    const properties = readFileSync(join(example, 'sink-demo.properties'), 'utf8')
    const file = join(cli.folder, 'sink-demo.properties')
    // Only the port differs from the tutorial's file.
    writeFileSync(file, `${properties}connection.adapter.port=${ports.tdengine}\n`)
    const answer = JSON.parse(
      await cli.ok([
        'local',
        'services',
        'connect',
        'connector',
        'load',
        'TDengineSinkConnector',
        '--config',
        file,
      ]),
    )
    expect(Object.keys(answer)).toEqual(['name', 'config', 'tasks', 'type'])
    expect(answer).toMatchObject({ name: 'TDengineSinkConnector', tasks: [], type: 'sink' })
    expect(answer.config['connection.password']).toBe('[hidden]')
    expect(Object.keys(answer.config).at(-1)).toBe('name')

    const data = readFileSync(join(example, 'test-data.txt'))
    const broker = `localhost:${ports.kafka}`
    await cli.ok(['kafka-console-producer', '--broker-list', broker, '--topic', 'meters'], data)
    await eventually('four rows', async () => {
      const [count] = await rows('select count(*) as n from power.meters')
      return count === '{"n":4}'
    })
    const table = await cli.ok(['query', '-s', 'use power; select * from meters;'])
    const lines = table.split('\n')
    expect(lines[0]).toBe('Database changed.')
    expect(lines[2]).toMatch(/^ {14}_ts {14}\| {10}current {10}\|/)
    expect(lines[3]).toMatch(/^=+$/)
    expect(lines[3]).toHaveLength(lines[2]?.length ?? 0)
    expect(lines.slice(4, 8).every(line => line.startsWith(' 2022-03-28 09:56:51.2'))).toBe(true)
    expect(lines[8]).toMatch(/^Query OK, 4 row\(s\) in set \(\d\.\d{6}s\)$/)
  })

  it('loads the same connector from the JSON of the REST interface, and replaces it', async () => {
    const json = JSON.parse(readFileSync(join(example, 'sink-demo.json'), 'utf8'))
    json.config['connection.adapter.port'] = cli.state().ports.tdengine
    const file = join(cli.folder, 'sink-demo.json')
    writeFileSync(file, JSON.stringify(json))
    const again = await cli.run(['connector', 'load', 'TDengineSinkConnector', '--config', file])
    expect(again.code).toBe(0)
    expect(again.stderr).toContain('was there already')
    expect(await cli.ok(['connector', 'list'])).toBe('TDengineSinkConnector\n')
    await eventually('the task runs again', async () =>
      (await cli.ok(['connector', 'status'])).includes('1 RUNNING'),
    )
  })

  it('says which keys of a file are misspelt', async () => {
    const properties = readFileSync(join(example, 'sink-demo.properties'), 'utf8')
    const file = join(cli.folder, 'misspelt.properties')
    writeFileSync(file, properties.replace('connection.database', 'connection.databse'))
    const { code, stderr } = await cli.run(['connector', 'load', 'misspelt', '--config', file])
    expect(code).toBe(0)
    expect(stderr).toContain('key connection.databse and ignores it; did you mean connection.data')
    await cli.ok(['connector', 'unload', 'misspelt'])
  })

  it('says that of a file that is refused too, since a key that is missing is often misspelt', async () => {
    const properties = readFileSync(join(example, 'sink-demo.properties'), 'utf8')
    const file = join(cli.folder, 'refused.properties')
    writeFileSync(file, properties.replace('topics=', 'topic='))
    const { code, stderr } = await cli.run(['connector', 'load', 'refused', '--config', file])
    expect(code).toBe(1)
    expect(stderr).toContain('key topic and ignores it; did you mean topics?')
    expect(stderr).toContain('Must configure one of topics or topics.regex')
  })

  it('prints what the worker refuses, and a name that is not there', async () => {
    const file = join(cli.folder, 'bad.properties')
    writeFileSync(file, 'connector.class=com.taosdata.kafka.connect.sink.TDengineSinkConnector\n')
    const bad = await cli.run(['connector', 'load', 'bad', '--config', file])
    expect(bad.code).toBe(1)
    expect(bad.stderr).toContain('connection.url')
    expect(bad.stderr).not.toMatch(/\n\s+at /)
    const gone = await cli.run(['connector', 'status', 'nope'])
    expect(gone.code).toBe(1)
    expect(gone.stderr).toContain('nope')
    expect(gone.stderr).toContain('tidewire connector list')
  })

  it('starts a service again that was killed, and nothing that was stored is gone', async () => {
    const pidOf = async (): Promise<number | null> => {
      const { stdout } = await cli.run(['local', 'status', '--json'])
      return JSON.parse(stdout).services.tdengine.pid
    }
    const before = await pidOf()
    process.kill(before!, 'SIGKILL')
    await eventually('TDengine is up again', async () => {
      const now = await pidOf()
      return now !== null && now !== before && (await cli.run(['local', 'status'])).code === 0
    })
    await eventually('the rows are there', async () => {
      const [count] = await rows('select count(*) as n from power.meters')
      return count === '{"n":4}'
    })
  })

  it('has a KWDB whose data are there again when it was killed', async () => {
    const pidOf = async (): Promise<number | null> => {
      const { stdout } = await cli.run(['local', 'status', '--json'])
      return JSON.parse(stdout).services.kwdb.pid
    }
    const table =
      'create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)'
    const statements = `create ts database plant; use plant; ${table}; insert into m (ts, v, host) values (1700000000000, 7, 'a')`
    const made = await cli.ok(['query', '--kwdb', '-u', 'test', '-p', 'anything', '-s', statements])
    expect(made).toContain('Database changed.')
    expect(made).toMatch(/Insert OK, 1 row\(s\) affected/)
    const before = await pidOf()
    process.kill(before!, 'SIGKILL')
    await eventually('KWDB is up again', async () => {
      const now = await pidOf()
      return now !== null && now !== before && (await cli.run(['local', 'status'])).code === 0
    })
    const rows = await cli.ok(['query', '--kwdb', '-d', 'plant', '--json', 'select * from m'])
    expect(JSON.parse(rows)).toEqual({ ts: '2023-11-14 22:13:20+00:00', v: 7, host: 'a' })
    expect(await cli.ok(['local', 'logs', 'kwdb'])).toContain('KWDB listens on')
  })

  it('stops and starts one service', async () => {
    const services = ['local', 'services', 'connect']
    expect(await cli.ok([...services, 'stop'])).toContain('Connect is [DOWN]')
    expect((await cli.run(['local', 'status'])).code).toBe(1)
    expect(await cli.ok([...services, 'start'])).toContain('Connect is [UP]')
    expect(await cli.ok([...services, 'status'])).toContain('Connect is [UP]')
    expect(await cli.ok(['connector', 'list'])).toBe('TDengineSinkConnector\n')
  })

  it('unloads a connector', async () => {
    const words = ['local', 'services', 'connect', 'connector']
    expect(await cli.ok([...words, 'unload', 'TDengineSinkConnector'])).toBe('Success.\n')
    expect(await cli.ok([...words, 'list'])).toBe('[]\n')
  })

  it('stops, and only then is its data deleted', async () => {
    const stopped = await cli.ok(['local', 'stop'])
    expect(stopped.split('\n')).toEqual(
      expect.arrayContaining(['Connect is [DOWN]', 'Kafka is [DOWN]']),
    )
    const status = await cli.run(['local', 'status'])
    expect(status.code).toBe(1)
    expect(status.stdout).toContain('Kafka is [DOWN]')
    expect((await cli.run(['local', 'destroy'])).code).toBe(2)
    expect(existsSync(join(cli.dataDir, 'kafka'))).toBe(true)
    await cli.ok(['local', 'destroy', '--yes'])
    expect(existsSync(cli.dataDir)).toBe(false)
    expect(await cli.ok(['local', 'destroy'])).toContain('nothing is deleted')
  })
})

describe('starting', () => {
  it('names a port that is in use, and who holds it', async () => {
    await using own = new Cli()
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { code, stderr } = await own.run([
      'local',
      'start',
      '--data-dir',
      own.dataDir,
      '--kafka-port',
      String(port),
    ])
    server.close()
    expect(code).toBe(1)
    expect(stderr).toContain(`port ${port} for Kafka is in use`)
    if (process.platform === 'linux') expect(stderr).toContain(`process ${process.pid}`)
  })

  it('runs in the foreground until Ctrl-C, and recovers from a supervisor that was killed', async () => {
    await using own = new Cli()
    const args = ['local', 'start', '--data-dir', own.dataDir, ...anyPorts]
    const first = own.spawn(...args)
    const ended = outcome(first)
    let said = ''
    first.stdout.on('data', text => {
      said += String(text)
    })
    await eventually('it is up', () => said.includes('Press Ctrl-C'))
    first.kill('SIGKILL')
    await ended
    const broken = await own.run(['local', 'status', '--data-dir', own.dataDir])
    expect(broken.stdout).toContain('Kafka is [DOWN]')

    const second = own.spawn(...args)
    const end = outcome(second)
    said = ''
    second.stdout.on('data', text => {
      said += String(text)
    })
    await eventually('it is up again', () => said.includes('Press Ctrl-C'))
    second.kill('SIGINT')
    const { code, stdout } = await end
    expect(code).toBe(0)
    expect(stdout).toContain('Kafka is [DOWN]')
  })
})
