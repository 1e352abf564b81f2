import type { Context, Hono } from 'hono'
import { answerOf, protocolError } from './answers.ts'

/** A handler; path parameters are decoded. */
export type Handler = (c: Context) => Response | Promise<Response>

/** The methods of one path. */
export type Methods = Partial<
  Readonly<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Handler>>
>

/** Paths with their methods, in the order in which they are tried. */
export type Routes = Readonly<Record<string, Methods>>

function accepts(header: string | undefined): boolean {
  if (header === undefined || header.trim() === '') return true
  return header.split(',').some(part => {
    const [type = '', ...params] = part.trim().split(/\s*;\s*/)
    if (params.some(param => /^q=0(\.0*)?$/.test(param))) return false
    return type === '*/*' || type === 'application/*' || type === 'application/json'
  })
}

function isJson(contentType: string | undefined): boolean {
  if (contentType === undefined) return true
  return /^(application\/json|\*\/\*|application\/\*)\s*(;|$)/i.test(contentType.trim())
}

/** What is the same for all routes: content negotiation as JAX-RS does it, and errors as JSON. */
async function guarded(c: Context, handler: Handler): Promise<Response> {
  if (!isJson(c.req.header('content-type')) && c.req.method !== 'GET') return protocolError(415)
  if (!accepts(c.req.header('accept'))) return protocolError(406)
  try {
    return await handler(c)
  } catch (error) {
    return answerOf(error)
  }
}

/** Adds the routes, with 405, OPTIONS and HEAD as Kafka Connect answers them. */
export function addRoutes(app: Hono, routes: Routes): void {
  for (const [path, methods] of Object.entries(routes)) {
    const names = Object.keys(methods)
    const allow = [...(names.includes('GET') ? ['HEAD'] : []), ...names, 'OPTIONS'].join(',')
    for (const [method, handler] of Object.entries(methods)) {
      app.on(method, path, c => guarded(c, handler))
    }
    app.on(
      'OPTIONS',
      path,
      () => new Response(null, { headers: { Allow: allow, 'Content-Type': 'application/json' } }),
    )
    app.all(path, () => protocolError(405))
  }
}
