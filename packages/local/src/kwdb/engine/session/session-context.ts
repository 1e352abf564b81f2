import type { Catalog } from '../../catalog/catalog.ts'
import type { SessionVariables } from './variables.ts'

/** What SHOW looks at. */
export interface ShowContext {
  readonly catalog: Catalog
  readonly user: string
  readonly variables: SessionVariables
  /** `NoTxn`, `Open` or `Aborted`. */
  readonly transactionState: string
}
