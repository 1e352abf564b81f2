import type { Api } from '../protocol/api.ts'
import { answerFor } from '../protocol/error-code.ts'
import type { Decoded, Encodable, Shape } from '../protocol/schema.ts'
import type { WireReader } from '../protocol/wire-reader.ts'
import type { WireWriter } from '../protocol/wire-writer.ts'
import { FailedWithoutAnswer } from './connection-errors.ts'

/** Who sent a request, and in which version. */
export interface Call {
  readonly version: number
  readonly clientId: string
  readonly clientHost: string
  /** Aborted when the connection is gone. */
  readonly signal: AbortSignal
}

/** A failure that is answered without handling the request. */
export interface Refusal {
  readonly code: number
  readonly message: string
}

/** An API with what answers it. */
export interface Route {
  readonly api: Api
  /** Reads the request and returns what writes the response; null when the client wants none. */
  execute(
    reader: WireReader,
    call: Call,
    refusal: Refusal | null,
  ): Promise<((writer: WireWriter) => void) | null>
}

/** `handle` answers a request; `refuse` builds the response that says one error everywhere. */
export interface RouteDefinition<Request extends Shape, Response extends Shape> {
  readonly api: Api<Request, Response>
  handle(
    request: Decoded<Request>,
    call: Call,
  ): Promise<Encodable<Response> | null> | Encodable<Response> | null
  refuse(request: Decoded<Request>, refusal: Refusal): Encodable<Response>
}

/** Ties a handler to its API. What the handler throws is answered through `refuse`. */
export function route<Request extends Shape, Response extends Shape>(
  definition: RouteDefinition<Request, Response>,
): Route {
  const { api, handle, refuse } = definition
  return {
    api: api as unknown as Api,
    async execute(reader, call, refusal) {
      const request = api.requestCodec(call.version).read(reader)
      const answer = async () => {
        if (refusal !== null) return refuse(request, refusal)
        try {
          return await handle(request, call)
        } catch (error) {
          if (error instanceof FailedWithoutAnswer) throw error
          return refuse(request, answerFor(error))
        }
      }
      const response = await answer()
      if (response === null) return null
      return writer => api.responseCodec(call.version).write(writer, response)
    },
  }
}
