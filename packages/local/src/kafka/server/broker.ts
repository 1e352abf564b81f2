import type { BrokerConfig } from '../config/broker-config.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import type { Topics } from '../topics/topics.ts'

/** What the request handlers work on. */
export interface Broker {
  readonly config: BrokerConfig
  readonly topics: Topics
  readonly groups: GroupCoordinator
  readonly nodeId: number
  /** Host and port that clients are told to connect to. */
  readonly host: string
  readonly port: number
  readonly dataDir: string
  /** Says something to the operator. */
  log(line: string): void
}
