import type { GroupMember } from './group-member.ts'

/** The protocol that all members offer and most prefer; the empty string when there is none. */
export function electProtocol(members: readonly GroupMember[]): string {
  const [first] = members
  const common = (first?.protocols ?? [])
    .map(({ name }) => name)
    .filter(name =>
      members.every(member => member.protocols.some(offered => offered.name === name)),
    )
  const votes = new Map<string, number>()
  for (const member of members) {
    const choice = member.protocols.find(({ name }) => common.includes(name))?.name
    if (choice !== undefined) votes.set(choice, (votes.get(choice) ?? 0) + 1)
  }
  let best = common[0] ?? ''
  for (const [name, count] of votes) if (count > (votes.get(best) ?? 0)) best = name
  return best
}
