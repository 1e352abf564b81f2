import type { Context } from 'hono'
import type { Herder } from '../herder/herder.ts'
import { raise } from '../raise.ts'
import { empty, errorAnswer, json, protocolError } from './answers.ts'
import { readCreateRequest, readOffsets, readProps } from './request-body.ts'
import type { Routes } from './route-table.ts'

const nameOf = (c: Context) => c.req.param('name') ?? ''

/** A task number of a path; null when it is none, which is an unknown path to Kafka Connect. */
function taskOf(c: Context): number | null {
  const text = c.req.param('task') ?? ''
  return /^-?\d{1,9}$/.test(text) ? Number(text) : null
}

function nameConflict(inConfig: string | null | undefined, name: string): void {
  if (inConfig === undefined || inConfig === null || inConfig === name) return
  throw raise('CONNECT_BAD_REQUEST', {
    text: `Connector name configuration (${inConfig}) doesn't match connector name in the URL (${name})`,
  })
}

/** A name in a Location header: encoded as Kafka Connect does, `/` left as it is. */
function locationOf(url: string, name: string): string {
  const path = encodeURIComponent(name).replace(/%2F/g, '/')
  return `${url}/connectors/${path}`
}

function flag(c: Context, name: string): boolean {
  return c.req.query(name)?.toLowerCase() === 'true'
}

/** Kafka Connect's answer to a change of offsets; `all` is false when the connector may keep positions elsewhere. */
function offsetsChanged(what: 'altered' | 'reset', all: boolean): { readonly message: string } {
  if (all) return { message: `The offsets for this connector have been ${what} successfully` }
  return {
    message: `The Connect framework-managed offsets for this connector have been ${what} successfully. However, if this connector manages offsets externally, they will need to be manually ${what} in the system that the connector uses.`,
  }
}

const unsigned = () =>
  raise('CONNECT_BAD_REQUEST', { text: 'Internal request missing required signature' })

/** Everything under /connectors. */
export function connectorRoutes(
  herder: Herder,
  url: () => string,
  tracking: { readonly enabled: boolean; readonly mayReset: boolean },
): Routes {
  const expanded = (name: string, wanted: readonly string[]) => {
    const found: Record<string, unknown> = {}
    for (const what of wanted) {
      try {
        if (what === 'status') found.status = herder.status(name)
        if (what === 'info') found.info = herder.info(name)
      } catch {
        // Deleted, or not reported yet: the connector is listed with what there is.
      }
    }
    return found
  }
  return {
    '/connectors': {
      GET(c) {
        const wanted = c.req.queries('expand') ?? []
        if (wanted.length === 0) return json(herder.names())
        return json(Object.fromEntries(herder.names().map(name => [name, expanded(name, wanted)])))
      },
      async POST(c) {
        const { name, config, target } = await readCreateRequest(c.req.raw)
        nameConflict(config.name, name)
        const info = await herder.create(name, config, target)
        return json(info, 201, { Location: locationOf(url(), name) })
      },
    },
    '/connectors/:name': {
      GET: c => json(herder.info(nameOf(c))),
      async DELETE(c) {
        await herder.remove(nameOf(c))
        return empty(204)
      },
    },
    '/connectors/:name/config': {
      GET: c => json(herder.config(nameOf(c))),
      async PUT(c) {
        const name = nameOf(c)
        const props = await readProps(c.req.raw)
        nameConflict(props.name, name)
        const { created, info } = await herder.put(name, props)
        return created ? json(info, 201, { Location: locationOf(url(), name) }) : json(info)
      },
      async PATCH(c) {
        const name = nameOf(c)
        const change = await readProps(c.req.raw)
        nameConflict(change.name, name)
        return json(await herder.patch(name, change))
      },
    },
    '/connectors/:name/status': { GET: c => json(herder.status(nameOf(c))) },
    '/connectors/:name/tasks': {
      GET(c) {
        const connector = nameOf(c)
        const configs = herder.taskConfigs(connector)
        return json(configs.map((config, task) => ({ id: { connector, task }, config })))
      },
      POST() {
        throw unsigned()
      },
    },
    '/connectors/:name/tasks-config': {
      GET(c) {
        const name = nameOf(c)
        const configs = herder.taskConfigs(name)
        return json(Object.fromEntries(configs.map((config, i) => [`${name}-${i}`, config])))
      },
    },
    '/connectors/:name/tasks/:task/status': {
      GET(c) {
        const task = taskOf(c)
        return task === null ? protocolError(404) : json(herder.taskStatus(nameOf(c), task))
      },
    },
    '/connectors/:name/tasks/:task/restart': {
      async POST(c) {
        const task = taskOf(c)
        if (task === null) return protocolError(404)
        await herder.restartTask(nameOf(c), task)
        return empty(204)
      },
    },
    '/connectors/:name/restart': {
      async POST(c) {
        const name = nameOf(c)
        const includeTasks = flag(c, 'includeTasks')
        const onlyFailed = flag(c, 'onlyFailed')
        if (includeTasks || onlyFailed) {
          return json(await herder.requestRestart(name, { includeTasks, onlyFailed }), 202)
        }
        await herder.restartConnector(name)
        return empty(204)
      },
    },
    '/connectors/:name/pause': {
      async PUT(c) {
        await herder.setTarget(nameOf(c), 'PAUSED')
        return empty(202)
      },
    },
    '/connectors/:name/resume': {
      async PUT(c) {
        await herder.setTarget(nameOf(c), 'STARTED')
        return empty(202)
      },
    },
    '/connectors/:name/stop': {
      async PUT(c) {
        await herder.setTarget(nameOf(c), 'STOPPED')
        return empty(204)
      },
    },
    '/connectors/:name/fence': {
      PUT() {
        throw unsigned()
      },
    },
    '/connectors/:name/topics': {
      GET(c) {
        if (!tracking.enabled) return errorAnswer(403, 'Topic tracking is disabled.')
        const name = nameOf(c)
        return json({ [name]: { topics: herder.topics(name) } })
      },
    },
    '/connectors/:name/topics/reset': {
      PUT(c) {
        if (!tracking.enabled) return errorAnswer(403, 'Topic tracking is disabled.')
        if (!tracking.mayReset) return errorAnswer(403, 'Topic tracking reset is disabled.')
        herder.resetTopics(nameOf(c))
        return empty(202)
      },
    },
    '/connectors/:name/offsets': {
      GET: async c => json({ offsets: await herder.offsets.read(nameOf(c)) }),
      async PATCH(c) {
        const entries = await readOffsets(c.req.raw)
        return json(offsetsChanged('altered', await herder.offsets.alter(nameOf(c), entries)))
      },
      async DELETE(c) {
        return json(offsetsChanged('reset', await herder.offsets.reset(nameOf(c))))
      },
    },
  }
}
