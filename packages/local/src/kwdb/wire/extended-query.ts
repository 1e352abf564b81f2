import { isUtf8 } from 'node:buffer'
import type { PreparedStatement, Session, StatementReply, TextValue } from '../api.ts'
import { SqlError } from '../sql/sql-error.ts'
import { textOfBinary } from './binary-value.ts'
import type { ClientMessage } from './client-message.ts'
import { utf8 } from './message-body.ts'
import type { BinaryEncoder } from './message-writer.ts'
import { encodersFor, type ReplySender } from './reply-sender.ts'
import { bytesOids } from './type-oid.ts'

type Of<Kind extends ClientMessage['kind']> = Extract<ClientMessage, { readonly kind: Kind }>

/** Carries out a statement so that it can be cancelled; faults for statements with this text strike. */
export type Carry = (
  text: string,
  controller: AbortController,
  run: (signal: AbortSignal) => Promise<void>,
) => Promise<void>

interface Statement {
  readonly text: string
  /** Null for an empty text. */
  readonly prepared: PreparedStatement | null
}

type Batches = AsyncIterator<readonly (readonly TextValue[])[]>

/** A statement with its values, and how far its answer has been sent. */
interface Portal {
  readonly statement: Statement
  readonly values: readonly TextValue[]
  readonly formats: readonly number[]
  readonly encoders: readonly (BinaryEncoder | null)[]
  /** Cancels the statement, however often the client comes back for more of its rows. */
  readonly controller: AbortController
  reply: StatementReply | null
  batches: Batches | null
  /** Rows that were read and not yet sent. */
  waiting: readonly (readonly TextValue[])[]
  done: boolean
}

/** Prepared statements and portals a client may have at once: each holds memory. */
const mostNames = 10_000

/** The extended query protocol of one session: statements, portals, and what is done with them. */
export class ExtendedQuery {
  readonly #session: Session
  readonly #sender: ReplySender
  readonly #statements = new Map<string, Statement>()
  readonly #portals = new Map<string, Portal>()

  constructor(session: Session, sender: ReplySender) {
    this.#session = session
    this.#sender = sender
  }

  async parse(message: Of<'parse'>, signal: AbortSignal): Promise<void> {
    const { statement: name, text, parameterOids } = message
    if (name !== '' && this.#statements.has(name)) {
      throw new SqlError('42P05', `prepared statement "${name}" already exists`)
    }
    bounded(this.#statements)
    if (name === '') this.#statements.delete(name)
    const prepared = await this.#session.prepare(text, parameterOids, signal)
    this.#statements.set(name, { text, prepared })
    this.#sender.writer.parseComplete()
  }

  async bind(message: Of<'bind'>): Promise<void> {
    const { portal: name, resultFormats } = message
    const statement = this.#statement(message.statement)
    if (name !== '' && this.#portals.has(name)) {
      throw new SqlError('42P03', `portal "${name}" already exists`)
    }
    bounded(this.#portals)
    await this.#closePortal(name)
    const values = parameters(message, statement.prepared?.parameterOids ?? [])
    const fields = statement.prepared?.fields ?? []
    if (resultFormats.length > 1 && resultFormats.length !== fields.length) {
      throw new SqlError(
        '08P01',
        `expected 0, 1, or ${fields.length} for number of format codes, got ${resultFormats.length}`,
      )
    }
    const formats = fields.map((_, i) => formatOf(resultFormats, i))
    const encoders = encodersFor(
      fields.map(field => field.oid),
      resultFormats,
    )
    this.#portals.set(name, {
      statement,
      values,
      formats,
      encoders,
      controller: new AbortController(),
      reply: null,
      batches: null,
      waiting: [],
      done: false,
    })
    this.#sender.writer.bindComplete()
  }

  describe({ what, name }: Of<'describe'>): void {
    const { writer } = this.#sender
    if (what === 'portal') {
      const { statement, formats } = this.#portal(name)
      this.#describeRows(statement, formats)
      return
    }
    const statement = this.#statement(name)
    writer.parameterDescription(statement.prepared?.parameterOids ?? [])
    this.#describeRows(statement, [])
  }

