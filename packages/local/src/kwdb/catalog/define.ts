import type { Statement } from '../sql/ast.ts'
import { notCarriedOut } from '../sql/sql-error.ts'
import type { Catalog } from './catalog.ts'
import type { CatalogChange } from './descriptor.ts'

/** Who defines something, and from where. */
export interface DefinitionContext {
  readonly catalog: Catalog
  readonly user: string
  /** The current database; it need not exist. */
  readonly database: string
  /** A transaction was begun explicitly. */
  readonly inTransaction: boolean
  /** The server asks for passwords. */
  readonly secure: boolean
}

/** Statements that change the catalog. */
export type DefinitionStatement = Extract<
  Statement,
  {
    readonly kind:
      | 'createDatabase'
      | 'dropDatabase'
      | 'alterDatabase'
      | 'renameDatabase'
      | 'createTable'
      | 'alterTable'
      | 'dropTable'
      | 'comment'
      | 'createUser'
      | 'alterUser'
      | 'dropUser'
      | 'grant'
      | 'revoke'
      | 'setClusterSetting'
  }
>

/**
 * Checks a definition against the rules and answers the changes that it makes, none when
 * `IF [NOT] EXISTS` leaves nothing to do. The caller carries them out in storage, keeps them in
 * its journal, and applies them to the catalog. Throws `SqlError`.
 */
export function planDefinition(
  _context: DefinitionContext,
  statement: DefinitionStatement,
): readonly CatalogChange[] {
  throw notCarriedOut(statement.kind)
}
