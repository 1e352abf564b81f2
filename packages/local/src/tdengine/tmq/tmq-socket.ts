import { encodeTmqReply } from '@tidewire/tdengine/wire'
import type { WebSocket } from 'ws'
import { EngineError } from '../engine/api.ts'
import { checkLogin } from '../http/auth.ts'
import { nanosSince } from '../http/rest-sql.ts'
import { type ServerContext, serverVersion } from '../server-context.ts'
import { type ArgumentKinds, type Arguments, member } from '../ws/json-frame.ts'
import { type Action, adapterCode, adapterError, Socket } from '../ws/socket.ts'
import { Consumer, type Polled } from './consumer.ts'
import {
  blockBytes,
  blockFields,
  messageBody,
  messageMeta,
  messageOffset,
  messageType,
  noMoreBlocks,
} from './message.ts'
import { subscribeKinds, textMap, texts } from './subscribe-arguments.ts'
import { readOptions } from './subscribe-options.ts'
import type { Subscriptions } from './subscriptions.ts'

/** The one message that a socket holds: from a poll that brought it until the next one that does. */
interface Held extends Polled {
  readonly id: bigint
  /** The next block that `fetch` describes. */
  nextBlock: number
  /** What `fetch_block` answers; set by `fetch`, and by the raw fetches, which share the adapter's buffer. */
  buffer: Buffer | undefined
}

interface WaitingPoll {
  readonly args: Arguments
  readonly resolve: (reply: Record<string, unknown> | undefined) => void
  readonly reject: (cause: unknown) => void
}

const noMessage: Readonly<Record<string, unknown>> = {
  have_message: false,
  topic: '',
  database: '',
  vgroup_id: 0,
  message_type: 0,
  message_id: 0,
  offset: 0,
}

/** The endpoint `/rest/tmq` (taosAdapter TMQ protocol): one consumer per socket. */
export class TmqSocket extends Socket {
  readonly #subscriptions: Subscriptions
  readonly #actions: ReadonlyMap<string, Action> = this.#all()
  readonly #closed = new AbortController()
  #consumer: Consumer | undefined
  #unsubscribed = false
  #held: Held | undefined
  #messages = 0n
  /** The one poll that waits for its turn; a newer one takes its place. */
  #waiting: WaitingPoll | undefined
  #pumping = false
  /** What must run one after the other: the client library has one lock. */
  #turn: Promise<unknown> = Promise.resolve()
  #nextCommit = 0

  constructor(context: ServerContext, socket: WebSocket) {
    super(context, socket)
    this.#subscriptions = context.subscriptions
  }

  protected override get answersUnknown(): boolean {
    return false
  }

  protected action(name: string): Action | undefined {
    return this.#actions.get(name)
  }

  protected async binary(): Promise<void> {
    // The endpoint knows no binary requests; the adapter drops them without a word.
  }

