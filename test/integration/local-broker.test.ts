import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ServerProcess } from '../processes/child.ts'
import { javaArgs, kafkaTool, Program, runProgram, until } from './program.ts'
import { type JarSet, jars, missingJars, missingKcat } from './requirement.ts'

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
const folder = mkdtempSync(join(tmpdir(), 'tidewire-broker-'))
let broker: ServerProcess
let address = ''

beforeAll(async () => {
  broker = await ServerProcess.start('broker', '0', join(folder, 'data'))
  broker.keepPort(0)
  address = `127.0.0.1:${broker.port}`
})

afterAll(async () => {
  await broker[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

function lines(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix},host=h${i % 7} value=${i}i ${i}`)
}

describe.skipIf(missingKcat() !== null)('kcat against the development broker', () => {
  it('produces with every codec and reads everything back from the beginning', async () => {
    const sent: string[] = []
    for (const codec of codecs) {
      const some = lines(codec, 1000)
      sent.push(...some)
      await runProgram('kcat', ['-P', '-b', address, '-t', 'codecs', '-z', codec], {
        input: `${some.join('\n')}\n`,
      })
    }
    const { stdout } = await runProgram('kcat', [
      ...['-C', '-b', address, '-t', 'codecs', '-o', 'beginning', '-e', '-q'],
    ])
    expect(stdout.trimEnd().split('\n').sort()).toEqual(sent.sort())
  })

  it('reads as a member of a group and resumes where the group left off', async () => {
    const send = (text: string) =>
      runProgram('kcat', ['-P', '-b', address, '-t', 'grouped'], { input: text })
    const read = async (count: number) => {
      const { stdout } = await runProgram('kcat', [
        ...['-b', address, '-G', 'kcat-readers', '-X', 'auto.offset.reset=earliest'],
        ...['-c', String(count), '-q', 'grouped'],
      ])
      return stdout.trimEnd().split('\n')
    }
    await send('1\n2\n3\n')
    expect(await read(3)).toEqual(['1', '2', '3'])
    await send('4\n5\n')
    expect(await read(2)).toEqual(['4', '5'])
  })

  it('keeps keys, headers and tombstones, and finds offsets by time', async () => {
    await runProgram('kcat', ['-P', '-b', address, '-t', 'keyed', '-K:', '-Z', '-H', 'h=1'], {
      input: 'a:x\nb:\n',
    })
    const { stdout } = await runProgram('kcat', [
      ...['-C', '-b', address, '-t', 'keyed', '-e', '-q', '-J', '-o', 's@0'],
    ])
    const found = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(found.map(({ key, payload, headers }) => [key, payload, headers])).toEqual([
      ['a', 'x', ['h', '1']],
      ['b', null, ['h', '1']],
    ])
  })

  it('lists brokers, topics and partitions', async () => {
    const { stdout } = await runProgram('kcat', ['-L', '-J', '-b', address])
    const metadata = JSON.parse(stdout)
    expect(metadata.brokers).toHaveLength(1)
    const names = metadata.topics.map((t: { topic: string }) => t.topic)
    expect(names).toEqual(expect.arrayContaining(['codecs', 'grouped']))
  })
})

/** The Java tools of one version of Kafka. */
interface Tools {
  readonly version: string
  readonly from: JarSet
  readonly consoleProducer: string
}

describe.each<Tools>([
  { version: '3.9.2', from: 'kafka-3.9.2', consoleProducer: 'kafka.tools.ConsoleProducer' },
  {
    version: '4.3.1',
    from: 'kafka-4.3.1',
    consoleProducer: 'org.apache.kafka.tools.ConsoleProducer',
  },
])('the Java tools of Kafka $version against the development broker', tools => {
  const skipped = missingJars(tools.from) !== null
  const topicOf = (name: string) => `${name}-${tools.version}`
  const tool = (mainClass: string, args: readonly string[], input?: string) =>
    kafkaTool(`org.apache.kafka.tools.${mainClass}`, ['--bootstrap-server', address, ...args], {
      from: tools.from,
      ...(input === undefined ? {} : { input }),
    })
  const produce = (topic: string, some: readonly string[], ...args: readonly string[]) =>
    kafkaTool(tools.consoleProducer, ['--bootstrap-server', address, '--topic', topic, ...args], {
      from: tools.from,
      input: `${some.join('\n')}\n`,
    })

  it.skipIf(skipped)('create, list, describe, alter and delete topics', async () => {
    const topic = topicOf('admin')
    const topics = (...args: string[]) => tool('TopicCommand', args)
    await topics('--create', '--topic', topic, '--partitions', '5')
    expect((await topics('--list')).stdout.split('\n')).toContain(topic)
    await topics('--alter', '--topic', topic, '--partitions', '6')
    const described = (await topics('--describe', '--topic', topic)).stdout
    expect(described).toContain('PartitionCount: 6')
    expect(described.match(/Partition: \d/g)).toHaveLength(6)
    await expect(topics('--create', '--topic', topic)).rejects.toThrow(/already exists/)
    await topics('--delete', '--topic', topic)
    expect((await topics('--list')).stdout.split('\n')).not.toContain(topic)
  })

  it.skipIf(skipped)('produce with every codec, consume as a group, and show it', async () => {
    const topic = topicOf('meters')
    const group = topicOf('readers')
    const sent: string[] = []
    for (const codec of codecs) {
      const some = lines(codec, 200)
      sent.push(...some)
      await produce(topic, some, '--compression-codec', codec)
    }
    const { stdout } = await tool('consumer.ConsoleConsumer', [
      ...['--topic', topic, '--from-beginning', '--group', group],
      ...['--max-messages', String(sent.length), '--timeout-ms', '30000'],
    ])
    expect(stdout.trim().split('\n').sort()).toEqual(sent.sort())
    let described = ''
    await until('the group has committed', async () => {
      described = (
        await tool('consumer.group.ConsumerGroupCommand', ['--describe', '--group', group])
      ).stdout
      return described.includes(topic)
    })
    // GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG
    expect(described.replace(/ +/g, ' ')).toContain(
      `${group} ${topic} 0 ${sent.length} ${sent.length} 0`,
    )
    await tool('consumer.group.ConsumerGroupCommand', ['--delete', '--group', group])
    const listed = await tool('consumer.group.ConsumerGroupCommand', ['--list'])
    expect(listed.stdout.split('\n')).not.toContain(group)
  })

  it.skipIf(skipped)(
    'kafka-producer-perf-test and kafka-consumer-perf-test move 200,000 records',
    async () => {
      const topic = topicOf('perf')
      const produced = await kafkaTool(
        'org.apache.kafka.tools.ProducerPerformance',
        [
          ...['--topic', topic, '--num-records', '200000', '--record-size', '110'],
          ...['--throughput', '-1', '--producer-props', `bootstrap.servers=${address}`, 'acks=all'],
        ],
        { from: tools.from },
      )
      expect(produced.stdout).toContain('200000 records sent')
      const consumed = await tool('ConsumerPerformance', [
        ...['--topic', topic, '--messages', '200000', '--timeout', '30000', '--hide-header'],
      ])
      // start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg …
      const columns = consumed.stdout.trim().split('\n').at(-1)?.split(', ') ?? []
      expect(Number(columns[4])).toBe(200_000)
    },
  )

  it.skipIf(skipped)('are told clearly that there are no transactions', async () => {
    const transactional = kafkaTool(
      'org.apache.kafka.tools.ProducerPerformance',
      [
        ...['--topic', topicOf('refused'), '--num-records', '10', '--record-size', '10'],
        ...['--throughput', '-1', '--transactional-id', 't', '--transaction-duration-ms', '1000'],
        ...['--producer-props', `bootstrap.servers=${address}`],
      ],
      { from: tools.from },
    )
    await expect(transactional).rejects.toThrow(/TransactionalIdAuthorizationException/)
  })

  it.skipIf(skipped)('are told clearly that there is no new consumer protocol', async () => {
    await produce(topicOf('refused'), ['a'])
    const { stdout, stderr } = await tool('consumer.ConsoleConsumer', [
      ...['--topic', topicOf('refused'), '--from-beginning', '--timeout-ms', '10000'],
      ...['--consumer-property', 'group.protocol=consumer'],
    ])
    expect(stdout.split('\n')).not.toContain('a')
    expect(stderr).toContain('UnsupportedVersionException')
  })
})

describe.skipIf(missingJars('kafka-3.9.2') !== null)(
  'a Java producer and a Java consumer group while the development broker is killed',
  () => {
    it('every value is stored exactly once and in order, and reaches the group', async () => {
      const count = 20_000
      // The tool gives up at the first error unless told otherwise; an idempotent producer repeats safely.
      const config = join(folder, 'producer.properties')
      writeFileSync(
        config,
        'enable.idempotence=true\nretries=2147483647\ndelivery.timeout.ms=60000\n',
      )
      const consumer = 'org.apache.kafka.tools.consumer.ConsoleConsumer'
      const fromBeginning = [
        ...['--bootstrap-server', address, '--topic', 'verified', '--from-beginning'],
      ]
      await kafkaTool('org.apache.kafka.tools.TopicCommand', [
        ...['--bootstrap-server', address, '--create', '--topic', 'verified'],
      ])
      await using member = new Program('java', [
        ...javaArgs([`${jars('kafka-3.9.2')}/*`]),
        ...[consumer, ...fromBeginning, '--group', 'through-kills'],
      ])
      await using producer = new Program('java', [
        ...javaArgs([`${jars('kafka-3.9.2')}/*`]),
        'org.apache.kafka.tools.VerifiableProducer',
        ...['--bootstrap-server', address, '--topic', 'verified', '--max-messages', String(count)],
        ...['--throughput', '5000', '--producer.config', config],
      ])
      const acknowledged = () => producer.stdout.match(/producer_send_success/g)?.length ?? 0
      for (const share of [0.2, 0.6]) {
        await until('a share is acknowledged', () => acknowledged() > share * count, 60_000)
        await broker.kill()
        expect(acknowledged()).toBeLessThan(count)
        await broker.start()
      }
      await producer.end()
      expect(acknowledged()).toBe(count)
      const { stdout } = await kafkaTool(consumer, [
        ...[...fromBeginning, '--max-messages', String(count + 1), '--timeout-ms', '3000'],
      ])
      const found = stdout.trim().split('\n').map(Number)
      const wanted = Array.from({ length: count }, (_, i) => i)
      expect(found).toEqual(wanted)
      const received = () => new Set(member.stdout.trim().split('\n').map(Number))
      await until('the group has had every value', () => received().size >= count)
      expect([...received()]).toEqual(wanted)
    })
  },
)
