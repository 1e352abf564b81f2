import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ArmedFault, ArmedFaults } from '../armed-faults.ts'

/** What a fault does to a request. */
export type FaultAction =
  /** Answers after this many milliseconds. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Closes the connection without an answer; `apply` runs the request first. */
  | { readonly kind: 'drop'; readonly apply?: boolean }
  /** Never answers. */
  | { readonly kind: 'silence' }
  /** Answers with this engine code. */
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  /** Answers HTTP 503. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds?: number }
  /** Commits fail with "No enough disk space" (0x0129); armed with `on: 'disk'`. */
  | { readonly kind: 'disk-full' }

/** A fault for requests that match. */
export interface Fault extends ArmedFault<FaultAction> {
  /** HTTP path prefix (`/influxdb`), action of a WebSocket request (`insert`, `binary_query`), or `disk`. */
  readonly on: string
}

/** Fault switches of a server, for tests of what talks to it. */
export class FaultSwitch extends ArmedFaults<FaultAction> {
  /** Applies a fault to an HTTP request; true when the request is done with. */
  async beforeHttp(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const action = this.take(request.url ?? '/')
    switch (action?.kind) {
      case undefined:
      case 'disk-full':
        return false
      case 'delay':
        await new Promise(resolve => setTimeout(resolve, action.ms))
        return false
      case 'drop':
        if (action.apply === true) {
          response.once('finish', () => request.socket.destroy())
          return false
        }
        request.socket.destroy()
        return true
      case 'silence':
        return true
      case 'error':
        request.resume()
        response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' })
        response.end(JSON.stringify({ code: action.code, desc: action.message, timing: 0 }))
        return true
      case 'unavailable':
        request.resume()
        response.writeHead(
          503,
          action.retryAfterSeconds === undefined
            ? {}
            : { 'Retry-After': String(action.retryAfterSeconds) },
        )
        response.end('"memory exceeds threshold"')
        return true
    }
  }
}
