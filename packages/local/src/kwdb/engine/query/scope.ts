import { SqlError } from '../../sql/sql-error.ts'
import type { SqlType } from './sql-type.ts'

/** A column of a table, a subquery or another source of rows. */
export interface ScopeColumn {
  readonly name: string
  readonly sql: string
  readonly type: SqlType
  /** The time column of a time-series table. */
  readonly isTime?: boolean
  /** Marks the column as used, so that the source brings it. */
  readonly use?: () => void
}

/** A source of rows in FROM. */
export interface Relation {
  /** Name to write before a column; absent for a subquery without one. */
  readonly name: string | undefined
  /** Database and schema of a table, for names with more parts. */
  readonly database?: string
  readonly schema?: string
  readonly columns: readonly ScopeColumn[]
  /** Marks that its rows count, whatever columns are used. */
  readonly useRows?: () => void
}

/** What names mean in a query; a subquery also sees what is around it. */
export class Scope {
  readonly relations: Relation[] = []
  readonly outer: Scope | undefined
  /** Names of USING and NATURAL, which stand for the column of the first source. */
  readonly merged = new Set<string>()

  constructor(outer?: Scope) {
    this.outer = outer
  }

  /** The column of this name; throws `SqlError` 42703, 42702, 42P01. */
  find(parts: readonly string[]): ScopeColumn {
    const found = this.#look(parts) ?? this.outer?.tryFind(parts)
    if (found === undefined) {
      throw new SqlError('42703', `column "${parts.join('.')}" does not exist`)
    }
    found.use?.()
    return found
  }

  /** The column of this name, here or around; undefined when there is none. */
  tryFind(parts: readonly string[]): ScopeColumn | undefined {
    return this.#look(parts) ?? this.outer?.tryFind(parts)
  }

  /** The sources that a star stands for. */
  starRelations(qualifier: readonly string[]): readonly Relation[] {
    if (qualifier.length === 0) return this.relations
    const found = this.relations.filter(relation => matches(relation, qualifier))
    if (found.length === 0) {
      throw new SqlError('42P01', `no data source matches pattern: ${qualifier.join('.')}.*`)
    }
    return found
  }

  /** The time column that `first`, `last` and kin go by. */
  timeColumn(): ScopeColumn | undefined {
    for (const relation of this.relations) {
      const found = relation.columns.find(column => column.isTime)
      if (found !== undefined) {
        found.use?.()
        return found
      }
    }
    return undefined
  }

  #look(parts: readonly string[]): ScopeColumn | undefined {
    const name = parts.at(-1) ?? ''
    const qualifier = parts.slice(0, -1)
    let found: ScopeColumn | undefined
    for (const relation of this.relations) {
      if (qualifier.length > 0 && !matches(relation, qualifier)) continue
      const column = relation.columns.find(candidate => candidate.name === name)
      if (column === undefined) continue
      if (found !== undefined) {
        if (this.merged.has(name) && qualifier.length === 0) continue
        throw new SqlError('42702', `column reference "${parts.join('.')}" is ambiguous`)
      }
      found = column
    }
    return found
  }
}

function matches(relation: Relation, qualifier: readonly string[]): boolean {
  const [table, second, third] = [...qualifier].reverse()
  if (relation.name !== table) return false
  if (third !== undefined) return relation.schema === second && relation.database === third
  return second === undefined || relation.schema === second || relation.database === second
}