  #describeRows({ prepared }: Statement, formats: readonly number[]): void {
    const { writer } = this.#sender
    if (prepared?.fields === undefined) writer.noData()
    else writer.rowDescription(prepared.fields, formats)
  }

  async execute({ portal: name, maxRows }: Of<'execute'>, carry: Carry): Promise<void> {
    const portal = this.#portal(name)
    const { prepared, text } = portal.statement
    if (prepared === null) {
      this.#sender.writer.emptyQueryResponse()
      return
    }
    if (portal.done && prepared.fields === undefined) {
      throw new SqlError('55000', `portal "${name}" cannot be run anymore`)
    }
    const rows = maxRows > 0 ? maxRows : Number.POSITIVE_INFINITY
    if (portal.reply === null) {
      await carry(text, portal.controller, async signal => {
        portal.reply = await prepared.execute(portal.values, signal)
        portal.batches = portal.reply.rows?.[Symbol.asyncIterator]() ?? null
        await this.#continue(portal, portal.reply, rows, signal)
      })
    } else {
      const { reply } = portal
      // An empty text is none that a fault is armed for: the statement was struck when it began.
      await carry('', portal.controller, signal => this.#continue(portal, reply, rows, signal))
    }
  }

  /** Sends up to so many rows, and then the end or word that there is more. */
  async #continue(
    portal: Portal,
    reply: StatementReply,
    most: number,
    signal: AbortSignal,
  ): Promise<void> {
    let left = most
    while (left > 0) {
      if (portal.waiting.length === 0) {
        signal.throwIfAborted()
        const next = await portal.batches?.next()
        if (next === undefined || next.done === true) break
        portal.waiting = next.value
      }
      const rows = portal.waiting.length <= left ? portal.waiting : portal.waiting.slice(0, left)
      portal.waiting = portal.waiting.slice(rows.length)
      left -= rows.length
      await this.#sender.rows(rows, portal.encoders, signal)
    }
    // As PostgreSQL does it: word of more rows comes whenever the limit was reached, and maybe there are none.
    if (left === 0) {
      this.#sender.writer.portalSuspended()
      return
    }
    portal.done = true
    portal.batches = null
    this.#sender.complete(reply, this.#session)
  }

  async close({ what, name }: Of<'close'>): Promise<void> {
    if (what === 'statement') this.#statements.delete(name)
    else await this.#closePortal(name)
    this.#sender.writer.closeComplete()
  }

  /** Portals end with the transaction that they were made in; the unnamed statement ends with a simple query. */
  async endOfTransaction(): Promise<void> {
    for (const name of [...this.#portals.keys()]) await this.#closePortal(name)
  }

  forgetUnnamed(): void {
    this.#statements.delete('')
  }

  async #closePortal(name: string): Promise<void> {
    const portal = this.#portals.get(name)
    this.#portals.delete(name)
    await portal?.batches?.return?.()
  }

  #statement(name: string): Statement {
    const found = this.#statements.get(name)
    if (found !== undefined) return found
    throw new SqlError('26000', `unknown prepared statement "${name}"`)
  }

  #portal(name: string): Portal {
    const found = this.#portals.get(name)
    if (found !== undefined) return found
    throw new SqlError('34000', `unknown portal "${name}"`)
  }
}

function bounded(named: ReadonlyMap<string, unknown>): void {
  if (named.size >= mostNames) {
    throw new SqlError('53400', `more than ${mostNames} prepared statements or portals`)
  }
}

function formatOf(formats: readonly number[], i: number): number {
  return (formats.length === 1 ? formats[0] : formats[i]) ?? 0
}

/** The values of a Bind as text. */
function parameters(message: Of<'bind'>, types: readonly number[]): TextValue[] {
  const { values, parameterFormats: formats, statement } = message
  if (formats.length > 1 && formats.length !== values.length) {
    throw new SqlError(
      '08P01',
      `wrong number of format codes specified: ${formats.length} for ${values.length} arguments`,
    )
  }
  if (values.length !== types.length) {
    const got = `expected ${types.length} arguments, got ${values.length}`
    throw new SqlError('08P01', `${got} for the prepared statement "${statement}"`)
  }
  return values.map((value, i) => {
    if (value === null) return null
    const oid = types[i] ?? 0
    if (formatOf(formats, i) === 1) return textOfBinary(oid, value)
    // Bytes that came as text may be any bytes; everything else is a text.
    return bytesOids.has(oid) && !isUtf8(value) ? value : utf8(value)
  })
}
