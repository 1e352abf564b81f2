import type { EngineValue } from './api.ts'

/** What SQL asks of the subscriptions: their lists, and whether a topic or group is in use. */
export interface SubscriptionDirectory {
  /** Rows of SHOW CONSUMERS. */
  readonly consumers: () => readonly (readonly EngineValue[])[]
  /** Rows of SHOW SUBSCRIPTIONS. */
  readonly subscriptions: () => readonly (readonly EngineValue[])[]
  /** Throws when consumers are subscribed to the topic (0x03EB), unless forced; forgets its groups otherwise. */
  readonly dropTopic: (topic: string, force: boolean) => Promise<void>
  /** Forgets a group of a topic; throws when there is none or it has consumers. */
  readonly dropGroup: (group: string, topic: string, ifExists: boolean) => Promise<void>
}

/** A server without subscriptions. */
export const noSubscriptions: SubscriptionDirectory = {
  consumers: () => [],
  subscriptions: () => [],
  dropTopic: async () => undefined,
  dropGroup: async () => undefined,
}
