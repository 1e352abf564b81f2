import { type Logger, TidewireError } from '@tidewire/core'
import type { TDengineAddress } from '../client/api.ts'
import { errorKind, serverCodeOf } from '../client/server-error.ts'
import { raise } from '../errors.ts'
import { decodeTmqBody } from '../wire/tmq-message.ts'
import type {
  TmqAssignment,
  TmqConsumer,
  TmqMessage,
  TmqMeta,
  TmqOptions,
  TmqShare,
} from './api.ts'
import { endOfBody } from './body-end.ts'
import { assignmentOf, integer, metaOf } from './reply.ts'
import { subscribeArgs } from './subscribe-arguments.ts'
import { tmqCode } from './tmq-error.ts'
import { TmqLink } from './tmq-link.ts'

/** What `committed` answers when there is nothing (taosAdapter TMQ protocol). */
const nothingCommitted = -2147467247n
/** How long a poll of ours may take when only the first message matters, in milliseconds. */
const shortPollMs = 10
/** What `poll` calls its messages. */
const messageType = { data: 1, meta: 2, dataWithMeta: 3 } as const

/** What a poll told of a message. */
interface Announced extends TmqShare {
  readonly id: number
  readonly database: string
  readonly type: number
  readonly offset: bigint
}

/** A socket that is subscribed, with the shares whose place was settled on it. */
interface Subscribed {
  readonly link: TmqLink
  readonly placed: Set<string>
  /** The last message that came; the adapter sends another one again when it was lost on the way. */
  lastId: number
  /** A message that a poll brought while positions were settled. */
  ahead: Announced | null
}

/** Makes a consumer; it connects with the first request. See `TmqConsumer`. */
export function tmqConsumer(
  address: TDengineAddress,
  options: TmqOptions,
  log: Logger | null = null,
): TmqConsumer {
  return new Consumer(address, options, log)
}

function keyOf({ topic, vgroup }: TmqShare): string {
  return `${vgroup} ${topic}`
}

const shown = ({ topic, vgroup }: TmqShare) => `vgroup ${vgroup} of topic ${topic}`

/** One consumer over the sockets that come and go; all its requests share the one subscription that is open. */
class Consumer implements TmqConsumer {
  readonly #address: TDengineAddress
  readonly #options: TmqOptions
  readonly #log: Logger | null
  readonly #stop = new AbortController()
  /** Offsets behind the last messages that `poll` gave. */
  readonly #behind = new Map<string, bigint>()
  #subscribed: Subscribed | null = null
  #opening: Promise<Subscribed> | null = null

  constructor(address: TDengineAddress, options: TmqOptions, log: Logger | null) {
    this.#address = address
    this.#options = options
    this.#log = log
  }

  async connect(signal?: AbortSignal): Promise<void> {
    await this.#ready(signal)
  }

  async poll(waitMs: number, signal?: AbortSignal): Promise<TmqMessage | null> {
    return await this.#with('polling', signal, async on => {
      const end = performance.now() + waitMs
      for (;;) {
        const rest = Math.max(0, Math.ceil(end - performance.now()))
        const announced = on.ahead ?? (await this.#pollOnce(on, rest, signal))
        on.ahead = null
        if (announced === null) {
          if (performance.now() >= end) return null
          continue
        }
        if (!on.placed.has(keyOf(announced)) && (await this.#place(on, announced, signal))) continue
        // Kept until it is fetched: after an error here the next poll has it again.
        on.ahead = announced
        const message = await this.#fetch(on, announced, signal)
        on.ahead = null
        if (message.next !== null) this.#behind.set(keyOf(message), message.next)
        return message
      }
    })
  }

  async commit(signal?: AbortSignal): Promise<void> {
    await this.#live('committing', signal, ({ link, lastId }) =>
      link.ask('commit', { message_id: lastId }, 'committing', signal),
    )
  }

