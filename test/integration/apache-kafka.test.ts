import { expect, it } from 'vitest'
import { ApacheKafka, javaTool, missingJava } from './apache-kafka.ts'

it.skipIf(missingJava !== null)(
  'a real Kafka starts, keeps what it is given and survives a kill',
  async () => {
    await using kafka = await ApacheKafka.start()
    const server = ['--bootstrap-server', kafka.bootstrapServers]
    await javaTool('org.apache.kafka.tools.TopicCommand', [
      ...server,
      '--create',
      '--topic',
      'a',
      '--partitions',
      '2',
    ])
    await javaTool('kafka.tools.ConsoleProducer', [...server, '--topic', 'a'], {
      input: 'one\ntwo\n',
    })
    await kafka.kill()
    await kafka.startProcess()
    const { stdout } = await javaTool('org.apache.kafka.tools.consumer.ConsoleConsumer', [
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
