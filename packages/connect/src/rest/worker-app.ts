import { splitList } from '@tidewire/core'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { WorkerSettings } from '../config/worker-settings.ts'
import type { Herder } from '../herder/herder.ts'
import type { WorkerLog } from '../logging.ts'
import type { WorkerMetrics } from '../metrics.ts'
import type { PluginRegistry } from '../plugins/plugin-registry.ts'
import { loggerRoutes } from './admin-routes.ts'
import { answerOf, errorAnswer, json, protocolError } from './answers.ts'
import { connectorRoutes } from './connector-routes.ts'
import { ownHost } from './own-host.ts'
import { pluginRoutes } from './plugin-routes.ts'
import { addRoutes } from './route-table.ts'

/** The Kafka Connect release whose REST interface this is; tools decide by it what they may call. */
const restVersion = '3.9.2'

/** What the REST interface shows. */
export interface WorkerAppOptions {
  readonly herder: Herder
  readonly registry: PluginRegistry
  readonly log: WorkerLog
  readonly metrics: WorkerMetrics
  readonly settings: WorkerSettings
  /** Version of Tidewire. */
  readonly version: string
  /** `http://host:port`, for Location headers. */
  url(): string
  clusterId(): string | null
  /** Resolves to what is wrong with the worker, or null. */
  problem(): Promise<string | null>
}

const foreignOrigin =
  'A page of another origin may not change anything; access.control.allow.origin names those that may.'

const foreignHost =
  'The worker listens on this machine alone and is not called by the name in the Host header; rest.advertised.host.name gives it another name.'

/**
 * False for a change that a page of another site asks for. Browsers send simple requests across sites without asking
 * first, also to a worker that only listens on this machine; programs send no `Origin`.
 */
function mayChange(
  method: string,
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || method === 'GET' || method === 'HEAD' || method === 'OPTIONS') {
    return true
  }
  const own = origin.replace(/^https?:\/\//, '') === host
  return own || allowed.includes('*') || allowed.includes(origin)
}

/** An app that answers 503 to everything: the worker is not ready yet. */
export function startingApp(): Hono {
  const app = new Hono()
  const message = 'Worker is still starting up.'
  app.get('/health', () => json({ status: 'starting', message }, 503))
  app.all('*', () => errorAnswer(503, message))
  return app
}

/** The REST interface of a worker, as Kafka Connect has it, and `/metrics`. */
export function workerApp(options: WorkerAppOptions): Hono {
  const { herder, registry, log, metrics, settings, version } = options
  const app = new Hono({ strict: false })
  const origins = splitList(settings.values['access.control.allow.origin'])
  if (origins.length > 0) {
    const methods = splitList(settings.values['access.control.allow.methods'])
    const allowMethods = methods.length === 0 ? ['GET', 'POST', 'HEAD'] : methods
    app.use('*', cors({ origin: origins.includes('*') ? '*' : origins, allowMethods }))
  }
  const isOwn = ownHost(settings)
  app.use('*', async (c, next) => {
    if (!isOwn(c.req.header('host'))) return errorAnswer(403, foreignHost)
    if (mayChange(c.req.method, c.req.header('origin'), c.req.header('host'), origins)) await next()
    else return errorAnswer(403, foreignOrigin)
  })
  app.get('/metrics', async () => {
    const { text, contentType } = await metrics.print()
    return new Response(text, { headers: { 'Content-Type': contentType } })
  })
  addRoutes(app, {
    '/': {
      GET: () =>
        json({
          version: restVersion,
          commit: `tidewire-${version}`,
          kafka_cluster_id: options.clusterId(),
        }),
    },
    '/health': {
      async GET() {
        const problem = await options.problem()
        if (problem !== null) return json({ status: 'unhealthy', message: problem }, 500)
        const message = 'Worker has completed startup and is ready to handle requests.'
        return json({ status: 'healthy', message })
      },
    },
    ...connectorRoutes(herder, options.url, {
      enabled: settings.values['topic.tracking.enable'],
      mayReset: settings.values['topic.tracking.allow.reset'],
    }),
    ...pluginRoutes(registry, props => herder.validate(props)),
    ...(settings.values['admin.listeners']?.length === 0
      ? {}
      : loggerRoutes(log, (logger, level) => herder.setClusterLevel(logger, level))),
  })
  app.notFound(() => protocolError(404))
  app.onError(error => answerOf(error))
  return app
}
