import { expect, it } from 'vitest'
import { ApacheKafka } from './apache-kafka.ts'
import { kafkaTool } from './program.ts'
import { missingJars } from './requirement.ts'

it.skipIf(missingJars('kafka-3.9.2') !== null)(
  'a real Kafka starts, keeps what it is given and survives a kill',
  async () => {
    await using kafka = await ApacheKafka.start()
    const server = ['--bootstrap-server', kafka.bootstrapServers]
    await kafkaTool('org.apache.kafka.tools.TopicCommand', [
      ...server,
      '--create',
      '--topic',
      'a',
      '--partitions',
      '2',
    ])
    await kafkaTool('kafka.tools.ConsoleProducer', [...server, '--topic', 'a'], {
      input: 'one\ntwo\n',
    })
    await kafka.kill()
    await kafka.startProcess()
    const { stdout } = await kafkaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
      ...server,
      '--topic',
      'a',
      '--from-beginning',
      '--max-messages',
      '2',
      '--timeout-ms',
      '20000',
    ])
    expect(stdout.trim().split('\n').sort()).toEqual(['one', 'two'])
  },
)
