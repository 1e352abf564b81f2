import { hostname } from 'node:os'
import { describeError, messageOf, type Props, tidewireVersion } from '@tidewire/core'
import { type Kafka, openKafka } from '@tidewire/kafka'
import type { Worker, WorkerOptions } from './api.ts'
import { atMost } from './at-most.ts'
import { ConfigProviders } from './config/config-providers.ts'
import { isSecretName, maskProps } from './config/secret-values.ts'
import { advertisedAddress, type WorkerSettings, workerSettings } from './config/worker-settings.ts'
import { WorkerMembership } from './group/worker-membership.ts'
import { Herder } from './herder/herder.ts'
import { loggerNames, WorkerLog } from './logging.ts'
import { WorkerMetrics } from './metrics.ts'
import { PluginRegistry } from './plugins/plugin-registry.ts'
import { RestServer } from './rest/rest-server.ts'
import { workerApp } from './rest/worker-app.ts'
import { openClusterStores, openStandaloneStores } from './stores/worker-stores.ts'
import type { WorkerContext } from './worker-context.ts'

/** Longest trace that is stored, in characters: a status must fit into a Kafka record. */
const maxTrace = 65_536
const healthDeadlineMs = 10_000
/** A start that takes longer says what it waits for. */
const slowStartMs = 3_000
/** How long a stopping worker tries to store its last statuses. */
const lastWordsMs = 2_000

/**
 * Starts a Kafka Connect worker: REST interface, internal topics, group membership, then the connectors that the config
 * topic asks for. Resolves when it is ready. Throws `CONFIG_INVALID`, `CONNECT_WORKER_CONFIG`, `CONNECT_LISTENER`,
 * `CONNECT_GROUP_BUSY`, `CONNECT_INTERNAL_TOPIC`, or what the Kafka client throws.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const standalone = options.standalone !== undefined
  const providers = new ConfigProviders(options.props)
  const { props } = await providers.resolve(options.props)
  const settings = workerSettings(props, standalone)
  const log = new WorkerLog(options.logDestination)
  const logger = log.logger(loggerNames.worker)
  logger.info(`Tidewire worker ${tidewireVersion} is starting`, {
    mode: standalone ? 'standalone' : 'distributed',
    config: maskProps(options.props, isSecretName),
  })
  for (const warning of settings.warnings) logger.warn(warning)
  for (const note of settings.notes) logger.info(note)

  const lifetime = new AbortController()
  const giveUp = () => lifetime.abort()
  options.signal?.addEventListener('abort', giveUp, { once: true })
  const slow = setTimeout(() => {
    const servers = settings.values['bootstrap.servers']
    logger.warn(`not ready yet: waiting for Kafka at ${servers}`)
  }, slowStartMs)
  const cleanup = new AsyncDisposableStack()
  try {
    options.signal?.throwIfAborted()
    const rest = cleanup.use(await RestServer.listen(settings.listen))
    const workerId = advertisedAddress(settings, rest.port)
    const kafka = cleanup.use(await openWorkerKafka(settings, rest.port, log))
    const stopped = Promise.withResolvers<void>()
    stopped.promise.catch(() => {})
    let disposal: Promise<void> | null = null
    const dispose = (reason?: Error): Promise<void> => {
      disposal ??= (async () => {
        logger.info('Tidewire worker is stopping')
        lifetime.abort()
        try {
          await cleanup.disposeAsync()
          if (reason === undefined) stopped.resolve()
          else stopped.reject(reason)
        } catch (error) {
          stopped.reject(reason ?? error)
        }
        logger.info('Tidewire worker has stopped')
      })()
      return disposal
    }
    const running = await startParts(
      options,
      settings,
      providers,
      log,
      kafka,
      rest,
      workerId,
      cleanup,
      {
        signal: lifetime.signal,
        refuse: reason => {
          logger.error('the worker stops', { reason: describeError(reason) })
          void dispose(reason)
        },
      },
    )
    logger.info(`Tidewire worker is ready at ${running.url}`)
    return { url: running.url, stopped: stopped.promise, [Symbol.asyncDispose]: () => dispose() }
  } catch (error) {
    lifetime.abort()
    await cleanup.disposeAsync()
    throw error
  } finally {
    clearTimeout(slow)
    options.signal?.removeEventListener('abort', giveUp)
  }
}

/** A client id that names this machine and our port, so no two live workers have the same. */
function workerClientId(port: number): string {
  return `connect-${hostname()}-${port}`
}

