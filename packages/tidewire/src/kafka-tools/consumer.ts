import { randomBytes } from 'node:crypto'
import { type BytesBatch, isAbort, offsetOf, type Props } from '@tidewire/core'
import { type Kafka, offsetSpec, type PartitionPosition } from '@tidewire/kafka'
import type { ConsumerFlags } from '../commands/kafka-tools.ts'
import { raise } from '../errors.ts'
import { interruptible, note, write } from '../terminal.ts'
import { connectionProps, connectKafka, parseCount, parsePairs } from './cluster.ts'
import { type RecordFormat, recordFormat, recordParts } from './record-text.ts'

/** Something that gives records: a group member or a reader of one partition. */
interface Source extends AsyncDisposable {
  next(signal: AbortSignal): Promise<readonly BytesBatch[]>
  /** Tells how far has been printed. */
  done(positions: readonly PartitionPosition[]): Promise<void>
}

async function partitionSource(kafka: Kafka, flags: ConsumerFlags, props: Props): Promise<Source> {
  const { topic } = flags
  if (topic === undefined) throw raise('CLI_USAGE', { problem: '--partition needs --topic' })
  const partition = parseCount(flags.partition ?? '0', '--partition', 0)
  const [description] = await kafka.admin.describeTopics([topic])
  if (description?.partitions.some(p => p.partition === partition) !== true) {
    throw raise('CLI_USAGE', { problem: `topic ${topic} has no partition ${partition}` })
  }
  const reader = kafka.reader(props)
  const text = flags.offset ?? (flags.fromBeginning === true ? 'earliest' : 'latest')
  let offset: bigint
  if (/^\d+$/.test(text)) offset = BigInt(text)
  else if (text === 'earliest' || text === 'latest') {
    const [found] = await kafka.admin.listOffsets([{ topic, partition }], offsetSpec[text])
    offset = found?.offset ?? 0n
  } else {
    throw raise('CLI_USAGE', { problem: `--offset ${text} is no number, earliest or latest` })
  }
  reader.assign([{ topic, partition, offset }])
  return {
    next: signal => reader.next(signal),
    done: async () => undefined,
    [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose](),
  }
}

/** Every partition of the topic at once, without a group: nothing is left behind on the broker. */
async function wholeTopicSource(
  kafka: Kafka,
  topic: string,
  flags: ConsumerFlags,
  props: Props,
): Promise<Source> {
  const [description] = await kafka.admin.describeTopics([topic])
  const partitions = (description?.partitions ?? []).map(p => ({ topic, partition: p.partition }))
  const fromStart = flags.fromBeginning === true || props['auto.offset.reset'] === 'earliest'
  const from = fromStart ? offsetSpec.earliest : offsetSpec.latest
  const reader = kafka.reader(props)
  reader.assign(await kafka.admin.listOffsets(partitions, from))
  return {
    next: signal => reader.next(signal),
    done: async () => undefined,
    [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose](),
  }
}

function topicsOf(flags: ConsumerFlags): readonly string[] | RegExp {
  if (flags.topic !== undefined && flags.include === undefined) return [flags.topic]
  if (flags.include !== undefined && flags.topic === undefined) {
    try {
      return new RegExp(`^(?:${flags.include})$`)
    } catch {
      throw raise('CLI_USAGE', { problem: `--include ${flags.include} is no regular expression` })
    }
  }
  throw raise('CLI_USAGE', { problem: 'exactly one of --topic and --include is needed' })
}

async function groupSource(
  kafka: Kafka,
  flags: ConsumerFlags,
  props: Props,
  signal: AbortSignal,
): Promise<Source> {
  const named = flags.group ?? props['group.id']
  const groupId = named ?? `console-consumer-${randomBytes(4).readUInt32BE() % 100_000}`
  const reset = flags.fromBeginning === true ? 'earliest' : (props['auto.offset.reset'] ?? 'latest')
  const config = { ...props, 'auto.offset.reset': reset }
  const consumer = await kafka.groupConsumer({ groupId, topics: topicsOf(flags), config }, signal)
  const commits = props['enable.auto.commit'] !== 'false'
  return {
    next: wait => consumer.next(wait),
    done: async positions => {
      if (commits && named !== undefined && positions.length > 0) await consumer.commit(positions)
    },
    async [Symbol.asyncDispose]() {
      await consumer[Symbol.asyncDispose]()
      // Kafka's own tool leaves its throw-away group to the broker's clean-up; this is the same without the wait.
      if (named === undefined) await kafka.admin.deleteGroups([groupId]).catch(() => undefined)
    },
  }
}

