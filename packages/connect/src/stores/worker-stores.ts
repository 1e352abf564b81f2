import type { Kafka } from '@tidewire/kafka'
import type { WorkerSettings } from '../config/worker-settings.ts'
import { loggerNames, type WorkerLog } from '../logging.ts'
import { ConfigStore } from './config-store.ts'
import { FileLog } from './file-log.ts'
import { ensureInternalTopic } from './internal-topics.ts'
import { KafkaLog } from './kafka-log.ts'
import { OffsetStore } from './offset-store.ts'
import { MemoryLog, type RecordLog } from './record-log.ts'
import { StatusStore } from './status-store.ts'

/** How long reading an internal topic to its end may take at start, and reading back one's own records later. */
const storeTimeoutMs = 60_000

/** The three stores of a worker. */
export interface WorkerStores {
  readonly configs: ConfigStore
  readonly statuses: StatusStore
  readonly offsets: OffsetStore
}

/** Opens and reads the stores of a worker in a cluster: three compacted topics, created if absent. */
export async function openClusterStores(
  kafka: Kafka,
  settings: WorkerSettings,
  log: WorkerLog,
  cleanup: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<WorkerStores> {
  const { values } = settings
  const logger = log.logger(loggerNames.stores)
  const topicConfig = (kind: string) => {
    const config = settings.under(`${kind}.storage.`)
    for (const own of ['topic', 'partitions', 'replication.factor']) delete config[own]
    for (const own of Object.keys(config)) if (own.startsWith('file.')) delete config[own]
    return config
  }
  const open = async (
    kind: 'config' | 'offset' | 'status',
    partitions: number,
  ): Promise<RecordLog> => {
    const topic = values[`${kind}.storage.topic`] ?? ''
    await ensureInternalTopic(
      kafka,
      {
        name: topic,
        partitions,
        replicationFactor: values[`${kind}.storage.replication.factor`],
        config: topicConfig(kind),
      },
      { exactPartitions: kind === 'config', log: logger, signal },
    )
    return new KafkaLog({
      kafka,
      topic,
      producer: { ...settings.clientWith('producer'), acks: 'all', 'enable.idempotence': 'false' },
      consumer: {
        ...settings.clientWith('consumer'),
        'auto.offset.reset': 'earliest',
        'isolation.level': 'read_committed',
      },
      log: logger,
      timeoutMs: storeTimeoutMs,
    })
  }
  const [configLog, offsetLog, statusLog] = await Promise.all([
    open('config', 1),
    open('offset', values['offset.storage.partitions']),
    open('status', values['status.storage.partitions']),
  ])
  return await started(configLog, offsetLog, statusLog, log, cleanup, signal)
}

/** The stores of a standalone worker: offsets in a file, the rest in memory. */
export async function openStandaloneStores(
  settings: WorkerSettings,
  log: WorkerLog,
  cleanup: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<WorkerStores> {
  const file = settings.values['offset.storage.file.filename']
  const offsets = file === null ? new MemoryLog() : new FileLog(file)
  return await started(new MemoryLog(), offsets, new MemoryLog(), log, cleanup, signal)
}

async function started(
  configLog: RecordLog,
  offsetLog: RecordLog,
  statusLog: RecordLog,
  log: WorkerLog,
  cleanup: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<WorkerStores> {
  const configs = cleanup.use(new ConfigStore(configLog))
  const offsets = cleanup.use(new OffsetStore(offsetLog))
  const statuses = cleanup.use(new StatusStore(statusLog, log.logger(loggerNames.stores)))
  await Promise.all([configs.start(signal), offsets.start(signal), statuses.start(signal)])
  return { configs, statuses, offsets }
}
