import type { TimeUnit } from '@tidewire/core'
import { raise } from '../errors.ts'
import { dataTypeOf, type TDengineValue } from '../wire/data-type.ts'
import {
  decodeFetchBlockReply,
  decodeFetchReply,
  encodeFetchRequest,
  encodeSqlRequest,
} from '../wire/fetch-frame.ts'
import { RawBlock } from '../wire/raw-block.ts'
import type { ResultBlock, ResultColumn } from './api.ts'
import { serverError } from './server-error.ts'
import { type ReadySocket, successOf } from './session.ts'
import type { Reply } from './ws-reply.ts'

const units: readonly TimeUnit[] = ['ms', 'us', 'ns']

/** What the server says of a statement that it ran. */
export interface StatementReply {
  readonly resultId: bigint
  readonly isUpdate: boolean
  readonly affectedRows: number
  readonly columns: readonly ResultColumn[]
  readonly unit: TimeUnit
}

function malformed(reason: string): Error {
  return raise('TDENGINE_FRAME', { reason })
}

function numbers(value: unknown, count: number): readonly number[] | null {
  if (!Array.isArray(value) || value.length !== count) return null
  return value.every(item => typeof item === 'number') ? value : null
}

function columnsOf(json: Readonly<Record<string, unknown>>): ResultColumn[] {
  const names = json.fields_names ?? []
  if (!Array.isArray(names)) throw malformed('a result without names')
  const types = numbers(json.fields_types ?? [], names.length)
  const lengths = numbers(json.fields_lengths ?? [], names.length)
  if (types === null || lengths === null) throw malformed('a result without types and lengths')
  // Older servers do not send these two.
  const precisions = numbers(json.fields_precisions, names.length) ?? []
  const scales = numbers(json.fields_scales, names.length) ?? []
  return names.map((name, i) => {
    const type = dataTypeOf(types[i] ?? -1)
    if (type === undefined) throw malformed(`column ${name} has the unknown type ${types[i]}`)
    return {
      name: String(name),
      type: type.name,
      length: lengths[i] ?? 0,
      precision: precisions[i] ?? 0,
      scale: scales[i] ?? 0,
    }
  })
}

function statementOf(json: Readonly<Record<string, unknown>>): StatementReply {
  const { id, is_update, affected_rows, precision } = json
  return {
    resultId: BigInt(typeof id === 'number' ? id : 0),
    isUpdate: is_update === true,
    affectedRows: typeof affected_rows === 'number' ? affected_rows : 0,
    columns: is_update === true ? [] : columnsOf(json),
    unit: units[typeof precision === 'number' ? precision : 0] ?? 'ms',
  }
}

/** A block with the column descriptions of its result. */
export class DescribedBlock implements ResultBlock {
  readonly raw: RawBlock
  readonly columns: readonly ResultColumn[]
  readonly unit: TimeUnit
  /** Lets the memory of the block be used again; it must not be read any more then. */
  readonly release: () => void

  constructor(raw: RawBlock, statement: StatementReply, release: () => void) {
    this.raw = raw
    this.columns = statement.columns
    this.unit = statement.unit
    this.release = release
  }

  get rows(): number {
    return this.raw.rows
  }

  value(row: number, column: number): TDengineValue {
    return this.raw.value(row, column)
  }
}

/** The bytes of a block, and what lets their memory be used again. */
interface Fetched {
  readonly bytes: Buffer
  readonly release: () => void
}

/**
 * A statement that was run and the rest of its result on the server. The result is freed there when it was read to its
 * end, or by `free`; also when a reply comes only after the request was given up.
 */
export class ResultCursor {
  readonly statement: StatementReply
  readonly #socket: ReadySocket
  readonly #doing: string
  #finished: boolean
  #underway = false
  #freeWanted = false

