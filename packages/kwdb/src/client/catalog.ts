import { parseColumnType } from '../dialect/column-type.ts'
import { qualifiedName, quoteName } from '../dialect/identifier.ts'
import type { Column, TableShape, Tag } from '../dialect/table-shape.ts'
import { raise } from '../errors.ts'
import type { Catalog, KwdbClient, QueryResult, TableEntry } from './api.ts'
import { kindOf } from './server-error.ts'

/** The catalog as the server shows it (`SHOW DATABASES`, `SHOW TABLES`, `SHOW COLUMNS`, `SHOW TAGS`). */
export function catalogOf(client: KwdbClient): Catalog {
  return new ServerCatalog(client)
}

class ServerCatalog implements Catalog {
  readonly #client: KwdbClient

  constructor(client: KwdbClient) {
    this.#client = client
  }

  async databaseEngine(
    database: string,
    signal?: AbortSignal,
  ): Promise<'time-series' | 'relational' | null> {
    const result = new NamedRows(await this.#client.query('SHOW DATABASES', signal))
    const row = result.rows.find(one => result.text(one, 'database_name') === database)
    if (row === undefined) return null
    return /time.?series/i.test(result.text(row, 'engine_type')) ? 'time-series' : 'relational'
  }

  async tables(database: string, signal?: AbortSignal): Promise<readonly TableEntry[]> {
    const sql = `SHOW TABLES FROM ${quoteName(database)}`
    const result = new NamedRows(await this.#client.query(sql, signal))
    return result.rows.map(row => ({
      name: result.text(row, 'table_name'),
      isTimeSeries: /time.?series/i.test(result.text(row, 'table_type')),
    }))
  }

  async table(database: string, name: string, signal?: AbortSignal): Promise<TableShape | null> {
    const place = qualifiedName(database, name)
    try {
      const columns = await this.#client.query(`SHOW COLUMNS FROM ${place}`, signal)
      const tags = await this.#client.query(`SHOW TAGS FROM ${place}`, signal)
      return shapeOf(name, new NamedRows(columns), new NamedRows(tags))
    } catch (error) {
      const kind = kindOf(error)
      if (kind === 'missing') return null
      // SHOW TAGS of a relational table.
      if (
        kind === 'content' &&
        (error as { card?: { serverCode?: string } }).card?.serverCode === '42809'
      ) {
        throw raise('KWDB_RELATIONAL', { table: name, database }, { cause: error })
      }
      throw error
    }
  }
}

function shapeOf(name: string, columns: NamedRows, tags: NamedRows): TableShape {
  const data: Column[] = []
  for (const row of columns.rows) {
    if (columns.flag(row, 'is_tag') || columns.flag(row, 'is_hidden')) continue
    data.push({
      name: columns.text(row, 'column_name'),
      type: parseColumnType(columns.text(row, 'data_type')),
      nullable: columns.flag(row, 'is_nullable'),
    })
  }
  const tagged: Tag[] = tags.rows.map(row => ({
    name: tags.text(row, 'tag'),
    type: parseColumnType(tags.text(row, 'type')),
    nullable: tags.flag(row, 'nullable'),
    primary: tags.flag(row, 'is_primary'),
  }))
  return { name, columns: data, tags: tagged }
}

/** Rows of a result by the names of their fields. */
class NamedRows {
  readonly rows: QueryResult['rows']
  readonly #index: ReadonlyMap<string, number>

  constructor(result: QueryResult) {
    this.rows = result.rows
    this.#index = new Map(result.fields.map((field, i) => [field.name, i]))
  }

  text(row: QueryResult['rows'][number], name: string): string {
    const index = this.#index.get(name)
    const value = index === undefined ? undefined : row[index]
    if (value === undefined) throw raise('KWDB_CATALOG', { name })
    return value ?? ''
  }

  /** A bool of the wire protocol (`t`), or of `information_schema` (`YES`). */
  flag(row: QueryResult['rows'][number], name: string): boolean {
    return /^(t|true|yes)$/i.test(this.text(row, name))
  }
}
