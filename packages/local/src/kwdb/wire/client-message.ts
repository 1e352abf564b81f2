import { SqlError } from '../sql/sql-error.ts'
import type { Frame } from './frame-reader.ts'
import { MessageBody } from './message-body.ts'

/** What Describe and Close are about. */
type Target = 'statement' | 'portal'

/** What a client sends once it is logged in. PostgreSQL protocol 3.0, frontend messages. */
export type ClientMessage =
  | { readonly kind: 'query'; readonly text: string }
  | {
      readonly kind: 'parse'
      readonly statement: string
      readonly text: string
      readonly parameterOids: readonly number[]
    }
  | {
      readonly kind: 'bind'
      readonly portal: string
      readonly statement: string
      readonly parameterFormats: readonly number[]
      readonly values: readonly (Buffer | null)[]
      readonly resultFormats: readonly number[]
    }
  | { readonly kind: 'describe'; readonly what: Target; readonly name: string }
  | { readonly kind: 'close'; readonly what: Target; readonly name: string }
  | { readonly kind: 'execute'; readonly portal: string; readonly maxRows: number }
  | { readonly kind: 'sync' | 'flush' | 'terminate' | 'function-call' }
  /** Parts of a COPY, which nobody asked for; PostgreSQL passes over them too. */
  | { readonly kind: 'copy' }
  | { readonly kind: 'password'; readonly text: string }

function list<T>(count: number, read: () => T): T[] {
  const items: T[] = []
  for (let i = 0; i < count; i += 1) items.push(read())
  return items
}

function target(body: MessageBody): Target {
  const letter = String.fromCharCode(body.byte())
  if (letter === 'S') return 'statement'
  if (letter === 'P') return 'portal'
  throw new SqlError('08P01', `unknown target "${letter}" of Describe or Close`)
}

const decoders: Readonly<Record<string, (body: MessageBody) => ClientMessage>> = {
  Q: body => ({ kind: 'query', text: body.string() }),
  P: body => ({
    kind: 'parse',
    statement: body.string(),
    text: body.string(),
    parameterOids: list(body.uint16(), () => body.uint32()),
  }),
  B: body => ({
    kind: 'bind',
    portal: body.string(),
    statement: body.string(),
    parameterFormats: list(body.uint16(), () => body.int16()),
    values: list(body.uint16(), () => body.value()),
    resultFormats: list(body.uint16(), () => body.int16()),
  }),
  D: body => ({ kind: 'describe', what: target(body), name: body.string() }),
  C: body => ({ kind: 'close', what: target(body), name: body.string() }),
  E: body => ({ kind: 'execute', portal: body.string(), maxRows: body.int32() }),
  S: () => ({ kind: 'sync' }),
  H: () => ({ kind: 'flush' }),
  X: () => ({ kind: 'terminate' }),
  p: body => ({ kind: 'password', text: body.string() }),
}

/** Kinds whose content does not matter. */
const unread: Readonly<Record<string, ClientMessage>> = {
  F: { kind: 'function-call' },
  c: { kind: 'copy' },
  d: { kind: 'copy' },
  f: { kind: 'copy' },
}

/** The message of a frame, or null for a type that the protocol does not know; throws `08P01` for a damaged one. */
export function clientMessage(frame: Frame): ClientMessage | null {
  const letter = String.fromCharCode(frame.type)
  const known = unread[letter]
  if (known !== undefined) return known
  const decode = decoders[letter]
  if (decode === undefined) return null
  const body = new MessageBody(frame.body)
  const message = decode(body)
  body.end()
  return message
}
