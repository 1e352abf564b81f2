import type { Header } from '@tidewire/core'
import {
  type ErrantRecordReporter,
  type ErrorCard,
  formatCard,
  keyBytes,
  type Logger,
  type Props,
  type SinkBatch,
  summarizeCard,
  TidewireError,
  valueBytes,
} from '@tidewire/core'
import type { ProducerRecord } from '@tidewire/kafka'
import { raise } from '../raise.ts'
import { whatKafkaSays } from './kafka-verdict.ts'

/** Characters of a context header; a server may repeat a whole record in its words. */
const headerLimit = 16_384

/** Where in the way of a record an error happened, in Kafka Connect's words. */
export type Stage =
  | 'TRANSFORMATION'
  | 'KEY_CONVERTER'
  | 'VALUE_CONVERTER'
  | 'HEADER_CONVERTER'
  | 'TASK_PUT'

/** The `errors.*` keys of a connector, read. */
export interface ErrorPolicy {
  readonly tolerant: boolean
  readonly retryTimeoutMs: number
  readonly retryDelayMaxMs: number
  readonly log: boolean
  readonly logRecords: boolean
  readonly deadLetterTopic: string
  readonly deadLetterReplication: number
  readonly deadLetterHeaders: boolean
}

/** Reads the `errors.*` keys of a validated connector configuration. */
export function errorPolicy(props: Props): ErrorPolicy {
  const flag = (key: string) => props[key]?.trim().toLowerCase() === 'true'
  return {
    tolerant: props['errors.tolerance']?.trim() === 'all',
    retryTimeoutMs: Number(props['errors.retry.timeout'] ?? 0),
    retryDelayMaxMs: Number(props['errors.retry.delay.max.ms'] ?? 60_000),
    log: flag('errors.log.enable'),
    logRecords: flag('errors.log.include.messages'),
    deadLetterTopic: props['errors.deadletterqueue.topic.name']?.trim() ?? '',
    deadLetterReplication: Number(props['errors.deadletterqueue.topic.replication.factor'] ?? 3),
    deadLetterHeaders: flag('errors.deadletterqueue.context.headers.enable'),
  }
}

/** A bad record on its way to the log and the dead-letter topic. */
export interface Failure {
  readonly batch: SinkBatch
  readonly index: number
  readonly stage: Stage
  /** The class that failed: a converter's or the connector's task. */
  readonly executor: string
  readonly card: ErrorCard
}

/** What the handling of bad records needs. */
export interface ErrorHandlingOptions {
  readonly connector: string
  readonly task: number
  readonly taskClass: string
  readonly policy: ErrorPolicy
  readonly log: Logger
  /** Blots out secrets. */
  readonly mask: (text: string) => string
  /** Stores dead letters; null without a dead-letter topic. */
  readonly deadLetters: ((records: readonly ProducerRecord[]) => Promise<void>) | null
  readonly count: (what: 'record_failures' | 'records_skipped' | 'dead_letters') => void
}

/** Decides what becomes of bad records, as Kafka Connect's `errors.*` keys say. */
export class ErrorHandling {
  readonly #options: ErrorHandlingOptions

  constructor(options: ErrorHandlingOptions) {
    this.#options = options
  }

  /** The reporter that a task is given; null when nothing is tolerated and nothing would be reported. */
  reporter(): ErrantRecordReporter | null {
    const { policy, taskClass } = this.#options
    if (!policy.tolerant && !policy.log && policy.deadLetterTopic === '') return null
    return {
      report: (batch, index, card) =>
        this.handle({ batch, index, card, stage: 'TASK_PUT', executor: taskClass }),
    }
  }