  async commitOffset(share: TmqShare, offset: bigint, signal?: AbortSignal): Promise<void> {
    const doing = `committing offset ${offset} of ${shown(share)}`
    await this.#live(doing, signal, on =>
      this.#bounded(on, share, signal, () =>
        on.link.ask('commit_offset', { ...argsOf(share), offset: Number(offset) }, doing, signal),
      ),
    )
  }

  async committed(share: TmqShare, signal?: AbortSignal): Promise<bigint | null> {
    const doing = `asking for the committed offset of ${shown(share)}`
    return await this.#with(doing, signal, async on => {
      const offset = await askOffset(on, 'committed', share, doing, signal)
      return offset === nothingCommitted ? null : offset
    })
  }

  async position(share: TmqShare, signal?: AbortSignal): Promise<bigint> {
    const doing = `asking for the position of ${shown(share)}`
    return await this.#with(doing, signal, on =>
      this.#bounded(on, share, signal, () => askOffset(on, 'position', share, doing, signal)),
    )
  }

  async seek(share: TmqShare, offset: bigint, signal?: AbortSignal): Promise<void> {
    await this.#with(`seeking in ${shown(share)}`, signal, async on => {
      await this.#bounded(on, share, signal, () => seekTo(on, share, offset, signal))
      on.placed.add(keyOf(share))
    })
  }

  async assignment(topic: string, signal?: AbortSignal): Promise<readonly TmqAssignment[]> {
    const doing = `asking for the assignment of topic ${topic}`
    return await this.#with(
      doing,
      signal,
      async on => (await this.#assignment(on, topic, signal)) ?? [],
    )
  }

  async listTopics(signal?: AbortSignal): Promise<readonly string[]> {
    const doing = 'listing the topics of the subscription'
    return await this.#with(doing, signal, async ({ link }) => {
      const { topics } = await link.ask('list_topics', {}, doing, signal)
      return Array.isArray(topics) ? topics.map(String) : []
    })
  }

  async unsubscribe(signal?: AbortSignal): Promise<void> {
    const on = this.#subscribed
    if (on === null) return
    await on.link.ask('unsubscribe', {}, 'unsubscribing', signal)
    this.#drop(on)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(raise('TDENGINE_CLOSED'))
    await this.#opening?.catch(() => {})
    const on = this.#subscribed
    this.#subscribed = null
    await on?.link.ws.close()
  }

  /** Runs something on the subscription, made anew when it was lost. */
  async #with<T>(
    doing: string,
    signal: AbortSignal | undefined,
    run: (on: Subscribed) => Promise<T>,
  ): Promise<T> {
    await this.#ready(signal)
    return await this.#live(doing, signal, run)
  }

  /** Runs something on the subscription as it is; when it turns out to be lost, the next use makes a new one. */
  async #live<T>(
    doing: string,
    signal: AbortSignal | undefined,
    run: (on: Subscribed) => Promise<T>,
  ): Promise<T> {
    const on = this.#subscribed
    if (on === null) {
      const address = this.#address.hosts[0]?.host ?? 'no host'
      throw raise('TDENGINE_TMQ_LOST', { address, reason: 'it is not open' }, { doing })
    }
    try {
      return await run(on)
    } catch (error) {
      if (!signal?.aborted && isLost(error)) this.#drop(on)
      throw error
    }
  }

  #drop(on: Subscribed): void {
    if (this.#subscribed === on) this.#subscribed = null
    on.link.ws.close().catch(() => {})
  }

  async #ready(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#stop.signal.aborted) throw raise('TDENGINE_CLOSED')
    const on = this.#subscribed
    if (on !== null) {
      if (on.link.ws.open && !on.link.ws.deaf) return
      this.#drop(on)
    }
    this.#opening ??= this.#open(signal).finally(() => {
      this.#opening = null
    })
    await this.#opening
  }

  async #open(signal: AbortSignal | undefined): Promise<Subscribed> {
    const until =
      signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal])
    const link = await TmqLink.open(this.#address, this.#log, until)
    try {
      const { topics, group } = this.#options
      const doing = `subscribing group ${group} to ${topics.join(', ')}`
      await link.ask('subscribe', subscribeArgs(this.#address, this.#options), doing, until)
      const on: Subscribed = { link, placed: new Set(), lastId: 0, ahead: null }
      for (const topic of topics) {
        for (const share of (await this.#firstAssignment(on, topic, until)) ?? []) {
          await this.#settle(on, share, until)
        }
      }
      this.#subscribed = on
      return on
    } catch (error) {
      await link.ws.close()
      throw error
    }
  }

  /** Settles where a share is read from; true when the reading place changed. */
  async #settle(
    on: Subscribed,
    share: TmqAssignment,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const key = keyOf(share)
    const { start, lost } = this.#options
    const wanted = start ? await start(share, signal) : (this.#behind.get(key) ?? null)
    on.placed.add(key)
    if (wanted === null || wanted === share.offset) return false
    const seek = (offset: bigint) =>
      this.#bounded(on, share, signal, () => seekTo(on, share, offset, signal))
    try {
      try {
        await seek(wanted)
      } catch (error) {
        if (serverCodeOf(error) !== tmqCode.outOfRange) throw error
        lost?.(share, wanted)
        await seek(share.begin < 0n ? 0n : share.begin)
      }
    } catch (error) {
      if (!isElsewhere(error)) throw error
      on.placed.delete(key)
    }
    if (on.ahead !== null && keyOf(on.ahead) === key) on.ahead = null
    return true
  }

  /** A share that came by a rebalance, known by its first message. True when that message is not the one to begin with. */
  async #place(
    on: Subscribed,
    announced: Announced,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const shares = await this.#assignment(on, announced.topic, signal)
    if (shares === null) {
      on.placed.add(keyOf(announced))
      return false
    }
    const share = shares.find(({ vgroup }) => vgroup === announced.vgroup)
    // Gone again already: its next owner reads the message.
    if (share === undefined) return true
    return await this.#settle(on, { ...share, offset: announced.offset }, signal)
  }

  /** The shares after the subscription; older servers know them only after a first poll. */
  async #firstAssignment(
    on: Subscribed,
    topic: string,
    signal: AbortSignal,
  ): Promise<readonly TmqAssignment[] | null> {
    try {
      return await this.#assignment(on, topic, signal)
    } catch (error) {
      if (serverCodeOf(error) !== tmqCode.pollFirst) throw error
      on.ahead ??= await this.#pollOnce(on, shortPollMs, signal)
      return await this.#assignment(on, topic, signal)
    }
  }

  /** The shares of a topic; null in a snapshot, which has no offsets. */
  async #assignment(
    on: Subscribed,
    topic: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly TmqAssignment[] | null> {
    const doing = `asking for the assignment of topic ${topic}`
    try {
      const { assignment } = await on.link.ask('assignment', { topic }, doing, signal)
      return Array.isArray(assignment) ? assignment.map(row => assignmentOf(topic, row)) : []
    } catch (error) {
      if (serverCodeOf(error) === tmqCode.snapshot) return null
      throw error
    }
  }

  async #pollOnce(
    on: Subscribed,
    waitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Announced | null> {
    // Half of the time after which an unanswered request counts as lost.
    const longest = Math.floor(this.#address.messageTimeoutMs / 2)
    const args = { blocking_time: Math.min(waitMs, longest), message_id: on.lastId }
    const reply = await on.link.ask('poll', args, 'polling', signal)
    if (reply.have_message !== true) return null
    const announced: Announced = {
      id: Number(reply.message_id),
      topic: String(reply.topic),
      database: String(reply.database),
      vgroup: Number(reply.vgroup_id),
      type: Number(reply.message_type),
      offset: integer(reply.offset),
    }
    on.lastId = announced.id
    return announced
  }

  async #fetch(
    on: Subscribed,
    announced: Announced,
    signal: AbortSignal | undefined,
  ): Promise<TmqMessage> {
    const { id, type, topic, vgroup, database, offset } = announced
    const doing = `fetching a message of ${shown(announced)} at offset ${offset}`
    const isMeta = type === messageType.meta
    let meta: TmqMeta | null = null
    if (isMeta || type === messageType.dataWithMeta) {
      const { data } = await on.link.ask('fetch_json_meta', { message_id: id }, doing, signal)
      meta = metaOf(data)
    }
    // The offset of a meta message is its end. Below zero it stands for a snapshot.
    const common = { topic, vgroup, database, offset, meta, release: () => {} }
    if (isMeta) return { ...common, kind: 'meta', next: offset < 0n ? null : offset, blocks: [] }
    const { raw, release } = await on.link.fetch(id, doing, signal)
    const { body } = raw
    return { ...common, kind: 'data', next: endOfBody(body), blocks: decodeTmqBody(body), release }
  }

  /**
   * Runs what needs the bounds of the log. After a rebalance the client library in the adapter has forgotten them; it
   * learns them by `assignment`.
   */
  async #bounded<T>(
    on: Subscribed,
    { topic }: TmqShare,
    signal: AbortSignal | undefined,
    run: () => Promise<T>,
  ): Promise<T> {
    try {
      return await run()
    } catch (error) {
      if (serverCodeOf(error) !== tmqCode.pollFirst) throw error
    }
    await this.#assignment(on, topic, signal)
    return await run()
  }
}

