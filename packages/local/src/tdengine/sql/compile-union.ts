import { engineError, engineErrorAbout, unsupported } from '../engine/error-code.ts'
import type { Query } from './ast.ts'
import type { CompiledQuery } from './compiled-query.ts'
import { direction, outputIndex } from './query-output.ts'
import { bigintType, commonType, convertTo } from './typed.ts'

/** Translates UNION and UNION ALL; `compile` translates each side. */
export function compileUnion(
  query: Extract<Query, { readonly kind: 'union' }>,
  compile: (query: Query) => CompiledQuery,
): CompiledQuery {
  const left = compile(query.left)
  const right = compile(query.right)
  if (left.columns.length !== right.columns.length) throw engineError('UNION_COLUMNS')
  const types = left.columns.map((column, i) =>
    commonType(column.type, right.columns[i]?.type ?? column.type),
  )
  const side = (part: CompiledQuery) => {
    const list = part.columns.map(
      ({ type }, i) => `${convertTo({ sql: `o${i}`, type }, types[i] ?? type)} AS o${i}`,
    )
    return `SELECT ${list.join(', ')} FROM (${part.sql})`
  }
  const columns = left.columns.map(({ name }, i) => ({ name, type: types[i] ?? bigintType }))
  const both = `${side(left)} UNION${query.all ? ' ALL' : ''} ${side(right)}`
  const order = query.orderBy.map(({ expression, descending, nulls }) => {
    const index = outputIndex(expression, columns)
    if (index === undefined) {
      throw expression.kind === 'column'
        ? engineErrorAbout('INVALID_COLUMN', expression.name)
        : unsupported('ORDER BY of an expression behind UNION')
    }
    return `o${index} ${direction(descending, nulls)}`
  })
  const limit =
    query.limit === undefined ? '' : ` LIMIT ${query.limit.limit} OFFSET ${query.limit.offset}`
  return {
    sql: `SELECT * FROM (${both})${order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`}${limit}`,
    columns,
    precision: left.precision,
    timeIndex: left.timeIndex,
    systemTables: [...left.systemTables, ...right.systemTables],
  }
}
