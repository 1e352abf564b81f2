import { engineError } from '../engine/error-code.ts'
import type { Select } from './ast.ts'
import { demandsEqualTimes } from './from-clause.ts'
import type { Scope } from './scope.ts'

/** Refuses combinations of clauses that TDengine refuses. */
export function checkClauses(select: Select, scope: Scope): void {
  const { from, where, window, groupBy, slimit, partitionBy } = select
  if (from?.kind === 'join' && from.on === undefined) {
    if (where === undefined) throw engineError('CROSS_JOIN')
    if (!demandsEqualTimes(where, scope)) throw engineError('JOIN_TIME_EXPECTED')
  }
  if (window !== undefined && groupBy.length > 0) throw engineError('GROUP_AND_WINDOW')
  if (slimit !== undefined && partitionBy.length === 0 && groupBy.length === 0) {
    throw engineError('SLIMIT_WITHOUT_GROUPS')
  }
}

/** Some functions scan their rows twice, which TDengine does for one table alone. */
export function checkSingleTable(name: string, select: Select, scope: Scope): void {
  const [relation] = scope.relations
  if (select.from === undefined || relation === undefined) return
  if (scope.relations.length > 1 || relation.isSuper || relation.tbname === undefined) {
    throw engineError('ONLY_SINGLE_TABLE', `${name} is only supported in single table query`)
  }
  if (select.partitionBy.length > 0) {
    throw engineError('NOT_ALLOWED_FUNC', `${name} function is not supported in partition query`)
  }
}
