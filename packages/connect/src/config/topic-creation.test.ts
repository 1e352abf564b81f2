import { describe, expect, it } from 'vitest'
import { topicCreationComplaints, topicGroups, unreadTopicCreationKeys } from './topic-creation.ts'

const defaults = {
  'topic.creation.default.replication.factor': '3',
  'topic.creation.default.partitions': '5',
}

describe('topic.creation', () => {
  it('is off without a key of its own', () => {
    expect(topicGroups({ topics: 'a' })).toBeNull()
    expect(topicCreationComplaints({ topics: 'a' })).toEqual([])
  })

  it('takes the first group that matches, else the default; patterns match whole names', () => {
    const groups = topicGroups({
      ...defaults,
      'topic.creation.default.cleanup.policy': 'compact',
      'topic.creation.groups': 'logs, rest',
      'topic.creation.logs.include': 'app-.*, sys',
      'topic.creation.logs.exclude': 'app-secret',
      'topic.creation.logs.partitions': '1',
      'topic.creation.logs.retention.ms': '1000',
      'topic.creation.rest.include': 'app.*',
      'topic.creation.rest.replication.factor': '-1',
    })
    const logs = {
      name: 'logs',
      partitions: 1,
      replicationFactor: 3,
      config: { 'retention.ms': '1000' },
    }
    expect(groups?.groupOf('app-1')).toEqual(logs)
    expect(groups?.groupOf('sys')).toEqual(logs)
    expect(groups?.groupOf('app-secret')).toMatchObject({ name: 'rest', replicationFactor: -1 })
    expect(groups?.groupOf('system')).toEqual({
      name: 'default',
      partitions: 5,
      replicationFactor: 3,
      config: { 'cleanup.policy': 'compact' },
    })
  })

  it('a group without patterns takes no topic, and patterns of the default group do not count', () => {
    const groups = topicGroups({
      ...defaults,
      'topic.creation.default.exclude': '.*',
      'topic.creation.groups': 'empty',
    })
    expect(groups?.groupOf('t').name).toBe('default')
  })

  it('says in Kafka’s words what is wrong', () => {
    expect(topicCreationComplaints({ 'topic.creation.groups': 'a' })).toEqual([
      {
        key: 'topic.creation.default.replication.factor',
        message:
          'Missing required configuration "topic.creation.default.replication.factor" which has no default value.',
      },
      {
        key: 'topic.creation.default.partitions',
        message:
          'Missing required configuration "topic.creation.default.partitions" which has no default value.',
      },
    ])
    const bad = topicCreationComplaints({
      'topic.creation.default.replication.factor': '0',
      'topic.creation.default.partitions': 'many',
      'topic.creation.groups': 'a',
      'topic.creation.a.partitions': '0',
      'topic.creation.a.include': '(',
    })
    expect(bad.map(c => c.message)).toEqual([
      "Invalid value 0 for configuration topic.creation.default.replication.factor: Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default",
      'Invalid value many for configuration topic.creation.default.partitions: Not a number of type INT',
      'Invalid value ( for configuration topic.creation.a.include: Invalid regular expression',
      "Invalid value 0 for configuration topic.creation.a.partitions: Number of partitions must be positive, or -1 to use the broker's default",
    ])
  })

  it('finds the keys of groups that are not listed', () => {
    const typo = { 'topic.creation.defualt.partitions': '1', 'topic.creation.logs.partitions': '1' }
    expect(
      unreadTopicCreationKeys({ ...defaults, ...typo, 'topic.creation.groups': 'logs' }),
    ).toEqual(['topic.creation.defualt.partitions'])
  })
})
