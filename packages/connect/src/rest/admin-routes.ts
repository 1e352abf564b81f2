import { logLevels, type WorkerLog } from '../logging.ts'
import { raise } from '../raise.ts'
import { empty, json } from './answers.ts'
import { readLevel } from './request-body.ts'
import type { Routes } from './route-table.ts'

/** /admin/loggers: levels of the worker's loggers. */
export function loggerRoutes(
  log: WorkerLog,
  setClusterLevel: (logger: string, level: string) => Promise<void>,
): Routes {
  return {
    '/admin/loggers': { GET: () => json(log.levels()) },
    '/admin/loggers/:logger': {
      GET(c) {
        const name = c.req.param('logger') ?? ''
        const level = log.level(name)
        if (level === undefined) {
          throw raise('CONNECT_NOT_FOUND', { text: `Logger ${name} not found.` })
        }
        return json(level)
      },
      async PUT(c) {
        const name = c.req.param('logger') ?? ''
        const given = await readLevel(c.req.raw)
        const level = given.toUpperCase()
        if (!(logLevels as readonly string[]).includes(level)) {
          throw raise('CONNECT_NOT_FOUND', { text: `invalid log level '${given}'.` })
        }
        if (c.req.query('scope')?.toLowerCase() === 'cluster') {
          await setClusterLevel(name, level)
          return empty(204)
        }
        return json(log.setLevel(name, level))
      },
    },
  }
}
