import type { Logger, Props, SourcePlugin } from '@tidewire/core'
import { openKafka } from '@tidewire/kafka'
import { topicGroups } from '../config/topic-creation.ts'
import type { WorkerContext } from '../worker-context.ts'
import { connectorClient, converterFor } from './connector-parts.ts'
import { errorPolicy } from './error-handling.ts'
import { SourceTaskRunner } from './source-task-runner.ts'
import { SourceTopics } from './source-topics.ts'
import type { TaskHooks } from './task-runner.ts'

/** One source task as configured. */
export interface SourceTaskDefinition {
  readonly connector: string
  readonly task: number
  readonly plugin: SourcePlugin
  readonly connectorProps: Props
  readonly taskProps: Props
  readonly log: Logger
}

/** Runs a source task with its Kafka client until `signal` is aborted (resolves) or it fails (rejects). */
export async function runSourceTask(
  context: WorkerContext,
  definition: SourceTaskDefinition,
  hooks: TaskHooks,
  signal: AbortSignal,
): Promise<void> {
  const { connector, task, plugin, connectorProps, taskProps, log } = definition
  const { settings, statuses, offsets } = context
  await using cleanup = new AsyncDisposableStack()
  const client = connectorClient(context, 'producer', connectorProps)
  const clientId = `connector-producer-${connector}-${task}`
  const kafka = cleanup.use(await openKafka(client, { clientId, log }))
  const groups = settings.values['topic.creation.enable'] ? topicGroups(connectorProps) : null
  let topics: SourceTopics | null = null
  if (groups !== null) {
    const adminClient = connectorClient(context, 'admin', connectorProps)
    const adminId = `connector-adminclient-${connector}-${task}`
    const { admin } = cleanup.use(await openKafka(adminClient, { clientId: adminId, log }))
    topics = new SourceTopics(admin, groups, log)
  }
  const runner = new SourceTaskRunner({
    connector,
    task,
    plugin,
    taskProps,
    producer: cleanup.use(kafka.producer({ acks: 'all' })),
    key: converterFor(context, 'key', connectorProps),
    value: converterFor(context, 'value', connectorProps),
    header: converterFor(context, 'header', connectorProps),
    offsets,
    topics,
    policy: errorPolicy(connectorProps),
    log,
    metrics: context.metrics.task(connector, task),
    commitIntervalMs: settings.values['offset.flush.interval.ms'],
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
