import pg from 'pg'

/** What came of a text: how many statements were answered, or the error's SQLSTATE. */
export type Outcome =
  | { readonly answers: number; readonly rows: readonly (readonly Cell[])[] }
  | { readonly sqlState: string; readonly message: string }

/** A cell in text format, as its bytes. */
export type Cell = Buffer | null

export interface Target {
  readonly host: string
  readonly port: number
}

/** A connection that answers outcomes instead of throwing, over the simple query protocol. */
export class SqlClient implements AsyncDisposable {
  readonly #client: pg.Client

  private constructor(client: pg.Client) {
    this.#client = client
  }

  static async open({ host, port }: Target, database: string): Promise<SqlClient> {
    const types = { getTypeParser: () => (value: string) => value }
    const client = new pg.Client({ host, port, user: 'root', database, types })
    client.on('error', () => undefined)
    await client.connect()
    return new SqlClient(client)
  }

  async run(sql: string): Promise<Outcome> {
    try {
      const found = await this.#client.query({ text: sql, rowMode: 'array' })
      const results: readonly pg.QueryArrayResult[] = Array.isArray(found) ? found : [found]
      // A text without statements is answered with no command at all.
      const answers = results.filter(({ command }) => command !== null).length
      const rows = results.at(-1)?.rows ?? []
      return { answers, rows: rows.map(row => row.map(toCell)) }
    } catch (error) {
      if (error instanceof pg.DatabaseError) {
        return { sqlState: error.code ?? '', message: error.message }
      }
      return { sqlState: 'LOST', message: String(error) }
    }
  }

  /** Runs what has to succeed. */
  async prepare(...statements: readonly string[]): Promise<void> {
    for (const sql of statements) {
      const outcome = await this.run(sql)
      if ('sqlState' in outcome) throw new Error(`${sql}: ${outcome.sqlState} ${outcome.message}`)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end()
  }
}

function toCell(value: unknown): Cell {
  return value === null ? null : Buffer.from(String(value), 'utf8')
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
