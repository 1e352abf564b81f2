import type { ConfigDef } from './config-def.ts'
import type { ErrorCard } from './error-card.ts'
import type { BytesBatch, SinkBatch, SourceBytesBatch, SourceRecord } from './record.ts'

/** A connector's configuration as Kafka Connect carries it: every value is text. */
export type Props = Readonly<Record<string, string>>

/** Structured logging; `fields` become properties of the log line. Secrets must already be masked. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** What the worker offers a connector. */
export interface ConnectorContext {
  readonly name: string
  readonly log: Logger
  /** Aborted when the connector must stop. */
  readonly signal: AbortSignal
  /** Asks the worker to call `taskConfigs` again, e.g. because tables came or went. */
  requestTaskReconfiguration(): void
  /** Reports an error that fails the connector. */
  raiseError(error: unknown): void
}

/** A connector: it checks its configuration and splits the work into tasks (Kafka Connect's `Connector`). */
export interface Connector {
  start(props: Props, context: ConnectorContext): Promise<void>
  /** One configuration per task, at most `maxTasks`. */
  taskConfigs(maxTasks: number, signal: AbortSignal): Promise<Props[]>
  stop(): Promise<void>
}

/** Takes records that a task could not write, with the reason (Kafka Connect's `ErrantRecordReporter`). */
export interface ErrantRecordReporter {
  /**
   * Records the failure of record `index` of `batch`: to the log and to the dead-letter topic, as configured.
   * Resolves when the dead letter is stored; rejects when errors are not tolerated, and then the task must fail.
   */
  report(batch: SinkBatch, index: number, card: ErrorCard): Promise<void>
}

/** Counters a task may keep; the worker shows them at `/metrics`. */
export interface TaskMetrics {
  /** Adds to a counter named in snake case, e.g. `rows_written`. */
  add(counter: string, amount: number): void
  /** Sets a gauge, e.g. `queued_bytes`. */
  set(gauge: string, value: number): void
}

/** What the worker offers a sink task. */
export interface SinkTaskContext {
  readonly connector: string
  readonly task: number
  readonly log: Logger
  readonly metrics: TaskMetrics
  /** `null` when neither a dead-letter topic nor error logging is configured and errors are not tolerated. */
  readonly errantRecords: ErrantRecordReporter | null
  /** Delay before the worker delivers again after a retriable error, in milliseconds. */
  retryAfter(ms: number): void
  /**
   * Says that the task tries something again that failed for a passing reason. The worker shows the error in the task's
   * status until the next delivery succeeds.
   */
  retrying?(error: unknown): void
}

/** Writes records to another system (Kafka Connect's `SinkTask`). */
export interface SinkTask {
  start(props: Props, context: SinkTaskContext, signal: AbortSignal): Promise<void>
  /**
   * Writes all records of the batches, in order, and resolves when the target has acknowledged them.
   * Offsets are committed up to here. A `TidewireError` with `retriable` makes the worker deliver the same batches
   * again later; any other error fails the task. The bytes of the batches are valid until this settles: their memory
   * serves the next fetch.
   */
  put(batches: readonly SinkBatch[], signal: AbortSignal): Promise<void>
  stop(): Promise<void>
}

/** Stored positions of a source connector, read from the offsets topic. */
export interface OffsetReader {
  offset(
    partition: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>> | null>
}

/** What the worker offers a source task. */
export interface SourceTaskContext {
  readonly connector: string
  readonly task: number
  readonly log: Logger
  readonly metrics: TaskMetrics
  readonly offsets: OffsetReader
  /**
   * True when text reaches Kafka as it is (StringConverter, ByteArrayConverter): then JSON is best handed over as text.
   * False when the value converter wants structures with their schema.
   */
  readonly textValues: boolean
}

/** Reads records from another system (Kafka Connect's `SourceTask`). */
export interface SourceTask {
  start(props: Props, context: SourceTaskContext, signal: AbortSignal): Promise<void>
  /** The next records; an empty array when there is nothing now. What was polled before is not needed any more. */
  poll(signal: AbortSignal): Promise<readonly SourceRecord[] | SourceBytesBatch>
  /** Called after Kafka has acknowledged everything up to these records. */
  commit?(signal: AbortSignal): Promise<void>
  stop(): Promise<void>
}

/** What is wrong with the value of a key. */
export interface ConfigComplaint {
  readonly key: string
  readonly message: string
}

interface PluginBase {
  /** Java class name that configurations use, e.g. `com.taosdata.kafka.connect.sink.TDengineSinkConnector`. */
  readonly className: string
  readonly version: string
  readonly config: ConfigDef
  /**
   * Checks that a ConfigDef cannot express, such as those across keys or with the other system; messages are added to the
   * named key. A worker gives it limited time, and aborts the signal then.
   */
  readonly validate?: (
    props: Props,
    signal?: AbortSignal,
  ) => readonly ConfigComplaint[] | Promise<readonly ConfigComplaint[]>
  newConnector(): Connector
}

/** A sink connector that a worker can run. */
export interface SinkPlugin extends PluginBase {
  readonly type: 'sink'
  newTask(): SinkTask
}

/** A source connector that a worker can run. */
export interface SourcePlugin extends PluginBase {
  readonly type: 'source'
  newTask(): SourceTask
  /**
   * Asked before a client's change of stored offsets is written (Kafka Connect's `alterOffsets`); throws what is wrong
   * with them. A `null` offset removes one. Answers false when the connector keeps positions elsewhere as well.
   */
  alterOffsets?(
    props: Props,
    offsets: readonly {
      readonly partition: Readonly<Record<string, unknown>>
      readonly offset: Readonly<Record<string, unknown>> | null
    }[],
  ): boolean
}

/** A connector that a worker can run. */
export type ConnectorPlugin = SinkPlugin | SourcePlugin

/** True when the batch still has the bytes Kafka delivered. */
export function isBytes(batch: SinkBatch): batch is BytesBatch {
  return batch.form === 'bytes'
}
