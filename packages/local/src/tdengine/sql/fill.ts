import { engineError } from '../engine/error-code.ts'
import type { Expression, FillClause, Limit } from './ast.ts'
import type { Output } from './query-output.ts'
import { convertTo, type Typed } from './typed.ts'

/** An INTERVAL query with FILL. */
export interface FillInput {
  readonly outputs: readonly Output[]
  readonly fill: FillClause
  readonly grid: {
    readonly start: (time: bigint) => bigint
    readonly step: bigint
    readonly width: bigint
  }
  readonly range: { readonly from: bigint | undefined; readonly to: bigint | undefined }
  readonly keys: readonly string[]
  /** `FROM … GROUP BY …` of the aggregated query. */
  readonly body: string
  readonly order: readonly string[]
  readonly limit: Limit | undefined
  readonly constant: (expression: Expression) => Typed
}

/** Windows that FILL makes at most. */
const windowLimit = 10_000_000n

const grids: Readonly<Record<string, string>> = {
  _wstart: 'td_grid.w',
  wstart: 'td_grid.w',
}

/** Builds the query: a grid of all windows of the range, joined with those that have rows. */
export function fillQuery(input: FillInput): string {
  const { outputs, fill, grid, range, keys, body } = input
  if (range.from === undefined || range.to === undefined) throw engineError('FILL_RANGE')
  const first = grid.start(range.from)
  const last = grid.start(range.to)
  if ((last - first) / grid.step > windowLimit) throw engineError('FILL_RANGE')
  const keyList = keys.map((sql, i) => `${sql} AS k${i}`)
  const values = outputs.map(({ typed }, i) => `${typed.sql} AS v${i}`)
  const aggregated = `SELECT ${[...keyList, 'wstart AS w', ...values].join(', ')} ${body}`
  const keyNames = keys.map((_, i) => `k${i}`)
  const groups =
    keys.length === 0
      ? '(SELECT 1 AS td_one WHERE EXISTS (SELECT 1 FROM td_agg))'
      : `(SELECT DISTINCT ${keyNames.join(', ')} FROM td_agg)`
  const gridSql = `SELECT * FROM ${groups} CROSS JOIN (SELECT unnest(range(${first}::BIGINT, ${last + 1n}::BIGINT, ${grid.step}::BIGINT)) AS w)`
  const match = [
    'td_grid.w = td_agg.w',
    ...keyNames.map(k => `td_grid.${k} IS NOT DISTINCT FROM td_agg.${k}`),
  ]
  const partition =
    keyNames.length === 0 ? '' : `PARTITION BY ${keyNames.map(k => `td_grid.${k}`).join(', ')} `
  let constantAt = 0
  const list = outputs.map((output, i) => {
    const { expression, typed } = output
    if (expression.kind === 'function' && expression.name === '_wstart')
      return `${grids._wstart} AS o${i}`
    if (expression.kind === 'function' && expression.name === '_wend') {
      return `(td_grid.w + ${grid.width}) AS o${i}`
    }
    if (expression.kind === 'function' && expression.name === '_wduration') {
      return `${grid.width}::BIGINT AS o${i}`
    }
    const key = keys.indexOf(typed.sql)
    if (key >= 0) return `td_grid.k${key} AS o${i}`
    const constant = fill.values[constantAt]
    constantAt += 1
    return `${filled(fill, typed, i, partition, constant === undefined ? undefined : input.constant(constant))} AS o${i}`
  })
  const order = input.order.length > 0 ? input.order : [...keyNames.map(k => `td_${k}`), 'td_w']
  const hidden = [...keyNames.map(k => `td_grid.${k} AS td_${k}`), 'td_grid.w AS td_w']
  const limit =
    input.limit === undefined ? '' : ` LIMIT ${input.limit.limit} OFFSET ${input.limit.offset}`
  const columns = outputs.map((_, i) => `o${i}`).join(', ')
  return (
    `SELECT ${columns} FROM (WITH td_agg AS (${aggregated}), td_grid AS (${gridSql}) ` +
    `SELECT ${[...list, ...hidden].join(', ')} FROM td_grid LEFT JOIN td_agg ON ${match.join(' AND ')}) ` +
    `ORDER BY ${order.join(', ')}${limit}`
  )
}

function filled(
  fill: FillClause,
  typed: Typed,
  i: number,
  partition: string,
  constant: Typed | undefined,
): string {
  const value = `td_agg.v${i}`
  const order = `${partition}ORDER BY td_grid.w`
  switch (fill.mode) {
    case 'prev':
      return `last_value(${value} IGNORE NULLS) OVER (${order} ROWS UNBOUNDED PRECEDING)`
    case 'next':
      return `first_value(${value} IGNORE NULLS) OVER (${order} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`
    case 'near':
      return `coalesce(last_value(${value} IGNORE NULLS) OVER (${order} ROWS UNBOUNDED PRECEDING), first_value(${value} IGNORE NULLS) OVER (${order} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING))`
    case 'value':
    case 'value_f': {
      const replacement = constant === undefined ? 'NULL' : convertTo(constant, typed.type)
      // A window whose result is NULL is filled as well.
      return `coalesce(${value}, ${replacement})`
    }
    case 'linear': {
      // Between the windows before and behind that have rows; where one of them is NULL, so is the result.
      const before = `last_value(CASE WHEN td_agg.w IS NOT NULL THEN {'w': td_agg.w, 'v': ${value}::DOUBLE} END IGNORE NULLS) OVER (${order} ROWS UNBOUNDED PRECEDING)`
      const behind = `first_value(CASE WHEN td_agg.w IS NOT NULL THEN {'w': td_agg.w, 'v': ${value}::DOUBLE} END IGNORE NULLS) OVER (${order} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`
      const between = `(${before}).v + ((${behind}).v - (${before}).v) * (td_grid.w - (${before}).w) / ((${behind}).w - (${before}).w)`
      return `CASE WHEN td_agg.w IS NULL THEN ${convertTo({ sql: `(${between})`, type: { name: 'DOUBLE', length: 8, precision: 0, scale: 0 } }, typed.type)} ELSE ${value} END`
    }
    default:
      return value
  }
}