/** True when a share is not this consumer's any more. */
function isElsewhere(error: unknown): boolean {
  const code = serverCodeOf(error)
  return code === tmqCode.otherShare || code === tmqCode.otherTopic
}

/** True when the socket or the consumer behind it can be of no more use. */
function isLost(error: unknown): boolean {
  if (!(error instanceof TidewireError)) return false
  if (errorKind(error) === 'session') {
    return !isElsewhere(error) && serverCodeOf(error) !== tmqCode.pollFirst
  }
  return lostCodes.has(error.code)
}

const lostCodes: ReadonlySet<string> = new Set([
  'TDENGINE_CONNECTION_LOST',
  'TDENGINE_TIMEOUT',
  'TDENGINE_TMQ_LOST',
  'TDENGINE_FRAME',
])

function argsOf({ topic, vgroup }: TmqShare): {
  readonly topic: string
  readonly vgroup_id: number
} {
  return { topic, vgroup_id: vgroup }
}

async function seekTo(
  on: Subscribed,
  share: TmqShare,
  offset: bigint,
  signal: AbortSignal | undefined,
): Promise<void> {
  const doing = `seeking offset ${offset} in ${shown(share)}`
  await on.link.ask('seek', { ...argsOf(share), offset: Number(offset) }, doing, signal)
}

async function askOffset(
  on: Subscribed,
  action: 'committed' | 'position',
  share: TmqShare,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<bigint> {
  const args = { topic_vgroup_ids: [argsOf(share)] }
  const reply = await on.link.ask(action, args, doing, signal)
  const list = reply[action]
  return integer(Array.isArray(list) ? list[0] : undefined)
}
