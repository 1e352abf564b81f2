/** How to start the development Kafka broker. */
export interface KafkaDevServerOptions {
  /** Folder of the segment files; a temporary one, removed on close, when absent. */
  readonly dataDir?: string
  /** Address to listen on, `127.0.0.1` when absent. */
  readonly host?: string
  /** 0 or absent for any free port. */
  readonly port?: number
  /** Broker keys with Kafka's names: auto.create.topics.enable, num.partitions, message.max.bytes, log.retention.ms … */
  readonly config?: Readonly<Record<string, string>>
  /** Takes what an operator should know, one line each: a torn log that was cut, a request that was refused. */
  readonly log?: (line: string) => void
}

/** What a fault does to a request. */
export type FaultAction =
  /** Answers `ms` milliseconds later than it would; the work is done after the wait. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Closes the connection without doing the work; with `afterWork`, does the work first and loses the answer. */
  | { readonly kind: 'drop'; readonly afterWork?: boolean }
  /** Answers with a Kafka error code, in every place of the response that has one, without doing the work. */
  | { readonly kind: 'error'; readonly code: number }

/** Which requests a fault strikes. */
export interface FaultRule {
  /** Name of the API in the Kafka protocol (`Produce`, `Fetch`, `JoinGroup` …); every API when absent. */
  readonly api?: string
  /** The first request that is struck, counted from 1 and from when the rule was added; 1 when absent. */
  readonly nth?: number
  /** How many requests are struck; all from `nth` on when absent. */
  readonly times?: number
  readonly action: FaultAction
}

/** Switches that make the broker misbehave, for tests of its clients. */
export interface FaultSwitches {
  /** While true, every write to a log fails as on a full disk (`KAFKA_STORAGE_ERROR`); nothing of it is stored. */
  diskFull: boolean
  /** Adds a rule until it is disposed. Where several strike a request, the one added first acts. */
  add(rule: FaultRule): Disposable
  /** Takes back all rules and switches. */
  clear(): void
}