async function openWorkerKafka(
  settings: WorkerSettings,
  port: number,
  log: WorkerLog,
): Promise<Kafka> {
  const clientId = settings.values['client.id'] || workerClientId(port)
  return await openKafka(
    { ...settings.clientWith('admin'), 'client.id': clientId },
    { clientId, log: log.logger(loggerNames.group) },
  )
}

async function startParts(
  options: WorkerOptions,
  settings: WorkerSettings,
  providers: ConfigProviders,
  log: WorkerLog,
  kafka: Kafka,
  rest: RestServer,
  workerId: string,
  cleanup: AsyncDisposableStack,
  life: { readonly signal: AbortSignal; readonly refuse: (reason: Error) => void },
): Promise<{ readonly url: string }> {
  const { signal } = life
  const url = `http://${workerId}`
  const registry = new PluginRegistry(options.plugins)
  const stores = settings.standalone
    ? await openStandaloneStores(settings, log, cleanup, signal)
    : await openClusterStores(kafka, settings, log, cleanup, signal)

  let membership: WorkerMembership | null = null
  const metrics: WorkerMetrics = new WorkerMetrics(() =>
    herder.units.flatMap(unit => [...unit.tasks]),
  )
  const context: WorkerContext = {
    settings,
    providers,
    registry,
    log,
    metrics,
    configs: stores.configs,
    statuses: stores.statuses,
    offsets: stores.offsets,
    workerId,
    status: (state, trace = null) => ({
      state,
      trace: trace !== null && trace.length > maxTrace ? `${trace.slice(0, maxTrace)}…` : trace,
      worker_id: workerId,
      generation: membership?.generation ?? 0,
    }),
  }
  const herder = new Herder(context, kafka)
  if (!settings.standalone) {
    membership = cleanup.use(
      new WorkerMembership({
        kafka,
        settings,
        url: `${url}/`,
        ownClientId: settings.values['client.id'] === '' ? workerClientId(rest.port) : null,
        log: log.logger(loggerNames.group),
        configOffset: () => stores.configs.position,
        work: () => herder.work(),
        onRefused: life.refuse,
      }),
    )
    await membership.join(signal)
  }
  // Connectors stop first when the worker stops: before the group is left and the stores are closed.
  cleanup.defer(async () => {
    await herder.stop()
    // With Kafka away the last statuses cannot be stored; stopping does not wait for it.
    await atMost(lastWordsMs, stores.statuses.flush())
  })
  herder.start()
  let clusterId: string | null = null
  void kafka.admin.clusterId(signal).then(
    id => {
      clusterId = id
    },
    () => {},
  )
  rest.use(
    workerApp({
      herder,
      registry,
      log,
      metrics,
      settings,
      version: tidewireVersion,
      url: () => url,
      clusterId: () => clusterId,
      problem: () => kafkaProblem(kafka),
    }),
  )
  for (const props of options.standalone?.connectors ?? []) await loadConnector(herder, props, log)
  return { url }
}

async function loadConnector(herder: Herder, props: Props, log: WorkerLog): Promise<void> {
  const name = props.name ?? ''
  try {
    await herder.create(name, props)
  } catch (error) {
    log
      .logger(loggerNames.herder)
      .error(`connector ${name} could not be loaded`, { reason: describeError(error) })
    throw error
  }
}

async function kafkaProblem(kafka: Kafka): Promise<string | null> {
  try {
    await kafka.admin.clusterId(AbortSignal.timeout(healthDeadlineMs))
    return null
  } catch (error) {
    const reason = messageOf(error)
    return `Worker was unable to handle this request and may be unable to handle other requests: ${reason}`
  }
}
