import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Cli, outcome } from './command.ts'

/** A Kafka to run the tools against. */
export interface Cluster extends AsyncDisposable {
  readonly bootstrapServers: string
}

/** The Kafka tools of the command, run against any Kafka. */
export function kafkaToolsSuite(open: () => Promise<Cluster>): void {
  const cli = new Cli()
  let cluster: Cluster
  let at: readonly string[] = []

  beforeAll(async () => {
    cluster = await open()
    at = ['--bootstrap-server', cluster.bootstrapServers]
  })
  afterAll(async () => {
    await cluster[Symbol.asyncDispose]()
    await cli[Symbol.asyncDispose]()
  })

  describe('kafka-topics', () => {
    it('creates, lists, describes, widens and deletes', async () => {
      const topics = (...args: string[]) => cli.ok(['kafka-topics', ...at, ...args])
      expect(await topics('--create', '--topic', 'wide', '--partitions', '5')).toBe(
        'Created topic wide.\n',
      )
      expect(await topics('--list')).toContain('wide\n')
      const described = await topics('--describe', '--topic', 'wide')
      expect(described).toMatch(
        /^Topic: wide\tTopicId: \S+\tPartitionCount: 5\tReplicationFactor: 1/,
      )
      expect(described.match(/\tPartition: \d/g)).toHaveLength(5)
      expect(described.split('\n')[0]).toMatch(/\tConfigs: [^\t]*$/)
      expect(described).not.toContain('retention.ms')
      await topics('--alter', '--topic', 'wide', '--config', 'retention.ms=3600000')
      expect(await topics('--describe', '--topic', 'wide')).toMatch(
        /Configs: .*retention.ms=3600000/,
      )
      await topics('--alter', '--topic', 'wide', '--partitions', '6')
      expect(await topics('--describe', '--topic', 'wide')).toContain('PartitionCount: 6')
      expect(await topics('--create', '--topic', 'wide', '--if-not-exists')).toBe('')
      await topics('--delete', '--topic', 'wide')
      expect(await topics('--list')).not.toContain('wide')
    })

    it('explains what is wrong, with exit codes', async () => {
      const both = await cli.run(['kafka-topics', ...at, '--list', '--create'])
      expect(both).toMatchObject({ code: 2 })
      const missing = await cli.run(['kafka-topics', ...at, '--describe', '--topic', 'nope'])
      expect(missing).toMatchObject({ code: 1 })
      expect(missing.stderr).toContain('topic nope does not exist')
      await cli.ok(['kafka-topics', ...at, '--create', '--topic', 'twice'])
      const twice = await cli.run(['kafka-topics', ...at, '--create', '--topic', 'twice'])
      expect(twice).toMatchObject({ code: 1 })
      expect(twice.stderr).toMatch(/twice.*exists/)
      expect(twice.stderr).not.toMatch(/\n\s+at /)
    })
  })

  describe('the console producer and consumer', () => {
    const consume = (...args: string[]) => cli.run(['kafka-console-consumer', ...at, ...args])
    const produce = (input: string, ...args: string[]) =>
      cli.ok(['kafka-console-producer', ...at, ...args], input)

    it('send and print lines, the last without a line end', async () => {
      await produce('eins\nzwei\r\ndrei', '--topic', 'lines')
      const { code, stdout, stderr } = await consume(
        '--topic',
        'lines',
        '--from-beginning',
        '--timeout-ms',
        '1000',
      )
      expect(code).toBe(0)
      expect(stdout).toBe('eins\nzwei\ndrei\n')
      expect(stderr).toBe('Processed a total of 3 messages\n')
    })

    it.each(['gzip', 'snappy', 'lz4', 'zstd'])('understand each other in %s', async codec => {
      const lines = Array.from({ length: 500 }, (_, i) => `line ${i} ${'x'.repeat(50)}`)
      await produce(lines.join('\n'), '--topic', codec, '--compression-codec', codec)
      const { stdout } = await consume(
        '--topic',
        codec,
        '--from-beginning',
        '--max-messages',
        '500',
      )
      expect(stdout.trimEnd().split('\n')).toEqual(lines)
    })

    it('know keys, headers, tombstones, partitions and offsets', async () => {
      await produce(
        'h:1\tk1::v1\nh:2\tk2::nil\n',
        '--topic',
        'keyed',
        '--property',
        'parse.key=true',
        '--property',
        'key.separator=::',
        '--property',
        'parse.headers=true',
        '--property',
        'null.marker=nil',
      )
      const { stdout } = await consume(
        '--topic',
        'keyed',
        '--from-beginning',
        '--max-messages',
        '2',
        '--property',
        'print.key=true',
        '--property',
        'print.headers=true',
        '--property',
        'print.partition=true',
        '--property',
        'print.offset=true',
        '--property',
        'print.timestamp=true',
        '--property',
        'key.separator=|',
      )
      const lines = stdout.split('\n')
      expect(lines[0]).toMatch(/^CreateTime:\d{13}\|Partition:0\|Offset:0\|h:1\|k1\|v1$/)
      expect(lines[1]).toMatch(/\|Partition:0\|Offset:1\|h:2\|k2\|null$/)
      const one = await consume(
        '--topic',
        'keyed',
        '--partition',
        '0',
        '--offset',
        '1',
        '--max-messages',
        '1',
      )
      expect(one.stdout).toBe('null\n')
    })

    it('go on where a group has stopped, and the group can be described', async () => {
      await produce('a\nb\nc\n', '--topic', 'grouped')
      const group = ['--topic', 'grouped', '--group', 'g1', '--from-beginning']
      expect((await consume(...group, '--max-messages', '2')).stdout).toBe('a\nb\n')
      expect((await consume(...group, '--max-messages', '1')).stdout).toBe('c\n')
      expect(await cli.ok(['kafka-consumer-groups', ...at, '--list'])).toContain('g1\n')
      const table = await cli.ok(['kafka-consumer-groups', ...at, '--describe', '--group', 'g1'])
      expect(table).toMatch(/\ng1 +grouped +0 +3 +3 +0 /)
      const state = ['--describe', '--group', 'g1', '--state']
      const lines = (await cli.ok(['kafka-consumer-groups', ...at, ...state])).trim().split('\n')
      const header = 'GROUP COORDINATOR (ID) ASSIGNMENT-STRATEGY STATE #MEMBERS'
      expect(lines[0]?.replaceAll(/ +/g, ' ')).toBe(header)
      expect(lines[1]).toMatch(/^g1 +\S+:\d+ \(\d+\) +\S+ +Empty +0$/)
    })

    it('stream: what a slow reader has not taken does not pile up, and a closed pipe is no error', async () => {
      const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${'x'.repeat(100)}`)
      await produce(lines.join('\n'), '--topic', 'many')
      const child = cli.spawn(
        'kafka-console-consumer',
        ...at,
        '--topic',
        'many',
        '--from-beginning',
      )
      let stderr = ''
      child.stderr.on('data', text => {
        stderr += String(text)
      })
      await new Promise<void>(resolve => child.stdout.once('data', () => resolve()))
      child.stdout.destroy()
      const code = await new Promise(resolve => child.once('exit', resolve))
      expect(code).toBe(0)
      expect(stderr).not.toContain('EPIPE')
    })

    it('end on Ctrl-C with the count', async () => {
      await produce('x\n', '--topic', 'interrupted')
      const child = cli.spawn(
        'kafka-console-consumer',
        ...at,
        '--topic',
        'interrupted',
        '--from-beginning',
      )
      const ended = outcome(child)
      await new Promise<void>(resolve => child.stdout.once('data', () => resolve()))
      child.kill('SIGINT')
      expect(await ended).toMatchObject({ code: 0, stderr: 'Processed a total of 1 messages\n' })
    })

    it('say where no Kafka answers', async () => {
      const { code, stderr } = await cli.run(
        [
          'kafka-console-producer',
          '--bootstrap-server',
          '127.0.0.1:1',
          '--topic',
          't',
          '--producer-property',
          'max.block.ms=500',
        ],
        'x\n',
      )
      expect(code).toBe(1)
      expect(stderr).toContain('127.0.0.1:1')
      expect(stderr).not.toMatch(/\n\s+at /)
    })
  })
}