  /** Runs a statement: binary where the server can, else as text (taosAdapter `binary_query`, `query`). */
  static async run(
    socket: ReadySocket,
    sql: string,
    doing: string,
    signal?: AbortSignal,
  ): Promise<ResultCursor> {
    const { ws, features } = socket
    const options = {
      ...(signal === undefined ? {} : { signal }),
      late: (reply: Reply) => {
        if (reply.kind === 'text' && reply.json.code === 0) {
          new ResultCursor(socket, statementOf(reply.json), doing).free()
        }
      },
    }
    let reply: Reply
    // The binary form has no room for an empty statement, which the text form leaves to the server to refuse.
    if (features.binaryQuery && sql !== '') {
      const id = ws.nextRequestId()
      reply = await ws.requestBinary(id, encodeSqlRequest(BigInt(id), sql), options)
    } else {
      reply = await ws.request('query', { sql }, options)
    }
    return new ResultCursor(socket, statementOf(successOf(reply, doing)), doing)
  }

  private constructor(socket: ReadySocket, statement: StatementReply, doing: string) {
    this.#socket = socket
    this.statement = statement
    this.#doing = doing
    this.#finished = statement.isUpdate
  }

  /** The next block, or null at the end of the result. Not to be called again before it has settled. */
  async next(signal?: AbortSignal): Promise<DescribedBlock | null> {
    if (this.#finished) return null
    const fetched = this.#socket.features.binaryQuery
      ? await this.#fetchRawBlock(signal)
      : await this.#fetchBlock(signal)
    if (fetched === null) return null
    const raw = new RawBlock(fetched.bytes)
    const { columns } = this.statement
    if (raw.columns.length !== columns.length) {
      throw malformed(`a block of ${raw.columns.length} columns in a result of ${columns.length}`)
    }
    return new DescribedBlock(raw, this.statement, fetched.release)
  }

  /** Tells the server that the rest is not wanted; waits for nothing. */
  free(): void {
    if (this.#finished) return
    this.#freeWanted = true
    if (this.#underway) return
    this.#finished = true
    this.#socket.ws.notify('free_result', { id: Number(this.statement.resultId) })
  }

  async #fetchRawBlock(signal: AbortSignal | undefined): Promise<Fetched | null> {
    const { ws } = this.#socket
    const id = ws.nextRequestId()
    const frame = encodeFetchRequest(BigInt(id), this.statement.resultId)
    const reply = await this.#exchange(signal, options => ws.requestBinary(id, frame, options))
    if (reply.kind === 'text') {
      this.#finished = true
      successOf(reply, this.#doing)
      throw malformed('a text frame where a block was expected')
    }
    const { code, message, finished, block } = decodeFetchReply(reply.frame)
    if (finished || code !== 0) this.#finished = true
    if (code !== 0) throw serverError(code, message, { doing: this.#doing })
    return block === null ? null : { bytes: block, release: reply.release }
  }

  async #fetchBlock(signal: AbortSignal | undefined): Promise<Fetched | null> {
    const { ws } = this.#socket
    const { resultId } = this.statement
    const args = { id: Number(resultId) }
    const described = await this.#exchange(signal, options => ws.request('fetch', args, options))
    const json = successOf(described, this.#doing)
    if (json.completed === true) {
      this.#finished = true
      return null
    }
    const reply = await this.#exchange(signal, options =>
      ws.request('fetch_block', args, { ...options, resultId }),
    )
    if (reply.kind === 'binary') {
      return { bytes: decodeFetchBlockReply(reply.frame).block, release: reply.release }
    }
    successOf(reply, this.#doing)
    throw malformed('a text frame where a block was expected')
  }

  async #exchange(
    signal: AbortSignal | undefined,
    send: (options: { signal?: AbortSignal; late: () => void }) => Promise<Reply>,
  ): Promise<Reply> {
    const settled = () => {
      this.#underway = false
      if (this.#freeWanted) this.free()
    }
    this.#underway = true
    const reply = await send({ ...(signal === undefined ? {} : { signal }), late: settled })
    this.#underway = false
    if (this.#freeWanted) queueMicrotask(() => this.free())
    return reply
  }
}
