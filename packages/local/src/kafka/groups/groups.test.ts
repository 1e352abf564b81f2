import { expect, test } from 'vitest'
import { deleteGroupsApi, describeGroupsApi, listGroupsApi } from '../apis/group-admin.ts'
import {
  findCoordinatorApi,
  heartbeatApi,
  joinGroupApi,
  leaveGroupApi,
  syncGroupApi,
} from '../apis/group-membership.ts'
import { offsetCommitApi, offsetDeleteApi, offsetFetchApi } from '../apis/group-offsets.ts'
import { createTopicsApi } from '../apis/topics.ts'
import { KafkaDevServer } from '../kafka-dev-server.ts'
import { temporaryFolder } from '../log/partition-log.test.kit.ts'
import { errorCode } from '../protocol/error-code.ts'
import type { Encodable } from '../protocol/schema.ts'
import { RawClient } from '../server/raw-client.test.kit.ts'

const config = { 'group.min.session.timeout.ms': '1' }

type JoinFields = Partial<
  Parameters<ReturnType<typeof joinGroupApi.requestCodec>['write']>[1] &
    Encodable<Record<never, never>>
>

function join(client: RawClient, fields: JoinFields = {}, version = 9) {
  return client.request(joinGroupApi, version, {
    groupId: 'g',
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 30_000,
    memberId: '',
    protocolType: 'connect',
    protocols: [
      { name: 'sessioned', metadata: Buffer.from('s') },
      { name: 'default', metadata: Buffer.from('d') },
    ],
    ...fields,
  })
}

/** Joins with a member id, as clients do since version 4. */
async function joinWithId(client: RawClient, fields: JoinFields = {}) {
  const first = await join(client, fields)
  expect(first.errorCode).toBe(errorCode.memberIdRequired)
  return { memberId: first.memberId, answer: join(client, { ...fields, memberId: first.memberId }) }
}

function sync(
  client: RawClient,
  memberId: string,
  generationId: number,
  assignments: readonly { memberId: string; assignment: Buffer }[] = [],
) {
  return client.request(syncGroupApi, 5, {
    groupId: 'g',
    generationId,
    memberId,
    protocolType: 'connect',
    protocolName: 'sessioned',
    assignments,
  })
}

function heartbeat(client: RawClient, memberId: string, generationId: number) {
  return client.request(heartbeatApi, 4, { groupId: 'g', generationId, memberId })
}

function describe(client: RawClient, group = 'g') {
  return client
    .request(describeGroupsApi, 5, { groups: [group], includeAuthorizedOperations: false })
    .then(answer => answer.groups[0]!)
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 500; i += 1) {
    if (await check()) return
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen within 5 s')
}

test('two members of type connect share a generation, and each gets what the leader assigned', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using one = await RawClient.connect(server.port)
  await using two = await RawClient.connect(server.port)
  const first = await joinWithId(one)
  const alone = await first.answer
  expect(alone).toMatchObject({
    errorCode: 0,
    generationId: 1,
    protocolType: 'connect',
    protocolName: 'sessioned',
    leader: first.memberId,
  })
  expect(alone.members.map(member => member.metadata.toString())).toEqual(['s'])
  const only = [{ memberId: first.memberId, assignment: Buffer.from('all') }]
  expect((await sync(one, first.memberId, 1, only)).assignment.toString()).toBe('all')
  expect((await describe(one)).groupState).toBe('Stable')

  const second = await joinWithId(two)
  await eventually(
    async () =>
      (await heartbeat(one, first.memberId, 1)).errorCode === errorCode.rebalanceInProgress,
  )
  const again = await join(one, { memberId: first.memberId })
  const follower = await second.answer
  expect(again.generationId).toBe(2)
  expect(again.members.length).toBe(2)
  expect(follower).toMatchObject({ generationId: 2, leader: first.memberId, members: [] })
  const waiting = sync(two, second.memberId, 2)
  const halves = [first.memberId, second.memberId].map((memberId, i) => ({
    memberId,
    assignment: Buffer.from(`half ${i}`),
  }))
  expect((await sync(one, first.memberId, 2, halves)).assignment.toString()).toBe('half 0')
  expect((await waiting).assignment.toString()).toBe('half 1')
  expect((await heartbeat(one, first.memberId, 1)).errorCode).toBe(errorCode.illegalGeneration)
  expect((await heartbeat(two, second.memberId, 2)).errorCode).toBe(0)

  const described = await describe(one)
  expect(described).toMatchObject({ protocolType: 'connect', protocolData: 'sessioned' })
  expect(described.members.map(member => member.memberAssignment.toString()).sort()).toEqual([
    'half 0',
    'half 1',
  ])
  const left = await two.request(leaveGroupApi, 4, {
    groupId: 'g',
    memberId: '',
    members: [{ memberId: second.memberId }, { memberId: 'stranger' }],
  })
  expect(left.members.map(member => member.errorCode)).toEqual([0, errorCode.unknownMemberId])
  expect((await heartbeat(one, first.memberId, 2)).errorCode).toBe(errorCode.rebalanceInProgress)
})

