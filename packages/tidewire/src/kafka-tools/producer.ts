import type { Producer, ProducerRecord } from '@tidewire/kafka'
import type { ProducerFlags } from '../commands/kafka-tools.ts'
import { raise } from '../errors.ts'
import { interruptible, note } from '../terminal.ts'
import { connectionProps, connectKafka, parseCount, parsePairs, patienceMs } from './cluster.ts'
import { readLines } from './line-reader.ts'
import { type LineFormat, lineFormat, lineRecord } from './line-record.ts'

/** A line longer than this is no line; it bounds the memory. */
const maxLineBytes = 64 * 1024 * 1024
/** Bytes that may wait for their acknowledgement before reading pauses. */
const maxInFlight = 4 * 1024 * 1024

/** How long Kafka may take for what is on its way after an interrupt, in milliseconds. */
const graceMs = 2000

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

function compression(flags: ProducerFlags): string | null {
  const given = flags.compressionCodec
  if (given === undefined || given === false) return null
  const codec = given === true ? 'gzip' : given.toLowerCase()
  if (codecs.some(known => known === codec)) return codec
  throw raise('CLI_USAGE', {
    problem: `--compression-codec ${given} is none of ${codecs.join(', ')}`,
  })
}

function producerConfig(flags: ProducerFlags): Record<string, string> {
  const codec = compression(flags)
  const acks = flags.requestRequiredAcks
  if (acks !== undefined && !['-1', 'all', '0', '1'].includes(acks)) {
    throw raise('CLI_USAGE', { problem: `--request-required-acks ${acks} is none of -1, 0, 1` })
  }
  const batch = flags.batchSize
  return {
    // What waits is far smaller than the buffer, so this bounds the search for the broker alone.
    'max.block.ms': patienceMs,
    'linger.ms':
      flags.timeout === undefined ? '5' : String(parseCount(flags.timeout, '--timeout', 0)),
    ...(codec === null ? {} : { 'compression.type': codec }),
    ...(acks === undefined ? {} : { acks }),
    ...(batch === undefined ? {} : { 'batch.size': String(parseCount(batch, '--batch-size', 1)) }),
  }
}

/** Sends lots of records without waiting for each, but never more than a bounded number of bytes at a time. */
class Sender {
  readonly #producer: Producer
  readonly #signal: AbortSignal
  readonly #pending = new Set<Promise<void>>()
  #bytes = 0
  #failure: unknown = null
  /** Records given to this sender, and those of them that Kafka has. */
  total = 0
  taken = 0

  /** Gives up what Kafka has not taken when the signal is aborted. */
  constructor(producer: Producer, signal: AbortSignal) {
    this.#producer = producer
    this.#signal = signal
  }

  async send(records: readonly ProducerRecord[], bytes: number): Promise<void> {
    this.total += records.length
    while (this.#bytes > 0 && this.#bytes + bytes > maxInFlight) {
      await Promise.race(this.#pending)
    }
    this.#check()
    this.#bytes += bytes
    const sent: Promise<void> = this.#producer.send(records, this.#signal).then(
      () => {
        this.taken += records.length
        this.#settled(sent, bytes)
      },
      error => {
        this.#failure ??= error
        this.#settled(sent, bytes)
      },
    )
    this.#pending.add(sent)
  }

  #settled(sent: Promise<void>, bytes: number): void {
    this.#bytes -= bytes
    this.#pending.delete(sent)
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure
  }

  async flush(): Promise<void> {
    await Promise.all(this.#pending)
    this.#check()
  }
}

async function sendLines(
  input: AsyncIterable<Uint8Array>,
  topic: string,
  format: LineFormat,
  sender: Sender,
): Promise<void> {
  let number = 0
  for await (const lines of readLines(input, maxLineBytes)) {
    let bytes = 0
    const records = lines.map(line => {
      number += 1
      bytes += line.length
      return lineRecord(line, topic, format, number)
    })
    await sender.send(records, bytes)
  }
}

/** `tidewire kafka-console-producer`: a record per line of standard input; waits until Kafka has taken all. */
export async function runProducer(flags: ProducerFlags): Promise<void> {
  const format = lineFormat(parsePairs(flags.property, '--property'))
  const own = producerConfig(flags)
  const props = await connectionProps({
    flags,
    files: [flags.commandConfig, flags.producerConfig],
    pairs: flags.producerProperty,
  })
  await using kafka = await connectKafka(props, 'console-producer')
  await using producer = kafka.producer({ ...own, ...props })
  using interrupt = interruptible()
  const giveUp = new AbortController()
  const onInterrupt = () => {
    // Ends a read that waits for the next line of a person.
    process.stdin.destroy()
    setTimeout(() => giveUp.abort(), graceMs).unref()
  }
  interrupt.signal.addEventListener('abort', onInterrupt, { once: true })
  if (process.stdin.isTTY === true) note('Type a record and Enter; Ctrl-D ends the input.')
  const sender = new Sender(producer, giveUp.signal)
  try {
    try {
      await sendLines(process.stdin, flags.topic, format, sender)
    } catch (error) {
      // The end of reading is what the interrupt was for; a failure of sending shows again below.
      if (!interrupt.signal.aborted) throw error
    }
    await sender.flush()
  } catch (error) {
    if (!giveUp.signal.aborted) throw error
    const { total, taken } = sender
    const reason = `interrupted, and it took none for ${graceMs / 1000} s`
    throw raise('CLI_NOT_SENT', { count: total - taken, total, reason })
  }
}
