import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KafkaDevServerOptions } from '../api.ts'
import { loadChanges } from '../config/broker-changes.ts'
import { BrokerConfig } from '../config/broker-config.ts'
import { raise } from '../errors.ts'
import { GroupCoordinator } from '../groups/group-coordinator.ts'
import { apiVersionsRoute } from '../handlers/api-versions.ts'
import { inspectionRoutes } from '../handlers/cluster-inspection.ts'
import { configRoutes } from '../handlers/configs.ts'
import { fetchRoutes } from '../handlers/fetch.ts'
import { groupAdminRoutes } from '../handlers/group-admin.ts'
import { groupOffsetRoutes } from '../handlers/group-offsets.ts'
import { groupRoutes } from '../handlers/groups.ts'
import { metadataRoutes } from '../handlers/metadata.ts'
import { offsetRoutes } from '../handlers/offsets.ts'
import { produceRoutes } from '../handlers/produce.ts'
import { topicRoutes } from '../handlers/topics.ts'
import type { LogHost } from '../log/partition-log.ts'
import { ProtocolError } from '../protocol/error-code.ts'
import { Topics } from '../topics/topics.ts'
import type { Broker } from './broker.ts'
import { Connection, type ConnectionHost } from './connection.ts'
import { lockDataDirectory } from './directory-lock.ts'
import { Faults } from './fault-switches.ts'
import { Housekeeping } from './housekeeping.ts'
import { MemoryBudget } from './memory-budget.ts'
import { ResponseSender } from './response-sender.ts'
import type { Route } from './route.ts'

/** A server that runs. */
export interface RunningServer {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly clusterId: string
  readonly faults: Faults
  close(): Promise<void>
}

/** Starts a broker. */
export async function startServer(options: KafkaDevServerOptions): Promise<RunningServer> {
  const log = options.log ?? (() => {})
  const config = brokerConfig(options)
  for (const name of config.unknown) log(`the broker does not know the configuration key ${name}`)
  await using stack = new AsyncDisposableStack()
  const dataDir = await dataDirectory(options.dataDir, stack)
  const lock = await lockDataDirectory(dataDir)
  stack.defer(() => lock.release())
  await loadChanges(dataDir, config)
  const faults = new Faults()
  const topics = await Topics.open(dataDir, config, logHost(faults, log))
  stack.defer(() => topics.close())
  const groups = await GroupCoordinator.open(config, topics)
  stack.defer(() => groups.dispose())

  const server = createServer({ noDelay: true })
  const host = options.host ?? '127.0.0.1'
  const advertised = advertisedAddress(config)
  const port = await listen(server, host, options.port ?? 0)
  const broker: Broker = {
    config,
    topics,
    groups,
    nodeId: config.number('node.id'),
    host: advertised?.host ?? reachable(host),
    port: advertised?.port ?? port,
    dataDir,
    log,
  }
  const connections = new Set<Connection>()
  const shared: ConnectionHost = {
    routes: routesOf(broker),
    faults,
    budget: new MemoryBudget(config.number('queued.max.request.bytes')),
    sender: new ResponseSender(),
    largestRequest: config.number('socket.request.max.bytes'),
    idleMs: config.number('connections.max.idle.ms'),
    log,
  }
  server.maxConnections = config.number('max.connections')
  server.on('drop', () =>
    log(`a connection was refused: max.connections is ${server.maxConnections}`),
  )
  server.on('connection', socket => {
    const connection = new Connection(socket, shared)
    connections.add(connection)
    socket.once('close', () => connections.delete(connection))
  })
  stack.defer(async () => {
    const closed = new Promise<void>(resolve => {
      server.close(() => resolve())
    })
    for (const connection of connections) connection.destroy()
    await closed
  })
  const housekeeping = new Housekeeping(broker)
  stack.defer(() => housekeeping.stop())
  const running = stack.move()
  return {
    host: reachable(host),
    port,
    dataDir,
    clusterId: topics.clusterId,
    faults,
    close: () => running.disposeAsync(),
  }
}

function brokerConfig(options: KafkaDevServerOptions): BrokerConfig {
  try {
    return new BrokerConfig(options.config)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw raise('LOCAL_KAFKA_CONFIG', { reason: error.message }, { cause: error })
  }
}

async function dataDirectory(
  given: string | undefined,
  stack: AsyncDisposableStack,
): Promise<string> {
  if (given !== undefined) {
    await mkdir(given, { recursive: true })
    return given
  }
  const directory = await mkdtemp(join(tmpdir(), 'tidewire-kafka-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  return directory
}

function logHost(faults: Faults, log: (line: string) => void): LogHost {
  return {
    beforeWrite() {
      if (faults.diskFull) throw new Error('ENOSPC: no space left on device (injected fault)')
    },
    warn: log,
  }
}

function routesOf(broker: Broker): ReadonlyMap<number, Route> {
  const routes = new Map<number, Route>()
  const all = [
    ...metadataRoutes(broker),
    ...produceRoutes(broker),
    ...fetchRoutes(broker),
    ...offsetRoutes(broker),
    ...groupRoutes(broker),
    ...groupOffsetRoutes(broker),
    ...groupAdminRoutes(broker),
    ...topicRoutes(broker),
    ...configRoutes(broker),
    ...inspectionRoutes(broker),
    apiVersionsRoute(routes),
  ]
  for (const route of all) routes.set(route.api.key, route)
  return routes
}

/** Clients cannot connect to a wildcard address. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}

/** Host and port of `advertised.listeners`; null when it is not given. Throws `LOCAL_KAFKA_CONFIG`. */
function advertisedAddress(
  config: BrokerConfig,
): { readonly host: string; readonly port: number } | null {
  const given = config.text('advertised.listeners')
  if (given === null) return null
  const [, name, literal, port] =
    /^PLAINTEXT:\/\/(?:([^:[\]/,]+)|\[([0-9a-fA-F:.]+)\]):(\d{1,5})$/.exec(given) ?? []
  const host = name ?? literal
  if (host === undefined || port === undefined) {
    const reason = `advertised.listeners must be one PLAINTEXT://HOST:PORT, not ${given}`
    throw raise('LOCAL_KAFKA_CONFIG', { reason })
  }
  return { host, port: Number(port) }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', error => {
      reject(raise('LOCAL_KAFKA_LISTEN', { host, port, reason: error.message }, { cause: error }))
    })
    server.listen({ host, port }, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
