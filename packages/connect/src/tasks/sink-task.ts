import { type Logger, type Props, type SinkPlugin, splitList } from '@tidewire/core'
import { openKafka } from '@tidewire/kafka'
import { topicPattern } from '../config/topic-pattern.ts'
import { expelPredecessor } from '../group/dead-predecessor.ts'
import type { WorkerContext } from '../worker-context.ts'
import { connectorClient, converterFor, taskClassOf } from './connector-parts.ts'
import { Conversion } from './conversion.ts'
import { letterBytes, openDeadLetterTopic } from './dead-letter-topic.ts'
import { ErrorHandling, errorPolicy } from './error-handling.ts'
import { SinkTaskRunner } from './sink-task-runner.ts'
import type { TaskHooks } from './task-runner.ts'

/** Defaults of a sink task's consumer where the worker file and the connector say nothing. */
const consumerDefaults = {
  'auto.offset.reset': 'earliest',
  // After a crash the group gives the partitions back when this has passed.
  'session.timeout.ms': '10000',
  'heartbeat.interval.ms': '3000',
  // How soon a topic that is created later is seen.
  'metadata.max.age.ms': '30000',
} as const

/** One sink task as configured. */
export interface SinkTaskDefinition {
  readonly connector: string
  readonly task: number
  readonly plugin: SinkPlugin
  readonly connectorProps: Props
  readonly taskProps: Props
  readonly log: Logger
  readonly mask: (text: string) => string
}

/** The consumer group of a sink connector. */
export function sinkGroupId(connector: string, connectorProps: Props): string {
  return connectorProps['consumer.override.group.id'] ?? `connect-${connector}`
}

/** What a sink connector reads: topic names, or a pattern that a name must match wholly. */
function sinkTopics(props: Props): readonly string[] | RegExp {
  const pattern = (props['topics.regex'] ?? '').trim()
  return pattern === '' ? splitList(props.topics ?? '') : topicPattern(pattern)
}

/** Runs a sink task with its Kafka clients until `signal` is aborted (resolves) or it fails (rejects). */
export async function runSinkTask(
  context: WorkerContext,
  definition: SinkTaskDefinition,
  hooks: TaskHooks,
  signal: AbortSignal,
): Promise<void> {
  const { connector, task, plugin, connectorProps, taskProps, log, mask } = definition
  const { settings, metrics: workerMetrics, statuses } = context
  const policy = errorPolicy(connectorProps)
  const metrics = workerMetrics.task(connector, task)
  const groupId = sinkGroupId(connector, connectorProps)
  const consumer: Record<string, string> = {
    ...consumerDefaults,
    ...connectorClient(context, 'consumer', connectorProps),
  }
  const clientId = `connector-consumer-${connector}-${task}`

  await using cleanup = new AsyncDisposableStack()
  const kafka = cleanup.use(await openKafka(consumer, { clientId, log }))
  if (consumer['client.id'] === undefined && consumer['group.instance.id'] === undefined) {
    await expelPredecessor(kafka, groupId, clientId, log, signal)
  }
  let deadLetters: ConstructorParameters<typeof ErrorHandling>[0]['deadLetters'] = null
  if (policy.deadLetterTopic !== '') {
    const keys = {
      'max.request.size': letterBytes,
      ...connectorClient(context, 'producer', connectorProps),
    }
    const client = cleanup.use(
      await openKafka(keys, {
        clientId: `connector-dlq-producer-${connector}-${task}`,
        log,
      }),
    )
    const letters = cleanup.use(
      await openDeadLetterTopic(
        client,
        policy.deadLetterTopic,
        policy.deadLetterReplication,
        log,
        signal,
      ),
    )
    deadLetters = records => letters.send(records)
  }
  const errors = new ErrorHandling({
    connector,
    task,
    taskClass: taskClassOf(plugin.className),
    policy,
    log,
    mask,
    deadLetters,
    count: what => metrics.add(what, 1),
  })
  const runner = new SinkTaskRunner({
    connector,
    task,
    plugin,
    taskProps,
    topics: sinkTopics(connectorProps),
    groupId,
    consumer,
    kafka,
    conversion: new Conversion({
      key: converterFor(context, 'key', connectorProps),
      value: converterFor(context, 'value', connectorProps),
      header: converterFor(context, 'header', connectorProps),
      errors,
      policy,
    }),
    errors,
    log,
    metrics,
    mask,
    commitIntervalMs: settings.values['offset.flush.interval.ms'],
    graceMs: settings.values['task.shutdown.graceful.timeout.ms'],
    onRunning: hooks.onRunning,
    onProgress: hooks.onProgress,
    onTopic: name => {
      if (!settings.values['topic.tracking.enable']) return
      statuses.putTopic({ name, connector, task, discoverTimestamp: Date.now() })
    },
  })
  hooks.onRunner(runner)
  await runner.run(signal)
}
