import type { IncomingMessage, ServerResponse } from 'node:http'

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
export interface Fault {
  /** HTTP path prefix (`/influxdb`), action of a WebSocket request (`insert`, `binary_query`), or `disk`. */
  readonly on: string
  /** The first request that it hits, counted from 1 among those that match; 1 when absent. */
  readonly from?: number
  /** How many requests it hits; one when absent. */
  readonly count?: number
  readonly action: FaultAction
}

interface Armed {
  readonly fault: Fault
  seen: number
}

/** Fault switches of a server, for tests of what talks to it. */
export class FaultSwitch {
  readonly #armed: Armed[] = []

  /** Arms a fault. */
  add(fault: Fault): void {
    this.#armed.push({ fault, seen: 0 })
  }

  /** Disarms all faults. */
  clear(): void {
    this.#armed.length = 0
  }

  /** The action for a request, if one is armed for it. */
  take(name: string): FaultAction | undefined {
    for (const armed of this.#armed) {
      const { on, from = 1, count = 1, action } = armed.fault
      if (!name.startsWith(on)) continue
      armed.seen += 1
      if (armed.seen >= from && armed.seen < from + count) return action
    }
    return undefined
  }

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
