import { raise } from '../errors.ts'

/** The common part of every text reply (taosAdapter WebSocket protocol). */
export interface TextReply {
  readonly code: number
  readonly message: string
  readonly action: string
  readonly req_id: number
  readonly [field: string]: unknown
}

/** A reply: a text frame parsed, or a binary frame as it came. */
export type Reply =
  | { readonly kind: 'text'; readonly json: TextReply }
  | {
      readonly kind: 'binary'
      readonly frame: Buffer
      /** Lets the memory of the frame be used again; may be called once nothing reads it any more. */
      readonly release: () => void
    }

/** Parses a text frame; `TDENGINE_FRAME` when it is no JSON object. */
export function parseTextReply(data: Buffer): TextReply {
  let json: unknown
  try {
    json = JSON.parse(data.toString('utf8'))
  } catch {
    throw raise('TDENGINE_FRAME', { reason: 'a text frame that is no JSON' })
  }
  if (typeof json !== 'object' || json === null) {
    throw raise('TDENGINE_FRAME', { reason: 'a text frame that is no JSON object' })
  }
  const { code, message, action, req_id } = json as Record<string, unknown>
  return {
    ...json,
    code: typeof code === 'number' ? code : 0xffff,
    message: typeof message === 'string' ? message : '',
    action: typeof action === 'string' ? action : '',
    req_id: typeof req_id === 'number' ? req_id : 0,
  }
}
