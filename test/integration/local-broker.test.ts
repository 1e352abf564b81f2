import { KafkaDevServer } from '@tidewire/local/kafka'
import { describe, expect, it } from 'vitest'
import { kafkaTool, runProgram, until } from './program.ts'
import { missingJars, missingKcat } from './requirement.ts'

const topicCommand = 'org.apache.kafka.tools.TopicCommand'
const consoleConsumer = 'org.apache.kafka.tools.consumer.ConsoleConsumer'
const groupCommand = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

function lines(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix},host=h${i % 7} value=${i}i ${i}`)
}

describe.skipIf(missingKcat() !== null)('kcat against the development broker', () => {
  it('produces with every codec and reads everything back from the beginning', async () => {
    await using broker = await KafkaDevServer.start()
    const sent: string[] = []
    for (const codec of codecs) {
      const some = lines(codec, 1000)
      sent.push(...some)
      await runProgram('kcat', ['-P', '-b', broker.bootstrapServers, '-t', 'meters', '-z', codec], {
        input: `${some.join('\n')}\n`,
      })
    }
    const { stdout } = await runProgram('kcat', [
      ...['-C', '-b', broker.bootstrapServers, '-t', 'meters', '-o', 'beginning', '-e', '-q'],
    ])
    expect(stdout.trimEnd().split('\n').sort()).toEqual(sent.sort())
  })

  it('reads as a member of a group and resumes where the group left off', async () => {
    await using broker = await KafkaDevServer.start()
    const send = (text: string) =>
      runProgram('kcat', ['-P', '-b', broker.bootstrapServers, '-t', 'a'], { input: text })
    const read = async (count: number) => {
      const { stdout } = await runProgram('kcat', [
        ...['-b', broker.bootstrapServers, '-G', 'readers', '-X', 'auto.offset.reset=earliest'],
        ...['-c', String(count), '-q', 'a'],
      ])
      return stdout.trimEnd().split('\n')
    }
    await send('1\n2\n3\n')
    expect(await read(3)).toEqual(['1', '2', '3'])
    await send('4\n5\n')
    expect(await read(2)).toEqual(['4', '5'])
  })

  it('lists brokers, topics and partitions', async () => {
    await using broker = await KafkaDevServer.start({ config: { 'num.partitions': '3' } })
    await runProgram('kcat', ['-P', '-b', broker.bootstrapServers, '-t', 'b'], { input: 'x\n' })
    const { stdout } = await runProgram('kcat', ['-L', '-J', '-b', broker.bootstrapServers])
    const metadata = JSON.parse(stdout)
    expect(metadata.brokers).toHaveLength(1)
    expect(metadata.topics.find((t: { topic: string }) => t.topic === 'b').partitions).toHaveLength(
      3,
    )
  })
})

describe.skipIf(missingJars('kafka-3.9.2') !== null)(
  'the Java console tools against the development broker',
  () => {
    it('create, list, describe, alter and delete topics', async () => {
      await using broker = await KafkaDevServer.start()
      const topics = (...args: string[]) =>
        kafkaTool(topicCommand, ['--bootstrap-server', broker.bootstrapServers, ...args])
      await topics('--create', '--topic', 'meters', '--partitions', '5')
      expect((await topics('--list')).stdout.trim()).toBe('meters')
      const described = (await topics('--describe', '--topic', 'meters')).stdout
      expect(described).toContain('PartitionCount: 5')
      expect(described.match(/Partition: \d/g)).toHaveLength(5)
      await topics('--alter', '--topic', 'meters', '--partitions', '6')
      expect((await topics('--describe', '--topic', 'meters')).stdout).toContain(
        'PartitionCount: 6',
      )
      await expect(topics('--create', '--topic', 'meters', '--partitions', '1')).rejects.toThrow(
        /already exists/,
      )
      await topics('--delete', '--topic', 'meters')
      expect((await topics('--list')).stdout.trim()).toBe('')
    })

    it('produce with every codec, consume from the beginning, and show the group', async () => {
      await using broker = await KafkaDevServer.start()
      const server = ['--bootstrap-server', broker.bootstrapServers]
      const sent: string[] = []
      for (const codec of codecs) {
        const some = lines(codec, 200)
        sent.push(...some)
        const args = [...server, '--topic', 'meters', '--compression-codec', codec]
        await kafkaTool('kafka.tools.ConsoleProducer', args, { input: `${some.join('\n')}\n` })
      }
      const { stdout } = await kafkaTool(consoleConsumer, [
        ...[...server, '--topic', 'meters', '--from-beginning', '--group', 'g'],
        ...['--max-messages', String(sent.length), '--timeout-ms', '30000'],
      ])
      expect(stdout.trim().split('\n').sort()).toEqual(sent.sort())
      let described = ''
      await until('the group has committed', async () => {
        described = (await kafkaTool(groupCommand, [...server, '--describe', '--group', 'g']))
          .stdout
        return described.includes('meters')
      })
      // GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG
      expect(described.replace(/ +/g, ' ')).toContain(`g meters 0 ${sent.length} ${sent.length} 0`)
      await kafkaTool(groupCommand, [...server, '--delete', '--group', 'g'])
      expect((await kafkaTool(groupCommand, [...server, '--list'])).stdout.trim()).toBe('')
    })
  },
)
