import type { Select } from './ast.ts'
import { type Output, outputIndex } from './query-output.ts'
import type { Scope } from './scope.ts'

/** The direction when the query is a merge of child tables by time, and nothing else. */
export function mergeDirection(
  select: Select,
  scope: Scope,
  outputs: readonly Output[],
): 'ascending' | 'descending' | undefined {
  const { orderBy, limit, slimit, distinct, partitionBy } = select
  const [relation, ...others] = scope.relations
  const [sort, ...sorts] = orderBy
  if (relation?.isSuper !== true || relation.isOneVgroup !== true || others.length > 0)
    return undefined
  if (sort === undefined || sorts.length > 0) return undefined
  if (limit !== undefined || slimit !== undefined || distinct) return undefined
  if (partitionBy.length > 0) return undefined
  const index = outputIndex(sort.expression, outputs)
  const expression = outputs[index ?? -1]?.expression ?? sort.expression
  const time = scope.time?.name
  const isTime =
    (expression.kind === 'column' && expression.name === time) ||
    (expression.kind === 'function' && (expression.name === '_rowts' || expression.name === '_c0'))
  if (!isTime) return undefined
  return sort.descending ? 'descending' : 'ascending'
}
