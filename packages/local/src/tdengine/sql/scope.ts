import type { DataType } from '../engine/api.ts'
import { engineErrorAbout, unsupported } from '../engine/error-code.ts'

/** A column that a query can name. */
export interface ScopeColumn {
  readonly name: string
  /** The expression inside the FROM clause. */
  readonly sql: string
  readonly type: DataType
  readonly isTag: boolean
  /** The primary timestamp of its table. */
  readonly isTime: boolean
  /** Not part of `*`. */
  readonly hidden?: boolean
}

/** One table, child table or sub-query of FROM. */
export interface Relation {
  /** The names by which columns can be qualified. */
  readonly names: readonly string[]
  readonly columns: readonly ScopeColumn[]
  /** Name of the table, per row. */
  readonly tbname: ScopeColumn | undefined
  /** FROM text; `withTags` joins the tag table. */
  readonly from: (withTags: boolean) => string
  /** FROM text of the child tables alone, without rows; super tables only. */
  readonly tagsFrom: string | undefined
  /** Condition that always holds, e.g. one child table. */
  readonly condition: string | undefined
  /** Expressions that put rows in their natural order. */
  readonly order: readonly string[]
  readonly isSuper: boolean
  readonly isSystem: boolean
  /** All its tables are in one vgroup. */
  readonly isOneVgroup?: boolean
  /** Why its columns cannot be read, e.g. behind an ANTI JOIN. */
  readonly barred?: string
}

/** The relations of one FROM, and the columns that the query has used. */
export class Scope {
  readonly relations: readonly Relation[]
  readonly #used = new Map<string, { readonly column: ScopeColumn; readonly name: string }>()
  usesTags = false
  usesRows = false

  constructor(relations: readonly Relation[]) {
    this.relations = relations
  }

  /** The primary timestamp of the first relation that has one. */
  get time(): ScopeColumn | undefined {
    return this.relations[0]?.columns.find(column => column.isTime)
  }

  /** Finds a column by name; 0x2602 when there is none, 0x2604 when there are several. */
  find(table: string | undefined, name: string): ScopeColumn {
    const relations =
      table === undefined
        ? this.relations
        : this.relations.filter(relation => relation.names.includes(table))
    if (table !== undefined && relations.length === 0) {
      throw engineErrorAbout('TABLE_NAME_UNKNOWN', table)
    }
    const found = relations.flatMap(relation =>
      relation.columns.filter(column => column.name === name).slice(0, 1),
    )
    if (found.length > 1) throw engineErrorAbout('AMBIGUOUS_COLUMN', name)
    const [column] = found
    if (column === undefined) throw engineErrorAbout('INVALID_COLUMN', name)
    const owner = relations.find(relation => relation.columns.includes(column))
    if (owner?.barred !== undefined) throw unsupported(owner.barred)
    return column
  }

  /** Columns of `*` or `table.*`. */
  star(table: string | undefined): readonly ScopeColumn[] {
    const relations =
      table === undefined
        ? this.relations
        : this.relations.filter(relation => relation.names.includes(table))
    if (relations.length === 0) throw engineErrorAbout('TABLE_NAME_UNKNOWN', table ?? '')
    const joined = this.relations.length > 1 && table === undefined
    return relations.flatMap(relation =>
      relation.columns.filter(
        column => column.hidden !== true && !(column.isTag && (joined || !relation.isSuper)),
      ),
    )
  }

  /** The name under which the query's source offers a column. */
  use(column: ScopeColumn): string {
    this.touch(column)
    let entry = this.#used.get(column.sql)
    if (entry === undefined) {
      entry = { column, name: `s${this.#used.size}` }
      this.#used.set(column.sql, entry)
    }
    return entry.name
  }

  /** Whether the source offers a column. */
  hasUsed(column: ScopeColumn): boolean {
    return this.#used.has(column.sql)
  }

  /** Notes that a column is read, without offering it. */
  touch(column: ScopeColumn): void {
    if (column.isTag) this.usesTags = true
    else this.usesRows = true
  }

  /** The source's select list so far. */
  list(): string {
    const parts = [...this.#used.values()].map(({ column, name }) => `${column.sql} AS ${name}`)
    return parts.length === 0 ? '1 AS s_none' : parts.join(', ')
  }
}