  /** Logs and stores a bad record as configured; rejects when errors are not tolerated. */
  async handle(failure: Failure): Promise<void> {
    const { policy, count } = this.#options
    const card = withRecord(failure)
    count('record_failures')
    if (policy.log) this.#log({ ...failure, card })
    await this.#store({ ...failure, card })
    if (!policy.tolerant) {
      const reason = `a record could not be ${failure.stage === 'TASK_PUT' ? 'written' : 'converted'} and errors are not tolerated: ${card.message}`
      throw new TidewireError(
        {
          ...raise('CONNECT_RECORD_NOT_TOLERATED', { reason }).card,
          ...card,
          code: card.code,
          message: reason,
          retriable: false,
        },
        {},
      )
    }
    count('records_skipped')
  }

  #log({ batch, index, stage, executor, card }: Failure): void {
    const { log, policy, connector, task } = this.#options
    const source = sourceOf(batch, index)
    // What the record holds is nobody's business unless the configuration says so.
    const { key: _key, sample: _sample, ...discreet } = card
    const text = formatCard(policy.logRecords ? card : discreet)
    log.error(`Error encountered in task ${connector}-${task}: ${text}`, {
      stage,
      class: executor,
      ...(policy.logRecords
        ? {
            topic: source.batch.topic,
            partition: source.batch.partition,
            offset: positionOf(source).offset,
            timestamp: source.batch.timestamp(source.index),
          }
        : {}),
    })
  }

  async #store(failure: Failure): Promise<void> {
    const { deadLetters, policy, count } = this.#options
    if (deadLetters === null) return
    const { batch, index } = sourceOf(failure.batch, failure.index)
    const timestamp = batch.timestamp(index)
    const record: ProducerRecord = {
      topic: policy.deadLetterTopic,
      key: keyBytes(batch, index),
      value: valueBytes(batch, index),
      headers: policy.deadLetterHeaders
        ? [...batch.headers(index), ...this.#headers(failure)]
        : batch.headers(index),
      ...(timestamp < 0n ? {} : { timestamp }),
    }
    try {
      await deadLetters([record])
    } catch (error) {
      throw raise(
        'CONNECT_DEAD_LETTER',
        { topic: policy.deadLetterTopic },
        { ...whatKafkaSays(error), record: positionOf({ batch, index }) },
      )
    }
    count('dead_letters')
  }

  /** Kafka Connect's context headers, then what our error card knows beyond them. */
  #headers({ batch, index, stage, executor, card }: Failure): Header[] {
    const { connector, task, mask } = this.#options
    const { topic, partition, offset } = positionOf(sourceOf(batch, index))
    const headers: Header[] = []
    const add = (name: string, value: string | undefined) => {
      if (value === undefined) return
      const text = mask(value)
      const shown = text.length > headerLimit ? `${text.slice(0, headerLimit)}…` : text
      headers.push({ key: `__connect.errors.${name}`, value: Buffer.from(shown, 'utf8') })
    }
    add('topic', topic)
    add('partition', String(partition))
    add('offset', offset.toString())
    add('connector.name', connector)
    add('task.id', String(task))
    add('stage', stage)
    add('class.name', executor)
    add('exception.class.name', card.code)
    add('exception.message', summarizeCard(card))
    add('exception.stacktrace', formatCard(card))
    add('server.code', card.serverCode)
    add('server.message', card.serverMessage)
    add('field', card.field)
    add('hint', card.hint)
    return headers
  }
}

interface RecordInBatch {
  readonly batch: Extract<SinkBatch, { form: 'bytes' }>
  readonly index: number
}

/** The record as Kafka delivered it, also behind converters and transforms. */
function sourceOf(batch: SinkBatch, index: number): RecordInBatch {
  if (batch.form === 'bytes') return { batch, index }
  return { batch: batch.source, index: batch.sourceIndex[index] ?? 0 }
}

function positionOf({ batch, index }: RecordInBatch) {
  return {
    topic: batch.topic,
    partition: batch.partition,
    offset: batch.baseOffset + BigInt(batch.offsetDeltas[index] ?? 0),
  }
}

function withRecord({ batch, index, card }: Failure): ErrorCard {
  return card.record === undefined ? { ...card, record: positionOf(sourceOf(batch, index)) } : card
}
