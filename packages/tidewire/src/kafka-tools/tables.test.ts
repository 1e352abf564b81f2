import { describe, expect, it } from 'vitest'
import { offsetsTable } from './groups.ts'
import { configText, describeText, matching } from './topics.ts'

// version 0, one topic "meters" with partitions 0 and 2, no user data
const assignment = Buffer.from(
  '0000000000010006' + '6d6574657273' + '000000020000000000000002' + 'ffffffff',
  'hex',
)

describe('tables of the Kafka tools', () => {
  it('describes a topic as Kafka does', () => {
    const topic = {
      name: 'meters',
      topicId: '266f2b62-6722-46e9-ae52-0198dd4d8735',
      internal: false,
      partitions: [
        { partition: 1, leader: -1, replicas: [1, 2], isr: [2] },
        { partition: 0, leader: 1, replicas: [1, 2], isr: [1, 2] },
      ],
    }
    expect(describeText(topic, 'a=b').split('\n')).toEqual([
      'Topic: meters\tTopicId: Jm8rYmciRumuUgGY3U2HNQ\tPartitionCount: 2\tReplicationFactor: 2\tConfigs: a=b',
      '\tTopic: meters\tPartition: 0\tLeader: 1\tReplicas: 1,2\tIsr: 1,2',
      '\tTopic: meters\tPartition: 1\tLeader: none\tReplicas: 1,2\tIsr: 2',
    ])
  })

  it('prints the settings of a topic that are not the default', () => {
    const config = new Map([
      ['cleanup.policy', { value: 'compact', source: 'topic' }],
      ['retention.ms', { value: '604800000', source: 'default' }],
      ['segment.bytes', { value: '1048576', source: 'static broker' }],
    ] as const)
    expect(configText(config)).toBe('cleanup.policy=compact,segment.bytes=1048576')
    expect(configText(new Map())).toBe('')
  })

  it('finds topics by name and by pattern, as a whole', () => {
    const names = ['meters', 'meters-2', 'kw.a']
    expect(matching(names, 'meters')).toEqual(['meters'])
    expect(matching(names, 'meters.*')).toEqual(['meters', 'meters-2'])
    expect(matching(names, 'eter')).toEqual([])
    expect(matching(names, '(')).toEqual([])
  })

  it('shows lag where it is known, and partitions without a commit', () => {
    const group = {
      groupId: 'g',
      coordinator: { nodeId: 1, host: 'localhost', port: 9092 },
      state: 'Stable',
      protocolType: 'consumer',
      protocol: 'range',
      members: [
        {
          memberId: 'm1',
          clientId: 'c1',
          clientHost: '/127.0.0.1',
          metadata: Buffer.alloc(0),
          assignment,
        },
      ],
    }
    const table = offsetsTable(
      group,
      [{ topic: 'meters', partition: 0, offset: 7n }],
      [{ topic: 'meters', partition: 0, offset: 10n }],
    )
    expect(table.split('\n').map(line => line.split(/ +/))).toEqual([
      'GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID'.split(
        ' ',
      ),
      ['g', 'meters', '0', '7', '10', '3', 'm1', '/127.0.0.1', 'c1'],
      ['g', 'meters', '2', '-', '-', '-', 'm1', '/127.0.0.1', 'c1'],
    ])
  })

  it('says so when a member of a group does not speak the consumer protocol', () => {
    const member = { memberId: 'm1', clientId: 'c1', clientHost: '/h', metadata: Buffer.alloc(0) }
    const group = {
      groupId: 'g',
      coordinator: { nodeId: 1, host: 'localhost', port: 9092 },
      state: 'Stable',
      protocolType: 'consumer',
      protocol: 'range',
      members: [{ ...member, assignment: Buffer.from([0, 1, 0x7f, 0xff, 0xff, 0xff]) }],
    }
    expect(() => offsetsTable(group, [], [])).toThrow(
      expect.objectContaining({ code: 'KAFKA_GROUP_PROTOCOL' }),
    )
  })
})
