import { describeError, type Logger, TidewireError } from '@tidewire/core'
import type { GroupDescription, Kafka } from '@tidewire/kafka'

/** A group as the coordinator describes it; null when it has never existed. */
export async function describedGroup(
  kafka: Kafka,
  groupId: string,
  signal: AbortSignal,
): Promise<GroupDescription | null> {
  try {
    return await kafka.admin.describeGroup(groupId, signal)
  } catch (error) {
    if (error instanceof TidewireError && error.code === 'KAFKA_UNKNOWN_GROUP') return null
    throw error
  }
}

/**
 * Takes members with this client id out of a consumer group. A task's client id is its own, and only one worker runs
 * the task, so such a member was left by a process that was killed; without this, its partitions would lie idle until
 * its session has expired. Does nothing when the group cannot be described.
 */
export async function expelPredecessor(
  kafka: Kafka,
  groupId: string,
  clientId: string,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    const group = await describedGroup(kafka, groupId, signal)
    const dead = (group?.members ?? []).filter(member => member.clientId === clientId)
    if (dead.length === 0) return
    log.info('a member that an earlier run of this task left behind is removed', { group: groupId })
    await kafka.admin.removeGroupMembers(
      groupId,
      dead.map(member => member.memberId),
      signal,
    )
  } catch (error) {
    if (signal.aborted) throw error
    log.debug('the group could not be checked for members left behind', {
      group: groupId,
      reason: describeError(error),
    })
  }
}
