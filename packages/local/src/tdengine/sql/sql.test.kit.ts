import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineError } from '../engine/api.ts'
import { DuckEngine } from '../engine/duck-engine.ts'
import { execute } from './execute.ts'
import { macros } from './macros.ts'
import { newSession, type Session } from './session.ts'

/** An engine in a temporary folder with one session, for tests of SQL. */
export class SqlBench implements AsyncDisposable {
  readonly engine: DuckEngine
  readonly session: Session = newSession('root')
  readonly #folder: string

  private constructor(engine: DuckEngine, folder: string) {
    this.engine = engine
    this.#folder = folder
  }

  /** Opens an engine and runs statements in it. */
  static async open(statements: readonly string[]): Promise<SqlBench> {
    const folder = await mkdtemp(join(tmpdir(), 'sql-'))
    const engine = await DuckEngine.open({
      path: join(folder, 'db'),
      memoryLimit: '64MB',
      threads: 1,
      setup: macros,
    })
    const bench = new SqlBench(engine, folder)
    for (const sql of statements) await bench.run(sql)
    return bench
  }

  /** The rows of a statement, integers as numbers; of a change the number of rows. */
  async run(sql: string, session: Session = this.session): Promise<unknown[][]> {
    const result = await execute(this.engine, session, sql)
    if (result.kind === 'update') return [[result.affectedRows]]
    const rows: unknown[][] = []
    for (let block = await result.next(); block !== undefined; block = await result.next()) {
      const { columns } = block
      for (let row = 0; row < block.rows; row += 1) {
        rows.push(
          columns.map(column =>
            typeof column[row] === 'bigint' ? Number(column[row]) : column[row],
          ),
        )
      }
    }
    return rows
  }

  /** Names and types of the columns of a result. */
  async columnsOf(sql: string): Promise<string[]> {
    const result = await execute(this.engine, this.session, sql)
    if (result.kind === 'update') return []
    await result.close()
    return result.columns.map(({ name, type }) => `${name} ${type.name}`)
  }

  /** Code and words with which a statement is refused, or `accepted`. */
  async refusal(sql: string): Promise<string> {
    try {
      await this.run(sql)
    } catch (cause) {
      if (cause instanceof EngineError) return `${cause.code} ${cause.message}`
      throw cause
    }
    return 'accepted'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close()
    await rm(this.#folder, { recursive: true })
  }
}