  protected async closed(): Promise<void> {
    this.#closed.abort()
    this.#waiting?.resolve(undefined)
    this.#waiting = undefined
    if (this.#consumer !== undefined) this.#subscriptions.leave(this.#consumer)
    this.#held = undefined
  }

  #all(): ReadonlyMap<string, Action> {
    const plain = (kinds: ArgumentKinds, run: Action['run']): Action => ({
      kinds: { req_id: 'uint', ...kinds },
      label: 'tmq',
      needsConnection: false,
      run,
    })
    const onMessage = (
      run: (held: Held | undefined, args: Arguments) => ReturnType<Action['run']>,
    ) => ({
      ...plain({ message_id: 'uint' }, async args => {
        this.#ready()
        return await run(this.#held, args)
      }),
      errorFields: (args: Arguments) => ({ message_id: args.uint('message_id') }),
    })
    const pairs = (
      each: (consumer: Consumer, topic: string, vgroup: number) => bigint,
      name: string,
    ) =>
      plain({ topic_vgroup_ids: 'array' }, args => {
        const list = args.array('topic_vgroup_ids').map(pair => ({
          topic: member(pair, 'topic') ?? '',
          vgroup: member(pair, 'vgroup_id') ?? 0,
        }))
        const readable = list.every(
          ({ topic, vgroup }) => typeof topic === 'string' && typeof vgroup === 'number',
        )
        if (!readable) return Promise.resolve(undefined)
        return this.#locked(async consumer => ({
          [name]: list.map(({ topic, vgroup }) => each(consumer, String(topic), Number(vgroup))),
        }))
      })
    const offsetKinds = { topic: 'string', vgroup_id: 'int', offset: 'int' } as const
    return new Map<string, Action>([
      [
        'version',
        { ...plain({}, async () => ({ version: serverVersion })), argumentsOptional: true },
      ],
      ['subscribe', plain(subscribeKinds, args => this.#subscribe(args))],
      ['poll', plain({ blocking_time: 'int', message_id: 'uint' }, args => this.#queuePoll(args))],
      ['fetch', onMessage((held, args) => this.#fetch(held, args))],
      ['fetch_block', onMessage((held, args) => this.#fetchBlock(held, args))],
      ['fetch_raw', onMessage((held, args) => this.#fetchRaw(held, args))],
      ['fetch_raw_data', plain({ message_id: 'uint' }, args => this.#fetchRawData(args))],
      ['fetch_json_meta', onMessage((held, args) => this.#fetchMeta(held, args))],
      [
        'commit',
        plain({ message_id: 'uint' }, args =>
          this.#locked(async consumer => {
            await consumer.commit()
            return { message_id: args.uint('message_id') }
          }),
        ),
      ],
      [
        'commit_offset',
        plain(offsetKinds, args =>
          this.#locked(async consumer => {
            const [topic, vgroup] = [args.string('topic'), args.int('vgroup_id') ?? 0]
            const offset = args.int('offset') ?? 0
            await consumer.commitOffset(topic, vgroup, BigInt(offset))
            return { topic, vgroup_id: vgroup, offset }
          }),
        ),
      ],
      [
        'seek',
        plain(offsetKinds, args =>
          this.#locked(async consumer => {
            const offset = BigInt(args.int('offset') ?? 0)
            consumer.seek(args.string('topic'), args.int('vgroup_id') ?? 0, offset)
            return {}
          }),
        ),
      ],
      [
        'committed',
        pairs((consumer, topic, vgroup) => consumer.committed(topic, vgroup), 'committed'),
      ],
      [
        'position',
        pairs((consumer, topic, vgroup) => consumer.position(topic, vgroup), 'position'),
      ],
      [
        'assignment',
        plain({ topic: 'string' }, args =>
          this.#locked(async consumer => ({
            assignment: consumer
              .assignment(args.string('topic'))
              .map(({ vgroup, ...row }) => ({ vgroup_id: vgroup, ...row })),
          })),
        ),
      ],
      [
        'list_topics',
        plain({}, () => this.#locked(async consumer => ({ topics: consumer.topics }))),
      ],
      ['unsubscribe', plain({}, () => this.#unsubscribe())],
    ])
  }

  #ready(): Consumer {
    if (this.#consumer === undefined) throw adapterError('tmq not init')
    return this.#consumer
  }

  /** Runs something that the client library's lock guards. */
  async #locked<T>(run: (consumer: Consumer) => Promise<T>): Promise<T> {
    const consumer = this.#ready()
    return await this.#alone(() => run(consumer))
  }

  async #alone<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run)
    this.#turn = turn.catch(() => undefined)
    return await turn
  }

  async #subscribe(args: Arguments): Promise<Record<string, unknown> | undefined> {
    const topics = texts(args.array('topics'))
    const config = textMap(args.any('config'))
    if (topics === undefined || config === undefined) return undefined
    return await this.#alone(async () => {
      if (this.#closed.signal.aborted) return undefined
      const known = this.#consumer
      if (known !== undefined && !this.#unsubscribed) {
        throw adapterError('tmq should have unsubscribed first')
      }
      const consumer = known ?? this.#newConsumer(args, config)
      await this.#subscriptions.join(consumer, topics)
      if (this.#closed.signal.aborted) {
        this.#subscriptions.leave(consumer)
        return undefined
      }
      consumer.subscribedAt = Date.now()
      this.#consumer = consumer
      this.#unsubscribed = false
      this.connected = true
      setImmediate(() => void this.#pump())
      return { version: serverVersion }
    })
  }

  #newConsumer(args: Arguments, config: ReadonlyMap<string, string>): Consumer {
    const options = readOptions(args, config)
    if (options.group === '') throw adapterError('malloc tmq element failed or group is empty')
    const { engine } = this.context
    const { user, password, database } = options
    const refused = checkLogin(engine.catalog, { user, password })
    if (refused !== undefined || (database !== '' && engine.database(database) === undefined)) {
      throw adapterError('init tscObj failed')
    }
    this.#nextCommit = 0
    return new Consumer(engine, this.#subscriptions, options)
  }

  async #unsubscribe(): Promise<Record<string, unknown>> {
    return await this.#locked(async consumer => {
      this.#subscriptions.leave(consumer)
      this.#held = undefined
      this.#unsubscribed = true
      return {}
    })
  }

  #queuePoll(args: Arguments): Promise<Record<string, unknown> | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting?.resolve(undefined)
      this.#waiting = { args, resolve, reject }
      void this.#pump()
    })
  }

  /** Works off the waiting polls, one at a time. */
  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    try {
      while (this.#consumer !== undefined && this.#waiting !== undefined) {
        const poll = this.#waiting
        this.#waiting = undefined
        try {
          poll.resolve(await this.#poll(this.#consumer, poll.args))
        } catch (cause) {
          poll.reject(cause)
        }
      }
    } finally {
      this.#pumping = false
    }
  }

  async #poll(consumer: Consumer, args: Arguments): Promise<Record<string, unknown> | undefined> {
    const held = this.#held
    const last = args.any('message_id') === undefined ? undefined : args.uint('message_id')
    if (held !== undefined && last !== undefined && last !== held.id) return pollReply(held)
    return await this.#alone(async () => {
      const { signal } = this.#closed
      if (signal.aborted) return undefined
      const { autoCommit, autoCommitMs } = consumer.options
      const now = Date.now()
      if (autoCommit && now > this.#nextCommit) {
        await consumer.commit()
        this.#nextCommit = now + autoCommitMs
      }
      const polled = await consumer.poll(args.int('blocking_time') ?? 0, signal)
      if (signal.aborted) return undefined
      if (polled === undefined) return noMessage
      this.#messages += 1n
      this.#held = { ...polled, id: this.#messages, nextBlock: 0, buffer: undefined }
      return pollReply(this.#held)
    })
  }

  async #fetch(held: Held | undefined, args: Arguments): Promise<Record<string, unknown>> {
    const { message, id } = current(held, args, 'message ID are not equal')
    if (message.kind !== 'data') throw adapterError('message type is not data')
    const block = message.blocks[held?.nextBlock ?? 0]
    if (held === undefined || block === undefined) return { message_id: id, ...noMoreBlocks }
    held.nextBlock += 1
    held.buffer = Buffer.concat([replyHead(args), blockBytes(block, true)])
    return { message_id: id, ...blockFields(block) }
  }

  async #fetchBlock(held: Held | undefined, args: Arguments): Promise<Buffer> {
    const start = process.hrtime.bigint()
    const { message, buffer } = current(held, args, 'message is nil')
    if (message.kind !== 'data') throw adapterError('message type is not data')
    if (buffer === undefined) throw adapterError('no fetch data')
    buffer.writeBigUInt64LE(nanosSince(start), 0)
    return buffer
  }

  async #fetchRaw(held: Held | undefined, args: Arguments): Promise<Buffer> {
    const start = process.hrtime.bigint()
    const found = current(held, args, 'message ID is not equal')
    const { rawType, body } = messageBody(found.message)
    const head = Buffer.alloc(14)
    head.writeBigUInt64LE(3n, 0)
    head.writeUInt32LE(body.length, 8)
    head.writeUInt16LE(rawType, 12)
    const reply = Buffer.concat([replyHead(args), head, body])
    reply.writeBigUInt64LE(nanosSince(start), 0)
    found.buffer = reply
    return reply
  }

  async #fetchRawData(args: Arguments): Promise<Buffer> {
    const start = process.hrtime.bigint()
    const reply = { requestId: args.uint('req_id'), messageId: args.uint('message_id') }
    try {
      this.#ready()
      const found = current(this.#held, args, 'message ID is not equal')
      const { rawType, body } = messageBody(found.message)
      const timing = nanosSince(start)
      found.buffer = encodeTmqReply({ ...reply, timing, code: 0, message: '', rawType, body })
      return found.buffer
    } catch (cause) {
      const refused =
        cause instanceof EngineError ? cause : new EngineError(adapterCode, 'internal error')
      return encodeTmqReply({
        ...reply,
        timing: nanosSince(start),
        code: refused.code,
        message: refused.message,
        rawType: 0,
        body: Buffer.alloc(0),
      })
    }
  }

  async #fetchMeta(held: Held | undefined, args: Arguments): Promise<Record<string, unknown>> {
    if (held === undefined) throw adapterError('message has been freed')
    const meta = messageMeta(held.message)
    if (meta === undefined) {
      const type = messageType(held.message)
      throw adapterError(`message type can not get meta, type: ${type}`)
    }
    const { id } = current(held, args, 'message ID is not equal')
    return { message_id: id, data: meta }
  }
}

/** The held message, when it is the one that is asked for. */
function current(held: Held | undefined, args: Arguments, notEqual: string): Held {
  if (held === undefined) throw adapterError('message has been freed')
  if (held.id !== args.uint('message_id')) throw adapterError(notEqual)
  return held
}

function pollReply(held: Held): Record<string, unknown> {
  return {
    have_message: true,
    topic: held.topic,
    database: held.database,
    vgroup_id: held.vgroup,
    message_type: messageType(held.message),
    message_id: held.id,
    offset: messageOffset(held.message),
  }
}

/** Head of the older binary replies: u64 timing (filled in last), u64 request id, u64 message id. */
function replyHead(args: Arguments): Buffer {
  const head = Buffer.alloc(24)
  head.writeBigUInt64LE(args.uint('req_id'), 8)
  head.writeBigUInt64LE(args.uint('message_id'), 16)
  return head
}