test('another protocol type, or none in common, is refused; the leader rejoining begins a rebalance', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using one = await RawClient.connect(server.port)
  const { memberId, answer } = await joinWithId(one)
  await answer
  await sync(one, memberId, 1)
  const other = { protocolType: 'consumer' }
  expect((await join(one, other)).errorCode).toBe(errorCode.inconsistentGroupProtocol)
  const eager = { protocols: [{ name: 'eager', metadata: Buffer.alloc(0) }] }
  expect((await join(one, eager)).errorCode).toBe(errorCode.inconsistentGroupProtocol)
  expect((await join(one, { memberId: 'unknown' })).errorCode).toBe(errorCode.unknownMemberId)
  expect((await join(one, { groupId: '' })).errorCode).toBe(errorCode.invalidGroupId)
  expect((await join(one, { sessionTimeoutMs: 0 })).errorCode).toBe(errorCode.invalidSessionTimeout)
  expect((await join(one, { memberId })).generationId).toBe(2)
})

test('a join that is refused leaves no group behind', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using one = await RawClient.connect(server.port)
  expect((await join(one, { protocols: [] })).errorCode).toBe(errorCode.inconsistentGroupProtocol)
  expect((await join(one, { memberId: 'm' })).errorCode).toBe(errorCode.unknownMemberId)
  const list = await one.request(listGroupsApi, 5, { statesFilter: [], typesFilter: [] })
  expect(list.groups).toEqual([])
})

test('a protocol is elected that all members offer, by their order of preference', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using one = await RawClient.connect(server.port)
  await using two = await RawClient.connect(server.port)
  const first = await joinWithId(one)
  await first.answer
  const second = await joinWithId(two, {
    protocols: [
      { name: 'other', metadata: Buffer.alloc(0) },
      { name: 'default', metadata: Buffer.alloc(0) },
    ],
  })
  const rejoined = join(one, { memberId: first.memberId })
  expect((await second.answer).protocolName).toBe('default')
  expect((await rejoined).members.map(member => member.metadata.toString())).toEqual(['d', ''])
})

test('a member that is not heard of any more is out, and an empty group keeps its type', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using one = await RawClient.connect(server.port)
  const { memberId, answer } = await joinWithId(one, { sessionTimeoutMs: 60 })
  await answer
  await sync(one, memberId, 1)
  await eventually(async () => (await describe(one)).groupState === 'Empty')
  expect(await describe(one)).toMatchObject({ protocolType: 'connect', members: [] })
  expect((await heartbeat(one, memberId, 1)).errorCode).toBe(errorCode.unknownMemberId)
})

test('who does not rejoin within the rebalance timeout is out', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using one = await RawClient.connect(server.port)
  await using two = await RawClient.connect(server.port)
  const first = await joinWithId(one, { rebalanceTimeoutMs: 80 })
  await first.answer
  await sync(one, first.memberId, 1)
  const second = await joinWithId(two, { rebalanceTimeoutMs: 80 })
  const answer = await second.answer
  expect(answer).toMatchObject({ errorCode: 0, generationId: 2, leader: second.memberId })
  expect(answer.members.length).toBe(1)
})

test('a static member comes back to its assignment without a rebalance, and its old self is fenced', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using one = await RawClient.connect(server.port)
  const instance = { groupInstanceId: 'i1' }
  const first = await join(one, instance)
  expect(first).toMatchObject({ errorCode: 0, generationId: 1 })
  const all = [{ memberId: first.memberId, assignment: Buffer.from('all') }]
  await sync(one, first.memberId, 1, all)
  const back = await join(one, instance)
  expect(back).toMatchObject({ errorCode: 0, generationId: 1, skipAssignment: true })
  expect(back.memberId).not.toBe(first.memberId)
  expect((await sync(one, back.memberId, 1)).assignment.toString()).toBe('all')
  const old = { ...instance, groupId: 'g', generationId: 1, memberId: first.memberId }
  expect((await one.request(heartbeatApi, 4, old)).errorCode).toBe(errorCode.fencedInstanceId)
  const before9 = await join(one, instance, 8)
  expect(before9).toMatchObject({ leader: back.memberId, generationId: 1 })
  expect(before9.memberId).not.toBe(back.memberId)
})

test('version 0 of JoinGroup and SyncGroup still work', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using one = await RawClient.connect(server.port)
  const { memberId, errorCode: code } = await join(one, {}, 0)
  expect(code).toBe(0)
  const answer = await one.request(syncGroupApi, 0, {
    groupId: 'g',
    generationId: 1,
    memberId,
    assignments: [{ memberId, assignment: Buffer.from('a') }],
  })
  expect(answer.assignment.toString()).toBe('a')
  const left = await one.request(leaveGroupApi, 0, { groupId: 'g', memberId, members: [] })
  expect(left.errorCode).toBe(0)
})

async function withTopic(client: RawClient): Promise<void> {
  await client.request(createTopicsApi, 7, {
    topics: [{ name: 't', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }],
  })
}