function position(batch: BytesBatch, i: number): PartitionPosition {
  return { topic: batch.topic, partition: batch.partition, offset: offsetOf(batch, i) + 1n }
}

class RecordPrinter {
  readonly #format: RecordFormat
  readonly #limit: number
  count = 0

  constructor(format: RecordFormat, limit: number) {
    this.#format = format
    this.#limit = limit
  }

  get full(): boolean {
    return this.count >= this.#limit
  }

  /** Prints records up to the limit, in one piece, and returns the positions after them. */
  async print(batches: readonly BytesBatch[]): Promise<readonly PartitionPosition[]> {
    const parts: Uint8Array[] = []
    const positions: PartitionPosition[] = []
    for (const batch of batches) {
      let last = -1
      for (let i = 0; i < batch.count && !this.full; i += 1) {
        for (const part of recordParts(batch, i, this.#format)) parts.push(part)
        this.count += 1
        last = i
      }
      if (last >= 0) positions.push(position(batch, last))
    }
    await write(Buffer.concat(parts))
    return positions
  }
}

/** The next records, or null when the time is over or the user has had enough. */
async function nextOrEnd(
  source: Source,
  interrupt: AbortSignal,
  timeoutMs: number | null,
): Promise<readonly BytesBatch[] | null> {
  const timeout = timeoutMs === null ? [] : [AbortSignal.timeout(timeoutMs)]
  const signal = AbortSignal.any([interrupt, ...timeout])
  try {
    return await source.next(signal)
  } catch (error) {
    if (signal.aborted || isAbort(error)) return null
    throw error
  }
}

function optionalCount(text: string | undefined, option: string): number | null {
  if (text === undefined) return null
  const value = parseCount(text, option, -1)
  return value < 0 ? null : value
}

/** `tidewire kafka-console-consumer` */
export async function runConsumer(flags: ConsumerFlags): Promise<void> {
  const format = recordFormat(parsePairs(flags.property, '--property'))
  const limit = optionalCount(flags.maxMessages, '--max-messages') ?? Number.POSITIVE_INFINITY
  const timeoutMs = optionalCount(flags.timeoutMs, '--timeout-ms')
  const topics = topicsOf(flags)
  if (flags.offset !== undefined && flags.partition === undefined) {
    throw raise('CLI_USAGE', { problem: '--offset needs --partition' })
  }
  const level = flags.isolationLevel
  const props = {
    ...(await connectionProps({
      flags,
      files: [flags.commandConfig, flags.consumerConfig],
      pairs: flags.consumerProperty,
    })),
    ...(level === undefined ? {} : { 'isolation.level': level }),
  }
  await using kafka = await connectKafka(props, 'console-consumer')
  using interrupt = interruptible()
  const printer = new RecordPrinter(format, limit)
  try {
    await using source = await open(kafka, flags, topics, props, interrupt.signal)
    while (!printer.full && !interrupt.signal.aborted) {
      const batches = await nextOrEnd(source, interrupt.signal, timeoutMs)
      if (batches === null) break
      await source.done(await printer.print(batches))
    }
  } catch (error) {
    if (!interrupt.signal.aborted) throw error
  }
  note(`Processed a total of ${printer.count} messages`)
}

async function open(
  kafka: Kafka,
  flags: ConsumerFlags,
  topics: readonly string[] | RegExp,
  props: Props,
  signal: AbortSignal,
): Promise<Source> {
  if (flags.partition !== undefined) return partitionSource(kafka, flags, props)
  const [topic] = topics instanceof RegExp ? [] : topics
  const alone = flags.group === undefined && props['group.id'] === undefined
  if (topic !== undefined) {
    const exists = (await kafka.admin.listTopics(signal)).includes(topic)
    if (alone && exists) return wholeTopicSource(kafka, topic, flags, props)
    if (!exists) note(`topic ${topic} does not exist yet; waiting for it (Ctrl-C ends the wait)`)
  }
  return groupSource(kafka, flags, props, signal)
}
