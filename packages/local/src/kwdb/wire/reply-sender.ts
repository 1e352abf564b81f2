import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Session, StatementReply, TextValue } from '../api.ts'
import { binaryEncoder } from './binary-value.ts'
import type { ClientStream } from './client-stream.ts'
import { type BinaryEncoder, MessageWriter, type Report } from './message-writer.ts'

/** Bytes that are collected before they are sent. */
const flushSize = 64 * 1024

/** Sends answers to a client, as fast as it takes them. */
export class ReplySender {
  readonly writer = new MessageWriter()
  readonly #stream: ClientStream
  readonly #reported = new Map<string, string>()

  constructor(stream: ClientStream) {
    this.#stream = stream
  }

  /** Sends what has been collected. */
  async flush(signal: AbortSignal): Promise<void> {
    if (this.writer.length > 0) await this.#stream.write(this.writer.take(), signal)
  }

  /** Sends what has been collected if it is much. */
  async relieve(signal: AbortSignal): Promise<void> {
    if (this.writer.length >= flushSize) await this.flush(signal)
  }

  /** Tells the session parameters that have changed since they were last told (ParameterStatus). */
  parameters(session: Session): void {
    for (const [name, value] of session.parameters()) {
      if (this.#reported.get(name) === value) continue
      this.#reported.set(name, value)
      this.writer.parameterStatus(name, value)
    }
  }

  /** Rows, or some of them; throws when `signal` is aborted or the client is gone. */
  async rows(
    rows: readonly (readonly TextValue[])[],
    encoders: readonly (BinaryEncoder | null)[],
    signal: AbortSignal,
  ): Promise<void> {
    for (const row of rows) {
      this.writer.dataRow(row, encoders)
      if (this.writer.length < flushSize) continue
      await this.flush(signal)
      // Other clients, and a request to cancel this, get their turn.
      await nextTurn()
      signal.throwIfAborted()
      this.#stream.gone.throwIfAborted()
    }
  }

  /** The whole answer to a statement of the simple protocol. */
  async reply(reply: StatementReply, session: Session, signal: AbortSignal): Promise<void> {
    const { fields, rows } = reply
    if (fields !== undefined) this.writer.rowDescription(fields, [])
    if (rows !== undefined) {
      for await (const batch of rows) await this.rows(batch, [], signal)
    }
    this.complete(reply, session)
    await this.relieve(signal)
  }

  /** The end of the answer to a statement: notices, the tag, and what has changed in the session. */
  complete(reply: StatementReply, session: Session): void {
    for (const { severity, sqlState, message } of reply.notices) {
      this.writer.noticeResponse({ severity, sqlState, message })
    }
    this.writer.commandComplete(reply.tag())
    this.parameters(session)
  }

  error(report: Report): void {
    this.writer.errorResponse(report)
  }
}

/** One encoder a field for the formats that a client asked for: none for all text, one for all, or one each. */
export function encodersFor(
  fieldOids: readonly number[],
  formats: readonly number[],
): (BinaryEncoder | null)[] {
  return fieldOids.map((oid, i) => {
    const format = formats.length === 1 ? formats[0] : formats[i]
    return format === 1 ? binaryEncoder(oid) : null
  })
}