function commit(client: RawClient, fields: object = {}, offset = 5n) {
  return client
    .request(offsetCommitApi, 8, {
      groupId: 'g',
      topics: [
        {
          name: 't',
          partitions: [
            { partitionIndex: 1, committedOffset: offset, committedMetadata: 'note' },
            { partitionIndex: 2, committedOffset: offset, committedMetadata: null },
          ],
        },
      ],
      ...fields,
    })
    .then(answer => answer.topics[0]!.partitions.map(partition => partition.errorCode))
}

async function committed(client: RawClient, groupId = 'g') {
  const answer = await client.request(offsetFetchApi, 9, {
    groupId: '',
    topics: null,
    groups: [{ groupId, topics: null }],
  })
  return answer.groups[0]!.topics.flatMap(({ name, partitions }) =>
    partitions.map(
      partition => `${name}-${partition.partitionIndex}: ${partition.committedOffset}`,
    ),
  )
}

test('offsets and groups are there again after a restart, members included', async () => {
  await using folder = await temporaryFolder()
  let memberId = ''
  {
    await using server = await KafkaDevServer.start({ config, dataDir: folder.path })
    await using client = await RawClient.connect(server.port)
    await withTopic(client)
    const joined = await joinWithId(client)
    memberId = joined.memberId
    await joined.answer
    await sync(client, memberId, 1, [{ memberId, assignment: Buffer.from('all') }])
    const claim = { generationId: 1, memberId }
    expect(await commit(client, claim)).toEqual([0, errorCode.unknownTopicOrPartition])
    expect(await commit(client, { ...claim, generationId: 9 })).toEqual([22, 22])
    expect(await commit(client, {})).toEqual([25, 25])
  }
  await using server = await KafkaDevServer.start({ config, dataDir: folder.path })
  await using client = await RawClient.connect(server.port)
  expect(await committed(client)).toEqual(['t-1: 5'])
  expect(await describe(client)).toMatchObject({ groupState: 'Stable', protocolType: 'connect' })
  expect((await heartbeat(client, memberId, 1)).errorCode).toBe(0)
  expect((await sync(client, memberId, 1)).assignment.toString()).toBe('all')
})

test('offsets can be asked for in every version, deleted, and go with their group', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using client = await RawClient.connect(server.port)
  await withTopic(client)
  expect(await commit(client)).toEqual([0, 3])
  for (let version = 1; version < 8; version += 1) {
    const answer = await client.request(offsetFetchApi, version, {
      groupId: 'g',
      topics: [{ name: 't', partitionIndexes: [0, 1] }],
      groups: [],
    })
    const offsets = answer.topics[0]!.partitions.map(partition => partition.committedOffset)
    expect(offsets).toEqual([-1n, 5n])
  }
  const removed = await client.request(offsetDeleteApi, 0, {
    groupId: 'g',
    topics: [{ name: 't', partitions: [{ partitionIndex: 1 }] }],
  })
  expect(removed).toMatchObject({ errorCode: 0, topics: [{ partitions: [{ errorCode: 0 }] }] })
  expect(await committed(client)).toEqual([])
  await commit(client)
  const deleted = await client.request(deleteGroupsApi, 2, { groupsNames: ['g', 'none'] })
  expect(deleted.results.map(result => result.errorCode)).toEqual([0, errorCode.groupIdNotFound])
  expect(await committed(client)).toEqual([])
  const list = await client.request(listGroupsApi, 5, { statesFilter: [], typesFilter: [] })
  expect(list.groups).toEqual([])
})

test('a group with members is not deleted, and lists are filtered by state and type', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using client = await RawClient.connect(server.port)
  const { memberId, answer } = await joinWithId(client)
  await answer
  await sync(client, memberId, 1)
  const deleted = await client.request(deleteGroupsApi, 2, { groupsNames: ['g'] })
  expect(deleted.results[0]!.errorCode).toBe(errorCode.nonEmptyGroup)
  const states = async (statesFilter: string[], typesFilter: string[]) =>
    (await client.request(listGroupsApi, 5, { statesFilter, typesFilter })).groups.length
  expect(await states(['stable'], [])).toBe(1)
  expect(await states(['Empty'], [])).toBe(0)
  expect(await states([], ['consumer'])).toBe(0)
  expect(await states([], ['Classic'])).toBe(1)
  expect(await describe(client, 'nobody')).toMatchObject({ groupState: 'Dead', errorCode: 0 })
})

test('the coordinator of groups is the broker; there is none for transactions', async () => {
  await using server = await KafkaDevServer.start({ config })
  await using client = await RawClient.connect(server.port)
  const old = await client.request(findCoordinatorApi, 1, {
    key: 'g',
    keyType: 0,
    coordinatorKeys: [],
  })
  expect(old).toMatchObject({ errorCode: 0, port: server.port })
  const many = await client.request(findCoordinatorApi, 4, {
    key: '',
    keyType: 1,
    coordinatorKeys: ['tx'],
  })
  expect(many.coordinators[0]).toMatchObject({ errorCode: 53, key: 'tx' })
  expect(many.coordinators[0]!.errorMessage).toContain('transactional.id')
})
