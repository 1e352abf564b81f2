import type { TmqBlock } from '../wire/tmq-message.ts'

/** One vgroup of a topic: what a group shares out among its consumers. */
export interface TmqShare {
  readonly topic: string
  readonly vgroup: number
}

/** A share with the bounds of its write-ahead log and the offset of the last message (taosAdapter `assignment`). */
export interface TmqAssignment extends TmqShare {
  readonly offset: bigint
  readonly begin: bigint
  readonly end: bigint
}

/** How to subscribe (taosAdapter `subscribe`); what is absent has the server's default. Times in milliseconds. */
export interface TmqOptions {
  /** At most 192 characters without a colon. */
  readonly group: string
  readonly topics: readonly string[]
  readonly clientId?: string
  /** Where a share begins that its group has committed nothing for. */
  readonly reset?: 'earliest' | 'latest' | 'none'
  /** The adapter commits before a poll what earlier polls brought; off by default. */
  readonly autoCommit?: boolean
  readonly autoCommitIntervalMs?: number
  /** Begins with what the tables hold, not only with what the write-ahead log keeps. */
  readonly snapshot?: boolean
  readonly withTableName?: boolean
  readonly batchMeta?: boolean
  /** Leaves out what taosX has written. */
  readonly excludeReplicated?: boolean
  readonly sessionTimeoutMs?: number
  readonly maxPollIntervalMs?: number
  /** Native options by their own names, e.g. `min.poll.rows`. */
  readonly config?: Readonly<Record<string, string>>
  /**
   * Asked for each share when it comes to this consumer: the offset to begin at, or null for the group's own. Without
   * it a consumer that was connected again goes on behind the last message that `poll` gave. It may not use the consumer.
   */
  readonly start?: (share: TmqAssignment, signal?: AbortSignal) => Promise<bigint | null>
  /** Told when the log does not hold the wanted offset any more; reading begins at `begin`. */
  readonly lost?: (share: TmqAssignment, wanted: bigint) => void
}

/** One message (taosAdapter `poll`). */
export interface TmqMessage extends TmqShare {
  readonly database: string
  /** Data may come with the child tables that it made; then it has `meta` too. */
  readonly kind: 'data' | 'meta'
  /** Offset in the write-ahead log where it begins; of a meta message where it ends. */
  readonly offset: bigint
  /** Offset to commit when the message is done; null in a snapshot, which has none. */
  readonly next: bigint | null
  /** Rows; each block with a schema of its own. Empty for meta. */
  readonly blocks: readonly TmqBlock[]
  /** What `fetch_json_meta` shows; null for plain data and for meta that the server cannot show. */
  readonly meta: TmqMeta | null
  /** Lets the memory of the blocks be used again; they must not be read any more then. May be left out. */
  readonly release: () => void
}

/** Changes of tables as TDengine describes them in JSON (`tmq_meta_version` 1.0). */
export interface TmqMeta {
  readonly metas: readonly TmqMetaEntry[]
}

/** One change: `type` is create, alter, drop or delete; the rest depends on it. */
export interface TmqMetaEntry {
  readonly type: string
  readonly tableType?: string
  readonly tableName?: string
  readonly [key: string]: unknown
}

/**
 * A consumer of TDengine topics over taosAdapter's `/rest/tmq`. It connects when it is first needed and again after a
 * loss: then it subscribes again and seeks. Every method fails with a `TidewireError`; those of the connection and of the
 * session can be retried. `poll` may not be called while another one runs; the others may be.
 */
export interface TmqConsumer extends AsyncDisposable {
  /** Connects and subscribes, unless it is. */
  connect(signal?: AbortSignal): Promise<void>
  /** The next message, or null when none came within `waitMs`. */
  poll(waitMs: number, signal?: AbortSignal): Promise<TmqMessage | null>
  /** Commits everything polled so far. */
  commit(signal?: AbortSignal): Promise<void>
  /** Commits one offset: the group goes on there. */
  commitOffset(share: TmqShare, offset: bigint, signal?: AbortSignal): Promise<void>
  /** The committed offset; null when there is none. */
  committed(share: TmqShare, signal?: AbortSignal): Promise<bigint | null>
  /** The offset that is read next. */
  position(share: TmqShare, signal?: AbortSignal): Promise<bigint>
  seek(share: TmqShare, offset: bigint, signal?: AbortSignal): Promise<void>
  /** The shares of a topic that this consumer has. */
  assignment(topic: string, signal?: AbortSignal): Promise<readonly TmqAssignment[]>
  listTopics(signal?: AbortSignal): Promise<readonly string[]>
  /** Leaves the group; the next poll subscribes again. */
  unsubscribe(signal?: AbortSignal): Promise<void>
}
