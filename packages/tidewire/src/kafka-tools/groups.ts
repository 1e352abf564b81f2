import {
  type Admin,
  decodeAssignment,
  type GroupDescription,
  offsetSpec,
  type PartitionPosition,
} from '@tidewire/kafka'
import type { GroupsFlags } from '../commands/kafka-tools.ts'
import { columns } from '../connectors/connector-text.ts'
import { raise } from '../errors.ts'
import { note, writeLine } from '../terminal.ts'
import { connectionProps, connectKafka } from './cluster.ts'

interface Owner {
  readonly memberId: string
  readonly clientHost: string
  readonly clientId: string
}

function ownersOf(group: GroupDescription): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>()
  if (group.protocolType !== 'consumer') return owners
  for (const member of group.members) {
    for (const { topic, partition } of decodeAssignment(member.assignment)) {
      owners.set(`${topic}/${partition}`, member)
    }
  }
  return owners
}

/** The table of `--describe`, with the columns of Kafka's own tool. */
export function offsetsTable(
  group: GroupDescription,
  committed: readonly PartitionPosition[],
  ends: readonly PartitionPosition[],
): string {
  const owners = ownersOf(group)
  const endOf = new Map(ends.map(e => [`${e.topic}/${e.partition}`, e.offset]))
  const offsetOf = new Map(committed.map(c => [`${c.topic}/${c.partition}`, c.offset]))
  const keys = [...new Set([...offsetOf.keys(), ...owners.keys()])].toSorted()
  const rows = keys.map(key => {
    const slash = key.lastIndexOf('/')
    const offset = offsetOf.get(key)
    const last = endOf.get(key)
    const lag = offset === undefined || last === undefined ? '-' : String(last - offset)
    const owner = owners.get(key)
    return [
      group.groupId,
      key.slice(0, slash),
      key.slice(slash + 1),
      offset === undefined ? '-' : String(offset),
      last === undefined ? '-' : String(last),
      lag,
      owner?.memberId ?? '-',
      owner?.clientHost ?? '-',
      owner?.clientId ?? '-',
    ]
  })
  const header =
    'GROUP,TOPIC,PARTITION,CURRENT-OFFSET,LOG-END-OFFSET,LAG,CONSUMER-ID,HOST,CLIENT-ID'.split(',')
  return columns([header, ...rows])
}

async function offsets(admin: Admin, group: GroupDescription): Promise<void> {
  const committed = await admin.committedOffsets(group.groupId)
  const owned = [...ownersOf(group).keys()].map(key => {
    const slash = key.lastIndexOf('/')
    return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) }
  })
  const all = new Map([...committed, ...owned].map(p => [`${p.topic}/${p.partition}`, p]))
  const existing = new Set(await admin.listTopics())
  const asked = [...all.values()].filter(p => existing.has(p.topic))
  const ends = asked.length === 0 ? [] : await admin.listOffsets(asked, offsetSpec.latest)
  if (group.members.length === 0) note(`Consumer group '${group.groupId}' has no active members.`)
  await writeLine(`\n${offsetsTable(group, committed, ends)}`)
}

async function describe(admin: Admin, id: string, flags: GroupsFlags): Promise<void> {
  const group = await admin.describeGroup(id)
  if (group.state === 'Dead') {
    throw raise('CLI_USAGE', { problem: `consumer group ${id} does not exist` })
  }
  if (flags.state === true) {
    const { nodeId, host, port } = group.coordinator
    const row = [
      id,
      `${host}:${port} (${nodeId})`,
      group.protocol === '' ? '-' : group.protocol,
      group.state,
      String(group.members.length),
    ]
    const header = ['GROUP', 'COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', '#MEMBERS']
    await writeLine(`\n${columns([header, row])}`)
  } else if (flags.members === true) {
    const rows = group.members.map(m => [
      id,
      m.memberId,
      m.clientHost,
      m.clientId,
      group.protocolType === 'consumer' ? String(decodeAssignment(m.assignment).length) : '-',
    ])
    const header = ['GROUP', 'CONSUMER-ID', 'HOST', 'CLIENT-ID', '#PARTITIONS']
    await writeLine(`\n${columns([header, ...rows])}`)
  } else {
    await offsets(admin, group)
  }
}

async function list(admin: Admin, flags: GroupsFlags): Promise<void> {
  const groups = (await admin.listGroups())
    .filter(group => group.protocolType === 'consumer' || group.protocolType === '')
    .toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1))
  if (flags.state === true) {
    await writeLine(columns([['GROUP', 'STATE'], ...groups.map(g => [g.groupId, g.state])]))
  } else for (const group of groups) await writeLine(group.groupId)
}

/** `tidewire kafka-consumer-groups` */
export async function runGroups(flags: GroupsFlags): Promise<void> {
  const chosen = (['list', 'describe', 'delete'] as const).filter(a => flags[a] === true)
  if (chosen.length !== 1) {
    const problem = 'exactly one action is needed: --list, --describe, --delete'
    throw raise('CLI_USAGE', { problem })
  }
  if (flags.list !== true && flags.group.length === 0 && flags.allGroups !== true) {
    throw raise('CLI_USAGE', { problem: `--${chosen[0]} needs --group or --all-groups` })
  }
  const props = await connectionProps({ flags, files: [flags.commandConfig], pairs: [] })
  await using kafka = await connectKafka(props, 'kafka-consumer-groups')
  const { admin } = kafka
  if (flags.list === true) {
    await list(admin, flags)
    return
  }
  const all = flags.allGroups === true ? await admin.listGroups() : []
  const ids =
    flags.allGroups === true
      ? all.filter(g => g.protocolType === 'consumer').map(g => g.groupId)
      : flags.group
  if (flags.delete === true) {
    await admin.deleteGroups(ids)
    const names = ids.map(id => `'${id}'`).join(', ')
    await writeLine(`Deletion of requested consumer groups (${names}) was successful.`)
  } else for (const id of ids) await describe(admin, id, flags)
}
