import { adapterError } from '../ws/socket.ts'
import { Statement1 } from './statement1.ts'
import { Statement2 } from './statement2.ts'

interface Entry {
  readonly statement: Statement1 | Statement2
  /** Ends when the request before this one has been answered. */
  turn: Promise<unknown>
}

/** The prepared statements of one socket: both versions share the numbers, which begin with 1. */
export class StatementRegistry {
  readonly #entries = new Map<bigint, Entry>()
  #next = 1n

  /** Adds a statement and returns its number. */
  add(statement: Statement1 | Statement2): bigint {
    const id = this.#next
    this.#next += 1n
    this.#entries.set(id, { statement, turn: Promise.resolve() })
    return id
  }

  /** Uses a statement of version 1; requests to one statement run one after the other. */
  use1<T>(id: bigint, run: (statement: Statement1) => T | Promise<T>): Promise<T> {
    const entry = this.#entries.get(id)
    const { statement } = entry ?? {}
    if (entry === undefined || !(statement instanceof Statement1)) throw adapterError('stmt is nil')
    return this.#inTurn(entry, () => run(statement))
  }

  /** Uses a statement of version 2; requests to one statement run one after the other. */
  use2<T>(id: bigint, run: (statement: Statement2) => T | Promise<T>): Promise<T> {
    const entry = this.#entries.get(id)
    const { statement } = entry ?? {}
    if (entry === undefined || !(statement instanceof Statement2))
      throw adapterError('stmt2 is nil')
    return this.#inTurn(entry, () => run(statement))
  }

  #inTurn<T>(entry: Entry, run: () => T | Promise<T>): Promise<T> {
    const result = entry.turn.then(run)
    entry.turn = result.catch(() => undefined)
    return result
  }

  /** Closes a statement; an unknown number is no error, a statement of the other version is. */
  async close(id: bigint, version: 1 | 2): Promise<void> {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    const isFirst = entry.statement instanceof Statement1
    if (isFirst !== (version === 1)) throw adapterError('stmt type not match')
    this.#entries.delete(id)
    await entry.turn
    await entry.statement.close()
  }

  /** Closes all statements. */
  async closeAll(): Promise<void> {
    const ids = [...this.#entries]
    this.#entries.clear()
    for (const [, entry] of ids) {
      await entry.turn
      await entry.statement.close()
    }
  }
}
