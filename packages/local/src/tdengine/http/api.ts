import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Engine, EngineError } from '../engine/api.ts'

/** User and password of a request. */
export interface Credentials {
  readonly user: string
  readonly password: string
}

/**
 * What the Authorization header said: credentials, or the adapter's own code and text for a header that is missing
 * (0x1105), of an unknown scheme (0x1122) or broken (0x1124, 0x1125).
 */
export type HeaderAuth =
  | { readonly ok: true; readonly credentials: Credentials }
  | { readonly ok: false; readonly code: number; readonly message: string }

/** What a write route gets beside the request. */
export interface WriteRouteContext {
  readonly engine: Engine
  /** The request's address, parsed. */
  readonly url: URL
  /** Path segments after the route's fixed part, decoded (`/opentsdb/v1/put/json/db` -> `['db']`). */
  readonly segments: readonly string[]
  readonly auth: HeaderAuth
  /** Checks a user; the engine's error (0x0357 wrong password, ...) when it is refused. */
  readonly login: (credentials: Credentials) => EngineError | undefined
  /** The whole body, bounded; call it once. */
  readonly body: () => Promise<Buffer>
}

/** Answers one request completely, errors included. */
export type WriteRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  context: WriteRouteContext,
) => Promise<void>

/** The schemaless HTTP routes: `/influxdb/v1/write`, `/opentsdb/v1/put/json/{db}`, `/opentsdb/v1/put/telnet/{db}`. */
export interface HttpWriteRoutes {
  readonly influxWrite: WriteRoute
  readonly opentsdbJson: WriteRoute
  readonly opentsdbTelnet: WriteRoute
}
